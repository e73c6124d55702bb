"""The post of the demonstration: a real mail server on this machine that keeps what it gets."""

from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Keeper:
    """Keeps each message in a numbered file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.count = len(list(folder.glob("*.eml")))

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one message."""
        self.count += 1
        (self.folder / f"{self.count:06d}.eml").write_bytes(envelope.content)
        return "250 Kept"


def open_office(folder: Path, port: int) -> Controller:
    """Start the mail server on this port of this machine; stop it with ``.stop()``."""
    office = Controller(Keeper(folder), hostname="127.0.0.1", port=port)
    office.start()
    return office
