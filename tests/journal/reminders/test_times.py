"""When a day's reminder is: at the patient's hour, on both changes of the clock, in every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.days import journal_day
from accounts.zones import zone_names
from journal.reminders.times import days_asked, reminder_at

ZONES = st.sampled_from(zone_names()).map(ZoneInfo)
DAYS = st.dates(date(2012, 1, 1), date(2037, 1, 1))  # after the last date that was on no clock


def at(day: str, zone: str, hour: int, start_hour: int = 4) -> str:
    return f"{reminder_at(date.fromisoformat(day), ZoneInfo(zone), start_hour, hour):%d %H:%M}"


@given(DAYS, ZONES, st.integers(0, 6), st.integers(0, 23))
def test_a_days_reminder_lies_in_that_day(day, zone, start_hour, hour):
    assert journal_day(reminder_at(day, zone, start_hour, hour), zone, start_hour) == day


@given(DAYS, ZONES, st.integers(0, 6), st.integers(0, 23))
def test_the_wall_shows_the_hour_unless_the_clock_jumped_over_it(day, zone, start_hour, hour):
    found = reminder_at(day, zone, start_hour, hour)
    wall = found.astimezone(zone)
    around = {(found + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in (-3, 3)}
    assert (wall.hour, wall.minute) == (hour, 0) or len(around) == 2


@pytest.mark.parametrize(
    ("day", "zone", "hour", "expected"),
    [
        # London: 8 in the evening is 20:00 UTC in winter and 19:00 UTC in summer.
        ("2026-03-28", "Europe/London", 20, "28 20:00"),
        ("2026-03-29", "Europe/London", 20, "29 19:00"),
        ("2026-10-24", "Europe/London", 20, "24 19:00"),
        ("2026-10-25", "Europe/London", 20, "25 20:00"),
        # 01:00 of the night into 29 March is on no clock, 01:00 of the night into 25 October comes twice.
        ("2026-03-28", "Europe/London", 1, "29 01:00"),
        ("2026-10-24", "Europe/London", 1, "25 00:00"),
        # An hour before the day's start is the night after.
        ("2026-11-22", "Europe/London", 0, "23 00:00"),
        ("2026-11-22", "Europe/London", 4, "22 04:00"),
        ("2026-11-22", "Pacific/Auckland", 20, "22 07:00"),
    ],
)
def test_hour_across_both_changes_of_the_clock(day, zone, hour, expected):
    assert at(day, zone, hour) == expected


def test_hour_that_is_on_no_clock_and_would_be_the_next_day_is_the_time_before():
    """London, a day that starts at 2: on 29 March 01:00 to 02:00 is jumped over, and 02:00 is the next day."""
    found = reminder_at(date(2026, 3, 28), ZoneInfo("Europe/London"), 2, 1)
    assert found == datetime(2026, 3, 29, 0, tzinfo=UTC)


def test_date_that_was_on_no_clock_has_no_reminder():
    assert reminder_at(date(2011, 12, 30), ZoneInfo("Pacific/Apia"), 0, 20) is None


def test_weekly_diary_is_asked_for_on_the_last_day_of_its_week():
    sunday = date(2026, 11, 22)
    assert list(days_asked(sunday, 9, 6)) == [sunday, date(2026, 11, 29)]
    assert list(days_asked(sunday, 3, None)) == [sunday, date(2026, 11, 23), date(2026, 11, 24)]
