"""The difference between two phases, with an interval that holds for days that are like each other. Pure.

A naive interval on diary data says "changed" in about a quarter of the cases where nothing changed; this one in about
one of twenty (docs/calibration.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from journal.comparisons import student
from journal.comparisons.moments import (
    ONE_DAY,
    Scatter,
    autocorrelation,
    effective_size,
    likeness,
    mean,
    residuals,
    scatter,
    variance_of_mean,
)
from journal.figures.series import Point

APART_DAYS = 7


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two phases of one item, in points of its scale: then, now, and how sure that is.

    change: mean_after - mean_before. low to high is the likely range of it (95 %); None where nothing varies in either
    phase, since then there is nothing to reckon with. r: how alike days are, 0 to 0.9. effective_*: how many
    independent days the phase is worth.
    """

    mean_before: float
    mean_after: float
    n_before: int
    n_after: int
    r: float
    effective_before: float
    effective_after: float
    half_width: float | None

    @property
    def change(self) -> float:
        """The mean after minus the mean before."""
        return self.mean_after - self.mean_before

    @property
    def low(self) -> float | None:
        """The lower end of the likely range."""
        return None if self.half_width is None else self.change - self.half_width

    @property
    def high(self) -> float | None:
        """The upper end of the likely range."""
        return None if self.half_width is None else self.change + self.half_width

    @property
    def is_clear(self) -> bool:
        """Whether the likely range leaves out zero."""
        return self.half_width is not None and abs(self.change) > self.half_width

    @property
    def smallest_shown(self) -> float | None:
        """The smallest change that this many entries could have shown: half the width of the likely range."""
        return self.half_width


@dataclass(frozen=True, slots=True)
class Moments:
    """What the interval needs to know of a phase's daily ratings, at least one of them.

    whole: whether all are whole numbers. first_day, last_day: of the ratings.
    """

    mean: float
    scatter: Scatter
    whole: bool
    first_day: date
    last_day: date

    @property
    def n(self) -> int:
        """Days with an answer."""
        return self.scatter.size

    @property
    def pairs(self) -> int:
        """How many of these days have an answer on the day after as well."""
        return self.scatter.pairs

    @property
    def variance(self) -> float:
        """The sample variance (divisor n - 1) in squared points; at least two days."""
        return self.scatter.squares / (self.n - 1)


def moments_of(points: Sequence[Point]) -> Moments:
    """Return the moments of daily ratings in order of time."""
    values = [float(point.value) for point in points]
    return Moments(
        mean=mean(values),
        scatter=scatter(residuals(points)),
        whole=all(map(float.is_integer, values)),
        first_day=points[0].day,
        last_day=points[-1].day,
    )


def difference(before: Sequence[Point], after: Sequence[Point]) -> Difference | None:
    """Return the difference of two phases' daily ratings, in points of the scale; None without two in each.

    Points are in order of time, the wash-in left out by the caller.
    """
    return difference_of(moments_of(before), moments_of(after)) if before and after else None


def difference_of(before: Moments, after: Moments) -> Difference | None:
    """Return the same from the moments of the phases.

    Formula: standards 6.1. r1 is the pooled lag-1 autocorrelation within the phases, for whole numbers without what
    rounding adds (why: docs/calibration.md), n their mean length, r = min(0.9, max(0, r1) + (1 + 4 max(0, r1)) / n),
    m = max(2, n (1 - r) / (1 + r)) for each, se = sqrt(s1^2 / m1 + s2^2 / m2), half width t(0.975, m1 + m2 - 2) se.
    With seven days or more between the two, s^2 (n - 1) / n / (m - 1) for each s^2 / m (moments.variance_of_mean): days
    that are alike vary less around their own mean than around the true one. Where the phases touch, what their last and
    first days have in common makes up for that, so that s^2 / m holds; days apart have nothing in common
    (docs/decisions/0038).
    """
    if before.n < 2 or after.n < 2:
        return None
    sides = before, after
    r1 = autocorrelation([side.scatter for side in sides], 1.0 if before.whole and after.whole else 0.0)
    r = likeness(r1, (before.n + after.n) / 2)
    sizes = effective_size(before.n, r), effective_size(after.n, r)
    if are_apart(before, after):
        parts = zip(sides, sizes, strict=True)
        error = sqrt(sum(variance_of_mean(side.scatter.squares, side.n, size) for side, size in parts))
    else:
        error = student.standard_error(before.variance, sizes[0], after.variance, sizes[1])
    return Difference(
        mean_before=before.mean,
        mean_after=after.mean,
        n_before=before.n,
        n_after=after.n,
        r=r,
        effective_before=sizes[0],
        effective_after=sizes[1],
        half_width=student.half_width(error, max(2.0, sum(sizes) - 2)) if error > 0 else None,
    )


def are_apart(before: Moments, after: Moments) -> bool:
    """Return whether at least seven days lie between the last answer before and the first after, as a wash-in does."""
    return after.first_day - before.last_day > APART_DAYS * ONE_DAY
