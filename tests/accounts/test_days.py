from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.days import LEEWAY, DayNow, journal_day, latest_day_on_earth
from accounts.zones import zone_names

ZONES = st.sampled_from(zone_names()).map(ZoneInfo)
INSTANTS = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))
HOURS = st.integers(0, 6)


def day(text: str, zone: str, start_hour: int = 4) -> date:
    """The journal day of a UTC instant."""
    return journal_day(datetime.fromisoformat(text).replace(tzinfo=UTC), ZoneInfo(zone), start_hour)


@given(INSTANTS, ZONES, HOURS)
def test_every_instant_has_the_day_of_the_wall_clock_moved_back_by_the_start_hour(instant, zone, start_hour):
    wall = instant.astimezone(zone)
    assume(not wall.fold)  # an hour that comes a second time: below
    assert journal_day(instant, zone, start_hour) == (wall.replace(tzinfo=None) - timedelta(hours=start_hour)).date()


@given(INSTANTS, ZONES, ZONES, HOURS)
def test_the_zone_an_instant_is_written_in_does_not_matter(instant, zone, other, start_hour):
    assert journal_day(instant.astimezone(other), zone, start_hour) == journal_day(instant, zone, start_hour)


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=400)), ZONES, HOURS)
def test_days_never_go_back_even_when_the_wall_clock_does(instant, later, zone, start_hour):
    assert journal_day(instant, zone, start_hour) <= journal_day(instant + later, zone, start_hour)


@given(INSTANTS, ZONES, HOURS)
def test_a_day_later_is_another_day_unless_the_clock_was_set(instant, zone, start_hour):
    tomorrow = instant + timedelta(days=1)
    assume(instant.astimezone(zone).fold == tomorrow.astimezone(zone).fold == 0)
    assume(instant.astimezone(zone).utcoffset() == tomorrow.astimezone(zone).utcoffset())
    assert journal_day(tomorrow, zone, start_hour) == journal_day(instant, zone, start_hour) + timedelta(days=1)


@given(INSTANTS, ZONES)
def test_a_later_start_never_gives_a_later_day(instant, zone):
    days = [journal_day(instant, zone, hour) for hour in range(7)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("start_hour", "before", "after"),
    [
        (0, "2026-11-21T23:59:59", "2026-11-22T00:00:00"),
        (4, "2026-11-22T03:59:59", "2026-11-22T04:00:00"),
        (6, "2026-11-22T05:59:59", "2026-11-22T06:00:00"),
    ],
)
def test_the_day_begins_exactly_at_its_hour(start_hour, before, after):
    assert (day(before, "UTC", start_hour), day(after, "UTC", start_hour)) == (date(2026, 11, 21), date(2026, 11, 22))


def test_a_dose_at_half_past_midnight_belongs_to_the_evening_before():
    assert day("2026-11-23T00:30", "Europe/London") == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("instant", "zone", "start_hour", "expected"),
    [
        # London, spring: 01:00 becomes 02:00 on 29 March 2026.
        ("2026-03-29T00:59", "Europe/London", 1, date(2026, 3, 28)),
        ("2026-03-29T01:00", "Europe/London", 1, date(2026, 3, 29)),
        # London, autumn: 02:00 becomes 01:00 on 25 October 2026; the hour from 1 to 2 comes twice.
        ("2026-10-25T00:30", "Europe/London", 2, date(2026, 10, 24)),
        ("2026-10-25T01:30", "Europe/London", 2, date(2026, 10, 24)),
        ("2026-10-25T02:00", "Europe/London", 2, date(2026, 10, 25)),
        # Beirut: midnight is skipped; the day that starts at 0 starts at 1.
        ("2026-03-28T21:59", "Asia/Beirut", 0, date(2026, 3, 28)),
        ("2026-03-28T22:00", "Asia/Beirut", 0, date(2026, 3, 29)),
        # Kathmandu: 5 hours and 45 minutes ahead.
        ("2026-11-21T22:14", "Asia/Kathmandu", 4, date(2026, 11, 21)),
        ("2026-11-21T22:15", "Asia/Kathmandu", 4, date(2026, 11, 22)),
        # Chatham Islands: 03:45 becomes 02:45 on 5 April 2026; the 5th has begun at 03:00 and goes on.
        ("2026-04-04T13:14", "Pacific/Chatham", 3, date(2026, 4, 4)),
        ("2026-04-04T13:15", "Pacific/Chatham", 3, date(2026, 4, 5)),
        ("2026-04-04T14:00", "Pacific/Chatham", 3, date(2026, 4, 5)),
        ("2026-04-04T14:15", "Pacific/Chatham", 3, date(2026, 4, 5)),
        # Leap day.
        ("2028-03-01T03:59", "UTC", 4, date(2028, 2, 29)),
        ("2026-03-01T03:59", "UTC", 4, date(2026, 2, 28)),
        # The ends of the earth at one instant.
        ("2026-11-22T10:00", "Pacific/Kiritimati", 0, date(2026, 11, 23)),
        ("2026-11-22T10:00", "Pacific/Pago_Pago", 0, date(2026, 11, 21)),
    ],
)
def test_days_where_clocks_are_odd(instant, zone, start_hour, expected):
    assert day(instant, zone, start_hour) == expected


