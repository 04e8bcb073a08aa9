"""Dose steps in a real browser: a plan on one page, two taps with a reason, and nothing of it needs a script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_accessible
from tests.browser.days import today

LINES = "word => { const range = document.createRange(); range.selectNodeContents(word); return range.getClientRects().length }"


def fill_plan(page: Page, doses: list[str]) -> None:
    """Type steps two weeks apart, the first in a month."""
    first = today() + timedelta(days=30)
    for number, dose in enumerate(doses, start=1):
        page.fill(f"[name=day_{number}]", (first + timedelta(days=14 * number)).isoformat())
        page.fill(f"[name=amount_{number}]", dose)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_plan_and_a_pause_are_written_down_on_accessible_pages(site, page_of, watch, width, scheme):
    page = page_of(f"steps {scheme}", width, scheme=scheme)
    page.goto(f"{site}/journal/medicines/")
    expect(page.get_by_role("heading", name="Was there a pause?")).to_be_visible()
    assert_accessible(page, watch)
    page.get_by_role("link", name="Yes, write down the pause").click()
    assert_accessible(page, watch)
    page.goto(f"{site}/journal/medicines/")

    page.get_by_role("link", name="Add steps").click()
    assert_accessible(page, watch)
    fill_plan(page, ["3", "45"])
    page.get_by_role("button", name="Save the steps").click()
    expect(page.get_by_role("alert")).to_contain_text("Dose 2 in mg: Over 10 mg")
    watch.faults = [fault for fault in watch.faults if "status of 422" not in fault]  # as it should be
    assert_accessible(page, watch)
    page.fill("[name=amount_2]", "4.5")
    page.get_by_role("button", name="Save the steps").click()
    expect(page.get_by_text("(planned)")).to_have_count(2)
    assert_accessible(page, watch)

    page.get_by_role("link", name="Pause Naltrexone").click()
    assert_accessible(page, watch)
    page.get_by_role("button", name="Could not get it").click()
    expect(page.get_by_text("Paused since")).to_be_visible()
    page.get_by_role("link", name="Change, batches").click()
    page.get_by_role("link", name="New batch").click()
    assert_accessible(page, watch)

    page.goto(f"{site}/journal/history/")
    word = page.locator(".cal-month .cal-step", has_text="pause")
    for narrow in (320, 360):
        page.set_viewport_size({"width": narrow, "height": 800})
        assert (narrow, word.evaluate(LINES)) == (narrow, 1)


def test_two_presses_stop_with_a_reason_without_javascript(site, page_of):
    page = page_of("steps no script", java_script_enabled=False)
    page.goto(f"{site}/journal/medicines/")
    page.get_by_role("link", name="Stop Naltrexone").click()
    page.get_by_role("button", name="Side effects").click()
    expect(page.get_by_role("heading", name="After stopping naltrexone")).to_be_visible()
    page.goto(f"{site}/journal/medicines/")
    expect(page.get_by_text("Stopped since")).to_be_visible()
    expect(page.get_by_role("cell", name="side effects", exact=True)).to_be_visible()
