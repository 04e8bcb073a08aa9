"""The journal day: a date on the patient's own clock that starts at the patient's own hour. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def journal_day(instant: datetime, zone: ZoneInfo, start_hour: int) -> date:
    """Return the journal day an aware instant belongs to.

    Before start_hour on the wall clock it is still the day before, so that a dose at 00:30 belongs
    to the evening. Every instant has exactly one day, whatever daylight saving does, and a day that
    has begun is not followed by the one before it when the clock is set back over its start.
    """
    local = instant.astimezone(zone)
    day = local.date() - timedelta(days=1) if local.hour < start_hour else local.date()
    return day + timedelta(days=1) if local.fold and _next_has_begun(local, day, start_hour) else day


def _next_has_begun(local: datetime, day: date, start_hour: int) -> bool:
    """Return whether the next day's start was on the clock already, in the hour that comes a second time here."""
    start = datetime.combine(day + timedelta(days=1), time(start_hour), local.tzinfo)
    set_back = _offset(local.replace(fold=0)) - _offset(local)
    comes_twice = _offset(start) > _offset(start.replace(fold=1))
    return comes_twice and start.replace(tzinfo=None) - local.replace(tzinfo=None, fold=0) < set_back


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta(0)


def clock_order(at: time, start_hour: int) -> tuple[bool, time]:
    """Return a key that sorts clock times within a journal day: those after midnight come last."""
    return (at.hour < start_hour, at)


def latest_day_on_earth(instant: datetime) -> date:
    """Return the latest calendar date anywhere at an aware instant (UTC+14)."""
    return (instant + timedelta(hours=14)).date()
