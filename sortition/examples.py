"""Examples: a pool so small that its lottery can be followed by hand."""

from __future__ import annotations

from pathlib import Path

from sortition.drawing import draw
from sortition.freezing import freeze
from sortition.instance import Instance, Quota, build
from sortition.public_values import text_value
from sortition.shapes import Record

QUOTAS = (
    Quota("age", "young", 2, 2),
    Quota("age", "old", 2, 2),
    Quota("place", "town", 2, 3),
    Quota("place", "village", 1, 2),
)
PEOPLE = (
    ("Ada", "young", "town"),
    ("Bo", "young", "village"),
    ("Cem", "young", "town"),
    ("Dee", "old", "town"),
    ("Eli", "old", "village"),
    ("Fay", "old", "town"),
    ("Gus", "old", "village"),
    ("Hana", "old", "town"),
)


def small_pool(size: int = 4, **bounds: tuple[int, int]) -> Instance:
    """Return eight volunteers and quotas for age and place; half of the seats are for the young.

    Parameters
    ----------
    size : int
        Seats on the panel.
    bounds : tuple of two int
        Other bounds for an answer, by its name: ``village=(2, 3)``.

    Raises InputProblems if the bounds or the size are impossible in themselves.

    >>> pool = small_pool()
    >>> pool.size, len(pool.ids), pool.categories
    (4, 8, ('age', 'place'))
    """
    quotas = [
        Quota(one.category, one.value, *bounds.get(one.value, (one.minimum, one.maximum)))
        for one in QUOTAS
    ]
    people = [(name, {"age": age, "place": place}) for name, age, place in PEOPLE]
    return build(quotas, people, size)


def small_files(folder: str | Path, size: int = 4) -> tuple[Path, Path]:
    """Write the small pool as categories.csv and respondents.csv; return where they are.

    Raises OSError if the folder cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     quotas, people = small_files(folder)
    ...     people.read_text().splitlines()[:2]
    ['id,age,place', 'Ada,young,town']
    """
    pool = small_pool(size)
    quotas, people = Path(folder) / "categories.csv", Path(folder) / "respondents.csv"
    bounds = [f"{one.category},{one.value},{one.minimum},{one.maximum}" for one in pool.quotas]
    quotas.write_text("\n".join(["category,feature,min,max", *bounds, ""]))
    people.write_text("\n".join(["id,age,place", *(",".join(row) for row in PEOPLE), ""]))
    return quotas, people


def small_draw(words: str = "sun after rain") -> tuple[Record, Record]:
    """Return the record of a draw from the small pool, of 20 tickets, and its openings.

    The salts count from 1, so that the record is always the same; those of a real draw come
    from ``new_salt``.

    Raises DrawRefused if the words are blank.

    >>> record, openings = small_draw()
    >>> record["ticket"], len(record["panel"]), len(openings["people"])
    (2, 4, 8)
    """
    pool = small_pool()
    salts = {name: f"{number:032x}" for number, name in enumerate(pool.ids, 1)}
    lottery, openings = freeze(pool, salts, "Parks 2026", mix="rain", m=20, alternates=2)
    return draw(lottery, openings, text_value(words)), openings