def test_where_samoa_skipped_a_date_days_go_on_without_a_step_back():
    days = [day(f"2011-12-{29 + hours // 24}T{hours % 24:02}:00", "Pacific/Apia") for hours in range(72)]
    assert days == sorted(days)
    # The 30th was on no clock there; the hours before four of the 31st are its night.
    assert {each: days.count(each) for each in days} == {
        date(2011, 12, 28): 14,
        date(2011, 12, 29): 20,
        date(2011, 12, 30): 4,
        date(2011, 12, 31): 24,
        date(2012, 1, 1): 10,
    }


@given(INSTANTS, ZONES, HOURS)
def test_no_journal_day_is_later_than_the_latest_on_earth(instant, zone, start_hour):
    assume(instant.year >= 1995)  # Before that, zones have offsets that no clock shows today.
    assert journal_day(instant, zone, start_hour) <= latest_day_on_earth(instant)


def test_latest_day_on_earth_changes_at_ten_in_the_morning_utc():
    assert latest_day_on_earth(datetime(2026, 11, 22, 9, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert latest_day_on_earth(datetime(2026, 11, 22, 10, 0, tzinfo=UTC)) == date(2026, 11, 23)


def day_now(text: str, instant: str, zone: str = "Europe/London", start_hour: int = 4) -> DayNow:
    """A day as a UTC instant finds it."""
    return DayNow(
        day=date.fromisoformat(text),
        instant=datetime.fromisoformat(instant).replace(tzinfo=UTC),
        zone=ZoneInfo(zone),
        start_hour=start_hour,
    )


@pytest.mark.parametrize(
    ("at", "has_come"),
    [
        (time(4), True),
        (time(10, 30), True),
        (time(10, 35), True),  # five minutes are given
        (time(10, 36), False),
        (time(21), False),
        (time(0, 30), False),  # of the night after
    ],
)
def test_an_hour_of_today_comes_with_its_clock(at, has_come):
    assert day_now("2026-11-27", "2026-11-27 10:30").has_come(at) == has_come


@pytest.mark.parametrize(
    ("day", "instant", "zone", "start_hour", "at", "has_come"),
    [
        ("2026-11-26", "2026-11-27 10:30", "Europe/London", 4, time(3, 59), True),  # a day gone by
        ("2026-11-27", "2026-11-28 00:20", "Europe/London", 4, time(0, 30), False),
        ("2026-11-27", "2026-11-28 00:25", "Europe/London", 4, time(0, 30), True),
        # 29 March 2026: 01:00 became 02:00, so that no clock said 01:30
        ("2026-03-28", "2026-03-29 00:45", "Europe/London", 4, time(1, 30), False),
        ("2026-03-28", "2026-03-29 01:05", "Europe/London", 4, time(1, 30), True),
        ("2026-03-28", "2026-03-29 00:45", "Europe/London", 4, time(2, 30), False),
        ("2026-03-28", "2026-03-29 01:30", "Europe/London", 4, time(2, 30), True),
        # 25 October 2026: 02:00 became 01:00, so that clocks said 01:30 twice; once is enough
        ("2026-10-24", "2026-10-25 00:20", "Europe/London", 4, time(1, 30), False),
        ("2026-10-24", "2026-10-25 00:30", "Europe/London", 4, time(1, 30), True),
        ("2026-10-24", "2026-10-25 01:10", "Europe/London", 4, time(1, 30), True),
        ("2026-10-24", "2026-10-25 01:10", "Europe/London", 4, time(2, 30), False),
        # a day lived in Auckland, seen from Honolulu
        ("2026-11-23", "2026-11-22 19:00", "Pacific/Honolulu", 4, time(8), True),
        ("2026-11-23", "2026-11-22 19:00", "Pacific/Honolulu", 4, time(21), False),
    ],
)
def test_an_hour_comes_once_whatever_the_clocks_do(day, instant, zone, start_hour, at, has_come):
    assert day_now(day, instant, zone, start_hour).has_come(at) == has_come


@given(INSTANTS, ZONES, HOURS)
def test_what_the_clock_says_has_come_unless_it_was_set_back_over_the_start_of_the_day(instant, zone, start_hour):
    now = DayNow(day=journal_day(instant, zone, start_hour), instant=instant, zone=zone, start_hour=start_hour)
    assume(not (instant.astimezone(zone).fold and now.clock.hour < start_hour))
    assert now.is_today
    assert now.has_come(now.clock)


@given(INSTANTS, ZONES, HOURS, st.integers(6, 12 * 60))
def test_an_hour_well_ahead_has_not_come(instant, zone, start_hour, minutes):
    wall, later = (
        each.astimezone(zone).replace(tzinfo=None) for each in (instant, instant + timedelta(minutes=minutes))
    )
    assume(later - wall == timedelta(minutes=minutes))  # no clock is set between
    day = journal_day(instant, zone, start_hour)
    assume(journal_day(instant + timedelta(minutes=minutes), zone, start_hour) == day)
    assume(not (instant + timedelta(minutes=minutes)).astimezone(zone).fold)
    now = DayNow(day=day, instant=instant, zone=zone, start_hour=start_hour)
    assert now.has_come(later.time().replace(second=0, microsecond=0)) == (timedelta(minutes=minutes) <= LEEWAY)


def test_a_day_has_begun_where_it_is_lived_first():
    assert [day_now(f"2026-11-{day}", "2026-11-22 19:00").has_begun for day in (21, 22, 23, 24)] == [
        True, True, True, False,
    ]  # fmt: skip
