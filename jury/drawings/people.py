"""People as dots: the mirror of a category, the seats of a jury, a crowd."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from math import ceil, cos, floor, pi, sin
from typing import Any

WIDTH = 360.0
STATES = ("seated", "replaced", "waiting", "declined", "alternate")


def apportion(shares: Sequence[float], seats: int) -> list[int]:
    """Return whole seats in proportion to ``shares``, by largest remainder.

    They sum to ``seats`` exactly, whatever the shares sum to; all are 0 if the shares are.
    """
    total = sum(shares)
    if total <= 0:
        return [0 for _ in shares]
    exact = [seats * share / total for share in shares]
    whole = [floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in by_remainder[: seats - sum(whole)]:
        whole[i] += 1
    return whole


def mirror(
    category: str,
    groups: Sequence[tuple[str, float | None, float, int]],
    seats: int,
) -> dict[str, Any]:
    """Return the rows of dots that compare population, pool and jury, for each group.

    ``groups`` holds (label, share of the population or None, share of the pool, jurors).
    Each row has as many dots as there are seats; the first of them are filled.
    """
    population = _known_counts([share for _label, share, _pool, _jurors in groups], seats)
    pool = apportion([share for _label, _population, share, _jurors in groups], seats)
    drawn = []
    for i, (label, _share, _pool, jurors) in enumerate(groups):
        counts = {"population": population[i], "pool": pool[i], "jury": jurors}
        drawn.append({"label": label, "counts": counts, **_mirror_rows(counts, seats)})
    return {"category": category, "seats": seats, "width": WIDTH, "groups": drawn}


def _known_counts(shares: Sequence[float | None], seats: int) -> list[int | None]:
    """Return the seats each known share would fill; None where the share is unknown."""
    known = [share for share in shares if share is not None]
    places = seats if len(known) == len(shares) else round(seats * min(1.0, sum(known)))
    counts = iter(apportion(known, places))
    return [None if share is None else next(counts) for share in shares]


def _mirror_rows(counts: dict[str, int | None], seats: int) -> dict[str, Any]:
    """Return up to three rows of dots under each other, one for each known count."""
    lines = max(1, ceil(seats / 30))
    a_line = max(1, ceil(seats / lines))
    pitch = min(12.0, 246 / a_line)
    rows, top = [], 2.0
    for kind, count in counts.items():
        if count is None:
            continue
        dots = [
            {
                "x": round(86 + pitch * (j % a_line + 0.5), 1),
                "y": round(top + 10 + pitch * (j // a_line), 1),
                "filled": j < count,
            }
            for j in range(seats)
        ]
        rows.append({"kind": kind, "count": count, "y": round(top + 15, 1), "dots": dots})
        top += 22 + pitch * (lines - 1)
    return {"rows": rows, "height": round(top + 2, 1), "radius": round(pitch * 0.39, 1)}


def seats(places: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the jury as rings of marks round a table, and its alternates in rows below.

    Each place has a ``state`` (seated, declined, replaced, alternate or waiting) and a
    ``label``. The shape of the mark tells the state, as its colour does.
    """
    round_table = [place for place in places if place["state"] != "alternate"]
    beside = [place for place in places if place["state"] == "alternate"]
    spots, radius, inner = _rings(len(round_table))
    margin = (WIDTH - 20 * min(len(beside), 17)) / 2
    rows = [(margin + 10 + 20 * (i % 17), 358.0 + 20 * (i // 17)) for i in range(len(beside))]
    sizes = [radius] * len(round_table) + [7.0] * len(beside)
    marks = [
        {"state": place["state"], "label": place["label"], "d": _mark(place["state"], x, y, r)}
        for place, (x, y), r in zip([*round_table, *beside], [*spots, *rows], sizes, strict=True)
    ]
    counts = Counter(place["state"] for place in places)
    return {
        "width": WIDTH,
        "height": 344 + (12 + 20 * ceil(len(beside) / 17) if beside else 0),
        "table": {"x": 180, "y": 172, "radius": inner - 3 * radius, "count_y": 180, "word_y": 202},
        "marks": marks,
        "total": len(round_table),
        "seated": counts["seated"] + counts["replaced"],
        "counts": [
            {"state": state, "count": counts[state], "d": _mark(state, 10, 10, 7)}
            for state in STATES
            if counts[state]
        ],
    }


def _rings(n: int) -> tuple[list[tuple[float, float]], float, float]:
    """Return ``n`` spots round the table, the radius of a dot, and that of the inmost ring.

    One ring holds up to 40; more people sit on rings inside it, at most four.
    """
    radii = [158.0 - 24 * i for i in range(4)] if n > 40 else [148.0]
    room = [floor(2 * pi * radius / 20) for radius in radii]
    needed = next((i + 1 for i in range(len(room)) if sum(room[: i + 1]) >= n), len(room))
    on_ring = apportion(radii[:needed], n)
    spots = [
        (
            round(180 + radius * sin(2 * pi * (i + 0.5) / count), 1),
            round(172 - radius * cos(2 * pi * (i + 0.5) / count), 1),
        )
        for radius, count in zip(radii, on_ring, strict=False)
        for i in range(count)
    ]
    dot = 7.0 if n > 40 else min(11.0, round(280 / max(n, 1), 1))
    return spots, dot, radii[needed - 1]


def _mark(state: str, x: float, y: float, r: float) -> str:
    """Return the path of one mark: dot, diamond, ring with a cross, ring or square."""
    if state == "replaced":
        return f"M{x} {y - r - 1}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}z"
    if state == "alternate":
        side = 2 * r - 3
        return f"M{x - side / 2} {y - side / 2}h{side}v{side}h{-side}z"
    ring = f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    if state == "declined":
        arm = 3
        return f"{ring}M{x - arm} {y - arm}l{2 * arm} {2 * arm}m0 {-2 * arm}l{-2 * arm} {2 * arm}"
    return ring


def crowd(people: int = 240, chosen: int = 24) -> dict[str, Any]:
    """Return ``people`` dots in rows of 24, with ``chosen`` of them spread evenly, as if by lot."""
    starts = [i * people // chosen for i in range(chosen + 1)]
    drawn = {
        start + sha256(str(start).encode()).digest()[0] % (end - start)
        for start, end in pairwise(starts)
    }
    dots = [
        {"x": 7.5 + 15 * (i % 24), "y": 7.5 + 15 * (i // 24), "chosen": i in drawn}
        for i in range(people)
    ]
    height = 15 * ceil(people / 24)
    return {"width": WIDTH, "height": height, "people": people, "chosen": chosen, "dots": dots}
