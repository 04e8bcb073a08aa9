"""Nights after a dose in the evening against nights after a dose in the morning. Pure.

Sleep and dreams mean the night that ended on the journal day, and are paired with the dose of the journal day before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from journal.comparisons.summary import Summary, summarise
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

ONE_DAY = timedelta(days=1)
MORNING, EVENING = time(4), time(16)


@dataclass(frozen=True, slots=True)
class ByHour:
    """One item after doses of the evening (16:00 to 03:59), of the morning (04:00 to 15:59), and after other days.

    evening, morning: None where no rated night followed one. unknown: rated nights after a day without a dose that
    has a time, or with several doses.
    """

    evening: Summary | None
    morning: Summary | None
    unknown: int

    @property
    def can_be_compared(self) -> bool:
        """Whether nights of both kinds were rated: else there is nothing to set side by side."""
        return self.evening is not None and self.morning is not None


def is_evening(at: time) -> bool:
    """Return whether a dose at this hour belongs to the evening: 16:00 to 03:59."""
    return at >= EVENING or at < MORNING


def split_by_hour(item: RatedItem, points: Sequence[Point], taken_at: Mapping[date, Sequence[time]]) -> ByHour:
    """Return the nights of an item by the hour of the dose before them; description without an interval.

    taken_at: the hours of the doses taken on each journal day. Weekly answers stand for several nights: unknown.
    """
    evening: list[Point] = []
    morning: list[Point] = []
    unknown = 0
    for point in points:
        hours = taken_at.get(point.day - ONE_DAY, ())
        if point.weekly or len(hours) != 1:
            unknown += 1
        elif is_evening(hours[0]):
            evening.append(point)
        else:
            morning.append(point)
    return ByHour(summarise(item, evening), summarise(item, morning), unknown)
