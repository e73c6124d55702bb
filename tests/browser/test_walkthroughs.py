"""Four people and what they do here, from end to end, in a real browser: the way in for newcomers.

Each story plays on its own copy of the demonstration, with the real web server, the real worker
and real mail. A phone of 360 pixels is enough for all of them.
"""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import expect

from jury.calls import find as calls
from jury.demo import cast
from jury.pool import find as pool
from jury.roles import Role
from tests.browser.stage import slug

CALL = f"/calls/{slug()}"


def press(page, name):
    """Press the one button or link with this name."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def heading(page):
    return page.get_by_role("heading", level=1)


def sign_in(page, postbox, address, then="/"):
    """Ask for the link, open the mail, press the button."""
    postbox.forget(address)
    page.goto(f"/sign-in?next={then}")
    page.get_by_label("Your e-mail address").fill(address)
    press(page, "Mail me a link")
    expect(heading(page)).to_have_text("Look in your mailbox")
    page.goto(postbox.link(address, "/sign-in/link/"))
    press(page, "Go on")


def answer_questions(page):
    """Answer one question after the other with its first answer; return the questions."""
    asked = []
    while "/register/" in page.url and page.url.rpartition("/")[2].isdigit():
        asked.append(heading(page).inner_text())
        page.locator(".choice").first.click()
        press(page, "Next")
    return asked


def test_a_citizen_registers_on_a_phone_changes_an_answer_and_leaves(phone, stand, postbox):
    page = phone(stand("open"))
    page.goto("/")
    press(page, "Register for the jury")
    page.get_by_label("What is your e‑mail address?").fill("amira@people.example")
    press(page, "Start")

    assert len(answer_questions(page)) == 5
    press(page, "Next")  # without the one consent that is needed
    expect(page.get_by_role("alert")).to_contain_text("Tick this to take part.")
    page.get_by_label("I take part in the draw").check()
    press(page, "Next")

    expect(heading(page)).to_have_text("Is this right?")
    press(page, "Yes, mail me the link")
    expect(heading(page)).to_have_text("One step is left: look at your mail")

    page.goto(postbox.link("amira@people.example", "/register/confirm/"))
    press(page, "Yes, I take part")
    expect(heading(page)).to_have_text("You are in the pool")
    first = commitment(postbox)

    press(page, "Change my answers")
    page.locator("dd").first.get_by_role("link").click()
    page.get_by_label("I would rather not say").check()
    press(page, "Keep this answer")
    expect(page.get_by_text("I would rather not say")).to_be_visible()
    press(page, "Yes, keep these answers")
    expect(heading(page)).to_have_text("You are in the pool")

    press(page, "Leave the pool")
    expect(page.get_by_text("You have left the pool. Your answers are erased.")).to_be_visible()
    postbox.newest("amira@people.example", "You will not be drawn")
    assert commitment(postbox) != first  # new answers, new receipt


def commitment(postbox):
    """What the newest receipt in the mailbox of the citizen commits to."""
    text = postbox.newest("amira@people.example", '"commitment"')
    return re.search(r'"commitment": "([0-9a-f]{64})"', text).group(1)


def test_who_has_no_javascript_registers_all_the_same(phone, stand, postbox):
    page = phone(stand("open"), java_script_enabled=False)
    page.goto(f"{CALL}/register")
    page.get_by_label("What is your e‑mail address?").fill("bart@people.example")
    press(page, "Start")
    answer_questions(page)
    page.get_by_label("I take part in the draw").check()
    press(page, "Next")
    press(page, "Yes, mail me the link")

    page.goto(postbox.link("bart@people.example", "/register/confirm/"))
    press(page, "Yes, I take part")

    expect(heading(page)).to_have_text("You are in the pool")
    press(page, "FR")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_who_has_only_a_keyboard_signs_in_and_answers(phone, stand, postbox):
    page = phone(stand("open"))
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Go to the content")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Your e-mail address"))
    page.keyboard.type("chris@people.example")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Look in your mailbox")

    page.goto(postbox.link("chris@people.example", "/sign-in/link/"))
    tab_to(page, page.get_by_role("button", name="Go on"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

    page.goto(f"{CALL}/register")
    tab_to(page, page.get_by_role("button", name="Start"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/1")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Enter")

    page.wait_for_url("**/register/2")


def tab_to(page, target):
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    for _step in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def test_an_applicant_drafts_with_neighbours_and_hands_in(phone, stand, postbox):
    page = phone(stand("open"))
    sign_in(page, postbox, "dries@people.example", f"{CALL}/my-proposals")
    press(page, "Start a proposal")

    page.get_by_label("Title of your project").fill("A square that drinks the rain")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    page.reload()
    expect(page.get_by_label("Title of your project")).to_have_value(
        "A square that drinks the rain"
    )

    fill(page, {
        "Which question do you want to answer?": "How can our square hold a cloudburst?",
        "Where? Neighbourhood and municipality": "Heyvaert, Anderlecht",
    })  # fmt: skip
    page.get_by_label("Theme").select_option(index=1)
    press(page, "Save and go on")
    fill(
        page,
        {"Nederlands": "Wij vangen regen op. " * 12, "Français": "Nous gardons la pluie. " * 12},
    )
    press(page, "Save and go on")
    fill(page, {
        "How will you work?": "Every month an evening on the square, with whoever comes.",
        "What do you not know yet?": "Whether the ground lets the water through.",
        "Who carries it on when the money is spent?": "The committee of the square.",
    })  # fmt: skip
    press(page, "Save and go on")
    fill(page, {
        "Which interest do you share?": "Dry cellars and a green place to sit.",
        "Whose interests meet or clash here?": "Traders want to keep the parking places.",
        "Who is still missing?": "The young people who play football here.",
    })  # fmt: skip
    press(page, "Save and go on")

    add_partner(page, "Committee of the square", "citizens", "asks the neighbours")
    press(page, "Save and add a partner")
    add_partner(page, "Water company", "public_body", "measures the water")
    press(page, "Save and go on")

    fill(page, {"What the money is for": "Two gardeners", "Euros": "24000"})
    press(page, "Save and add a cost")
    expect(page.get_by_text("24,000")).to_be_visible()
    press(page, "Save and go on")
    press(page, "Look at the whole")

    press(page, "Hand in the proposal")
    shown = page.locator(".receipt__code").inner_text().strip()
    mail = postbox.newest("dries@people.example", "A square that drinks the rain")
    assert re.fullmatch("[0-9a-f]{64}", shown)
    assert shown in mail
    assert "How can our square hold a cloudburst?" in mail


def fill(page, texts):
    for label, text in texts.items():
        page.get_by_label(label).last.fill(text)


def add_partner(page, name, kind, role):
    """Fill in the last, empty partner."""
    fill(page, {"Name of the organisation or group": name, "What they do in the project": role})
    page.get_by_label("Kind").last.select_option(kind)
    for part in page.locator("details").last.get_by_role("checkbox").all():
        part.check()


@pytest.fixture
def drawn(stand):
    """The address of a site where somebody was drawn, and who; reading has begun."""
    found = {}

    def prepare():
        call, now = calls.by_slug(slug()), datetime.now(UTC)
        call.phase("reading").opens_at = now - timedelta(hours=1)
        juror = next(one for one in pool.jurors(call) if one.state == "asked")
        found["email"] = juror.person.email

    found["site"] = stand("asked", prepare)
    return found


def test_a_juror_takes_the_seat_declares_a_conflict_and_scores(phone, drawn, postbox):
    page = phone(drawn["site"])
    sign_in(page, postbox, drawn["email"], f"{CALL}/my-seat")
    press(page, "Yes, I take my seat")
    postbox.newest(drawn["email"], f"{CALL}/my-seat")
    press(page, "Go to my desk")
    press(page, "Look through the list")

    known = page.locator("select").nth(0)
    number = re.match(r"\d+", page.locator("label.label").nth(0).inner_text().strip()).group()
    known.select_option("family")
    press(page, "I looked through the whole list")
    expect(page.get_by_text("Not for you: conflict")).to_be_visible()

    page.locator(".next-step").get_by_role("link").click()
    page.locator(".criterion").nth(0).locator(".choice").nth(3).click()
    expect(page.locator(".criterion").nth(0).locator("[data-saved]")).to_have_text(
        re.compile(r"Saved \d\d:\d\d")
    )
    page.reload()
    expect(page.locator(".criterion").nth(0).get_by_role("radio").nth(3)).to_be_checked()

    answer = page.goto(f"{CALL}/jury/proposals/{number}")
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("conflict")


def test_a_manager_opens_a_call_and_hears_what_french_still_misses(phone, stand, postbox):
    page = phone(stand("open"))
    sign_in(page, postbox, cast.STAFF[Role.MANAGER][0], "/manage")
    expect(heading(page)).to_have_text("Protect your access with an app")
    secret = page.locator("ol code").inner_text()
    page.get_by_label("The six digits in your app").fill(pyotp.TOTP(secret).now())
    press(page, "Go on")

    press(page, "Open a new call")
    page.locator(".choice").first.click()
    page.get_by_label("Name of the call: Nederlands").fill("Stille straten")
    page.get_by_label("The call as one question: Nederlands").fill("Hoe wordt onze straat stiller?")
    page.get_by_label("Who runs the call").fill("Fonds voor de wijk")
    page.get_by_label("First day for proposals").fill(
        (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    )
    press(page, "Make the draft")

    page.goto(page.url + "/publish")
    gaps = page.locator("main .notice li")
    assert "Title: not written in French." in gaps.first.inner_text()
    expect(gaps.filter(has_text="Question: not written in French.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish in Dutch and French")).to_have_count(0)

    gaps.first.get_by_role("link").click()
    page.get_by_label("Name of the call: Français").fill("Rues calmes")
    page.get_by_label("The call as one question: Français").fill("Comment apaiser notre rue ?")
    press(page, "Save and go on")
    page.goto(page.url.partition("/edit/")[0] + "/publish")
    expect(gaps.filter(has_text="Title")).to_have_count(0)


def test_everyone_reads_the_outcome_and_takes_the_report_home(phone, stand):
    page = phone(stand("published"))
    page.goto("/")
    press(page, "Resilient neighbourhoods")
    press(page, "See the outcome")
    expect(page.get_by_role("heading", name="Funded", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Not funded", exact=True)).to_be_visible()

    with page.expect_download() as waiting:
        press(page, "Selection report in Nederlands (PDF)")

    assert waiting.value.path().read_bytes().startswith(b"%PDF-1.7")
