"""What a person does on the page of a day."""

import re
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

SAVE = re.compile("^Save (today|this day)$")


def past_day(number: int) -> date:
    """Return a day within the diary of tests/browser/people.py that nothing else uses."""
    return date.today() - timedelta(days=100 + number)


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
