"""The journal day: a date on the patient's own clock that starts at the patient's own hour. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

LEEWAY = timedelta(minutes=5)  # clocks differ, and an hour about to come is as good as come
FIRST_ON_EARTH = timezone(timedelta(hours=14))


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


def latest_day_on_earth(instant: datetime) -> date:
    """Return the latest calendar date anywhere at an aware instant (UTC+14)."""
    return (instant + timedelta(hours=14)).date()


@dataclass(frozen=True, kw_only=True)
class DayNow:
    """A journal day as an aware instant finds it on the patient's own clock."""

    day: date
    instant: datetime
    zone: ZoneInfo
    start_hour: int

    @property
    def is_today(self) -> bool:
        """Whether it is the journal day now."""
        return self.day == journal_day(self.instant, self.zone, self.start_hour)

    @property
    def has_begun(self) -> bool:
        """Whether it is today or gone by, or was lived before flying over the date line."""
        today = journal_day(self.instant, self.zone, self.start_hour)
        return self.day <= max(today, latest_day_on_earth(self.instant))

    @property
    def clock(self) -> time:
        """What the clock says, to the minute."""
        return self.instant.astimezone(self.zone).time().replace(second=0, microsecond=0)

    def minutes_ago(self, minutes: int) -> "DayNow":
        """Return the day as it was some minutes ago; as it is where it was another day then."""
        then = replace(self, instant=self.instant - timedelta(minutes=minutes))
        return then if then.is_today else self

    def has_come(self, at: time) -> bool:
        """Return whether a clock time of the day has come, give or take five minutes.

        Where the clock is set back or forward it is enough that it came once, or that the clock is past it. A day
        that is still ahead here was lived before flying over the date line: there the first clock on earth counts.
        """
        today = journal_day(self.instant, self.zone, self.start_hour)
        if self.day != today:
            return self.day < today or self._is_past(at, FIRST_ON_EARTH)
        return self._is_past(at, self.zone)

    def _is_past(self, at: time, zone: ZoneInfo | timezone) -> bool:
        wall = datetime.combine(self.day + timedelta(days=at.hour < self.start_hour), at)
        soon = self.instant + LEEWAY
        came = wall.replace(tzinfo=zone).astimezone(UTC) <= soon
        return came or wall <= soon.astimezone(zone).replace(tzinfo=None)
