"""Nights after a dose in the evening against nights after a dose in the morning. Pure.

Sleep and dreams mean the night that ended on the journal day, and are paired with the dose of the journal day before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from journal.comparisons.summary import Summary, summarise_counts
from journal.figures.days import LoggedDays, add_up, count_values, where
from journal.figures.ratings import RatedItem

ONE_DAY = timedelta(days=1)
MORNING, EVENING = time(4), time(16)
MORNINGS, EVENINGS = 1, 2


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


def split_by_hour(
    items: Iterable[RatedItem], days: LoggedDays, taken_at: Mapping[date, time]
) -> list[tuple[RatedItem, ByHour]]:
    """Return the nights of each item by the hour of the dose before them; description without an interval.

    taken_at: the hour of the only dose of each journal day, where it has one. Weekly answers stand for several nights:
    unknown.
    """
    kinds_of = {day + ONE_DAY: EVENINGS if is_evening(at) else MORNINGS for day, at in taken_at.items()}
    kinds = bytes([kinds_of.get(day, 0) for day in days.days])
    return [(item, _split(item, days.column(item.id, weekly=False), kinds, days.column(item.id))) for item in items]


def _split(item: RatedItem, nights: bytes, kinds: bytes, answers: bytes) -> ByHour:
    evening = summarise_counts(item, count_values(where(nights, kinds, EVENINGS)))
    morning = summarise_counts(item, count_values(where(nights, kinds, MORNINGS)))
    known = sum(part.n for part in (evening, morning) if part)
    return ByHour(evening, morning, add_up(answers)[1] - known)
