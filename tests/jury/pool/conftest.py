"""Nouns of the pool: staff, questions, rules, forty registrants and a draw."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from jury.calls.models import PhaseKind
from jury.db import db
from jury.people import links
from jury.pool import (
    announcing,
    confirming,
    drawing,
    entering,
    find,
    freezing,
    quotas,
    registering,
    rules,
)
from jury.pool.models import Volunteer
from jury.roles import Role, grant


def both(nl, fr):
    """A text in Dutch and French."""
    return {"nl": nl, "fr": fr}


TABLE = [
    {
        "key": "sex", "question": both("Wat bent u?", "Vous êtes ?"),
        "why": both("Zo zijn er evenveel.", "Ainsi, c’est égal."),
        "source": {"name": "Statbel", "reference_date": "2026-01-01"},
        "values": [
            {"key": "female", "label": both("Vrouw", "Femme"), "share": 0.5},
            {"key": "male", "label": both("Man", "Homme"), "share": 0.5},
            {"key": "x", "label": both("X", "X"), "share": 0.0},
        ],
    },
    {
        "key": "age", "question": both("Hoe oud bent u?", "Quel âge avez-vous ?"),
        "why": both("Zo beslissen jong en oud.", "Ainsi, tous décident."), "source": None,
        "values": [
            {"key": "young", "label": both("Jong", "Jeune"), "share": 0.5},
            {"key": "old", "label": both("Oud", "Âgé"), "share": 0.5},
        ],
    },
]  # fmt: skip


@pytest.fixture
def manager(call, person, now):
    found = person("mia")
    grant(found, Role.MANAGER, call.slug, now, by="test")
    return found


@pytest.fixture
def recruiter(call, person, now):
    found = person("rik")
    grant(found, Role.RECRUITER, call.slug, now, by="test")
    return found


@pytest.fixture
def closes(call, now):
    """The moment registration closes; the seats are confirmed in the weeks after it."""
    found = call.phase(PhaseKind.REGISTRATION).closes_at
    call.phase(PhaseKind.CONFIRMATION).opens_at = found
    call.phase(PhaseKind.CONFIRMATION).closes_at = found + timedelta(days=30)
    db.session.commit()
    return found


@pytest.fixture
def asked(call, manager, now):
    """The call with its two questions; six seats."""
    quotas.load(call, TABLE, now, manager)
    quotas.fill(call, 6, now, manager)
    db.session.commit()
    return call


@pytest.fixture
def proposed(closes):
    """What the manager fills in for the rules."""
    return {
        "seats": 6, "alternates": 4,
        "first_source": "balls", "first_words": both("In de zaal", "Dans la salle"),
        "first_at": closes + timedelta(hours=1),
        "second_source": "balls", "second_words": both("In de zaal", "Dans la salle"),
        "second_at": closes + timedelta(days=3),
        "fallback_words": both("Een dag later", "Un jour plus tard"),
    }  # fmt: skip


@pytest.fixture
def sealed(asked, proposed, manager, now):
    """The sealed rules."""
    rules.propose(asked, now, manager, **proposed)
    found = rules.seal(asked, now, manager)
    db.session.commit()
    return found


@pytest.fixture
def register(now):
    """Register somebody by address, from first page to receipt."""

    def act(call, email, answers, moment=now, **consents):
        draft = registering.start(call, email, "nl", moment)
        for category in find.categories(call):
            registering.answer(draft, category, answers[category.key], moment)
        registering.consent(draft, moment, agreed=True, **consents)
        registering.send(draft, moment)
        return confirming.confirm(draft, moment)

    return act


def answers_of(i):
    """The answers of the i-th of forty: both sexes and ages, one x, one who would not say."""
    if i == 38:
        return {"sex": "x", "age": "old"}
    if i == 39:
        return {"sex": "rather_not_say", "age": "rather_not_say"}
    return {"sex": "female" if i % 2 else "male", "age": "young" if i % 3 else "old"}


@pytest.fixture
def pool(sealed, recruiter, now, once):
    """Forty people in the pool of a call whose rules are sealed: the first ten have e-mail."""

    def fill():
        with db.session.no_autoflush:  # all different
            for i in range(40):
                entering.enter(
                    sealed.call, answers_of(i), now, recruiter,
                    contact=f"P{i}, 0470 12 34 {i:02d}",
                    email=f"p{i}@people.example" if i < 10 else "", language="en",
                )  # fmt: skip

    once("pool", fill)
    return list(db.session.scalars(select(Volunteer).order_by(Volunteer.id)))


@pytest.fixture
def frozen(pool, sealed, manager, work, once):
    """The freeze of the forty."""

    def freeze():
        freezing.ask(sealed.call, "3 1 4", sealed.first_at, manager)
        work()

    once("frozen", freeze)
    return find.freeze(sealed.call)


@pytest.fixture
def announced(frozen, sealed, manager):
    """The freeze, announced a day and more before the draw."""
    found = announcing.announce(sealed.call, sealed.second_at - timedelta(hours=25), manager)
    db.session.commit()
    return found


@pytest.fixture
def drawn(announced, sealed, manager, work, once):
    """The draw of the forty."""

    def draw():
        drawing.ask(sealed.call, "7 4 1", sealed.second_at, manager)
        work()

    once("drawn", draw)
    return find.draw(announced)


@pytest.fixture
def someone(now):
    """Find or make a person by address."""
    return lambda email: links.welcome(email, now)
