"""Nouns of a jury at work: eligible proposals, a draw, and jurors who accepted their seat."""

import pytest

from jury.calls.models import PhaseKind
from jury.db import db
from jury.deliberation import conflicts, seats
from jury.people import links
from jury.pool.models import Draw, Freeze, Juror, Volunteer
from jury.proposals.models import BudgetLine, Partner, Proposal
from jury.roles import Role, grant

TITLES = ["Banken", "Bomen", "Repair café", "Speelstraat", "Buurtmoestuin", "Kunst", "Keuken"]


def proposal_of(call, number, applicant, now, **more):
    """An eligible proposal, complete enough to be judged."""
    title = TITLES[(number - 1) % len(TITLES)] + ("" if number <= len(TITLES) else f" {number}")
    made = Proposal(
        call=call,
        applicant=applicant,
        number=number,
        state="eligible",
        language="nl",
        title=title,
        research_question=f"Hoe maken we {title} samen?",
        summary={"nl": f"Wij maken {title} met de buurt.", "fr": f"Nous faisons {title} ensemble."},
        place="Molenbeek",
        how="Elke maand een avond met iedereen.",
        uncertain="Of de gemeente meedoet.",
        created_at=now,
        saved_at=now,
        submitted_at=now,
    )
    for name, value in more.items():
        setattr(made, name, value)
    made.partners = [
        Partner(name=f"Buurtcomité {number}", kind="citizens", role="trekker", parts=[])
    ]
    made.budget_lines = [
        BudgetLine(label="Werk", kind="staff", amount=20_000_00),
        BudgetLine(label="Hout", kind="material", amount=number * 1_000_00),
    ]
    db.session.add(made)
    return made


@pytest.fixture
def proposals(call, person, now):
    """Three eligible proposals, and two that the jury does not judge."""
    found = [proposal_of(call, number, person(f"applicant{number}"), now) for number in (1, 2, 3)]
    proposal_of(call, 4, person("applicant4"), now, state="ineligible")
    proposal_of(call, 5, person("applicant5"), now, state="submitted")
    db.session.commit()
    return found


@pytest.fixture
def draw(call, now):
    """The draw that seated the jury."""
    freeze = Freeze(call=call, purpose="draw", number=1, mix="741", made_at=now, people=[])
    made = Draw(freeze=freeze, value="123", ticket=123, drawn_at=now, record_file="", digest="d")
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def seat(call, draw, now):
    """Seat a person: seat("ann", 1), or with another state: seat("bob", 2, "asked")."""

    def take(name, number, state="accepted", declared=True):
        who = links.welcome(f"{name}@people.example", now, "nl", name=name.capitalize())
        volunteer = Volunteer(
            call=call, person=who, pseudonym=f"{number:016x}", started_at=now, confirmed_at=now
        )
        volunteer.answers = {}
        juror = Juror(
            call=call, volunteer=volunteer, draw=draw, number=number, role="juror", state=state
        )
        db.session.add(juror)
        db.session.flush()
        grant(who, Role.JUROR, call.slug, now, by="test")
        if declared and state == "accepted" and seats.eligible(call):
            conflicts.declare(juror, {}, now)
        db.session.commit()
        return juror

    return take


@pytest.fixture
def juror(proposals, seat):
    """A juror who accepted and declared no conflict; another one sits beside as noise."""
    seat("noise", 9)
    return seat("ann", 1)


@pytest.fixture
def reading(only):
    """The first round is open, and nothing else."""
    return only(PhaseKind.READING)


@pytest.fixture
def deliberation(only):
    """The second round is open, the first one is over."""
    return only(PhaseKind.DELIBERATION)


@pytest.fixture
def decision(only):
    """Both rounds are over; the deciding body is at work."""
    return only(PhaseKind.DECISION)
