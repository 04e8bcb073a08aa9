"""What a first visit of Today transfers, as the browser counts it; the report is weighed with a full diary elsewhere."""

from datetime import timedelta

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import sign_up
from tests.browser.days import today
from tests.browser.test_journey import set_up

TODAY_BYTES = 70 * 1024


def transferred(page: Page, address: str) -> int:
    """Return how many bytes came over the line for one address with an empty cache."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert sizes
    return round(sum(sizes))


def fresh(context: BrowserContext, new_context) -> Page:
    """Return a page with the same cookies and an empty cache."""
    return new_context(storage_state=context.storage_state()).new_page()


def test_a_first_visit_of_today_stays_small(site, new_context, watch):
    page = new_context().new_page()
    sign_up(page, site, "weight@example.test")
    set_up(page, watch, today() - timedelta(days=3))
    page.wait_for_url(f"{site}/journal/")
    assert transferred(fresh(page.context, new_context), f"{site}/journal/") <= TODAY_BYTES
