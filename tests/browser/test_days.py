"""Where everybody in these tests lives: in the afternoon, whenever the tests run."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.zones import zone_names
from tests.browser.days import PLACES, afternoon_place


def test_it_is_afternoon_at_every_moment():
    starts = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    moments = [start + timedelta(minutes=10 * number) for start in starts for number in range(24 * 6)]
    hours = {now.astimezone(ZoneInfo(afternoon_place(now))).hour for now in moments}
    assert hours <= {13, 14, 15, 16}
    assert set(PLACES) <= set(zone_names())
