"""No page scrolls sideways on the smallest phone, nor with text at twice its size; wide tables scroll by themselves."""

from datetime import timedelta

import pytest

from tests.browser import everything
from tests.browser.conftest import TOO_WIDE, sign_up
from tests.browser.days import today
from tests.browser.people import COLUMNS, signed_in
from tests.browser.test_every_page import named
from tests.browser.test_journey import log_day, make_link, set_up

PAGES = ("/journal/", "/journal/medicines/", "/journal/insights/", "/journal/history/", "/journal/events/", "/reports/")
SMALLEST = 320
# The words of the latest dose step that lie under the column that stays, or beside the screen; and how many there are.
CUT_OFF = """() => {
    const rows = [...document.querySelectorAll('.table-steps tr')], cut = [];
    let words = 0;
    for (const row of rows) {
        const edge = row.cells[0].getBoundingClientRect().right, range = document.createRange();
        range.selectNodeContents(row.cells[row.cells.length - 1]);
        for (const at of range.getClientRects()) {
            words += 1;
            if (at.left < edge || at.right > row.closest('.table-wrap').getBoundingClientRect().right + .5)
                cut.push([row.innerText, at.left, at.right]);
        }
    }
    return [cut, words > rows.length];
}"""


@pytest.mark.parametrize(("width", "text"), [(SMALLEST, "100%"), (360, "200%")])
def test_no_page_scrolls_sideways(site, new_context, watch, width, text):
    page = new_context(width).new_page()
    sign_up(page, site, f"narrow-{width}@example.test")
    set_up(page, watch, today() - timedelta(days=3))
    log_day(page, 6)
    link = make_link(page, watch, site)
    stranger = new_context(width).new_page()
    stranger.goto(link)
    stranger.get_by_role("button", name="Open the report").click()
    stranger.wait_for_load_state()
    assert widths(stranger, text) == (width, width)
    for address in PAGES:
        page.goto(site + address)
        assert (address, widths(page, text)) == (address, (width, width))


def test_no_page_of_the_site_map_scrolls_sideways_on_the_smallest_phone(site, cast, new_context, page_of):
    patient = signed_in(new_context(SMALLEST), site, cast.patient).new_page()
    for page, column in ((patient, 2), (new_context(SMALLEST).new_page(), 0)):
        wide, names = {}, set()
        for name, address in list(everything.pages(page, site, cast.values)):
            page.goto(site + address)
            names.add(name)
            if widths(page, "100%") != (SMALLEST, SMALLEST):
                wide[address] = page.evaluate(TOO_WIDE)
        assert (wide, named(column) - names) == ({}, set())
    page = page_of("chart", SMALLEST)  # a longer diary, whose tables are wide
    for address in PAGES:
        page.goto(site + address)
        assert (address, widths(page, "100%")) == (address, (SMALLEST, SMALLEST))


@pytest.mark.parametrize("width", [SMALLEST, 360, 780])
@pytest.mark.parametrize("name", COLUMNS)
def test_no_figure_of_the_latest_dose_step_is_cut_off(site, page_of, name, width):
    page = page_of(name, width)
    page.goto(f"{site}/journal/insights/")
    assert page.locator(".table-steps thead th").count() == COLUMNS[name] + 1
    assert page.evaluate(CUT_OFF) == [[], True]


def test_a_page_that_scrolls_sideways_would_be_found(new_context):
    page = new_context(SMALLEST).new_page()
    page.set_content('<main><p style="width: 400px">x</p></main>')
    assert widths(page, "100%") != (SMALLEST, SMALLEST)


def widths(page, text):
    """Return how wide the page is with text of a size, and how wide the window."""
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    return tuple(page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]"))
