"""Scores as dots: the spread of one proposal, and the funding line through them all."""

from collections.abc import Sequence
from itertools import accumulate
from math import ceil, floor
from textwrap import wrap
from typing import Any

WIDTH = 360.0
LETTER = 0.58  # width of a letter, as a part of its size
GUTTER = 40.0  # least room for short names beside the bars of a funding line
LONGEST = 14  # letters of such a name
WIDE_LETTER = 9.6  # width of its widest letters, which are 14.5 high
SMALLEST = 9.0  # size of letters that can still be read
ADVANCE = {  # width of Inter's figures, as a part of their size (read from Inter-Regular 4.0)
    "0": 0.625, "1": 0.464, "2": 0.605, "3": 0.636, "4": 0.642, "5": 0.608, "6": 0.624,
    "7": 0.571, "8": 0.616, "9": 0.624, "–": 0.5,
}  # fmt: skip


def spread(
    grades: Sequence[str],
    first: Sequence[int],
    second: Sequence[int] = (),
    own_first: int | None = None,
    own_second: int | None = None,
    *,
    smallest: float = SMALLEST,
) -> dict[str, Any]:
    """Return one proposal's scores as stacked dots: round 1 above the scale, round 2 below.

    ``first`` and ``second`` count the jurors at each grade; ``own_first`` and ``own_second``
    are the positions of the reader's own grades. Without a second round, nothing is below.
    No letter is smaller than ``smallest``, as long as two grades stand beside each other.
    ``nameless`` is the part of the drawing between the names of the rounds. A scale of whole
    numbers is also there as ``figures``, one text with a place for each letter.
    """
    column = WIDTH / len(grades)
    a_line = max(1, min(5, floor((column - 6) / 11)))
    middles = [round(column * (k + 0.5), 1) for k in range(len(grades))]
    band = _grade_labels(grades, middles, column, smallest)
    above, below = _stack_height(first, a_line), _stack_height(second, a_line)
    top, bottom = 22 + above, 22 + above + band["height"]
    return {
        "width": WIDTH,
        "height": bottom + (below + 24 if any(second) else 6),
        "nameless": {"y": 22, "height": bottom - 22 + (below if any(second) else 0)},
        "band": band | {"y": top},
        "lines": [line | {"y": round(line["y"] + top, 1)} for line in band["lines"]],
        "figures": _figures(band["lines"], band["size"]),
        "table": _spread_rows(grades, first, second),
        "first": _stacks(middles, first, a_line, (top - 8, -11), own_first),
        "second": _stacks(middles, second, a_line, (bottom + 8, 11), own_second),
        "second_counts": list(second) if any(second) else [],
        "second_label_y": bottom + below + 18,
        "own_first": own_first,
        "own_second": own_second,
    }


def _spread_rows(
    grades: Sequence[str], first: Sequence[int], second: Sequence[int]
) -> list[dict[str, Any]]:
    """Return the same numbers as rows: the grade, its count before and its count after."""
    after = list(second) if any(second) else [None] * len(grades)
    rows = zip(grades, first, after, strict=True)
    return [{"grade": grade, "first": one, "second": two} for grade, one, two in rows]


def _stack_height(counts: Sequence[int], a_line: int) -> int:
    """Return how high the tallest stack of dots is."""
    return 11 * ceil(max(counts, default=0) / a_line) + 6


