"""Letters: how many each stratum gets, so that the pool mirrors the population, not the letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from sortition.instance import InputProblems
from sortition.register import Stratum
from sortition.rows import Sheet
from sortition.spreadsheet import read_sheet

RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,9})?)\s*(%?)")


def apportion(
    people: Mapping[Stratum, int], rates: Mapping[Stratum, Fraction], letters: int
) -> dict[Stratum, int]:
    """Return the letters of each stratum: in proportion to its people / its response rate.

    Nobody gets two letters. A stratum whose share is above its number of people writes
    to all of them, and the others share what is left in the same proportion. What remains after
    rounding down goes, one letter each, to the largest fractions; of equal ones to the
    stratum that comes first by code point. All in whole numbers and fractions.

    >>> apportion({("a",): 60, ("b",): 40}, {("a",): Fraction(1, 20), ("b",): Fraction(1, 10)}, 8)
    {('a',): 6, ('b',): 2}

    Parameters
    ----------
    people : people of each stratum, at least 1
    rates : expected share of letters that is answered, above 0
    letters : at most all the people

    Raises nothing of its own.
    """
    given: dict[Stratum, int] = {}
    left = sorted(people)
    while True:
        weights = {stratum: Fraction(people[stratum]) / rates[stratum] for stratum in left}
        rest, total = letters - sum(given.values()), sum(weights.values(), Fraction(0))
        shares = {stratum: rest * weight / total for stratum, weight in weights.items()}
        full = [stratum for stratum in left if shares[stratum] > people[stratum]]
        if not full:
            break
        given.update({stratum: people[stratum] for stratum in full})
        left = [stratum for stratum in left if stratum not in given]
    floors = {stratum: int(share) for stratum, share in shares.items()}
    ranked = sorted(left, key=lambda stratum: (floors[stratum] - shares[stratum], stratum))
    for stratum in ranked[: rest - sum(floors.values())]:
        floors[stratum] += 1
    return {stratum: (given | floors)[stratum] for stratum in sorted(people)}


def read_rates(
    path: Path, columns: Sequence[str], strata: Sequence[Stratum]
) -> dict[Stratum, Fraction]:
    """Return the response rate of each stratum from a file with some of its columns and “rate”.

    A rate is written 0.05 or 5 %. Raises InputProblems, with every problem at once, for a
    rate that is missing, given twice or not above 0 and at most 1, and for a row that
    fits nobody.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "rates.csv"
    ...     _ = path.write_text("age,rate\\nyoung,5 %\\nold,0.1\\n")
    ...     read_rates(path, ["age"], [("young",), ("old",)])
    {('young',): Fraction(1, 20), ('old',): Fraction(1, 10)}
    """
    sheet = read_sheet(path)
    used = [i for i, name in enumerate(columns) if sheet.columns(name)]
    places = [sheet.columns(columns[i])[0] for i in used]
    rate = next(iter(sheet.columns("rate")), None)
    if rate is None or not used:
        known = " or ".join(f"“{name}”" for name in columns)
        raise InputProblems(
            [f"{sheet.name}, row 1: there must be a column “rate” and a column {known}."]
        )
    wanted = {tuple(stratum[i] for i in used) for stratum in strata}
    rates, problems = _rates(sheet, places, rate, wanted)
    problems += [
        f"{sheet.name}: there is no rate for “{', '.join(key)}”; add a row for it."
        for key in sorted(wanted - set(rates))
    ]
    if problems:
        raise InputProblems(problems)
    return {stratum: rates[tuple(stratum[i] for i in used)] for stratum in strata}


def _rates(
    sheet: Sheet, places: Sequence[int], column: int, wanted: set[Stratum]
) -> tuple[dict[Stratum, Fraction], list[str]]:
    rates: dict[Stratum, Fraction] = {}
    problems = []
    for row in sheet.rows:
        cells = [*row.cells, *[""] * len(sheet.header)]
        key = tuple(cells[place] for place in places)
        where = f"{sheet.name}, row {row.number}"
        rate = rate_of(cells[column])
        if key not in wanted:
            problems.append(f"{where}: nobody in the register is “{', '.join(key)}”.")
        elif key in rates:
            problems.append(f"{where}: “{', '.join(key)}” has a rate already; keep one.")
        if rate is None:
            problems.append(
                f"{where}: “{cells[column]}” is not a response rate; write one above 0 and "
                "at most 1, such as 0.05, or 5 %."
            )
        rates.setdefault(key, rate or Fraction(1))
    return rates, problems


def rate_of(text: str) -> Fraction | None:
    """Return a response rate exactly as it is written, or None if it is none.

    >>> rate_of("0.05"), rate_of("7,5 %"), rate_of("0"), rate_of("12")
    (Fraction(1, 20), Fraction(3, 40), None, None)
    """
    found = RATE.fullmatch(text.strip())
    if not found:
        return None
    rate = Fraction(found[1].replace(",", ".")) / (100 if found[2] else 1)
    return rate if 0 < rate <= 1 else None
