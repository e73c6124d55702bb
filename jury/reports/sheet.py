"""Sheet: everything that the printer needs of one document, as text that any process reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Sheet:
    """One report or letter before printing."""

    page: str  # HTML
    drawn: Mapping[str, str]  # address in the page -> SVG
    attached: tuple[tuple[str, str, str], ...]  # name, text, description
    moment: str  # ISO 8601, of the attachments
    identifier: str  # of the PDF
    styles: tuple[str, ...] = ("report.css",)


def pack(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as they go to another process."""
    return json.dumps([asdict(sheet) for sheet in sheets]).encode()


def unpack(packed: bytes) -> list[Sheet]:
    """Return the sheets that ``pack`` packed."""
    return [Sheet(**found) for found in json.loads(packed)]


def join(printed: Sequence[bytes]) -> bytes:
    """Return what was printed in one piece: before each PDF its length, as 8 bytes.

    >>> split(join([b"one", b"", b"three"]))
    [b'one', b'', b'three']
    """
    return b"".join(len(data).to_bytes(8, "big") + data for data in printed)


def split(joined: bytes) -> list[bytes]:
    """Return the PDFs that ``join`` joined."""
    found = []
    while joined:
        end = 8 + int.from_bytes(joined[:8], "big")
        found.append(joined[8:end])
        joined = joined[end:]
    return found
