"""The verifier's page and its copy on disk: complete, and unable to send anything."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "jury" / "static"


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/calls/parks/draw/verify", "connect-src 'none'"),
        (
            "/calls/parks/draw/verify.html",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
        ),
    ],
)
def test_the_verifier_may_send_nothing(call, client, address, policy):
    page = client.get(address)

    assert page.status_code == 200
    assert f'http-equiv="Content-Security-Policy" content="{policy}"' in page.text
    script = (STATIC / "verify.js").read_text()
    assert not re.search(r"fetch|XMLHttp|sendBeacon|WebSocket|EventSource|import\b", script)


def test_the_kept_page_is_a_file_that_holds_all_it_needs(call, client):
    page = client.get("/calls/parks/draw/verify.html")

    assert page.headers["Content-Disposition"] == 'attachment; filename="parks-verify.html"'
    assert (STATIC / "verify.js").read_text() in page.text
    assert (STATIC / "style.css").read_text() in page.text
    assert not re.search(r'(src|href)="', page.text)


@pytest.mark.parametrize("name", ["verify.js", "style.css"])
def test_no_file_ends_the_element_that_holds_it(name):
    assert not re.search(r"</(script|style)|<!--", (STATIC / name).read_text(), re.IGNORECASE)


def test_the_page_of_the_draw_leads_to_the_verifier(announced, client):
    client.set_cookie("language", "en", domain="localhost")

    assert "/calls/parks/draw/verify" in client.get("/calls/parks/draw").text
