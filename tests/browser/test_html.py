"""Every page that was visited is HTML without a single error."""

import html5lib
import pytest

from tests.browser import stage


@pytest.mark.parametrize("moment", [*reversed(stage.MOMENTS)])
def test_every_page_parses_strictly(visited, moment):
    wrong = {}
    for note in visited(moment):
        if note["looked"]:
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(note["html"])
            if parser.errors:
                wrong[note["address"]] = [
                    (where, html5lib.constants.E[code] % values)
                    for where, code, values in parser.errors[:3]
                ]
    assert wrong == {}


def test_a_broken_page_would_be_found():
    parser = html5lib.HTMLParser(strict=True)
    with pytest.raises(html5lib.html5parser.ParseError):
        parser.parse("<!doctype html><title>Broken</title><p><div>Open</p>")
