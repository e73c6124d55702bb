"""The scripts in a browser: they keep a form, follow a job, count signs and unfold reasons."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from playwright.sync_api import expect

STATIC = Path(__file__).parents[3] / "jury" / "static"
MARK = (
    '<span data-saved data-saved-text="Saved {time}" data-unsaved-text="Not saved"'
    ' data-refused-text="Does not fit"></span>'
)
FORM = f"""<!doctype html><title>Score</title><script src="/autosave.js" defer></script>
<script src="/counter.js" defer></script>
<form data-autosave="/save">
  <div class="criterion" id="one"><label>Impact <input name="impact"></label>{MARK}</div>
  <div class="criterion" id="two"><label>Cost <input name="cost"></label>{MARK}</div>
  <label>Why <textarea name="why" id="why" maxlength="20"></textarea></label>
  <span data-count-for="why" data-count-text="{{used}} of {{limit}}">At most 20</span>
</form>"""
BODY, _mark, END = FORM.rpartition("</form>")
EARLY = f"""{BODY.replace('<script src="/autosave.js" defer></script>', "")}
  <label>Sex <select name="sex"><option>f</option><option>m</option></select></label>
  <label>Age <select name="age"><option>young</option><option selected>old</option></select></label>
  <label>Parts
    <select name="parts" multiple><option selected>a</option><option>b</option></select></label>
  <label>Sure <input type="checkbox" name="sure" checked></label>
  <label>Yes <input type="radio" name="way" value="yes" checked></label>
  <label>No <input type="radio" name="way" value="no"></label>
  <label>File <input type="file" name="file"></label><input type="hidden" name="token" value="t">
  <p id="whole">{MARK}</p>
{END}"""
SHEET = f"""<!doctype html><title>Sheet</title><script src="/autosave.js" defer></script>
<form data-autosave="/save" data-autosave-changed><input type="hidden" name="token" value="t">
  <label>Good <input type="radio" name="impact" value="4" checked></label>
  <label>Weak <input type="radio" name="impact" value="2"></label>
  <label>Why <textarea name="why">old</textarea></label>
  <label>Cost <input name="cost" value="3"></label>{MARK}
