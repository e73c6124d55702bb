"""Press: prints sheets as tagged PDFs; run as a program, it reads sheets and writes the PDFs."""

import gc
import sys
import warnings
from datetime import datetime
from functools import cache

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from jury.reports.fetching import OURS, OwnFilesOnly
from jury.reports.sheet import Sheet, join, unpack
from jury.reports.tagging import finish


def print_one(sheet: Sheet) -> bytes:
    """Return the sheet as a tagged PDF/A-3 with its data attached.

    The same sheet gives the same bytes. Raises FatalURLFetchingError if the page asks for
    anything but its own drawings and our own static files.
    """
    fonts, fetcher = FontConfiguration(), OwnFilesOnly(sheet.drawn)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint never closes its ICC file
        printed = HTML(string=sheet.page, base_url=OURS, url_fetcher=fetcher).write_pdf(
            stylesheets=[_style(name) for name in sheet.styles],
            font_config=fonts,
            attachments=_attachments(sheet),
            pdf_variant="pdf/a-3a",
            pdf_identifier=False,  # with one, it would write everything twice
            uncompressed_pdf=True,  # the last touch compresses
        )
    return finish(printed, sheet.identifier)


@cache
def _style(name: str) -> CSS:
    """Return one of our style sheets; a pile of letters shares it."""
    return CSS(url=f"{OURS}{name}", url_fetcher=OwnFilesOnly({}))


def _attachments(sheet: Sheet) -> list[Attachment]:
    """Return the data behind the report: readable by programs, equal for equal input."""
    moment = datetime.fromisoformat(sheet.moment)
    return [
        Attachment(
            string=text,
            name=name,
            description=description,
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for name, text, description in sheet.attached
    ]


if __name__ == "__main__":
    pile = unpack(sys.stdin.buffer.read())
    if len(pile) == 1:
        gc.disable()  # this process ends with its one report
    sys.stdout.buffer.write(join([print_one(sheet) for sheet in pile]))
