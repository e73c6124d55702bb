"""Press: prints a sheet as a tagged PDF. Run as a program, it reads a sheet and writes the PDF."""

import gc
import sys
import warnings
from datetime import datetime

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from jury.reports.fetching import OURS, OwnFilesOnly
from jury.reports.sheet import Sheet
from jury.reports.tagging import finish


def print_one(sheet: Sheet) -> bytes:
    """Return the report as a tagged PDF/A-3 with its data attached.

    The same sheet gives the same bytes. Raises FatalURLFetchingError if the page asks for
    anything but its own drawings and our own static files.
    """
    fonts, fetcher = FontConfiguration(), OwnFilesOnly(sheet.drawn)
    style = CSS(url=f"{OURS}report.css", font_config=fonts, url_fetcher=fetcher)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint never closes its ICC file
        printed = HTML(string=sheet.page, base_url=OURS, url_fetcher=fetcher).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            attachments=_attachments(sheet),
            pdf_variant="pdf/a-3a",
            pdf_identifier=sheet.identifier.encode(),
        )
    return finish(printed)


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
    gc.disable()  # this process ends with its one report
    sys.stdout.buffer.write(print_one(Sheet.unpack(sys.stdin.buffer.read())))
