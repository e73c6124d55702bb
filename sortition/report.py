"""Report: the account of a draw in sections, in plain language or for specialists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sortition.account import Account
from sortition.report_tables import (
    Table,
    bands,
    figures,
    groups,
    listed,
    percent,
    record,
    replacement,
    seats,
)
from sortition.shapes import REHEARSAL
from sortition.wording import counted

FAIREST = {  # objective -> what no lottery does, after "no lottery that meets these quotas"
    "leximin": "gives the person with the lowest chance more",
    "maximin": "gives the person with the lowest chance more",
    "nash": "has a greater product of all chances",
    "goldilocks": "keeps the lowest and the highest chance together nearer to the average",
}
_HOMES = " and seats one person of an address at most"
_SEALED = (
    " A ticket names nobody: it fixes how many people sit with which answers, and the draw picks "
    "the people."
)


@dataclass(frozen=True)
class Section:
    """A heading, what is told under it, commands with what each does, and tables."""

    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    commands: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """A title, a warning if it is about a rehearsal, and the sections.

    >>> from sortition.account import account_of
    >>> from sortition.examples import small_draw
    >>> plain_report(account_of(*small_draw())).warning
    ''
    """

    title: str
    warning: str
    sections: tuple[Section, ...]


def plain_report(account: Account) -> Report:
    """Return the account as anybody can read it: what was drawn, how fair, how to check.

    Raises nothing of its own.

    >>> from sortition.account import account_of
    >>> from sortition.examples import small_draw
    >>> told = plain_report(account_of(*small_draw()))
    >>> told.title, told.sections[0].heading
    ('How the panel of “Parks 2026” was drawn', 'What was drawn')
    """
    facts = account.facts
    sections = (
        Section("What was drawn", tuple(_drawn(facts))),
        *_replaced(facts),
        Section("How fair it is", tuple(_fair(facts)), (bands(facts),)),
        Section("Whom the panel mirrors", (), (groups(facts),)),
        _checks(facts),
        Section("What these files cannot show", account.unchecked),
    )
    return Report(_title(facts), REHEARSAL if facts["rehearsal"] else "", sections)


def technical_report(account: Account) -> Report:
    """Return the account with every figure and digest that an auditor compares.

    Raises nothing of its own.

    >>> from sortition.account import account_of
    >>> from sortition.examples import small_draw
    >>> told = technical_report(account_of(*small_draw()))
    >>> [section.heading for section in told.sections][:3]
    ['The lottery', 'The quotas', 'The chances']
    """
    facts = account.facts
    sections = (
        Section("The lottery", (), (figures(facts),)),
        Section("The quotas", (), (seats(facts),)),
        Section("The chances", (), (bands(facts),)),
        Section("The record", (), (record(facts),)),
        *(
            Section(f"Replacement {step['number']}", (), (replacement(step),))
            for step in facts["replacements"]
        ),
        Section("What was verified", account.verified),
        Section("What these files cannot show", account.unchecked),
    )
    return Report(
        f"{_title(facts)}: technical account", REHEARSAL if facts["rehearsal"] else "", sections
    )


def _title(facts: dict[str, Any]) -> str:
    verb = "was drawn" if facts["draw"] else "will be drawn"
    verb += " and completed" if facts["replacements"] else ""
    return f"How the panel of “{facts['call']}” {verb}"


def _drawn(facts: dict[str, Any]) -> list[str]:
    told = [
        f"The pool has {facts['pool']:,} people, for a panel of {facts['seats']}. Before the draw "
        f"{facts['tickets']:,} tickets were made. Each ticket is a whole panel that meets every "
        f"quota{_HOMES * facts['one_seat_an_address']}, and each is equally likely to be drawn."
        + _SEALED
        * facts["sealed"]
    ]
    if not facts["draw"]:
        return [*told, "Nothing has been drawn yet. The tickets are fixed and cannot change."]
    value, ticket = facts["draw"]["value"], facts["draw"]["ticket"]
    source = f" The rules had announced: “{facts['source']}”." if facts["source"] else ""
    on = "whom it seated for that ticket" if facts["sealed"] else "on it"
    return [
        *told,
        f"The public value was “{value}”. It picked ticket {ticket}, and the "
        f"{facts['seats']} people {on} are the panel.{source}",
        _alternates(facts["alternates"]),
    ]


def _alternates(number: int) -> str:
    if number == 1:
        return "1 alternate was drawn as well, who moves up when a seat falls free."
    if number:
        return (
            f"{number} alternates were drawn as well, in the order in which they move up when a "
            "seat falls free."
        )
    return "No alternates were drawn."


def _replaced(facts: dict[str, Any]) -> list[Section]:
    """Return the section on who left and who came; none where nobody was replaced."""
    if not facts["replacements"]:
        return []
    told = [_replacement(step) for step in facts["replacements"]]
    told.append(
        "Places are those of the panel as the record lists it, in the order of its tokens. The "
        "groups of this report are those of the first draw: with those of a later panel, readers "
        "could tell the answers of the people who left."
    )
    return [Section("Who left, and who came instead", tuple(told))]


def _replacement(step: dict[str, Any]) -> str:
    left = f"{_people(len(step['left']))} left the panel (place {listed(step['left'])})"
    if step["others_gone"]:
        left += f", and {_people(step['others_gone'])} of the pool could no longer be drawn"
    up = (
        f" {_people(len(step['promoted']))} moved up from the alternates "
        f"(number {listed(step['promoted'])})."
        if step["promoted"]
        else ""
    )
    quotas = (
        f"The quotas gave way by {step['relaxed']} in all, because nobody left in the pool could "
        "keep them."
        if step["relaxed"]
        else "Every quota is kept."
    )
    return (
        f"Replacement {step['number']}: {left}.{up} The public value “{step['value']}” drew "
        f"{_people(step['seats'])} from the pool by lot (now place {listed(step['drawn'])}), "
        f"each as fairly as the quotas left allow. {quotas}"
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _fair(facts: dict[str, Any]) -> list[str]:
    chances = facts["chances"]
    low, high = (percent(end) for end in chances["middle_half"])
    told = [
        f"The average chance is {percent(chances['average'])}: "
        f"{counted(facts['seats'], 'seat', 'seats')} for "
        f"{facts['pool']:,} people. The lowest chance is {percent(chances['lowest'])}, and no "
        f"lottery that meets these quotas {FAIREST[facts['objective']]}. The highest is "
        f"{percent(chances['highest'])}. Half of the people have a chance from {low} to {high}.",
        "Chances differ because the quotas ask for more people of some groups than the pool "
        "has in proportion. People who gave the same answers have the same chance; on the "
        f"{facts['tickets']:,} tickets nobody is more than {facts['deviation']:.1f} tickets away "
        "from it.",
    ]
    if chances["on_no_panel"]:
        number = chances["on_no_panel"]
        has = "has" if number == 1 else "have"
        told.append(
            f"{_people(number)} {has} no chance at all: no panel that meets every quota has a seat "
            "for those answers."
        )
    return told


def _checks(facts: dict[str, Any]) -> Section:
    file = "draw.json" if facts["draw"] else "lottery.json"
    file = "next.json" if facts["replacements"] else file
    paragraph = (
        "You need the public record and the program “sortition”, and no internet. The digest "
        "below must be the one that you received before the draw."
    )
    commands = (
        ("Anybody:", f"sortition verify {file} --digest {facts['digest']}"),
        (
            "If you were in the pool, this finds you in the list, counts your tickets and says "
            "whether you are on the panel:",
            f"sortition verify {file} --receipt receipt.json",
        ),
        (
            "An auditor checks every quota on every ticket, every chance, and that no lottery is "
            "fairer:",
            f"sortition verify {file} --openings openings.json",
        ),
    )
    return Section("How to check it at home", (paragraph,), commands=commands)
