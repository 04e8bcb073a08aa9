"""The report in a browser: what is read in the first minute, without a script, on a phone, and on one sheet of paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import assert_accessible
from tests.browser.site import manage

COMMAND = """
import sys
from django.utils import timezone
from tests.reports.links import link
from tests.typical import typical_patient
typical = typical_patient("typical@example.test", timezone.now())
questions = "Why headaches?\\nWhen do we decide if it is worth going on?\\nWhat if the pharmacy runs out?"
made = link(typical, is_frozen=True, questions=questions)
asked = link(typical, is_frozen=True, guarded=True)
sys.stdout.write(made.token + " " + asked.token)
"""
FIRST_MINUTE = ("h-now", "h-danger", "h-ask", "h-since")
OTHERS = ("h-chart", "h-steps", "h-tried", "h-events", "h-others", "h-text")


@pytest.fixture(scope="module")
def tokens(site: str, site_env: dict[str, str]) -> list[str]:
    """The tokens of two links of the typical patient: without and with a passcode."""
    return manage(site_env, "shell", "--no-imports", "-c", COMMAND).split()[-2:]


@pytest.fixture
def report(site, new_context, tokens) -> Page:
    page = new_context(1280).new_page()
    page.goto(f"{site}/r/{tokens[0]}/")
    page.get_by_role("button", name="Open the report").click()
    page.wait_for_selector("article.sheet")
    page.wait_for_load_state()
    return page


def feet(page: Page, names: tuple[str, ...]) -> dict[str, float]:
    """Return where the block under each heading ends, from the top of the page."""
    return {
        name: page.evaluate(f"document.getElementById('{name}').closest('section').getBoundingClientRect().bottom")
        for name in names
    }


def test_the_first_minute_is_in_the_first_thousand_pixels(report: Page):
    found = feet(report, FIRST_MINUTE)
    # Of the fourth block the first line: the headline target then and now.
    found["h-since"] = report.evaluate("document.querySelector('.since > div').getBoundingClientRect().bottom")
    assert {name: foot for name, foot in found.items() if foot > 1000} == {}
    text = {name: report.locator(f"section:has(> #{name})").inner_text() for name in FIRST_MINUTE}
    assert re.search(r"3 mg\s+since \d+ \w+ \d{4}, day 15", text["h-now"])
    assert re.search(r"12\s+taken\s+0\s+missed", text["h-now"])
    assert "none was ticked on 72 logged days" in text["h-danger"]
    assert "Why headaches?" in text["h-ask"]
    assert re.search(r"Widespread pain[\s\S]*?\d \(\d+ days\) → \d", text["h-since"])


def test_every_other_block_is_there_in_few_nodes(report: Page):
    assert [name for name in OTHERS if report.locator(f"#{name}").count() != 1] == []
    assert report.evaluate("document.querySelectorAll('*').length") <= 800


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_typical_patient_prints_on_one_sheet(report: Page, tmp_path: Path, paper: str):
    file = tmp_path / "report.pdf"
    report.pdf(
        path=file,
        format=paper,
        margin=dict.fromkeys(("top", "bottom"), "6.5mm") | dict.fromkeys(("left", "right"), "10mm"),
    )
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes())) == 1


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark"), (320, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(report: Page, watch, width: int, scheme: str):
    report.set_viewport_size({"width": width, "height": 800})
    report.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert_accessible(report, watch)


# Each cell beside the first column: whole to the right of it, or whole under it.
PIECES = """() => [...document.querySelectorAll('.sheet .table-steps')].flatMap(table => {
    const scroller = table.parentElement.getBoundingClientRect();
    return [...table.rows].flatMap(row => {
        const edge = row.cells[0].getBoundingClientRect().right;
        return [...row.cells].slice(1).map(cell => cell.getBoundingClientRect())
            .filter(cell => [edge, scroller.right].some(at => cell.left < at - 1 && cell.right > at + 1))
            .map(cell => [edge, cell.left, cell.right]);
    });
})"""


@pytest.mark.parametrize("width", [320, 360, 430, 640, 760, 1280])
def test_table_by_step_shows_whole_columns_and_the_latest_first(report: Page, width: int):
    report.set_viewport_size({"width": width, "height": 800})
    report.reload()
    assert report.evaluate(PIECES) == []
    latest = "document.querySelector('.sheet .table-steps thead th:last-child').getBoundingClientRect().right"
    assert report.evaluate(latest) <= width
    report.evaluate("document.querySelector('.sheet .wrap-latest').scrollBy(-40, 0)")
    report.wait_for_timeout(600)  # it snaps
    assert report.evaluate(PIECES) == []


# Each dose in a bar of the drawing that shows: how far its middle is from the middle of its bar.
OFF_CENTRE = """() => [...document.querySelectorAll('.sheet .dose-t')]
    .filter(label => label.getClientRects().length)
    .map(label => {
        const box = label.getBBox();
        return Math.abs(box.x + box.width / 2 - label.x.baseVal[0].value);
    })"""


@pytest.mark.parametrize("width", [360, 1280])
def test_each_dose_stands_in_the_middle_of_its_bar(report: Page, width: int):
    report.set_viewport_size({"width": width, "height": 800})
    found = report.evaluate(OFF_CENTRE)
    assert found
    assert [off for off in found if off > 1] == []


def test_report_is_closed_by_its_button(report: Page, watch, site, tokens):
    report.get_by_role("button", name="Close the report").click()
    report.wait_for_selector("text=The report is closed on this device")
    assert_accessible(report, watch)
    report.go_back()
    report.wait_for_selector("text=A diary summary, for you")
    assert report.locator("article.sheet").count() == 0


def test_passcode_is_asked_for_in_plain_words(site, new_context, watch, tokens):
    page = new_context(360).new_page()
    page.goto(f"{site}/r/{tokens[1]}/")
    page.get_by_role("button", name="Open the report").click()
    page.wait_for_selector("#passcode-error")
    assert "5 tries left" in page.inner_text("#passcode-error")
    assert page.title().startswith("Error:")
    watch.faults[:] = [fault for fault in watch.faults if "422" not in fault]  # the browser tells of the status
    assert_accessible(page, watch)
