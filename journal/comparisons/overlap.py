"""Non-overlap of all pairs: on how many day-to-day comparisons a day after was better than a day before. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Overlap:
    """Every day before against every day after: how many pairs are better, the same and worse after; counts."""

    better: int
    same: int
    worse: int

    @property
    def pairs(self) -> int:
        """Days before times days after; at least 1."""
        return self.better + self.same + self.worse

    @property
    def nap(self) -> float:
        """The share of pairs that are better after, ties half, 0 to 1; 0.5 is no difference.

        Parker & Vannest, Behavior Therapy 40, 2009. It is the U of Mann and Whitney over the number of pairs. A
        description without an interval: the published ones take days as independent of each other.
        """
        return (self.better + self.same / 2) / self.pairs

    @property
    def tau(self) -> float:
        """Better minus worse over all pairs, -1 to 1: Kendall's tau of non-overlap, equal to 2 NAP - 1."""
        return (self.better - self.worse) / self.pairs

    @property
    def of_hundred(self) -> int:
        """NAP as "on 72 of 100 day-to-day comparisons", rounded half up; the rest is worse."""
        return int(self.nap * 100 + 0.5)


def overlap(before: Sequence[float], after: Sequence[float], *, lower_is_better: bool) -> Overlap | None:
    """Return how the values of two phases overlap; None where one of them is empty.

    Counted value by value, each against the sorted ones before, so that n days of k values cost n + k log k.
    """
    if not before or not after:
        return None
    counts = Counter(before)
    ordered = sorted(counts)
    totals = [0, *accumulate(counts[value] for value in ordered)]
    below = up_to = 0
    for value, count in Counter(after).items():
        below += count * totals[bisect_left(ordered, value)]
        up_to += count * totals[bisect_right(ordered, value)]
    above = len(before) * len(after) - up_to
    better, worse = (above, below) if lower_is_better else (below, above)
    return Overlap(better=better, same=up_to - below, worse=worse)
