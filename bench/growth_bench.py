"""Growth: CPU seconds against people and against categories, as a plot and tables."""

from pathlib import Path
from typing import Any

from bench.measuring import ROOT
from bench.plot import Plot, svg
from bench.pools import VALUES, crowd, region
from bench.sortition_bench import of_pool

SIZES = (100, 300, 1_000, 3_000, 10_000, 20_000, 100_000)
COLUMNS = 6  # categories of the pools that grow in people
PEOPLE, SEATS = 2_000, 100  # of the pools that grow in categories
CROWDED = ((10, 3), (15, 2), (20, 2))  # categories and answers of the crowded pools
FEW_PEOPLE, FEW_SEATS = 200, 20
DOCS = ROOT / "docs"

Found = dict[str, Any]


def seats_for(people: int) -> int:
    """Return one seat for 20 people, and at least 10 and at most 150."""
    return min(150, max(10, people // 20))


def run(folder: Path = DOCS) -> None:
    """Measure each pool once, print it, and write growth.svg and growth.md to the folder."""
    by_size, by_columns = list[tuple[int, Found]](), list[tuple[int, Found]]()
    for people in SIZES:
        pool = region(people, seats_for(people), categories=COLUMNS)
        by_size.append((people, of_pool(pool, seats_for(people))))
        _say(f"{people:,} people", by_size[-1][1])
    for number in range(1, len(VALUES) + 1):
        pool = region(PEOPLE, SEATS, categories=number)
        by_columns.append((number, of_pool(pool, SEATS)))
        _say(f"{number} categories", by_columns[-1][1])
    crowded = [_crowded(*shape) for shape in CROWDED]
    (folder / "growth.svg").write_text(_plots(by_size, by_columns), encoding="utf-8")
    page = _page(by_size, by_columns, crowded)
    (folder / "growth.md").write_text(page, encoding="utf-8")
    print(f"Written: {folder / 'growth.svg'} and {folder / 'growth.md'}")


def _crowded(categories: int, values: int) -> str:
    """Measure a pool with few seats for many quotas, print it, and return its row."""
    pool = crowd(FEW_PEOPLE, FEW_SEATS, categories=categories, values=values)
    found = of_pool(pool, FEW_SEATS)
    _say(f"{categories} of {values}", found)
    return _row(f"{categories}, of {values} answers", FEW_SEATS, categories * values, found)


def _say(name: str, found: Found) -> None:
    print(
        f"{name:16} {found['profiles']:6,} profiles {found['seconds']:8.3f} CPU s "
        f"{found['memory']:5.0f} MB",
        flush=True,
    )


def _plots(by_size: list[tuple[int, Found]], by_columns: list[tuple[int, Found]]) -> str:
    first, last = by_size[0], by_size[-1]
    few, many = by_columns[0], by_columns[-1]
    description = (
        f"Two lines. From {first[0]:,} to {last[0]:,} people the time grows from "
        f"{first[1]['seconds']:.2f} to {last[1]['seconds']:.1f} seconds. From {few[0]} to "
        f"{many[0]} categories it grows from {few[1]['seconds']:.2f} to "
        f"{many[1]['seconds']:.1f} seconds. The figures are in the tables of growth.md."
    )
    plots = (
        Plot(
            "By people in the pool",
            f"people ({COLUMNS} categories)",
            [(n, found["seconds"]) for n, found in by_size],
            far=True,
        ),
        Plot(
            "By categories of quotas",
            f"categories ({PEOPLE:,} people, {SEATS} seats)",
            [(n, found["seconds"]) for n, found in by_columns],
            far=False,
        ),
    )
    return svg("How the time of the fairest lottery grows", description, "CPU seconds", plots)


def _page(
    by_size: list[tuple[int, Found]], by_columns: list[tuple[int, Found]], crowded: list[str]
) -> str:
    head = "seats | values with a quota | profiles | CPU seconds | memory, MB | route |"
    lines = [
        "# How cost grows",
        "",
        "Written by `./run bench growth`. CPU seconds of leximin, one thread, without imports and",
        "reading; the most memory of the whole process. The pools are those of `bench/pools.py`:",
        "a region of 19 municipalities with self-selection. What counts is the number of",
        "profiles, that is of different sets of answers, and not the number of people.",
        "",
        "![CPU seconds against people and against categories; the tables give the same figures]"
        "(growth.svg)",
        "",
        f"| people | {head}",
        "|--:|--:|--:|--:|--:|--:|---|",
        *(_row(f"{n:,}", seats_for(n), _values(COLUMNS), found) for n, found in by_size),
        "",
        f"| categories | {head}",
        "|--:|--:|--:|--:|--:|--:|---|",
        *(_row(str(n), SEATS, _values(n), found) for n, found in by_columns),
        "",
        "With few seats for many quotas, whole panels are hard to find, and a small pool takes",
        f"longer than its size suggests. {FEW_PEOPLE} people, each quota within one of a panel's:",
        "",
        f"| categories | {head}",
        "|--:|--:|--:|--:|--:|--:|---|",
        *crowded,
        "",
        "Where quotas leave hardly any panel, none may be found in time: 30 such categories of",
        "two answers gave no lottery in a minute. With one seat more room each way, it took 27",
        "seconds.",
    ]
    return "\n".join(lines) + "\n"


def _values(columns: int) -> int:
    return sum(len(known) for known in list(VALUES.values())[:columns])


def _row(name: str, seats: int, values: int, found: Found) -> str:
    return (
        f"| {name} | {seats} | {values} | {found['profiles']:,} | {found['seconds']:.3f} | "
        f"{found['memory']:.0f} | {found['route']} |"
    )
