"""The readers: who looks at the pages at a moment, signed in how, and which addresses they know."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from jury.calls import find as calls
from jury.calls import opening
from jury.db import db
from jury.demo import cast, content, filing
from jury.languages import at_home
from jury.people import links, sessions
from jury.pool import entering, registering
from jury.pool import find as pool
from jury.proposals import drafting
from jury.proposals import find as proposals
from jury.proposals.models import Proposal
from jury.roles import Role

MADE_UP = "made-up"


@dataclass
class Reader:
    """One browser: its cookies, the roles it holds, and the values of addresses it may fill in."""

    cookies: dict[str, str]
    roles: set[str]
    slug: str
    values: dict[str, list[dict[str, object]]] = field(default_factory=dict)


def now():
    return datetime.now(UTC).replace(microsecond=0)


def signed_in(person, *roles, slug, **values):
    """A reader with a session of their own, twice proven."""
    token = sessions.start(person, now(), "Firefox Linux", second_factor=True)
    known = {endpoint.replace("__", "."): given for endpoint, given in values.items()}
    return Reader({sessions.COOKIE: token}, {Role.SIGNED_IN, *roles}, slug, known)


def all_readers(app, moment, slug):
    """Everyone who looks at the installation at this moment, by name."""
    call = calls.by_slug(slug)
    found = {"stranger": stranger(call), "newcomer": signed_in(newcomer(), slug=slug)}
    found |= {str(role): staff(role, call) for role in cast.STAFF}
    if moment == "new":
        found["drafter"] = drafter()
    if moment == "open":
        found |= {"registrant": registrant(app, call), "recruiter": recruiter(call)}
        found |= {"drafting": drafting_applicant(call), "finishing": finished_applicant(call)}
    if pool.volunteers(call):
        found |= {"volunteer": volunteer(call), "applicant": applicant(call)}
    for state in ("asked", "accepted", "waiting", "declined"):
        if juror := next((j for j in pool.jurors(call) if j.state == state), None):
            found[f"juror {state}"] = seated(juror)
    return found


def stranger(call):
    token = links.make(newcomer(), now())
    values = {
        "people.landing": [{"token": token}, {"token": MADE_UP}],
        "pool.confirm": [{"token": MADE_UP}],
        "proposals.show": [{"number": one.number} for one in proposals.eligible(call)[:2]],
    }
    return Reader({}, {Role.ANYONE}, call.slug, values)


def newcomer():
    return links.welcome("newcomer@people.example", now())


def staff(role, call):
    values = {}
    if handed_in := proposals.on_desk(call):
        values["proposals__judge"] = [{"number": handed_in[0].number}]
    if call.criteria:
        values["calls__edit_criterion"] = [{"key": call.criteria[0].key}]
    if known := pool.volunteers(call):
        excluded = [v for v in known if v.excluded_because][:1]
        values["pool__registrant"] = [{"pseudonym": v.pseudonym} for v in [known[0], *excluded]]
    return signed_in(cast.member(role), role, slug=call.slug, **values)


def drafter():
    """The manager with a call of which only a Dutch title exists."""
    manager = cast.member(Role.MANAGER)
    made = opening.open_call(
        "small_jury", {"nl": "Leeg"}, {"nl": "Wat nu?"}, owner="Fonds",
        first_day=at_home(now()).date(), now=now(), by=manager,
    )  # fmt: skip
    values = {"calls__edit_criterion": [{"key": made.criteria[0].key}]}
    found = signed_in(manager, Role.MANAGER, slug=made.slug, **values)
    found.roles.remove(Role.SIGNED_IN)  # nobody has own pages in a call that is not public
    return found


def recruiter(call):
    """The recruiter, with somebody in the pool who has no e-mail."""
    member = cast.member(Role.RECRUITER)
    answers = dict(pool.volunteers(call)[0].answers)
    paper = entering.enter(call, answers, now(), member, contact="Kerkstraat 1, Brussel")
    known = [{"pseudonym": paper.pseudonym}]
    return signed_in(
        member, Role.RECRUITER, slug=call.slug, pool__registrant=known, pool__letter=known
    )


def registrant(app, call):
    """Somebody in the middle of registering, without having signed in."""
    draft = registering.start(call, "halfway@people.example", "nl", now())
    steps = pool.categories(call)
    for category in steps:
        registering.answer(draft, category, category.quotas[0].value, now())
    registering.consent(draft, now(), agreed=True)
    token = registering.send(draft, now())
    db.session.flush()
    cookie = app.session_interface.get_signing_serializer(app).dumps(
        {"drafts": {call.slug: draft.id}}
    )
    values = {
        "pool.question": [{"step": step} for step in range(1, len(steps) + 1)],
        "pool.confirm": [{"token": token}],
    }
    return Reader({"session": cookie}, {Role.ANYONE}, call.slug, values)


def drafting_applicant(call):
    """An applicant who has just begun."""
    person = links.welcome("group@people.example", now())
    draft = drafting.start(call, person, "nl", now())
    db.session.flush()
    return signed_in(person, Role.APPLICANT, slug=call.slug, **own_proposal(draft))


def finished_applicant(call):
    """An applicant whose draft is complete and not yet handed in."""
    text = dict(content.proposals()[0])
    text["applicant"] = text["applicant"] | {"email": "nearly@people.example"}
    story_day = _Today()
    draft = filing.write(call, text, story_day, 0)
    db.session.flush()
    return signed_in(draft.applicant, Role.APPLICANT, slug=call.slug, **own_proposal(draft))


class _Today:
    """A story that is always now."""

    def at(self, *_when):
        return now()


def own_proposal(draft):
    return {
        "proposals__edit": [{"id": draft.id}],
        "proposals__files": [{"id": draft.id}],
        "proposals__section": [
            {"id": draft.id, "section": section}
            for section in ("idea", "summary", "work", "interests", "partners", "money")
        ],
    }


def applicant(call):
    """An applicant who handed in."""
    found = proposals.on_desk(call)[0]
    values = {"proposals__edit": [{"id": found.id}]}
    return signed_in(found.applicant, Role.APPLICANT, slug=call.slug, **values)


def volunteer(call):
    """Somebody in the pool who has no seat."""
    seats = {juror.volunteer_id for juror in pool.jurors(call)}
    found = next(v for v in pool.pool(call) if v.id not in seats)
    return signed_in(found.person, Role.VOLUNTEER, Role.ANYONE, slug=call.slug)


def seated(juror):
    """Somebody whom the draw named."""
    found = select(Proposal).where(Proposal.call_id == juror.call_id, Proposal.state == "eligible")
    numbers = [{"number": each.number} for each in db.session.scalars(found.limit(2))]
    roles = {Role.VOLUNTEER, *([Role.JUROR] if juror.state == "accepted" else [])}
    return signed_in(juror.person, *roles, slug=juror.call.slug, scoring__score=numbers)
