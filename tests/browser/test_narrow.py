"""No page scrolls sideways on the smallest phone, nor with text at twice its size; wide tables scroll by themselves."""

from datetime import timedelta

import pytest

from tests.browser.conftest import sign_up
from tests.browser.days import today
from tests.browser.test_journey import log_day, make_link, set_up

PAGES = ("/journal/", "/journal/medicines/", "/journal/insights/", "/journal/history/", "/journal/events/", "/reports/")


@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (360, "200%")])
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


def widths(page, text):
    """Return how wide the page is with text of a size, and how wide the window."""
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    return tuple(page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]"))
