"""A passkey, made and used in a real browser with a key chain of its own."""

from playwright.sync_api import expect

from jury.demo import cast
from jury.roles import Role
from tests.browser.test_walkthroughs import heading, press, sign_in

KEY_CHAIN = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
MANAGER = cast.STAFF[Role.MANAGER][0]


def has_key_chain(page):
    """Give the page's browser a key chain that says yes; return how to take it away."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_CHAIN})
    return lambda: devices.send("WebAuthn.removeVirtualAuthenticator", made)


def test_staff_come_back_with_their_passkey_and_nobody_with_another(phone, stand, postbox):
    page = phone(stand("new"))
    take_away = has_key_chain(page)
    sign_in(page, postbox, MANAGER, then="/manage")
    expect(heading(page)).to_have_text("Protect your access with an app")
    press(page, "Use a passkey instead")
    expect(page).to_have_url("/manage")

    page.context.clear_cookies()
    sign_in(page, postbox, MANAGER, then="/manage")
    expect(heading(page)).to_have_text("Type the code of your app")
    press(page, "Use my passkey")
    expect(page).to_have_url("/manage")

    page.context.clear_cookies()
    take_away()
    has_key_chain(page)
    sign_in(page, postbox, MANAGER, then="/manage")
    press(page, "Use my passkey")
    expect(page.get_by_role("alert")).to_contain_text("did not give the passkey")
    page.goto("/manage")
    expect(page).not_to_have_url("/manage")