def _stacks(
    middles: Sequence[float],
    counts: Sequence[int],
    a_line: int,
    layer: tuple[float, int],
    own: int | None,
) -> list[dict[str, Any]]:
    """Return the dots of one round, stacked away from the scale; the own dot comes first.

    ``layer`` is the height of the first row of dots and the step to the next one.
    """
    start, step = layer
    return [
        {
            "x": round(middle + 11 * (j % a_line - (min(count, a_line) - 1) / 2), 1),
            "y": start + step * (j // a_line),
            "own": own == k and j == 0,
        }
        for k, (middle, count) in enumerate(zip(middles, counts, strict=False))
        for j in range(count)
    ]


def _grade_labels(
    grades: Sequence[str], middles: Sequence[float], column: float, smallest: float
) -> dict[str, Any]:
    """Return the words of the scale, all beginning at one height, and the band's height.

    Where a word is too long for its column, only the ends and the middle are named; the table
    and the description name them all.
    """
    longest = max(len(word) for grade in grades for word in grade.split() or [""])
    named, room = list(range(len(grades))), column - 4
    if room / (LETTER * longest) < smallest:
        named = sorted({0, *([len(grades) // 2] if len(grades) % 2 else []), len(grades) - 1})
        room = WIDTH / len(named) - 8
    size = round(min(14.0, room / (LETTER * max(longest, 1))), 1)
    texts = {k: wrap(grades[k], max(longest, floor(room / (LETTER * size)))) or [""] for k in named}
    lines = []
    for k, text in texts.items():
        fits = 2 * min(middles[k], WIDTH - middles[k]) >= room
        anchor = "middle" if fits else ("start" if k == 0 else "end")
        x = middles[k] if fits else (2.0 if k == 0 else WIDTH - 2)
        for i, line in enumerate(text):
            y = 6 + size + i * size * 1.2
            lines.append({"text": line, "x": x, "y": y, "anchor": anchor})
    tallest = max(len(text) for text in texts.values())
    return {"lines": lines, "size": size, "height": round(12 + tallest * size * 1.2, 1)}


def _figures(lines: Sequence[dict[str, Any]], size: float) -> dict[str, Any] | None:
    """Return numbers that all stand in the middle of their columns as one text, else None."""
    if any(line["anchor"] != "middle" or not set(line["text"]) <= ADVANCE.keys() for line in lines):
        return None
    places = []
    for line in lines:
        widths = [size * ADVANCE[letter] for letter in line["text"]]
        starts = accumulate(widths[:-1], initial=line["x"] - sum(widths) / 2)
        places += [round(start, 1) for start in starts]
    return {"text": "".join(line["text"] for line in lines), "x": places}


def funding_line(
    proposals: Sequence[tuple[str, float, float, float, bool, bool]],
    line: float | None,
    short: Sequence[str] = (),
    last: float = 2.0,
) -> dict[str, Any]:
    """Return the proposals down the page, their ranks across it, and the line that cuts them.

    ``proposals`` holds (label, expected rank, lowest, highest, funded, close); ``line`` is the
    rank at which the money ends, or None if there is enough for all. The labels stand above the
    bars, in at most two lines; ``short`` has names that stand beside them instead, of which the
    end is kept where they are long. The ranks end at ``last`` or at the largest one.
    """
    last = max([last, float(len(proposals)), *(high for _l, _e, _low, high, *_ in proposals)])
    short = [name if len(name) <= LONGEST else "…" + name[1 - LONGEST :] for name in short]
    left = 12.0 + max((max(GUTTER, 4 + WIDE_LETTER * len(name)) for name in short), default=0.0)
    rows: list[dict[str, Any]] = []
    top = 54.0 if line is not None else 32.0
    for k, proposal in enumerate(proposals):
        words = _beside(short[k], top) if short else _above(proposal[0], top)
        y = top + 12 if short else words[-1]["y"] + 15
        rows.append(_funding_row(proposal, y, last, left) | {"words": words})
        top = y + (12 if short else 20)
    marks = sorted({1, ceil(last / 2), floor(last)})
    return {
        "width": WIDTH,
        "height": top,
        "axis_start": left,
        "axis_end": WIDTH - 12,
        "rows": rows,
        "line": None if line is None else _line_label(_across(line, last, left)),
        "marks": [{"text": str(rank), "x": _across(rank, last, left)} for rank in marks],
        "funded": sum(row["funded"] for row in rows),
        "close": sum(row["close"] for row in rows),
    }


def _above(label: str, top: float) -> list[dict[str, Any]]:
    lines = wrap(label, 43, max_lines=2, placeholder=" …")
    return [{"text": text, "x": 12, "y": top + 12 + 19 * i} for i, text in enumerate(lines)]


def _beside(name: str, top: float) -> list[dict[str, Any]]:
    return [{"text": name, "x": 0, "y": top + 17}]


def _across(rank: float, last: float, left: float) -> float:
    """Return how far across the page a rank stands; the first is at ``left``."""
    return round(left + (WIDTH - 12 - left) * (rank - 1) / (last - 1), 1)


def _funding_row(
    proposal: tuple[str, float, float, float, bool, bool], y: float, last: float, left: float
) -> dict[str, Any]:
    """Return one proposal's dot and bar at the height ``y``."""
    label, expected, low, high, funded, close = proposal
    x = _across(low, last, left)
    width = max(2.0, round(_across(high, last, left) - x, 1))
    return {
        "label": label,
        "bar": {"x": x, "y": y - 5, "width": width},
        "hatch": _hatch(x + 3, y - 5, width - 6, 10) if close else "",
        "cut": {"from": y - 9, "to": y + 11},
        "dot": _across(expected, last, left),
        "y": y,
        "expected": expected,
        "low": low,
        "high": high,
        "funded": funded,
        "close": close,
    }


def _line_label(x: float) -> dict[str, Any]:
    """Return where the line stands, and on which side of it its name has room."""
    anchor = "start" if x < WIDTH / 2 else "end"
    return {"x": x, "label_x": x + 6 if anchor == "start" else x - 6, "anchor": anchor}


def _hatch(x: float, y: float, width: float, height: float) -> str:
    """Return a path of slanted lines that fill the given rectangle."""
    starts = [x + 5 * i for i in range(floor(width / 5) + 1)]
    strokes = []
    for start in starts:
        reach = min(height, x + width - start)
        strokes.append(f"M{start:.1f} {y + height:.1f}l{reach:.1f} {-reach:.1f}")
    return "".join(strokes)
