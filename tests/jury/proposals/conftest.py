"""Nouns of this room: an applicant, a draft, a complete draft, a PDF."""

import io

import pikepdf
import pytest

from jury.db import db
from jury.proposals import drafting
from jury.proposals.models import BudgetLine, Partner

TEXTS = {
    "title": "Banken voor iedereen",
    "research_question": "Waar rusten mensen in ons park?",
    "place": "Kuregem, Anderlecht",
    "theme": "public_space",
    "how": "We zetten stoelen neer en kijken.",
    "shared_interest": "Iedereen rust graag.",
    "interests": "Honden en kinderen.",
    "missing": "Jongeren.",
    "uncertain": "Of de banken blijven staan.",
    "afterwards": "De straat.",
}


def partners():
    """Two partners of different kinds."""
    return [
        Partner(name="Bankgroep", kind="informal", role="Kiest", parts=["agenda", "decision"]),
        Partner(name="Park vzw", kind="association", parts=["upkeep"], cofinancing=500_00),
    ]


def fill(draft, now):
    """Fill every section in."""
    drafting.write(draft, TEXTS, now)
    drafting.summarise(draft, {"nl": "Banken.", "fr": "Des bancs."}, now)
    drafting.set_partners(draft, partners(), now)
    drafting.set_budget(draft, [BudgetLine(label="Banken", kind="material", amount=900_00)], now)
    return draft


@pytest.fixture
def ann(person):
    return person("ann")


@pytest.fixture
def draft(call, ann, now):
    """An empty draft of Ann's, in a call that takes proposals."""
    made = drafting.start(call, ann, "nl", now)
    db.session.commit()
    return made


@pytest.fixture
def complete(draft, now):
    """The draft with every section filled in."""
    fill(draft, now)
    db.session.commit()
    return draft


@pytest.fixture
def pdf():
    """The bytes of a PDF with one page."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()
