"""What was typed into a password field can be looked at, and is hidden again when it is sent."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible

SEES = "Show what I typed"
PAGES = ("/accounts/login/", "/accounts/signup/")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_what_was_typed_is_shown_and_hidden_again(site, new_context, watch, width, scheme):
    page = new_context(width, scheme).new_page()
    page.goto(f"{site}/accounts/login/")
    field = page.get_by_label(re.compile("^Password"))
    field.fill("correct horse battery")
    page.get_by_role("button", name=SEES).click()
    assert (field.get_attribute("type"), field.input_value()) == ("text", "correct horse battery")
    assert_accessible(page, watch)
    page.get_by_role("button", name="Hide what I typed").click()
    assert field.get_attribute("type") == "password"


def test_a_shown_password_is_hidden_when_it_is_sent(site, new_context, watch):
    page = new_context().new_page()
    page.goto(f"{site}/accounts/login/")
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    field = page.get_by_label(re.compile("^Password"))
    page.get_by_role("button", name=SEES).click()
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert field.get_attribute("type") == "password"


@pytest.mark.parametrize("path", PAGES)
def test_every_password_field_has_its_button(site, new_context, watch, path):
    page = new_context().new_page()
    page.goto(site + path)
    fields = page.locator('input[type="password"]').count()
    assert fields > 0
    assert page.get_by_role("button", name=SEES).count() == fields


def test_passwords_can_be_pasted(site, new_context, watch):
    """A person who keeps passwords in a manager or on paper types none of them."""
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for path in PAGES:
        page.goto(site + path)
        for field in page.locator('input[type="password"], input[type="email"]').all():
            page.evaluate("navigator.clipboard.writeText('correct horse battery staple')")
            field.focus()
            page.keyboard.press("Control+V")
            expect(field).to_have_value("correct horse battery staple")
