"""The visits: every page that a reader may see at a moment, looked at in a real browser."""

import fcntl
import json
import re
from contextlib import closing
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright

from tests.browser import stage
from tests.browser.readers import all_readers

BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
           "--disable-component-update", "--no-first-run"]  # fmt: skip
PHONE = 360
SIZES = [(PHONE, 780), (1280, 900)]  # pixels
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the style sheet's night changes nothing else
SCHEMES = {
    "light": {"type": "tag", "values": RULES},
    "dark": {"type": "rule", "values": COLOURS},
}
PARTS = ["question", "influence", "phases", "criteria", "contact", "resources"]  # of a call
MORE_OF_THE_SAME = [["tbody tr:nth-child(n+9)"], ["main li:nth-child(n+30)"]]  # rows like the first
RUN_AXE = """([runOnly, exclude]) =>
    axe.run({exclude}, {runOnly, resultTypes: ["violations"]}).then(r =>
    r.violations.flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.html.slice(0, 160)} ${
        (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message.slice(0, 160)}`)))"""
TOO_WIDE = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [...document.querySelectorAll("body *")]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 120)).slice(0, 3)
    : [...document.querySelectorAll(".scrolling:has(td[data-label])")]
        .filter(e => innerWidth < 600 && e.scrollWidth > e.clientWidth + 1)
        .map(e => "a folded table scrolls: " + e.getAttribute("aria-label"))"""
NOT_PAGES = {  # downloads and answers for scripts
    "static": "files, not pages",
    "calls.job": "JSON that a script asks for while a job runs",
    "people.passkey_options": "JSON that the browser's key chain reads",
    "pool.draw_json": "the record of the draw, to verify",
    "pool.lottery_json": "the lottery, to verify",
    "pool.openings_json": "what the auditor verifies with",
    "pool.verify_offline": "the verifier as a file, to keep",
    "pool.my_receipt": "a registrant's receipt, to verify",
    "proposals.receipt": "an applicant's receipt, to verify",
    "proposals.download": "an attachment",
    "proposals.read_file": "an attachment",
    "reports.pdf": "the report; its own gate checks it",
    "reports.proof": "the report; its own gate checks it",
    "reports.proposals_csv": "a table",
    "reports.result_json": "the result, for machines",
    "scoring.download": "the result, for machines",
}


def pages(app):
    """Every GET rule that answers with a page."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint not in NOT_PAGES
    ]


def addresses(app, reader):
    """The pages that are meant for this reader: (endpoint, address)."""
    found = []
    for rule in pages(app):
        if not reader.roles & set(app.view_functions[rule.endpoint].requires):
            continue
        for values in filled(rule, reader):
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **values, _external=False)
            found.append((rule.endpoint, address))
    return found


def filled(rule, reader):
    """The values for one rule that this reader knows; none where there is nothing to know."""
    parts = rule.arguments - {"slug"}
    if not parts:
        known = [{}]
    elif rule.endpoint == "calls.edit":
        known = [{"part": part} for part in PARTS]
    elif rule.endpoint == "demo.message":
        known = [{"number": 1}]
    else:
        known = reader.values.get(rule.endpoint, [])
    slug = {"slug": reader.slug} if "slug" in rule.arguments else {}
    return [slug | values for values in known]


def joints(html):
    """Which tags follow which: the same for pages that differ only in words and rows."""
    loose = re.compile(
        r" (href|value|action|src|content|d|points|x|y|x1|x2|y1|y2|cx|cy|width|height|datetime"
        r'|title|alt|aria-label|viewBox|transform)="[^"]+"'
    )
    tags = [re.sub(r"\d+", "0", loose.sub(r' \1="_"', tag)) for tag in re.findall(r"<[^>]*>", html)]
    return set(map("".join, pairwise(tags)))


class Visitor:
    """Goes through an installation and writes down what it finds."""

    def __init__(self, browser, site, known, look=None):
        self.site, self.known, self.look = site, known, look
        self.found, self.complaints = [], []
        window = browser.new_context(base_url=site)  # one for each reader is slow
        window.add_init_script(AXE_SCRIPT)
        self.page = window.new_page()
        self.page.on("console", self.listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def listen(self, said):
        """Write down what the page complains of in the console."""
        if said.type == "error":
            self.complaints.append(said.text)

    def news(self, endpoint, html):
        """What nobody looked at yet: "page", "part" (a joint that no page had) or nothing."""
        with self.known.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            pages, parts = map(set, json.loads(file.read() or "[[], []]"))
            found = joints(html)
            file.truncate(0)
            file.write(json.dumps([sorted(pages | {endpoint}), sorted(parts | found)]))
        if endpoint not in pages:
            return "page"
        return "" if found <= parts else "part"

    def ask(self, address, reader):
        """Ask the server for a page, as the browser does but quicker; return status and HTML."""
        cookies = "; ".join(f"{key}={value}" for key, value in reader.cookies.items())
        line = HTTPConnection(self.site.removeprefix("http://"), timeout=60)
        with closing(line):
            line.request("GET", address, headers={"Cookie": cookies, "Accept-Language": "en"})
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def visit_as(self, name, reader, wanted):
        """Visit every address as this reader."""
        page, complaints = self.page, self.complaints
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {"name": key, "value": value, "url": self.site}
                for key, value in reader.cookies.items()
            ]
        )
        for endpoint, address in wanted:
            status, html = self.ask(address, reader)
            note = {"reader": name, "endpoint": endpoint, "address": address}
            note |= {"status": status, "problems": []}
            self.found.append(note)
            if status in {302, 404}:
                continue
            note["problems"] += outline(html)
            if news := self.news(endpoint, html):
                complaints.clear()
                page.goto(address)
                note["html"] = html
                note["problems"] += look_at(page, again=news == "part")
                note["problems"] += [text for text in complaints if "403" not in text]
                if self.look:
                    self.look(name, endpoint, address, page)


def outline(html):
    """What is wrong with the page's frame: title, language, one first heading."""
    problems = []
    if len(re.findall(r"<h1[ >]", html)) != 1:
        problems.append(f"{len(re.findall(r'<h1[ >]', html))} first headings")
    if not re.search(r'<html lang="(nl|fr|de|en)">', html):
        problems.append("no language")
    if not re.search(r"<title>\s*[^<\s]", html):
        problems.append("no title")
    return problems


def look_at(page, again=False):
    """What axe and the edges of the screen say, on a phone and a laptop, by day and by night.

    For another part of a page that was looked at, axe looks at the phone only.
    """
    problems = set()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        problems |= {f"too wide at {width}: {html}" for html in page.evaluate(TOO_WIDE)}
        if again and width > PHONE:
            continue
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            told = page.evaluate(RUN_AXE, [rules, MORE_OF_THE_SAME])
            problems |= {f"{scheme} {width}: {one}" for one in told}
    return sorted(problems)


def make(installation, moment, known, look=None):
    """Visit every page of this moment, and look at each with something new; return the notes.

    ``known`` is a file that remembers what somebody has looked at, also in other visits.
    """
    with installation.inside() as app:
        readers = all_readers(app, moment, stage.slug())
        wanted = {name: addresses(app, reader) for name, reader in readers.items()}
    with installation.serving() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=BROWSER)
        visitor = Visitor(browser, site, known, look)
        for name, reader in readers.items():
            visitor.visit_as(name, reader, wanted[name])
        browser.close()
    return visitor.found


def chromium():
    """Debian's browser; None lets Playwright take its own."""
    return "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
