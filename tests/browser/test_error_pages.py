"""Each page of a refusal or failure can be read by everybody, on a phone and in the dark too."""

import os
from pathlib import Path

import pytest
from django.shortcuts import render
from django.test import RequestFactory
from playwright.sync_api import Route, expect

from tests.browser.conftest import assert_accessible
from tests.browser.test_journey import LOOKS

HEADINGS = {
    "400": "We could not read that",
    "403": "This account may not do that",
    "403_csrf": "That form was not accepted",
    "404": "There is nothing at this address",
    "405": "This address does not work that way",
    "413": "That was too large",
    "429": "Please wait a little",
    "500": "Something went wrong on our side",
    "503": "Closed for a short while",
}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_error_page_is_readable_and_leads_on(site, new_context, watch, width, scheme):
    page = new_context(width, scheme).new_page()
    page.route(f"{site}/shown/*", show)
    for name, heading in HEADINGS.items():
        page.goto(f"{site}/shown/{name}")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page, watch)
        if folder := os.environ.get("ERROR_PAGES"):
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.click("main a.btn")
        page.wait_for_url(f"{site}/")


def show(route: Route) -> None:
    """Answer with the page whose name the address ends with, as a stranger gets it."""
    words = {"minutes": 5, "number": "0123456789abcdef"}
    shown = render(RequestFactory().get("/"), f"{route.request.url.rpartition('/')[2]}.html", words)
    route.fulfill(body=shown.content, content_type="text/html; charset=utf-8")


def test_these_are_all_the_error_pages():
    templates = Path(__file__).parent.parent.parent / "templates"
    assert {path.stem for path in templates.glob("[45]*.html")} == set(HEADINGS)
