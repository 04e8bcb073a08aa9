"""The main job in a real browser: sign up, set up, log, see, share, open as a stranger, print, end."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch, assert_accessible, sign_up
from tests.browser.days import today

LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


def set_up(page: Page, watch: Watch, first_day: date) -> None:
    """Fill in the set-up page as someone who began a few days ago."""
    assert_accessible(page, watch)
    page.select_option("[name=reason]", "fibromyalgia")
    page.fill("[name=amount]", "1.5")
    page.fill("[name=day]", first_day.isoformat())
    page.fill("[name=hours]", "21:00")
    page.get_by_role("radio", name="Yes, I take it").check()
    page.select_option("[name=headline]", "Widespread pain")
    page.click("main form button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your journal is ready")
    assert_accessible(page, watch)
    page.get_by_role("link", name=re.compile("og today$")).click()


def log_day(page: Page, pain: int) -> None:
    """Log one day: the dose with one tap, the headline, one side effect; then look at what was said."""
    page.get_by_role("radio", name=re.compile("^Taken (as usual|just now)")).check()
    page.get_by_role("group", name="Widespread pain").get_by_role("radio", name=str(pain), exact=True).check()
    page.get_by_role("group", name="Headache").get_by_role("radio", name="Mild", exact=True).check()
    page.get_by_role("button", name=re.compile("^Save (today|this day)$")).click()
    expect(page.get_by_role("status").first).to_contain_text("Saved: ")


def chart_points(page: Page) -> list[list[int]]:
    """Return the ratings the charts really hold, by chart."""
    page.wait_for_function("window.Chart && Object.keys(Chart.instances).length > 0")
    return page.evaluate(
        """() => Object.values(Chart.instances).map(chart => chart.data.datasets.flatMap(set =>
            set.data.filter(point => point && point.y !== null && point.y !== undefined).map(point => point.y)))"""
    )


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_patient_logs_and_shares_and_a_prescriber_reads(site, new_context, watch, width, scheme, tmp_path):
    page = new_context(width, scheme).new_page()
    for address in ("/", "/accounts/signup/", "/accounts/login/", "/help/", "/privacy/", "/prescribers/"):
        page.goto(site + address)
        assert_accessible(page, watch)
    sign_up(page, site, f"robin-{width}-{scheme}@example.test")
    days = [today() - timedelta(days=number) for number in (2, 1)]
    set_up(page, watch, today() - timedelta(days=3))
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert_accessible(page, watch)
    log_day(page, 6)
    assert_accessible(page, watch)
    for day, pain in zip(days, (8, 7), strict=True):
        page.goto(f"{site}/journal/{day}/")
        log_day(page, pain)
    for address in (
        "/journal/history/",
        "/journal/medicines/",
        "/journal/items/",
        "/journal/events/",
        "/journal/export/",
    ):
        page.goto(site + address)
        assert_accessible(page, watch)

    page.goto(f"{site}/journal/insights/")
    assert any(points[:3] == [8, 7, 6] for points in chart_points(page)), chart_points(page)
    assert_accessible(page, watch)

    link = make_link(page, watch, site)
    stranger = new_context(width, scheme).new_page()
    stranger.goto(link)
    assert_accessible(stranger, watch)
    assert "Widespread pain" not in stranger.content()
    stranger.get_by_role("button", name="Open the report").click()
    expect(stranger.get_by_role("heading", name="By dose step")).to_be_visible()
    assert "Written by the patient." in stranger.content()
    assert_accessible(stranger, watch)
    assert stranger.evaluate("document.scripts.length") == 0
    for paper in ("A4", "Letter"):
        printed = stranger.pdf(format=paper, path=tmp_path / f"{paper}.pdf")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2

    page.goto(f"{site}/reports/")
    assert_accessible(page, watch)
    page.get_by_role("link", name=re.compile("End")).first.click()
    assert_accessible(page, watch)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text(re.compile("ended", re.IGNORECASE)).first).to_be_visible()
    answer = stranger.reload()
    assert answer is not None
    assert answer.status == 404
    assert "Widespread pain" not in stranger.content()
    assert_accessible(stranger, watch)
    assert [fault for fault in watch.faults if "/r/" in fault] == watch.faults  # the dead page's own 404
    watch.faults.clear()


def make_link(page: Page, watch: Watch, site: str) -> str:
    """Make a share link and return it as shown."""
    page.goto(f"{site}/reports/new/")
    assert_accessible(page, watch)
    page.fill("[name=label]", "Dr Lee")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your page is ready")
    assert_accessible(page, watch)
    return page.locator("#link").inner_text().strip()
