"""Sheet: everything that the printer needs of one report, as plain text that any process reads."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Sheet:
    """One report before printing."""

    page: str  # HTML
    drawn: Mapping[str, str]  # address in the page -> SVG
    attached: tuple[tuple[str, str, str], ...]  # name, text, description
    moment: str  # ISO 8601, of the attachments
    identifier: str  # of the PDF

    def pack(self) -> bytes:
        """Return the sheet as it goes to another process."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpack(cls, packed: bytes) -> "Sheet":
        """Return the sheet that ``pack`` packed."""
        found = json.loads(packed)
        found["attached"] = tuple(tuple(each) for each in found["attached"])
        return cls(**found)
