"""Nouns of this room: a manager, a draft from a template, a complete one."""

from datetime import date

import pytest

from jury.calls import editing, opening
from jury.db import db
from jury.roles import Role, grant


def both(nl, fr):
    """A text in Dutch and French."""
    return {"nl": nl, "fr": fr}


@pytest.fixture
def boss(person, now):
    """Somebody who may open calls."""
    made = person("boss")
    grant(made, Role.MANAGER, None, now, by="test")
    return made


@pytest.fixture
def draft(boss, now):
    """A draft as the template leaves it."""
    made = opening.open_call(
        "small_jury",
        both("Groene Straten", "Rues Vertes"),
        both("Wat maakt uw straat groener?", ""),
        owner="Fonds Groen",
        first_day=date.fromordinal(now.date().toordinal() + 10),
        now=now,
        by=boss,
    )
    db.session.commit()
    return made


@pytest.fixture
def complete(draft, boss, now):
    """The same draft with everything filled in."""
    editing.write_texts(draft, "question", {"question": both("Wat?", "Quoi ?")}, now, boss)
    editing.write_texts(
        draft,
        "influence",
        {
            "decider": both("De raad", "Le conseil"),
            "juror_words": both("Drie avonden.", "Trois soirées."),
            "budget": 5_000_00,
        },
        now,
        boss,
    )
    editing.write_texts(
        draft,
        "contact",
        {
            "contact_name": "Onthaal",
            "contact_phone": "0800 12 345",
            "contact_email": "onthaal@groen.example",
        },
        now,
        boss,
    )
    db.session.commit()
    return draft
