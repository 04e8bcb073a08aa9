"""A step at the dose change, or a drift that began before it? Pure.

People start a medicine when things are worst and symptoms fade by themselves: a slow, steady change lies across every
dose change and makes the mean after it differ from the mean before. The model here gives the drift its share first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum, sqrt

from journal.comparisons import student
from journal.comparisons.moments import autocorrelation, effective_size, likeness, scatter
from journal.figures.series import Point

LEAST_POINTS = 4


@dataclass(frozen=True, slots=True)
class StepAndDrift:
    """The fit of `value = level + slope x day + step x (after the change)`, in points of the scale.

    slope: points a day. step_half_width: half the likely range (95 %) of the step; None where nothing is left over.
    """

    slope: float
    step: float
    step_half_width: float | None

    @property
    def has_step(self) -> bool:
        """Whether a step is left when a steady drift has taken its share: its likely range leaves out zero."""
        return self.step_half_width is not None and abs(self.step) > self.step_half_width


def fit_step_and_drift(before: Sequence[Point], after: Sequence[Point]) -> StepAndDrift | None:
    """Return the least-squares fit of a straight drift with one step at the change.

    None with fewer than four days in a phase. Days are counted by the calendar, so that gaps stay gaps. The step's
    interval takes days as alike as the fit's residuals are: its standard error is widened by the square root of n / m,
    m the effective size of standards 6.1.
    """
    if min(len(before), len(after)) < LEAST_POINTS:
        return None
    origin = after[0].day
    first, second = _centred(before, origin), _centred(after, origin)
    spread = first.days_squared + second.days_squared
    if spread <= 0:
        return None
    slope = (first.products + second.products) / spread
    step = (second.value - slope * second.day) - (first.value - slope * first.day)
    left = [_left(points, part, slope, origin) for points, part in ((before, first), (after, second))]
    return StepAndDrift(slope, step, _half_width(left, first, second, spread))


@dataclass(frozen=True, slots=True)
class _Part:
    """The sums of one phase: size, mean day and value, and the squares and products around them."""

    size: int
    day: float
    value: float
    days_squared: float
    products: float


def _centred(points: Sequence[Point], origin: date) -> _Part:
    days = _days(points, origin)
    size, day = len(points), fsum(days) / len(points)
    value = fsum(point.value for point in points) / size
    return _Part(
        size=size,
        day=day,
        value=value,
        days_squared=fsum((each - day) ** 2 for each in days),
        products=fsum((each - day) * (point.value - value) for each, point in zip(days, points, strict=True)),
    )


def _left(points: Sequence[Point], part: _Part, slope: float, origin: date) -> list[tuple[date, float]]:
    """Return what the fit leaves of each day."""
    days = _days(points, origin)
    return [
        (point.day, point.value - part.value - slope * (day - part.day))
        for point, day in zip(points, days, strict=True)
    ]


def _days(points: Sequence[Point], origin: date) -> list[float]:
    """Return the day of each point, counted from the change by the calendar."""
    zero = origin.toordinal()
    return [float(point.day.toordinal() - zero) for point in points]


def _half_width(
    left: Sequence[Sequence[tuple[date, float]]], first: _Part, second: _Part, spread: float
) -> float | None:
    size = first.size + second.size
    squares = fsum(value * value for part in left for _, value in part)
    if squares <= 0:
        return None
    r = likeness(autocorrelation(map(scatter, left)), size / 2)
    effective = effective_size(first.size, r) + effective_size(second.size, r)
    gap = second.day - first.day
    error = sqrt(squares / (size - 3) * (1 / first.size + 1 / second.size + gap * gap / spread) * size / effective)
    return student.half_width(error, max(2.0, effective - 3))
