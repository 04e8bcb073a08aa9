"""When to remind: once a journal day at the patient's own hour, whatever the clocks do. Pure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.days import journal_day


def reminder_at(day: date, zone: ZoneInfo, start_hour: int, hour: int) -> datetime | None:
    """Return the instant (UTC) of a journal day's reminder; an hour before the day's start is the night after.

    An hour that comes twice is meant the first time. One that the clock jumps over becomes the nearest
    time that is still of that day. None for a date that was on no clock.
    """
    wall = datetime.combine(day if hour >= start_hour else day + timedelta(days=1), time(hour), zone)
    for fold in (0, 1):
        at = wall.replace(fold=fold).astimezone(UTC)
        if journal_day(at, zone, start_hour) == day:
            return at
    return None


def days_asked(first: date, count: int, week_ends_on: int | None) -> Iterator[date]:
    """Yield those of so many days that have something to fill in: each, or the last of each week."""
    for number in range(count):
        day = first + timedelta(days=number)
        if week_ends_on in (None, day.weekday()):
            yield day