</form>"""
JOB = """<!doctype html><title>Job</title><script src="/progress.js" defer></script>
<div data-job="/job"><p data-job-note>Waiting</p><progress max="1" value="0"></progress></div>"""
CHOICE = """<!doctype html><title>Decide</title><script src="/unfold.js" defer></script>
<label>Outcome <select id="outcome"><option>funded</option><option>reserve</option></select></label>
<details data-unfold-for="outcome" data-unfold-unless="funded">
  <summary>If you depart</summary><label>Reason <input></label></details>"""
DONE = "<!doctype html><title>Done</title><p>The draw is ready.</p>"


class Site(BaseHTTPRequestHandler):
    """A few pages, the scripts, and an account of what was asked."""

    saved: ClassVar[list[str]]
    steps: ClassVar[list[dict]]
    refuses = 0  # the status with which it refuses

    def do_GET(self):
        if self.path.endswith(".js"):
            return self.answer((STATIC / self.path[1:]).read_text(), "text/javascript")
        if self.path == "/job":
            step = Site.steps.pop(0) if len(Site.steps) > 1 else Site.steps[0]
            return self.answer(json.dumps(step), "application/json")
        over = self.path == "/draw" and Site.steps[0]["state"] == "done"
        pages = {"/score": FORM, "/early": EARLY, "/sheet": SHEET, "/decide": CHOICE}
        return self.answer(pages.get(self.path, DONE if over else JOB), "text/html")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Site.saved.append(body)
        status = Site.refuses or 200
        return self.answer('{"saved": "14:32"}', "application/json", status)

    def answer(self, text, kind, status=200):
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args):
        """Stay quiet."""


@pytest.fixture
def page(browser):
    Site.saved, Site.steps, Site.refuses = [], [{"state": "running"}], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    yield context.new_page()
    context.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_is_kept_without_pressing_a_button(page):
    page.goto("/score")
    page.get_by_label("Impact").fill("4")

    expect(page.locator("#one [data-saved]")).to_have_text("Saved 14:32")
    expect(page.locator("#two [data-saved]")).to_have_text("")
    assert 'name="impact"\r\n\r\n4\r\n' in Site.saved[-1]


def test_a_refused_answer_says_that_it_is_not_kept(page):
    Site.refuses = 503
    page.goto("/score")
    page.get_by_label("Cost").fill("2")

    expect(page.locator("#two [data-saved]")).to_have_text("Not saved")


def test_what_does_not_fit_is_not_called_a_broken_connection(page):
    Site.refuses = 422
    page.goto("/score")
    page.get_by_label("Cost").fill("2")

    expect(page.locator("#two [data-saved]")).to_have_text("Does not fit")


EARLIER = [
    lambda page: page.get_by_label("Impact").fill("4"),
    lambda page: page.get_by_label("Why").fill("Because"),
    lambda page: page.get_by_label("Sex").select_option("m"),
    lambda page: page.get_by_label("Age").select_option("young"),
    lambda page: page.get_by_label("Parts").select_option(["a", "b"]),
    lambda page: page.get_by_label("Sure").uncheck(),
    lambda page: page.get_by_label("No").check(),
]


@pytest.mark.parametrize("typed", EARLIER)
def test_what_was_typed_before_the_script_came_is_kept_and_the_whole_form_says_so(page, typed):
    page.goto("/early")
    typed(page)
    page.add_script_tag(url="/autosave.js")

    expect(page.locator("#whole [data-saved]")).to_have_text("Saved 14:32")
    expect(page.locator("#one [data-saved]")).to_have_text("")
    assert len(Site.saved) == 1


def names_sent():
    return [re.findall(r'name="(\w+)"', body) for body in Site.saved]


def test_a_sheet_sends_only_what_changed_since_it_was_kept(page):
    page.goto("/sheet")
    mark = page.locator("[data-saved]")
    page.get_by_label("Weak").check()
    expect(mark).to_have_text("Saved 14:32")
    mark.evaluate("mark => { mark.textContent = ''; }")
    page.get_by_label("Why").fill("new")
    expect(mark).to_have_text("Saved 14:32")

    assert names_sent() == [["token", "impact"], ["token", "why"]]


def test_what_could_not_be_kept_is_sent_again_with_the_next_change(page):
    Site.refuses = 503
    page.goto("/sheet")
    page.get_by_label("Weak").check()
    expect(page.locator("[data-saved]")).to_have_text("Not saved")
    Site.refuses = 0
    page.get_by_label("Cost").fill("5")
    expect(page.locator("[data-saved]")).to_have_text("Saved 14:32")

    assert names_sent() == [["token", "impact"], ["token", "impact", "cost"]]


def test_a_form_that_nobody_touched_is_not_sent(page):
    page.goto("/early")
    page.add_script_tag(url="/autosave.js")
    page.wait_for_timeout(600)

    assert Site.saved == []


def test_a_limited_text_counts_its_characters(page):
    page.goto("/score")
    expect(page.locator("[data-count-for]")).to_have_text("At most 20")
    page.get_by_label("Why").fill("Because")

    expect(page.locator("[data-count-for]")).to_have_text("7 of 20")


def test_a_page_follows_its_job_and_shows_the_end(page):
    Site.steps = [
        {"state": "running", "progress": 0.4, "note": "Looking for the fairest draw"},
        {"state": "done", "progress": 1},
    ]
    page.goto("/draw")

    expect(page.locator("[data-job-note]")).to_have_text("Looking for the fairest draw")
    expect(page.get_by_text("The draw is ready.")).to_be_visible()


def test_a_choice_that_needs_a_reason_unfolds_its_field(page):
    page.goto("/decide")
    expect(page.get_by_label("Reason")).to_be_hidden()
    page.get_by_label("Outcome").select_option("reserve")

    expect(page.get_by_label("Reason")).to_be_visible()


def test_a_reason_that_stands_open_is_not_hidden_by_a_choice(page):
    page.goto("/decide")
    page.get_by_label("Outcome").select_option("reserve")
    page.get_by_label("Outcome").select_option("funded")

    expect(page.get_by_label("Reason")).to_be_visible()
