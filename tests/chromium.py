"""The browser of the tests: which program, and how it is started."""

from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
           "--disable-component-update", "--no-first-run"]  # fmt: skip
DEBIANS = Path("/usr/bin/chromium")


@contextmanager
def running():
    """A browser until it is no longer needed: Debian's, or else Playwright's own."""
    program = DEBIANS if DEBIANS.exists() else None
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=program, args=OPTIONS)
        yield found
        found.close()
