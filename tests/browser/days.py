"""What a person does on the page of a day."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

SAVE = re.compile("^Save (today|this day)$")
# Places without summer time, all around the world.
PLACES = (
    *("Pacific/Honolulu", "America/Phoenix", "America/Bogota", "America/Sao_Paulo", "Atlantic/Cape_Verde"),
    *("Africa/Lagos", "Africa/Nairobi", "Asia/Karachi", "Asia/Bangkok", "Asia/Tokyo", "Pacific/Noumea"),
    *("Pacific/Tongatapu", "Pacific/Kiritimati"),
)


def afternoon_place(now: datetime) -> str:
    """Return a place where it is about three in the afternoon.

    Before noon today asks about last night's dose too, after midnight it is still yesterday, and at
    midnight the day would change in the middle of a test.
    """
    return min(PLACES, key=lambda name: abs(now.astimezone(ZoneInfo(name)).hour * 60 + now.minute - 15 * 60))


PLACE = afternoon_place(datetime.now(UTC))


def today() -> date:
    """Return the day of everybody in these tests."""
    return datetime.now(ZoneInfo(PLACE)).date()


def past_day(number: int) -> date:
    """Return a day within the diary of tests/browser/people.py that nothing else uses."""
    return today() - timedelta(days=100 + number)


def taken(page: Page) -> Locator:
    """Return the one tap of a dose."""
    return page.get_by_role("radio", name=re.compile("^Taken as usual")).first


def rating(page: Page, item: str, value: str) -> Locator:
    """Return one choice of an item's scale."""
    return page.get_by_role("group", name=re.compile(f"^{item}")).get_by_role("radio", name=value, exact=True)


def save(page: Page) -> None:
    """Save and wait until the page says so."""
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("status").first).to_contain_text("Saved:")
    page.wait_for_load_state()  # its script has looked at the draft by then
