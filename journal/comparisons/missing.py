"""Are bad days logged less often, or more? Days beside an empty day against the others of the dose step. Pure.

Nobody can know what an empty day was like. But days are like their neighbours, so that the neighbours of empty days
tell a little about them: a description with its counts, and never a correction of other figures. Each day is held
against the mean of its own dose step, or a change of dose with emptier days on one side would look like that.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import compress, pairwise
from math import sqrt

from journal.comparisons.moments import mean, sum_of_squares
from journal.comparisons.wording import number_text
from journal.figures.days import NOTHING, SHIFT, LoggedDays
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem

LEAST_DAYS = 7
NOTICED = 0.5  # of a standard deviation of the days of a dose step


@dataclass(frozen=True, slots=True)
class BesideGaps:
    """Logged days with an empty day before or after, within the first and last answer, and all others.

    beside, others: their counts, at least 7 each; difference: mean beside minus mean of the others, in points, the mean
    of its dose step taken off each day; spread: the standard deviation of days around the mean of their dose step.
    """

    beside: int
    others: int
    difference: float
    spread: float

    @property
    def is_noticed(self) -> bool:
        """Whether the two lie at least half a standard deviation apart."""
        return self.spread > 0 and abs(self.difference) >= NOTICED * self.spread


def beside_gaps(days: LoggedDays, item_id: int, phases: Iterable[Phase]) -> BesideGaps | None:
    """Return how days beside those without an answer to the item were rated; None under 7 days of either kind.

    phases: in which the days lie; days in none of them are left out. What is left of days when the mean of their phase
    is taken off adds up to 0 in each phase, so that the days beside gaps tell what the others add up to.
    """
    column = days.column(item_id)
    values = [byte - SHIFT for byte in column if byte != NOTHING]
    if len(values) < 2 * LEAST_DAYS:
        return None
    numbers = list(map(date.toordinal, compress(days.days, column)))
    gaps = [after - before > 1 for before, after in pairwise(numbers)]
    is_beside = [before or after for before, after in zip([False, *gaps], [*gaps, False], strict=True)]
    beside = others = freedom = 0
    left = squares = 0.0
    for phase in phases:
        begin, end = (
            bisect_left(numbers, phase.first_day.toordinal()),
            bisect_right(numbers, phase.last_day.toordinal()),
        )
        if begin >= end:
            continue
        part, flags = values[begin:end], is_beside[begin:end]
        count = sum(flags)
        left += sum(compress(part, flags)) - count * mean(part)
        beside, others = beside + count, others + len(part) - count
        squares, freedom = squares + sum_of_squares(part), freedom + len(part) - 1
    if min(beside, others) < LEAST_DAYS:
        return None
    return BesideGaps(beside, others, left / beside + left / others, sqrt(squares / max(1, freedom)))


def warning(item: RatedItem, found: BesideGaps | None) -> str:
    """Return what to keep in mind when reading the figures of an item, "" when nothing was noticed."""
    if found is None or not found.is_noticed:
        return ""
    worse = (found.difference > 0) == item.lower_is_better
    days = "bad" if worse else "good"
    return (
        f"{item.name} was {number_text(abs(found.difference))} points {'worse' if worse else 'better'} on the "
        f"{found.beside} days beside an empty day than on the other {found.others}, each held against the mean of its "
        f"dose step: {days} days may have been logged less often, and the figures cannot show that."
    )
