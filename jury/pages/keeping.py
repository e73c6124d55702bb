"""Style sheet and scripts: their address names their content, so that browsers keep them."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

A_YEAR = 365 * 24 * 3600  # seconds


def version(filename: str) -> str:
    """Return twelve characters that change whenever this static file does; "" without a file."""
    path = Path(current_app.static_folder or "") / filename
    known: dict[tuple[str, int], str] = current_app.extensions["versions"]
    if not path.is_file():
        return ""
    key = filename, path.stat().st_mtime_ns
    if key not in known:
        known[key] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return known[key]


def _name_content(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static":
        values["v"] = version(values["filename"])


def _let_keep(answer: Response) -> Response:
    """Let browsers keep what was asked for with its version, as long as it lasts."""
    asked = request.args.get("v")
    if request.endpoint == "static" and asked and asked == version(request.view_args["filename"]):  # type: ignore[index]
        answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


def init_app(app: Flask) -> None:
    """Name the content in every address of a static file."""
    app.extensions["versions"] = {}
    app.url_defaults(_name_content)
    app.after_request(_let_keep)
