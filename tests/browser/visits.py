"""The visits: every page that a reader may see at a moment, looked at in a real browser."""

import fcntl
import json
import re
from itertools import pairwise

from axe_playwright_python.base import AXE_SCRIPT

from tests import chromium
from tests.browser import stage
from tests.browser.readers import all_readers

SIZES = [(1280, 900), (360, 780)]  # pixels; axe looks at the last
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the style sheet's night changes nothing else
SCHEMES = {
    "light": {"type": "tag", "values": RULES},
    "dark": {"type": "rule", "values": COLOURS},
}
PARTS = ["question", "influence", "phases", "criteria", "contact", "resources"]  # of a call
MORE_OF_THE_SAME = [  # rows, points and proposals like the first ones
    ["tbody tr:nth-child(n+9)"],
    ["main li:nth-child(n+30)"],
    ["article.line--page:nth-of-type(n+3)"],
    ["article.line--other:not(.line--first)"],
]
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
    "reports.all_letters": "the letters to applicants in one file",
    "reports.letter": "the letter to an applicant; its own gate checks it",
    "reports.pdf": "the report; its own gate checks it",
    "reports.proof": "the report; its own gate checks it",
    "reports.large_print": "the report; its own gate checks it",
    "reports.large_print_proof": "the report; its own gate checks it",
    "reports.data": "a table, and the result for machines",
    "scoring.download": "the result, for machines",
    "scoring.experts_template": "a file to fill in",
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


def ask_all(app, site, readers, wanted):
    """Ask the application for every page, quicker than a browser; return a note on each."""
    client = app.test_client(use_cookies=False)
    notes = []
    for name, reader in readers.items():
        cookies = "; ".join(f"{key}={value}" for key, value in reader.cookies.items())
        headers = {"Cookie": cookies, "Accept-Language": "en"}
        for endpoint, address in wanted[name]:
            answer = client.get(address, base_url=site, headers=headers)
            note = {"reader": name, "endpoint": endpoint, "address": address}
            note |= {"status": answer.status_code, "problems": [], "html": "", "looked": False}
            if answer.status_code not in {302, 404}:
                note |= {"problems": outline(answer.text), "html": answer.text}
            notes.append(note)
    return notes


def one_more(note, found, pages, parts):
    """How much a look at this page would add: pages never seen first, then new joints."""
    return note["endpoint"] not in pages, len(found - parts)


def news(notes, known):
    """Yield the notes on pages that nobody looked at yet, or not at some joint of theirs.

    ``known`` is a file that remembers pages and joints, also for other visits.
    """
    waiting = [(note, joints(note["html"])) for note in notes if note["html"]]
    with known.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        pages, parts = map(set, json.loads(file.read() or "[[], []]"))
        while waiting:  # the pages that show most that is new come first, so that few are enough
            note, found = max(waiting, key=lambda one: one_more(*one, pages, parts))
            if note["endpoint"] in pages and found <= parts:
                break
            yield note
            pages.add(note["endpoint"])
            parts |= found
        file.truncate(0)
        file.write(json.dumps([sorted(pages), sorted(parts)]))


def look_all(browser, site, readers, new):
    """Look at each page with something new, and note its problems."""
    window = browser.new_context(base_url=site)  # one for each reader is slow
    window.add_init_script(AXE_SCRIPT)
    page, complaints = window.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for note in new:
        window.clear_cookies()
        cookies = readers[note["reader"]].cookies.items()
        window.add_cookies([{"name": key, "value": value, "url": site} for key, value in cookies])
        complaints.clear()
        note["looked"] = True
        page.goto(note["address"])
        note["problems"] += look_at(page)
        note["problems"] += [text for text in complaints if "403" not in text]
    window.close()


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


def look_at(page):
    """What the edges of the screen say on a phone and a laptop, and axe by day and by night.

    Axe looks at the phone's page: the laptop's is the same, with more beside each other.
    """
    problems = set()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        problems |= {f"too wide at {width}: {html}" for html in page.evaluate(TOO_WIDE)}
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        told = page.evaluate(RUN_AXE, [rules, MORE_OF_THE_SAME])
        problems |= {f"{scheme}: {one}" for one in told}
    return sorted(problems)


def make(installation, moment, known):
    """Visit every page of this moment, and look at each with something new; return the notes."""
    with installation.inside() as app:
        readers = all_readers(app, moment, stage.slug())
        wanted = {name: addresses(app, reader) for name, reader in readers.items()}
    with installation.answering() as (app, site):
        notes = ask_all(app, site, readers, wanted)
        if new := list(news(notes, known)):
            with chromium.running() as browser:
                look_all(browser, site, readers, new)
    return notes
