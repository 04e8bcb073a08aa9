"""Are bad days logged less often, or more? Days beside an empty day against the others. Pure.

Nobody can know what an empty day was like. But days are like their neighbours, so that the neighbours of empty days
tell a little about them: a description with its counts, and never a correction of other figures.
"""

from dataclasses import dataclass
from datetime import date
from itertools import compress, pairwise
from math import sqrt
from operator import not_

from journal.comparisons.moments import mean, variance
from journal.comparisons.wording import number_text
from journal.figures.days import NOTHING, SHIFT, LoggedDays
from journal.figures.ratings import RatedItem

LEAST_DAYS = 7
NOTICED = 0.5  # of a standard deviation of all days


@dataclass(frozen=True, slots=True)
class BesideGaps:
    """Logged days with an empty day before or after, within the first and last answer, and all others.

    beside, others: their counts, at least 7 each; difference: mean beside minus mean of the others, in points; spread:
    the standard deviation of all days.
    """

    beside: int
    others: int
    difference: float
    spread: float

    @property
    def is_noticed(self) -> bool:
        """Whether the two lie at least half a standard deviation apart."""
        return self.spread > 0 and abs(self.difference) >= NOTICED * self.spread


def beside_gaps(days: LoggedDays, item_id: int) -> BesideGaps | None:
    """Return how days beside those without an answer to the item were rated; None under 7 days of either kind."""
    column = days.column(item_id)
    values = [byte - SHIFT for byte in column if byte != NOTHING]
    if len(values) < 2 * LEAST_DAYS:
        return None
    numbers = map(date.toordinal, compress(days.days, column))
    gaps = [after - before > 1 for before, after in pairwise(numbers)]
    is_beside = [before or after for before, after in zip([False, *gaps], [*gaps, False], strict=True)]
    beside, others = list(compress(values, is_beside)), list(compress(values, map(not_, is_beside)))
    if min(len(beside), len(others)) < LEAST_DAYS:
        return None
    return BesideGaps(len(beside), len(others), mean(beside) - mean(others), sqrt(variance(values)))


def warning(item: RatedItem, found: BesideGaps | None) -> str:
    """Return what to keep in mind when reading the figures of an item, "" when nothing was noticed."""
    if found is None or not found.is_noticed:
        return ""
    worse = (found.difference > 0) == item.lower_is_better
    return (
        f"{item.name} was {number_text(abs(found.difference))} points {'worse' if worse else 'better'} on the "
        f"{found.beside} days beside an empty day than on the other {found.others}: {'bad' if worse else 'good'} days "
        "may have been logged less often, and the figures cannot show that."
    )
