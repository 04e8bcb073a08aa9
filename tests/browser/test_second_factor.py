"""Passkeys and codes in a real browser, with an authenticator as software: switch on, sign out, sign in."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watch, assert_accessible, sign_up

LOOKS = [(1280, "light"), (360, "dark")]
PERIOD = 30


@pytest.fixture
def by_name(site: str) -> str:
    """The same site by its name: no browser keeps a passkey for an address of numbers."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def watch(by_name: str) -> Iterator[Watch]:
    watched = Watch(by_name)
    yield watched
    assert watched.faults == []


def with_authenticator(context: BrowserContext) -> Page:
    """Return a page whose browser has a device that keeps passkeys and always says yes."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_out(page: Page) -> None:
    page.locator("#sign-out button").click()
    expect(page.locator("#sign-out")).to_have_count(0)


def next_code(secret: str, used: str) -> str:
    """The code an app shows, once it shows another one than the used one and for long enough to type it."""
    while True:
        now = time.time()
        code = format_hotp_value(hotp_value(secret, int(now) // PERIOD))
        if code != used and now % PERIOD < PERIOD - 10:
            return code
        time.sleep(0.5)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_passkey_is_added_and_signs_in(by_name, new_context, watch, width, scheme):
    page = with_authenticator(new_context(width, scheme))
    sign_up(page, by_name, f"passkey-{width}-{scheme}@example.test")
    page.goto(f"{by_name}/accounts/2fa/")
    assert_accessible(page, watch)
    page.get_by_role("link", name="Add a passkey").click()
    assert_accessible(page, watch)
    page.fill("[name=name]", "My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    assert_accessible(page, watch)
    for address in ("2fa/webauthn/", "2fa/", "sessions/", "2fa/recovery-codes/generate/", "profile/"):
        page.goto(f"{by_name}/accounts/{address}")
        assert_accessible(page, watch)
    page.goto(f"{by_name}/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Rename My phone").click()
    assert_accessible(page, watch)

    sign_out(page)
    page.goto(f"{by_name}/accounts/login/")
    assert_accessible(page, watch)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/journal/"))

    sign_out(page)
    page.goto(f"{by_name}/accounts/login/")
    page.fill("[name=login]", f"passkey-{width}-{scheme}@example.test")
    page.fill("[name=password]", "correct horse battery staple")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    assert_accessible(page, watch)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile("/journal/"))
    page.goto(f"{by_name}/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/")
    assert_accessible(page, watch)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("link", name="Remove My phone").click()
    assert_accessible(page, watch)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("status").first).to_contain_text("The passkey is removed.")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_codes_of_an_app_are_switched_on_and_sign_in(by_name, new_context, watch, width, scheme):
    page = new_context(width, scheme).new_page()
    email = f"codes-{width}-{scheme}@example.test"
    sign_up(page, by_name, email)
    page.goto(f"{by_name}/accounts/2fa/totp/activate/")
    assert_accessible(page, watch)
    box = page.locator("svg.qr").bounding_box()
    assert box is not None
    assert box["width"] > 150
    secret = page.locator(".key-text").inner_text().replace(" ", "")
    code = next_code(secret, "")
    page.fill("[name=code]", code)
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    recovery = page.locator(".codes li").first.inner_text()
    for typed in ("", recovery):
        sign_out(page)
        page.goto(f"{by_name}/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", "correct horse battery staple")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
        assert_accessible(page, watch)
        page.fill("[name=code]", typed or next_code(secret, code))
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile("/journal/"))
    page.goto(f"{by_name}/accounts/2fa/reauthenticate/")
    assert_accessible(page, watch)
    page.goto(f"{by_name}/accounts/2fa/totp/deactivate/")
    assert_accessible(page, watch)


def test_an_address_of_numbers_leads_to_the_name(site, by_name, new_context, watch):
    watch.host = site.removeprefix("http://")
    page = new_context().new_page()
    sign_up(page, site, "numbers@example.test")
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    assert_accessible(page, watch)
    expect(page.get_by_role("link", name=f"{by_name}/")).to_be_visible()
    sign_out(page)
    page.goto(f"{site}/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
