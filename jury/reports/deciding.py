"""Deciding: the deciding body answers the jury once, proposal by proposal, in public words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from jury import ledger, mail
from jury.calls.models import Call, PhaseKind
from jury.db import Localised, db
from jury.deliberation import opinions, seats
from jury.errors import RuleBroken
from jury.files import digest
from jury.languages import euros, moment
from jury.people.models import Person
from jury.proposals.models import Proposal
from jury.reports import advice, find
from jury.reports.models import Decision, DecisionLine
from jury.roles import Role, holders
from jury.scoring import results
from jury.scoring.closeness import awaits_lot
from jury.scoring.models import Result

OUTCOMES = ("funded", "reserve", "not_funded")
BOTH = ("nl", "fr")


@dataclass(frozen=True)
class Choice:
    """What is decided on one proposal, with the public reason where it departs from the jury."""

    outcome: str
    reason: Localised = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """What stands in the way of a decision, and at which proposal and language."""

    sentence: str
    number: int | None = None
    language: str | None = None


Advised = list[tuple[Proposal, str, int | None]]  # best first: advice, place on the reserve list


def advised(call: Call, found: Result) -> Advised:
    """Return each proposal, best first, with the jury's advice and its place on the reserve list.

    Raises RuleBroken when a proposal of the result is no longer eligible.
    """
    document = results.read(found)
    by_number = {str(proposal.number): proposal for proposal in seats.eligible(call)}
    said, order = advice.of_result(document), advice.reserve_order(document)
    ranked = advice.ranked(document)
    if gone := [number for number in ranked if number not in by_number]:
        raise RuleBroken(_("Proposal %(numbers)s is no longer in the running. "
                           "Compute the result again.", numbers=", ".join(gone)))  # fmt: skip
    return [(by_number[number], said[number], order.get(number)) for number in ranked]


def why_not(call: Call, now: datetime) -> str:
    """Return why nothing can be decided now, or the empty text."""
    phase = call.phase(PhaseKind.DECISION)
    if find.decision(call) is not None:
        return _("The decision was taken already. It can be published, not changed.")
    if call.state != "published":
        return _("This call does not run at the moment, so nothing can be decided.")
    if phase is not None and now < phase.opens_at:
        return _("You can decide from %(when)s.", when=moment(phase.opens_at))
    found = results.newest(call)
    if found is None:
        return _("There is no result of the jury yet. The manager computes it first.")
    if awaits_lot(results.read(found)):
        return _("Some proposals are too close to tell apart, and their lot is not drawn yet. "
                 "The manager draws it first, on the page of the result.")  # fmt: skip
    return ""


def decide(
    call: Call, choices: Mapping[int, Choice], words: Localised, now: datetime, by: Person
) -> Decision:
    """Take the decision on the newest result; proposals without a choice follow the jury.

    ``choices`` goes by proposal number; ``words`` is the answer to the jury, in nl and fr. The
    minority opinions are fixed from then on. Raises RuleBroken when it cannot be decided now,
    for a departure without its reason in both languages, and above the budget.
    """
    found = results.newest(call)
    if (sentence := why_not(call, now)) or found is None:
        raise RuleBroken(sentence)
    said = advised(call, found)
    if wrong := problems(call, said, choices, words):
        raise RuleBroken(" ".join(dict.fromkeys(problem.sentence for problem in wrong)))
    made = Decision(call_id=call.id, call=call, result=found, words=_spoken(words), decided_at=now)
    made.lines = _lines(said, choices)
    db.session.add(made)
    opinions.close(call, now)
    _record(made, now, by)
    for manager in holders(Role.MANAGER, call.slug):
        mail.write(manager.email, "decision_taken", manager.language, now, call.slug, call_of=call)
    return made


def problems(
    call: Call, said: Advised, choices: Mapping[int, Choice], words: Localised
) -> list[Problem]:
    """Return everything that stands in the way of this decision, each as a sentence."""
    found = [
        Problem(_("Write your answer to the jury in this language too."), language=language)
        for language in BOTH
        if not words.get(language, "").strip()
    ]
    for proposal, advised_as, _place in said:
        choice = choices.get(proposal.number or 0, Choice(advised_as))
        found += _problems_of(proposal, advised_as, choice)
    known = {proposal.number for proposal, _advice, _place in said}
    if strange := sorted(set(choices) - known):
        numbers = ", ".join(map(str, strange))
        found.append(Problem(_("Proposal %(n)s is not in the jury’s result.", n=numbers)))
    return found + _over_budget(call, said, choices)


def _problems_of(proposal: Proposal, advised_as: str, choice: Choice) -> list[Problem]:
    if choice.outcome not in OUTCOMES:
        sentence = _("“%(title)s” is funded, on the reserve list, or not funded.",
                     title=proposal.title)  # fmt: skip
        return [Problem(sentence, proposal.number)]
    if choice.outcome == advised_as:
        return [
            Problem(
                _("You gave a reason at “%(title)s”, and its outcome is the jury’s. "
                  "Choose another outcome, or empty the reason.", title=proposal.title),
                proposal.number,
                language,
            )
            for language in BOTH
            if choice.reason.get(language, "").strip()
        ][:1]  # fmt: skip
    return [
        Problem(
            _("You depart from the jury on “%(title)s”. Give the reason in Dutch and in French.",
              title=proposal.title),
            proposal.number,
            language,
        )
        for language in BOTH
        if not choice.reason.get(language, "").strip()
    ]  # fmt: skip


def _over_budget(call: Call, said: Advised, choices: Mapping[int, Choice]) -> list[Problem]:
    granted = sum(
        proposal.cost
        for proposal, advised_as, _place in said
        if choices.get(proposal.number or 0, Choice(advised_as)).outcome == "funded"
    )
    if granted <= call.budget:
        return []
    return [
        Problem(
            _("The funded proposals ask %(granted)s, and the budget is %(budget)s. "
              "Fund %(over)s less.", granted=euros(granted), budget=euros(call.budget),
              over=euros(granted - call.budget))
        )
    ]  # fmt: skip


def _lines(said: Advised, choices: Mapping[int, Choice]) -> list[DecisionLine]:
    lines, waiting = [], 0
    for proposal, advised_as, _place in said:
        choice = choices.get(proposal.number or 0, Choice(advised_as))
        waiting += choice.outcome == "reserve"
        lines.append(
            DecisionLine(
                proposal=proposal,
                advice=advised_as,
                outcome=choice.outcome,
                amount=proposal.cost if choice.outcome == "funded" else 0,
                reserve_order=waiting if choice.outcome == "reserve" else None,
                reason=_spoken(choice.reason) if choice.outcome != advised_as else {},
            )
        )
    return lines


def _spoken(words: Localised) -> Localised:
    """Return the texts that say something, without the space around them."""
    return {language: text.strip() for language, text in words.items() if text.strip()}


def _record(made: Decision, now: datetime, by: Person) -> None:
    outcomes = {
        outcome: [line.proposal.number for line in made.lines if line.outcome == outcome]
        for outcome in OUTCOMES
    }
    ledger.record(
        "decision.taken", now, made.call.slug, by=by.pseudonym, result=made.result.digest,
        granted=sum(line.amount for line in made.lines),
        departures=sum(line.outcome != line.advice for line in made.lines),
        words=digest(repr(sorted(made.words.items())).encode()), **outcomes,
    )  # fmt: skip
