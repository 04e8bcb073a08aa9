"""Are bad days logged less often, or more? Days beside an empty day against the others. Pure.

Nobody can know what an empty day was like. But days are like their neighbours, so that the neighbours of empty days
tell a little about them: a description with its counts, and never a correction of other figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from journal.comparisons.moments import mean, variance
from journal.comparisons.wording import number_text
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

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


def beside_gaps(points: Sequence[Point]) -> BesideGaps | None:
    """Return how days beside empty ones were rated; None under 7 days of either kind. Points are in order of time."""
    if len(points) < 2 * LEAST_DAYS:
        return None
    days = [point.day.toordinal() for point in points]
    gaps = [after - before > 1 for before, after in pairwise(days)]
    beside: list[float] = []
    others: list[float] = []
    for point, gap_before, gap_after in zip(points, [False, *gaps], [*gaps, False], strict=True):
        (beside if gap_before or gap_after else others).append(point.value)
    if min(len(beside), len(others)) < LEAST_DAYS:
        return None
    spread = sqrt(variance([*beside, *others]))
    return BesideGaps(len(beside), len(others), mean(beside) - mean(others), spread)


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
