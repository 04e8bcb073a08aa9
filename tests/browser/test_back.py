"""After signing out, the back button shows nothing of the diary, on a shared computer neither."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.conftest import sign_up
from tests.browser.days import PLACE, today
from tests.browser.test_journey import set_up

SIGN_IN = re.compile(r"/accounts/login/\?next=")
ADDRESSES = ("/journal/", "/journal/history/", "/accounts/profile/")


@pytest.fixture
def keeping(browser: Browser):
    """A browser that keeps pages for its back button, as people's browsers do and a tester's does not."""
    kept = browser.browser_type.launch(
        executable_path=chromium_path(), args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield kept
    kept.close()


def signed_up(page: Page, site: str, watch, email: str) -> None:
    sign_up(page, site, email)
    set_up(page, watch, today() - timedelta(days=3))
    page.wait_for_url(f"{site}/journal/")


def test_back_after_signing_out_shows_nothing_of_the_diary(site, keeping, watch):
    page = watch.over(keeping.new_context(locale="en-GB", timezone_id=PLACE, reduced_motion="reduce")).new_page()
    signed_up(page, site, watch, "back@example.test")
    for address in ADDRESSES:
        page.goto(site + address)
    page.click("#sign-out button")
    page.wait_for_url(f"{site}/")
    for _ in ADDRESSES:
        page.go_back()
        page.wait_for_url(SIGN_IN)
        assert "Robin Example" not in page.content()
        assert page.locator("#sign-out").count() == 0


def test_a_kept_page_is_asked_for_anew_when_it_is_shown_again(site, new_context, watch):
    context = new_context()
    page, other = context.new_page(), context.new_page()
    signed_up(page, site, watch, "kept@example.test")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    other.goto(f"{site}/journal/")
    other.click("#sign-out button")
    other.wait_for_url(f"{site}/")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_url(SIGN_IN)
