"""What the days of one phase have in common: middle, range, spread, and how many reach a level. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from journal.comparisons.moments import mean, variance
from journal.figures.ratings import RatedItem, median_of_counts
from journal.figures.series import Point


@dataclass(frozen=True, slots=True)
class Summary:
    """One item over some days, in points of its scale; wash-in days counted.

    n: days with an answer, at least 1. spread: the sample standard deviation, 0 for one day. worst: the highest where
    lower is better, else the lowest. weekly: how many of n stand for a week.
    """

    n: int
    median: float
    mean: float
    lowest: int
    highest: int
    worst: int
    spread: float
    weekly: int = 0


def summarise(item: RatedItem, points: Sequence[Point]) -> Summary | None:
    """Return the summary of an item's answers, the median of an even count the mean of the middle two; None without."""
    values = sorted(point.value for point in points)
    if not values:
        return None
    return Summary(
        n=len(values),
        median=median_of_counts(sorted(Counter(values).items())),
        mean=mean(values),
        lowest=values[0],
        highest=values[-1],
        worst=values[-1] if item.lower_is_better else values[0],
        spread=sqrt(variance(values)),
        weekly=sum(point.weekly for point in points),
    )


def days_at_level(item: RatedItem, points: Sequence[Point], level: int) -> int:
    """Return on how many of the days the item was at that level or worse."""
    if item.lower_is_better:
        return sum(point.value >= level for point in points)
    return sum(point.value <= level for point in points)
