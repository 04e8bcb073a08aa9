"""The medicine card on paper: one A6 sheet, with all of it on it."""

import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch, assert_accessible, sign_up
from tests.browser.days import today
from tests.browser.test_journey import set_up

A6 = (105 / 25.4 * 72, 148 / 25.4 * 72)  # in points

PATIENTS = itertools.count()


def sheets(pdf: Path) -> list[tuple[float, float]]:
    """Return the width and height of each page in points."""
    content = pdf.read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", content))
    boxes = [tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", content)]
    assert len(boxes) == pages
    return [(right - left, top - bottom) for left, bottom, right, top in boxes]


def is_one_a6(pdf: Path) -> bool:
    """Return whether it is one sheet of A6, to half a millimetre."""
    found = sheets(pdf)
    return len(found) == 1 and all(abs(side - wanted) < 1.5 for side, wanted in zip(found[0], A6, strict=True))


@pytest.fixture
def page(site: str, new_context, watch: Watch) -> Page:
    page = new_context().new_page()
    sign_up(page, site, f"card-{next(PATIENTS)}@example.test")
    set_up(page, watch, today())
    page.goto(f"{site}/journal/")
    return page


def test_card_prints_on_one_a6_sheet_with_everything_on_it(site, page, watch, tmp_path):
    page.get_by_role("link", name="Medicine card").click()
    page.wait_for_url(f"{site}/journal/card/")
    assert_accessible(page, watch)
    page.pdf(path=tmp_path / "card.pdf", prefer_css_page_size=True)
    assert is_one_a6(tmp_path / "card.pdf")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 350, "height": 514})  # what an A6 sheet leaves inside its margins, in CSS pixels
    box = page.locator(".wallet").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 514
    assert page.locator(".site-head").is_hidden()
    assert page.get_by_text("Opioids may not work as expected: tell the team.").is_visible()


def test_card_with_the_longest_name_and_dose_still_is_one_sheet(site, page, tmp_path):
    page.goto(f"{site}/accounts/profile/")
    page.fill("[name=name]", "Wilhelmina Alexandrina " * 4)
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    page.goto(f"{site}/journal/card/")
    assert "Wilhelmina" in page.locator(".wallet").inner_text()
    page.pdf(path=tmp_path / "card.pdf", prefer_css_page_size=True)
    assert is_one_a6(tmp_path / "card.pdf")


def test_the_look_at_the_sheet_knows_another_size_and_a_second_page(site, page, tmp_path):
    page.goto(f"{site}/journal/card/")
    page.pdf(path=tmp_path / "a4.pdf", format="A4")
    assert not is_one_a6(tmp_path / "a4.pdf")
    page.evaluate("document.querySelector('.wallet').insertAdjacentHTML('beforeend', '<p>more</p>'.repeat(60))")
    page.pdf(path=tmp_path / "long.pdf", prefer_css_page_size=True)
    assert not is_one_a6(tmp_path / "long.pdf")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_card_needs_no_script_and_fits_a_narrow_screen(site, page, new_context, watch, width, scheme):
    cookies = page.context.cookies()
    context = new_context(width=width, scheme=scheme, java_script_enabled=False)
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto(f"{site}/journal/card/")
    assert plain.get_by_text("Opioids may not work as expected: tell the team.").is_visible()
    assert plain.evaluate("document.documentElement.scrollWidth") <= width
