"""Which days a report covers. Pure: the caller brings today and what is recorded."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEKS_12, SINCE_VISIT, SINCE_STEP, DATES, ALL = "12_weeks", "since_visit", "since_step", "dates", "all"
USUAL_DAYS = 84
MOST_DAYS_SINCE_VISIT = 180


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days of a report, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def usual_kind(today: date, last_visit: date | None) -> str:
    """Return the kind to offer first: the longer of 12 weeks and the time since the last visit."""
    longer = last_visit is not None and (today - last_visit).days >= USUAL_DAYS
    return SINCE_VISIT if longer else WEEKS_12


def rolling_period(
    kind: str, *, today: date, last_visit: date | None, first_entry: date | None, last_step: date | None = None
) -> Period:
    """Return the days of a period that moves with today; without a visit, a step or an entry, 12 weeks.

    "Since the last visit" and "since the last dose step" start on that day and reach back at most 180 days.
    """
    usual = today - timedelta(days=USUAL_DAYS - 1)
    since = {SINCE_VISIT: last_visit, SINCE_STEP: last_step}.get(kind)
    if since is not None:
        earliest = today - timedelta(days=MOST_DAYS_SINCE_VISIT - 1)
        return Period(first=min(max(since, earliest), today), last=today)
    if kind == ALL and first_entry is not None:
        return Period(first=min(first_entry, today), last=today)
    return Period(first=usual, last=today)
