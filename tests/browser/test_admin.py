"""Staff in a real browser: an invitation, a second step, and the admin under our own policy."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch, assert_accessible
from tests.browser.site import manage
from tests.passkeys import app_code

PASSWORD = "correct horse battery staple"
LOOKS = [(1280, "light"), (1280, "dark")]


def sign_in(page: Page, email: str) -> None:
    """Sign in from the page that the admin led to."""
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def set_up_second_step(page: Page, site: str, watch: Watch) -> None:
    """Follow the refusal to the app's key, and type the code it shows."""
    expect(page.get_by_role("heading", level=1)).to_have_text("A second step is needed")
    assert_accessible(page, watch)
    # The browser writes to its console that the page came with 403, as it must.
    watch.faults = [fault for fault in watch.faults if "status of 403" not in fault]
    page.get_by_role("link", name="Set up the second step").click()
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    secret = re.sub(r"\s", "", page.locator(".key-text").inner_text())
    page.fill("[name=code]", app_code(secret, 10))
    page.click("main form button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_invited_editor_gets_in_with_a_second_step_and_sees_nothing_else(
    site, site_env, new_context, watch, width, scheme
):
    email = f"fina-{scheme}@example.test"
    link = manage(site_env, "make_editor", email).splitlines()[0]
    page = new_context(width, scheme).new_page()
    page.goto(link)
    assert_accessible(page, watch)
    page.get_by_role("button", name="Open the invitation").click()
    assert_accessible(page, watch)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    sign_in(page, email)
    set_up_second_step(page, site, watch)
    page.goto(f"{site}/admin/")
    expect(page.get_by_role("main")).to_contain_text("Topics")
    expect(page.get_by_role("main")).not_to_contain_text("Users")
    assert_accessible(page, watch)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_admin_keeps_our_policy_and_is_accessible(site, site_env, new_context, watch, width, scheme, tmp_path):
    email = f"root-{scheme}@example.test"
    secrets = {"DJANGO_SUPERUSER_EMAIL": email, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    manage({**site_env, **secrets}, "createsuperuser", "--noinput")
    page = new_context(width, scheme).new_page()
    page.goto(f"{site}/admin/accounts/user/")
    sign_in(page, email)
    set_up_second_step(page, site, watch)
    page.goto(f"{site}/admin/")
    assert_accessible(page, watch)
    page.screenshot(path=tmp_path / "index.png")
    page.goto(f"{site}/admin/accounts/user/")
    assert_accessible(page, watch)
    page.screenshot(path=tmp_path / "users.png")
    page.get_by_role("link", name=email).click()
    assert_accessible(page, watch)
    page.screenshot(path=tmp_path / "user.png")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    page.get_by_role("link", name="History").click()
    assert_accessible(page, watch)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert page.goto(f"{site}/admin/").url.startswith(f"{site}/accounts/login/")
