"""Fetching: what a report may load while it is printed: our own static files, nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).parent.parent / "static"
OURS = "static:///"
KINDS = {".css": "text/css", ".svg": "image/svg+xml"}


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Opens ``static:///name``, data and the drawings; stops the printing at any other address."""

    def __init__(self, drawn: Mapping[str, str]) -> None:
        super().__init__()
        self.drawn = drawn

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """Return the file or the data behind ``url``; raise FatalURLFetchingError otherwise."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url in self.drawn:
            return URLFetcherResponse(
                url, self.drawn[url].encode(), {"Content-Type": KINDS[".svg"]}
            )
        path = (STATIC / unquote(url.removeprefix(OURS))).resolve()
        inside = url.startswith(OURS) and path.is_relative_to(STATIC.resolve())
        if not inside or path.suffix not in KINDS or not path.is_file():
            raise FatalURLFetchingError(f"A report may not open “{url}”.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})
