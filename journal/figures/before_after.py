"""The days before and after something began: counts, and no word on why they differ. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.dates import span_text
from journal.figures.days import LoggedDays, tallies_of
from journal.figures.ratings import Figures, RatedItem, count_ratings

DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Consecutive days, first to last counted.

    logged: days with any rating or note; weekly: how many of those stand for a week. figures: the item's own, whose
    n is the days on which it was rated; worst_text: its worst value in words, "" without any.
    """

    first_day: date
    last_day: date
    logged: int
    weekly: int
    figures: Figures
    worst_text: str

    @property
    def days(self) -> int:
        """Calendar days in it, at least 1."""
        return (self.last_day - self.first_day).days + 1

    @property
    def dates_text(self) -> str:
        """Its first and last day in words."""
        return span_text(self.first_day, self.last_day)


@dataclass(frozen=True, kw_only=True)
class BeforeAfter:
    """An item in the 14 days before a day and in the 14 that begin with it; `after` may not be over yet."""

    item: RatedItem
    before: Stretch
    after: Stretch

    @property
    def both(self) -> tuple[Stretch, Stretch]:
        """Before, then after."""
        return self.before, self.after

    @property
    def so_far(self) -> bool:
        """Whether the days after are not over yet."""
        return self.after.days < DAYS


def span(began: date, today: date) -> tuple[date, date]:
    """Return the first and last day to look at for something that began on or before today."""
    return began - timedelta(days=DAYS), min(began + timedelta(days=DAYS - 1), today)


def before_and_after(item: RatedItem, began: date, today: date, days: LoggedDays) -> BeforeAfter:
    """Return the counts of an item around the day something began."""
    first, last = span(began, today)
    return BeforeAfter(
        item=item,
        before=_stretch(item, first, began - timedelta(days=1), days),
        after=_stretch(item, began, last, days),
    )


def _stretch(item: RatedItem, first: date, last: date, days: LoggedDays) -> Stretch:
    within = days.within(first, last)
    figures = count_ratings(item, tallies_of(within, item.id))
    return Stretch(
        first_day=first,
        last_day=last,
        logged=len(within),
        weekly=within.weeks,
        figures=figures,
        worst_text="" if figures.worst is None else item.value_text(figures.worst),
    )
