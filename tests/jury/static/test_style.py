"""The style sheet: light enough for a slow phone, and legible in light and in dark."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "jury" / "static"
SHEET = (STATIC / "style.css").read_text()


def tokens(scheme):
    """The colours of the light scheme, or of the dark one, by name."""
    light, dark = re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", light))
    return (
        found
        if scheme == "light"
        else found | dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", dark))
    )


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card", "tint"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent", "good", "stop"])
def test_text_can_be_read_on_every_ground(scheme, ground, text):
    colours = tokens(scheme)
    assert round(contrast(colours[text], colours[ground]), 1) >= 4.8


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [("on-accent", "accent"), ("on-warm", "warm")])
def test_text_can_be_read_on_buttons_and_on_the_banner(scheme, text, ground):
    colours = tokens(scheme)
    assert round(contrast(colours[text], colours[ground]), 1) >= 4.8


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "card"])
def test_the_border_of_an_input_can_be_seen(scheme, ground):
    colours = tokens(scheme)
    assert contrast(colours["line"], colours[ground]) >= 3


def test_style_and_scripts_together_are_small():
    files = [path for path in STATIC.iterdir() if path.suffix in {".css", ".js", ".svg"}]
    assert (STATIC / "style.css").stat().st_size < 40_000
    assert all(
        path.stat().st_size < 4_000
        for path in files
        if path.name in {"autosave.js", "counter.js", "progress.js", "unfold.js", "favicon.svg"}
    )


def test_the_style_sheet_asks_nobody_else_for_anything():
    assert "@import" not in SHEET
    assert "url(" not in SHEET


def test_by_night_nothing_but_colours_changes():
    (night,) = re.findall(
        r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}\s*\}", SHEET, re.DOTALL
    )
    assert re.findall(r"^\s*(?!--)\S.*$", night, re.MULTILINE) == []
