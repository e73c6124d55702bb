"""Drafting a proposal: started by anyone, changed as often as one likes while it is open."""

from datetime import datetime

from flask_babel import gettext as _

from jury import languages, ledger, roles
from jury.calls.models import Call, PhaseKind
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.proposals import find, words
from jury.proposals.models import BudgetLine, Partner, Proposal
from jury.roles import Role
from sortition import register_number

TEXTS = {
    "title": 120,
    "research_question": 300,
    "place": 120,
    "theme": 40,
    "how": 3000,
    "shared_interest": 1500,
    "interests": 1500,
    "missing": 1500,
    "uncertain": 1500,
    "afterwards": 1500,
}  # characters of each text
SUMMARY_WORDS = 300
MOST_DRAFTS = 5  # of one person in one call
MOST_ROWS = 30  # partners, and budget lines


def closed_sentence(call: Call, now: datetime) -> str:
    """Return why no proposal can be handed in now; empty when one can."""
    phase = call.phase(PhaseKind.PROPOSALS)
    title = languages.local(call.title)
    if call.is_open(PhaseKind.PROPOSALS, now):
        return ""
    if call.state != "published" or phase is None:
        return _("“%(call)s” takes no proposals now. What you wrote is kept.", call=title)
    if now < phase.opens_at:
        return _("“%(call)s” takes proposals from %(moment)s.",
                 call=title, moment=languages.moment(phase.opens_at))  # fmt: skip
    return _(
        "“%(call)s” closed on %(moment)s. What you wrote is kept, "
        "but it can no longer be handed in.",
        call=title,
        moment=languages.moment(phase.closes_at),
    )


def is_editable(proposal: Proposal, now: datetime) -> bool:
    """Say whether the applicant may change the proposal now."""
    open_draft = proposal.state == "draft" and proposal.call.is_open(PhaseKind.PROPOSALS, now)
    return open_draft or find.is_open_for_correction(proposal, now)


def check_editable(proposal: Proposal, now: datetime) -> None:
    """Raise RuleBroken, with what happened and when, unless the proposal may be changed now."""
    if is_editable(proposal, now):
        return
    if proposal.state == "draft":
        raise RuleBroken(closed_sentence(proposal.call, now))
    if proposal.state == "ineligible" and proposal.correct_by:
        raise RuleBroken(
            _("This proposal could be corrected until %(moment)s. That time is over.",
              moment=languages.moment(proposal.correct_by))
        )  # fmt: skip
    if proposal.state == "withdrawn":
        raise RuleBroken(_("You withdrew this proposal. It can no longer be changed."))
    raise RuleBroken(_("This proposal was handed in. It can no longer be changed."))


def check_no_national_number(*texts: str) -> None:
    """Raise RuleBroken if a text holds what looks like a national register number."""
    if any(register_number.is_in(text) for text in texts):
        raise RuleBroken(
            _("One of your texts holds what looks like a national register number. "
              "Please take it out: many people will read this, and we do not need it.")
        )  # fmt: skip


def start(call: Call, person: Person, language: str, now: datetime) -> Proposal:
    """Start an empty draft for the person, who becomes an applicant of the call.

    Raises RuleBroken outside the proposals phase, for jurors, and for people who work on the call.
    """
    closed = closed_sentence(call, now)
    if closed:
        raise RuleBroken(closed)
    if any(
        held.role in roles.STAFF and held.call in (None, call.slug)
        for held in roles.grants_of(person)
    ):
        raise RuleBroken(
            _("You work on this call, so you cannot hand in a proposal in it. Ask a colleague.")
        )
    drafts = [p for p in find.of(person, call) if p.state == "draft"]
    if len(drafts) >= MOST_DRAFTS:
        raise RuleBroken(
            _("You have %(n)d drafts already. Hand one in, or go on with one of them.",
              n=len(drafts))
        )  # fmt: skip
    roles.grant(person, Role.APPLICANT, call.slug, now, person.pseudonym)
    made = Proposal(
        call=call, applicant=person, language=language, summary={}, created_at=now, saved_at=now
    )
    db.session.add(made)
    db.session.flush()
    ledger.record("proposal.started", now, call.slug, proposal=made.id, by=person.pseudonym)
    return made


def write(proposal: Proposal, texts: dict[str, str], now: datetime) -> None:
    """Keep some texts of a proposal, or its language; unfinished ones are welcome.

    Raises RuleBroken if it may not be changed now, for a text that is too long, and for a
    national register number.
    """
    unknown = texts.keys() - TEXTS.keys() - {"language"}
    if unknown:
        raise ValueError(f"A proposal has no texts called {sorted(unknown)}.")
    check_editable(proposal, now)
    check_no_national_number(*texts.values())
    for key, text in texts.items():
        if len(text) > TEXTS.get(key, 2):
            raise RuleBroken(
                _("A text has %(n)d characters. At most %(most)d fit.",
                  n=len(text), most=TEXTS.get(key, 2))
            )  # fmt: skip
    for key, text in texts.items():
        setattr(proposal, key, text.strip())
    proposal.saved_at = now


def summarise(proposal: Proposal, summary: Localised, now: datetime) -> None:
    """Keep the plain summary in Dutch and French, at most 300 words each."""
    check_editable(proposal, now)
    check_no_national_number(*summary.values())
    if words.longest(summary) > SUMMARY_WORDS:
        raise RuleBroken(
            _("A summary has %(n)d words. Shorten it to at most %(most)d.",
              n=words.longest(summary), most=SUMMARY_WORDS)
        )  # fmt: skip
    proposal.summary = {code: summary.get(code, "").strip() for code in ("nl", "fr")}
    proposal.saved_at = now


def set_partners(proposal: Proposal, partners: list[Partner], now: datetime) -> None:
    """Replace the partners; raise RuleBroken for an unknown kind or part."""
    check_editable(proposal, now)
    check_no_national_number(*(f"{one.name}\n{one.role}" for one in partners))
    known = all(
        one.kind in words.partner_kinds() and set(one.parts) <= words.parts().keys()
        for one in partners
    )
    if not known or any((one.cofinancing or 0) < 0 for one in partners):
        raise RuleBroken(_("Choose the kind and the parts of each partner from the lists."))
    if len(partners) > MOST_ROWS:
        raise RuleBroken(_("At most %(most)d partners fit.", most=MOST_ROWS))
    proposal.partners[:] = partners
    proposal.saved_at = now


def set_budget(proposal: Proposal, lines: list[BudgetLine], now: datetime) -> None:
    """Replace the budget lines; raise RuleBroken for an unknown kind or a negative amount."""
    check_editable(proposal, now)
    check_no_national_number(*(line.label for line in lines))
    if any(line.kind not in words.budget_kinds() or line.amount < 0 for line in lines):
        raise RuleBroken(_("Choose the kind of each cost from the list, and no amount below 0."))
    if len(lines) > MOST_ROWS:
        raise RuleBroken(_("At most %(most)d costs fit.", most=MOST_ROWS))
    proposal.budget_lines[:] = lines
    proposal.saved_at = now
