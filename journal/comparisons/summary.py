"""What the days of one phase have in common: middle, range, spread, and how many reach a level. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

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
    counts = Counter([point.value for point in points])
    return summarise_counts(item, counts, weekly=sum([point.weekly for point in points]))


def summarise_counts(item: RatedItem, counts: Mapping[int, int], *, weekly: int = 0) -> Summary | None:
    """Return the same of how often each value was chosen, weekly the count of those that stand for a week."""
    ordered = sorted((value, count) for value, count in counts.items() if count)
    if not ordered:
        return None
    n = sum(count for _, count in ordered)
    middle = fsum(value * count for value, count in ordered) / n
    squares = fsum(count * (value - middle) ** 2 for value, count in ordered)
    lowest, highest = ordered[0][0], ordered[-1][0]
    return Summary(
        n=n,
        median=median_of_counts(ordered),
        mean=middle,
        lowest=lowest,
        highest=highest,
        worst=highest if item.lower_is_better else lowest,
        spread=sqrt(squares / (n - 1)) if n > 1 else 0.0,
        weekly=weekly,
    )


def days_at_level(item: RatedItem, points: Sequence[Point], level: int) -> int:
    """Return on how many of the days the item was at that level or worse."""
    if item.lower_is_better:
        return sum(point.value >= level for point in points)
    return sum(point.value <= level for point in points)
