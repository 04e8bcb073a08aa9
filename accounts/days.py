"""The journal day: a date on the patient's own clock that starts at the patient's own hour. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def journal_day(instant: datetime, zone: ZoneInfo, start_hour: int) -> date:
    """Return the journal day an aware instant belongs to.

    Before start_hour on the wall clock it is still the day before, so that a dose at 00:30 belongs
    to the evening. Every instant has exactly one day, whatever daylight saving does.
    """
    local = instant.astimezone(zone)
    return local.date() - timedelta(days=1) if local.hour < start_hour else local.date()


def clock_order(at: time, start_hour: int) -> tuple[bool, time]:
    """Return a key that sorts clock times within a journal day: those after midnight come last."""
    return (at.hour < start_hour, at)


def latest_day_on_earth(instant: datetime) -> date:
    """Return the latest calendar date anywhere at an aware instant (UTC+14)."""
    return (instant + timedelta(hours=14)).date()
