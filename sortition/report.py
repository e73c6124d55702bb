"""Report: the account of a draw in sections, in plain language or for specialists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sortition.account import Account
from sortition.shapes import REHEARSAL

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A caption, the names of the columns, and the rows; the first cell names its row."""

    caption: str
    header: Row
    rows: tuple[Row, ...]
    words: int = 1  # columns that hold words and not numbers


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
        Section("How fair it is", tuple(_fair(facts)), (_bands(facts),)),
        Section("Whom the panel mirrors", (), (_groups(facts),)),
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
        Section("The lottery", (), (_figures(facts),)),
        Section("The quotas", (), (_seats(facts),)),
        Section("The chances", (), (_bands(facts),)),
        Section("The record", (), (_record(facts),)),
        Section("What was verified", account.verified),
        Section("What these files cannot show", account.unchecked),
    )
    return Report(
        f"{_title(facts)}: technical account", REHEARSAL if facts["rehearsal"] else "", sections
    )


def percent(chance: float) -> str:
    """Return a chance as people read it, its parts kept on one line.

    >>> percent(0.1) == "10.0\\u00a0%", percent(0.00271) == "0.271\\u00a0%"
    (True, True)
    """
    return f"{100 * chance:{'.1f' if chance >= 0.01 else '.3g'}}\u00a0%"


def _title(facts: dict[str, Any]) -> str:
    verb = "was drawn" if facts["draw"] else "will be drawn"
    return f"How the panel of “{facts['call']}” {verb}"


def _drawn(facts: dict[str, Any]) -> list[str]:
    told = [
        f"The pool has {facts['pool']:,} people, for a panel of {facts['seats']}. Before the draw "
        f"{facts['tickets']:,} tickets were made. Each ticket is a whole panel that meets every "
        "quota, and each is equally likely to be drawn."
    ]
    if not facts["draw"]:
        return [*told, "Nothing has been drawn yet. The tickets are fixed and cannot change."]
    value, ticket = facts["draw"]["value"], facts["draw"]["ticket"]
    source = f" The rules had announced: “{facts['source']}”." if facts["source"] else ""
    return [
        *told,
        f"The public value was “{value}”. It picked ticket {ticket}, and the "
        f"{facts['seats']} people on it are the panel.{source}",
        f"{facts['alternates']} alternates were drawn as well, in the order in which they move "
        "up when a seat falls free."
        if facts["alternates"]
        else "No alternates were drawn.",
    ]


def _fair(facts: dict[str, Any]) -> list[str]:
    chances = facts["chances"]
    low, high = (percent(end) for end in chances["middle_half"])
    told = [
        f"The average chance is {percent(chances['average'])}: {facts['seats']} seats for "
        f"{facts['pool']:,} people. The lowest chance is {percent(chances['lowest'])}, and no "
        "lottery that meets these quotas gives the person with the lowest chance more. The "
        f"highest is {percent(chances['highest'])}. Half of the people have a chance from {low} "
        f"to {high}.",
        "Chances differ because the quotas ask for more people of some groups than the pool "
        "has in proportion. People who gave the same answers have the same chance; on the "
        f"{facts['tickets']:,} tickets nobody is more than {facts['deviation']:.1f} tickets away "
        "from it.",
    ]
    if chances["on_no_panel"]:
        number = chances["on_no_panel"]
        people = "1 person has" if number == 1 else f"{number} people have"
        told.append(
            f"{people} no chance at all: no panel that meets every quota has a seat for those "
            "answers."
        )
    return told


def _checks(facts: dict[str, Any]) -> Section:
    file = "draw.json" if facts["draw"] else "lottery.json"
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


def _bands(facts: dict[str, Any]) -> Table:
    rows = tuple((band["chance"], str(band["people"])) for band in facts["chances"]["bands"])
    return Table("How many people have which chance", ("Chance", "People"), rows)


def _groups(facts: dict[str, Any]) -> Table:
    """Return the quotas as anybody reads them: the pool, the seats asked for, the seats drawn."""
    rows = [
        (
            f"{quota['category']}: {quota['value']}",
            str(quota["pool"]),
            f"{quota['minimum']} to {quota['maximum']}",
            *([] if quota["drawn"] is None else [str(quota["drawn"])]),
        )
        for quota in facts["quotas"]
    ]
    header = ("Group", "In the pool", "Seats asked for", "Seats drawn")
    return Table("The panel beside its quotas", header[: len(rows[0])], tuple(rows))


def _seats(facts: dict[str, Any]) -> Table:
    rows = tuple(
        (
            f"{quota['category']}: {quota['value']}",
            str(quota["pool"]),
            str(quota["minimum"]),
            str(quota["maximum"]),
            f"{quota['expected']:.3f}",
            "-" if quota["drawn"] is None else str(quota["drawn"]),
        )
        for quota in facts["quotas"]
    )
    header = ("Quota", "Pool", "Minimum", "Maximum", "Expected", "Drawn")
    return Table("People and seats of each quota", header, rows)


def _figures(facts: dict[str, Any]) -> Table:
    chances, proof = facts["chances"], facts["proof"]
    rows = (
        ("Pool, seats, alternates", f"{facts['pool']}, {facts['seats']}, {facts['alternates']}"),
        ("Objective", facts["objective"]),
        ("Route of the proof", proof["route"]),
        ("Panels in the lottery", str(proof["panels"])),
        ("Levels of the proof", str(proof["levels"])),
        ("Gap, relative to seats / pool", f"{proof['gap']:.2g}"),
        ("Lowest chance", f"{chances['lowest']:.9f}"),
        ("Upper bound on the lowest chance", f"{proof['upper_bound']:.9f}"),
        ("Average chance", f"{chances['average']:.9f}"),
        ("Highest chance", f"{chances['highest']:.9f}"),
        ("People on no panel", str(chances["on_no_panel"])),
        ("Tickets m", str(facts["tickets"])),
        ("Largest deviation of a person, in tickets", f"{facts['deviation']:.3f}"),
        ("Largest deviation of a chance", f"{facts['deviation'] / facts['tickets']:.6f}"),
    )
    return Table("Figures of the lottery", ("Figure", "Value"), rows)


def _record(facts: dict[str, Any]) -> Table:
    drawn, versions = facts["draw"] or {}, facts["versions"]
    rows = [
        ("Number of the freeze", str(facts["number"])),
        ("Digest of the lottery", facts["digest"]),
        ("First public value", facts["mix"] or "none was given"),
        ("Announced source of the public value", facts["source"] or "none was given"),
    ]
    rows += [(name.capitalize(), str(value)) for name, value in drawn.items()]
    rows += [
        ("Format of the record", versions["format"]),
        ("This report", f"Python {versions['python']}, NumPy {versions['numpy']}"),
    ]
    return Table("Digests, values and versions", ("Item", "Value"), tuple(rows), words=2)
