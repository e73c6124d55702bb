"""Pictures: the drawings of a report, lifted out of its page.

A drawing that is parsed and styled as a part of the page costs the printer three times what it
costs as a picture beside it.
"""

import re
from collections.abc import Mapping

ADDRESS = "drawing:"
STRONGER = {"#555C66": "#20242B", "#8A8F98": "#555C66"}
COLOUR = re.compile("|".join(STRONGER))
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
DRAWING = re.compile(
    r'<svg (class="drawing[^"]*")([^>]*)>\s*<title>([^<]*)</title>\s*(?:<desc>([^<]*)</desc>)?'
    r"(.*?)</svg>",
    re.DOTALL,
)


def lift(page: str) -> tuple[str, dict[str, str]]:
    """Return the page with pictures in the place of its drawings, and the drawings by address.

    What a drawing is and what it shows become one text: a PDF has one for both.

    >>> page, drawn = lift('<svg class="drawing" role="img"><title>A dot</title><path/></svg>')
    >>> page
    '<img class="drawing" src="drawing:0" alt="A dot">'
    >>> drawn["drawing:0"]
    '<svg xmlns="http://www.w3.org/2000/svg" role="img"><path/></svg>'
    """
    drawn: dict[str, str] = {}

    def picture(found: re.Match[str]) -> str:
        style, rest, title, words, shapes = found.groups()
        address = f"{ADDRESS}{len(drawn)}"
        drawn[address] = f"<svg {NAMESPACE}{rest}>{shapes}</svg>"
        alt = ". ".join(" ".join(part.split()) for part in (title, words or "") if part.strip())
        return f'<img {style} src="{address}" alt="{alt}">'

    return DRAWING.sub(picture, page), drawn


def stronger(drawn: Mapping[str, str]) -> dict[str, str]:
    """Return drawings with every grey one step darker, for readers with low vision.

    >>> stronger({"drawing:0": '<line stroke="#8A8F98"/><text fill="#555C66"/>'})
    {'drawing:0': '<line stroke="#555C66"/><text fill="#20242B"/>'}
    """
    return {
        address: COLOUR.sub(lambda found: STRONGER[found[0]], drawing)
        for address, drawing in drawn.items()
    }
