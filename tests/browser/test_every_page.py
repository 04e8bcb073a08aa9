"""Every page of the site, found by walking its addresses: axe, its frame, and where "Get help" stands.

A new page is looked at on the day it is written: tests/site_map.py finds its address, and the planted
patient of tests/permissions/people.py has a row of every kind to fill it.
"""

from collections import defaultdict

import pytest
from playwright.sync_api import Page

from tests.browser import everything
from tests.browser.conftest import assert_accessible
from tests.browser.people import signed_in
from tests.ldn_tracker.header_table import PLACES

LOOKS = [(1280, "light"), (360, "dark")]
# Shown to whoever comes right after something else only: other tests walk there.
ELSEWHERE = {"account_confirm_email", "account_reset_password_from_key"}


def look(page: Page, watch, address: str) -> dict[tuple[int, str], object]:
    """Look at a page in two sizes and colours; return where "Get help" stands in each."""
    page.goto(address)
    seen = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, watch)
        assert (address, page.locator("h1").count(), page.locator("html").get_attribute("lang")) == (
            address,
            1,
            "en-GB",
        )
        help_ = page.locator(".site-head .get-help")
        box = help_.bounding_box() if help_.count() else None
        seen[(width, scheme)] = box and tuple(round(box[side]) for side in ("x", "y", "width", "height"))
    return seen


def walk(page: Page, site: str, watch, values: list[str]) -> set[str]:
    """Look at every page of whoever is signed in; return the names. "Get help" stands in one place."""
    stands, titles, names = defaultdict(set), defaultdict(set), set()
    for name, address in list(everything.pages(page, site, values)):
        for at, box in look(page, watch, site + address).items():
            stands[(*at, box)].add(name)
        titles[page.title()].add(name)
        names.add(name)
    without = {name for (*_, box), found in stands.items() if box is None for name in found}
    assert without <= {"share:report", "reports:preview", "example"}, f"no way to get help on {without}"
    assert len({at for at in stands if at[-1]}) == len(LOOKS), dict(stands)
    assert "" not in {title.partition(" - ")[0].strip() for title in titles}
    return names


def named(column: int) -> set[str]:
    """Return the names of the addresses that show a page to a stranger (0) or a patient (2)."""
    shown = ("200 page", "200 public page", "200 entrance", "200 link")
    return {name for name, row in PLACES.items() if row[column] in shown} - ELSEWHERE


def test_axe_finds_nothing_on_any_page_of_a_patient(site, new_context, watch, cast):
    page = signed_in(new_context(), site, cast.patient).new_page()
    names = walk(page, site, watch, cast.values)
    assert named(2) - names == set()


def test_axe_finds_nothing_on_any_page_of_a_stranger(site, new_context, watch, cast):
    names = walk(new_context().new_page(), site, watch, cast.values)
    assert named(0) - names == set()


def test_axe_finds_nothing_on_any_page_of_an_editor_with_an_empty_diary(site, new_context, watch, cast):
    page = signed_in(new_context(), site, cast.editor).new_page()
    names = walk(page, site, watch, [cast.values[0], *cast.values[-2:]])
    assert "journal:set_up" in names


def test_a_page_with_a_fault_would_be_found(new_context, watch):
    page = new_context().new_page()
    page.set_content('<html lang="en-GB"><title>x</title><main><h1>x</h1><img src="data:,"></main></html>')
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page, watch)
