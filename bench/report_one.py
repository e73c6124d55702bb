"""One printing in a process of its own: CPU seconds from its first instruction, stage by stage."""

import gc
import json
import logging
import sys
import time
from io import BytesIO

import pikepdf

from bench.one import most_memory

STAGES = {  # how WeasyPrint names its steps, and what we call them
    "Step 1": "reading the page",
    "Step 2": "reading the style sheets",
    "Step 3": "matching styles with elements",
    "Step 4": "making boxes",
    "Step 5": "laying out pages",
    "Step 6": "drawing pages",
    "Step 7": "writing, and tagging with pikepdf",
}
START = "starting Python and WeasyPrint"
EMPTY = '<!doctype html><html lang="en"><title>Empty</title><body>{}</body></html>'
PAGE = '<div style="break-before: page"></div>'


class Clock(logging.Handler):
    """Counts the CPU seconds between what WeasyPrint tells of its progress."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = dict.fromkeys([START, *STAGES.values()], 0.0)
        self.now, self.since, self.laid_out = START, 0.0, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Close the stage that ran until now, and open the one that is told."""
        self.turn(STAGES.get(record.getMessage()[:6], self.now))
        told = record.getMessage()
        self.laid_out += "Creating layout" in told and "up-to-date" not in told

    def turn(self, stage: str) -> None:
        """Book the CPU seconds since the last turn, and go on with ``stage``."""
        now = time.process_time()
        self.seconds[self.now] += now - self.since
        self.now, self.since = stage, now


def printed(clock: Clock) -> bytes:
    """Print the packed sheet on standard input, or as many empty pages as the argument says."""
    if len(sys.argv) > 1:
        from weasyprint import HTML

        page = EMPTY.format(PAGE * int(sys.argv[1]))
        made: bytes = HTML(string=page).write_pdf(pdf_variant="pdf/a-3a")
    else:
        from jury.reports.press import print_one
        from jury.reports.sheet import unpack

        [sheet] = unpack(sys.stdin.buffer.read())
        made = print_one(sheet)
    clock.turn(START)
    return made


def main() -> None:
    """Print; then say what it took and how many pages there are."""
    gc.disable()  # as the press does for one report
    clock = Clock()
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(clock)
    made = printed(clock)
    with pikepdf.open(BytesIO(made)) as pdf:
        pages = len(pdf.pages)
    found = {"seconds": clock.seconds, "pages": pages, "laid_out": clock.laid_out}
    print(json.dumps(found | {"bytes": len(made), "memory": most_memory()}))


if __name__ == "__main__":
    main()
