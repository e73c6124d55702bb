"""Completeness: everything that a proposal still needs before it can be handed in."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from jury.proposals import words
from jury.proposals.models import Proposal


@dataclass(frozen=True)
class Gap:
    """Something missing: in which section, and what in one sentence."""

    section: str
    sentence: str


def sections() -> dict[str, str]:
    """Return the sections of a proposal by key, in the order in which one fills them in."""
    return {
        "idea": _("Your idea"),
        "summary": _("In plain words"),
        "work": _("How you will work"),
        "interests": _("Whose interests"),
        "partners": _("Who does it together"),
        "money": _("The money"),
        "files": _("Files"),
    }


def _needed(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [
        ("idea", proposal.title, _("Give your project a title.")),
        ("idea", proposal.research_question, _("Write the question that you want to answer.")),
        ("idea", proposal.place, _("Say where the project takes place.")),
        ("idea", proposal.theme, _("Choose a theme.")),
        ("summary", proposal.summary.get("nl", ""), _("Write the plain summary in Dutch.")),
        ("summary", proposal.summary.get("fr", ""), _("Write the plain summary in French.")),
        ("work", proposal.how, _("Say how you will work.")),
        ("work", proposal.uncertain, _("Say what you do not know yet.")),
        ("work", proposal.afterwards, _("Say who carries it on afterwards.")),
        ("interests", proposal.shared_interest, _("Say which interest you share.")),
        ("interests", proposal.interests, _("Say whose interests meet or clash.")),
        ("interests", proposal.missing, _("Say who is still missing.")),
    ]


def _rows(proposal: Proposal) -> Iterator[Gap]:
    if not proposal.partners:
        yield Gap("partners", _("Name at least one partner, or your own informal group."))
    for partner in proposal.partners:
        if not partner.parts:
            yield Gap("partners", _("Tick what “%(name)s” takes part in.", name=partner.name))
    if not any("decision" in partner.parts for partner in proposal.partners):
        yield Gap("partners", _("Tick who decides in the project."))
    if proposal.cost <= 0:
        yield Gap("money", _("Say what the money is for, line by line."))
    elif proposal.cost > proposal.call.budget:
        yield Gap("money", _("You ask for more than the call has for all projects together."))


def gaps(proposal: Proposal) -> list[Gap]:
    """Return everything that keeps the proposal from being handed in, all of it at once."""
    found = [Gap(section, ask) for section, text, ask in _needed(proposal) if not text.strip()]
    if words.longest(proposal.summary) > 300:
        found.append(Gap("summary", _("Shorten the summary to at most 300 words.")))
    return [*found, *_rows(proposal)]
