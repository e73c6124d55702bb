"""Nouns that all rooms of the application share: a published call."""

from datetime import timedelta

import pytest

from jury.calls.models import Call, Criterion, Phase, PhaseKind, Resource
from jury.db import db


def both(nl, fr):
    """A text in Dutch and French."""
    return {"nl": nl, "fr": fr}


SCALE = [
    both("niet", "pas"),
    both("een beetje", "un peu"),
    both("genoeg", "assez"),
    both("goed", "bien"),
    both("heel goed", "très bien"),
]


def published_call(slug, now):
    """A published call in which every phase is open now, complete in Dutch and French."""
    made = Call(
        slug=slug,
        state="published",
        template="small_jury",
        owner="Fonds Groen",
        funder="Fonds Groen",
        facilitator="Kring vzw",
        title=both("Parken", "Parcs"),
        question=both("Wat maakt ons park beter?", "Qu’est-ce qui améliore notre parc ?"),
        influence="co_decision",
        influence_words=both("De jury maakt de lijst.", "Le jury fait la liste."),
        decider=both("De raad van het fonds", "Le conseil du fonds"),
        answer_by=now + timedelta(days=60),
        budget=150_000_00,
        juror_words=both("Drie avonden, 40 euro per avond.", "Trois soirées, 40 euros la soirée."),
        contact_name="Onthaal",
        contact_phone="+32 2 555 01 40",
        contact_email="onthaal@groen.example",
        created_at=now - timedelta(days=40),
        published_at=now - timedelta(days=35),
    )
    made.phases = [
        Phase(kind=kind, opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=30))
        for kind in PhaseKind
    ]
    made.criteria = [
        Criterion(key="impact", position=1, weight=60, kind="impact",
                  name=both("Impact", "Impact"),
                  help=both("Wat verandert er?", "Qu’est-ce qui change ?"),
                  scale=SCALE),
        Criterion(key="together", position=2, weight=40, kind="process",
                  name=both("Samen", "Ensemble"), help=both("Wie doet mee?", "Qui participe ?"),
                  scale=SCALE),
    ]  # fmt: skip
    made.resources = [
        Resource(
            title=both("Wat is cocreatie?", "La cocréation"),
            url="https://groen.example/nl",
            language="nl",
        )
    ]
    return made


@pytest.fixture
def call(app, now):
    """A published call “parks” with every phase open now."""
    made = published_call("parks", now)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def only(call, now):
    """Leave only these phases open now; earlier ones are over, later ones to come."""
    order = list(PhaseKind)

    def leave(*kinds):
        first = min((order.index(kind) for kind in kinds), default=0)
        for phase in call.phases:
            if phase.kind in kinds:
                phase.opens_at, phase.closes_at = now - timedelta(days=5), now + timedelta(days=5)
            elif order.index(phase.kind) < first:
                phase.opens_at, phase.closes_at = now - timedelta(days=20), now - timedelta(days=10)
            else:
                phase.opens_at, phase.closes_at = now + timedelta(days=10), now + timedelta(days=20)
        db.session.commit()
        return call

    return leave
