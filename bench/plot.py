"""Plot: measurements as an SVG of our own, with a title and a description for those who listen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 420, 320  # of one plot, in pixels
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 40, 52  # margins
STYLE = (
    "text{font:13px Inter,Arial,sans-serif;fill:#1a1a1a}.axis{stroke:#595959}"
    ".grid{stroke:#d9d9d9}.line{stroke:#0b5cad;stroke-width:2;fill:none}.dot{fill:#0b5cad}"
)


@dataclass(frozen=True)
class Plot:
    """One line: its heading, the name of what runs across, and the points (across, up).

    Both are positive. ``far`` spaces what runs across by its logarithm; up always is.
    """

    heading: str
    across: str
    points: Sequence[tuple[float, float]]
    far: bool


def svg(title: str, description: str, up: str, plots: Sequence[Plot]) -> str:
    """Return the plots beside each other as one SVG; ``up`` names what runs up, with its unit."""
    width = WIDTH * len(plots)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
        f'height="{HEIGHT}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for place, plot in enumerate(plots):
        parts += [f'<g transform="translate({place * WIDTH} 0)">', *_drawn(plot, up), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawn(plot: Plot, up: str) -> list[str]:
    """Return the elements of one plot."""
    seconds = [y for _, y in plot.points]
    low = 10 ** math.floor(math.log10(min(seconds)))
    high = 10 ** math.ceil(math.log10(max(seconds)) + 1e-9)
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = [f'<text x="{LEFT}" y="20" font-weight="bold">{escape(plot.heading)}</text>']
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        y = _place(10.0**power, low, high, bottom, TOP, far=True)
        parts += [
            f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>',
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>',
        ]
    first, last = plot.points[0][0], plot.points[-1][0]
    spots = [
        (_place(x, first, last, LEFT + 10, right - 14, far=plot.far), x, y) for x, y in plot.points
    ]
    heights = [_place(y, low, high, bottom, TOP, far=True) for _, _, y in spots]
    parts += [
        f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{_short(value)}</text>'
        for x, value, _ in spots
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for (x, _, _), y in zip(spots, heights, strict=True))
    parts.append(f'<polyline class="line" points="{line}"/>')
    parts += [
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        for (x, _, _), y in zip(spots, heights, strict=True)
    ]
    middle = (LEFT + right) / 2
    return [
        *parts,
        f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>',
        f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{escape(plot.across)}</text>',
        f'<text transform="translate(16 {(TOP + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(up)}</text>",
    ]


def _place(
    value: float, first: float, last: float, start: float, end: float, *, far: bool
) -> float:
    """Return where a value lies between start and end; ``far`` spaces by the logarithm."""
    if far:
        value, first, last = math.log(value), math.log(first), math.log(last)
    return start + (end - start) * (value - first) / (last - first)


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"
