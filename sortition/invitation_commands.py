"""Command of the invitation: letters to a stratified random sample of a register."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

from sortition import terminal
from sortition.arguments import separated, whole
from sortition.files import SECRET, table, write_table
from sortition.instance import InputProblems
from sortition.invitation import Letter, invite, key_of
from sortition.letters import apportion, read_rates
from sortition.register import Register, Stratum, open_register
from sortition.wording import counted

OURS = ("letter", "place")  # the columns that are added to the register's
COLUMNS = separated("name columns once each, with commas: age,district.", once=True)


def add(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = acts.add_parser("invite", help="choose from a register who gets a letter")
    parser.add_argument("register", metavar="REGISTER", type=Path, help="CSV, one row a person")
    parser.add_argument("--letters", metavar="N", type=whole(1), required=True)
    parser.add_argument("--strata", metavar="COL,COL", type=COLUMNS, default=[])
    parser.add_argument("--rates", metavar="FILE", type=Path, help="strata and response rate")
    parser.add_argument("--address", metavar="COL,COL", type=COLUMNS, default=[],
                        help="at most one letter an address")  # fmt: skip
    parser.add_argument("--id", metavar="COL", help="column that identifies people (default: id)")
    parser.add_argument("--seed", metavar="TEXT", required=True, help="words called out in public")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="letters.csv")
    parser.add_argument("--json", action="store_true", help="print results as JSON")
    parser.set_defaults(act=invite_people)


def invite_people(chosen: argparse.Namespace) -> bool:
    """Write who gets a letter, and say how many letters each stratum gets and why."""
    register = open_register(chosen.register, chosen.id, chosen.strata, chosen.address)
    people = register.people()
    rates = _check(chosen, register, people)
    numbers = apportion(people, rates, chosen.letters)
    letters = invite(register, numbers, chosen.seed)
    write_table(chosen.out, letter_table(register, letters), SECRET)
    _say(chosen, people, rates, numbers)
    return True


def _check(
    chosen: argparse.Namespace, register: Register, people: dict[Stratum, int]
) -> dict[Stratum, Fraction]:
    """Return the response rates; raises InputProblems with all that cannot be done."""
    name, total, problems = register.path.name, sum(people.values()), []
    problems += [
        f"{name}, row 1: letters.csv has a column “{title}” of its own; rename this one."
        for title in register.header
        if title in OURS
    ]
    if not chosen.seed.strip():
        problems.append("The seed is empty. Give the words that were called out.")
    if chosen.letters > total:
        problems.append(
            f"{chosen.letters:,} letters were asked for, and {name} has {total:,} people. "
            "Ask for fewer."
        )
    rates = dict.fromkeys(people, Fraction(1))
    if chosen.rates and not chosen.strata:
        problems.append("Response rates need strata: name the columns with --strata.")
    elif chosen.rates:
        try:
            rates = read_rates(chosen.rates, chosen.strata, list(people))
        except InputProblems as error:
            problems += error.problems
    if problems:
        raise InputProblems(problems)
    return rates


def letter_table(register: Register, letters: list[Letter]) -> str:
    """Return the letters as CSV, in order of place: number, the register's columns, place."""
    width = len(register.header)
    rows = (
        (number, *letter.row[:width], *[""] * (width - len(letter.row)), letter.place.hex())
        for number, letter in enumerate(letters, 1)
    )
    return table((OURS[0], *register.header, OURS[1]), rows)


def _say(
    chosen: argparse.Namespace,
    people: dict[Stratum, int],
    rates: dict[Stratum, Fraction],
    numbers: dict[Stratum, int],
) -> None:
    register = chosen.register.name
    sentences = [
        f"{counted(sum(numbers.values()), 'letter', 'letters')} to "
        f"{counted(sum(people.values()), 'person', 'people')} in "
        f"{counted(len(people), 'stratum', 'strata')}. Key: {key_of(chosen.seed).hex()}",
        *(
            f"“{', '.join(stratum) or register}” has {people[stratum]:,} people, and all of them "
            "get a letter."
            for stratum, number in numbers.items()
            if number == people[stratum]
        ),
    ]
    strata: list[dict[str, object]] = [
        {
            **dict(zip(chosen.strata, stratum, strict=True)),
            "people": people[stratum],
            "letters": number,
            **({"expected": round(float(number * rates[stratum]), 1)} if chosen.rates else {}),
        }
        for stratum, number in numbers.items()
    ]
    if chosen.rates:
        expected = sum((n * rates[stratum] for stratum, n in numbers.items()), Fraction(0))
        sentences.append(f"At these response rates {float(expected):,.0f} people will register.")
    terminal.say(sentences)
    if chosen.json:
        key = key_of(chosen.seed).hex()
        terminal.results({"letters": chosen.letters, "key": key, "strata": strata})
