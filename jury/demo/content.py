"""The content of the demonstration: texts and figures, read from the files beside this one."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """Return the content of ``name``.json."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def proposals() -> list[dict[str, Any]]:
    """Return the 24 proposals in the order of their numbers."""
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / "proposals").glob("*.json"))
    ]


@cache
def population() -> Any:
    """Return the figures of Brussels with the questions and the quotas that go with them."""
    path = FOLDER.parent / "calls" / "reference" / "brussels.json"
    return json.loads(path.read_text(encoding="utf-8"))
