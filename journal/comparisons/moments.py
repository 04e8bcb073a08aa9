"""Means, spreads and how much one day is like the next, with gaps respected. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import compress, pairwise
from math import fsum
from operator import mul

from journal.figures.series import Point

ONE_DAY = timedelta(days=1)
MOST_ALIKE = 0.9


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean; at least one value."""
    return fsum(values) / len(values)


def sum_of_squares(values: Sequence[float]) -> float:
    """Return the squared distances from the mean, added up; 0 for one value or none."""
    if not values:
        return 0.0
    middle = mean(values)
    return fsum([count * (value - middle) ** 2 for value, count in Counter(values).items()])


def variance(values: Sequence[float]) -> float:
    """Return the sample variance (divisor n - 1) in squared units; 0 for fewer than two values."""
    return sum_of_squares(values) / (len(values) - 1) if len(values) > 1 else 0.0


def residuals(points: Iterable[Point]) -> list[tuple[date, float]]:
    """Return each day's distance from the mean of all; [] without points."""
    points = list(points)
    if not points:
        return []
    middle = mean([point.value for point in points])
    return [(point.day, point.value - middle) for point in points]


@dataclass(frozen=True, slots=True)
class Scatter:
    """What one phase's residuals add up to: their squares, and the products of each with that of the day after it.

    size: how many residuals; pairs: how many of them have a day after. Only days that follow each other make a pair: a
    gap makes none.
    """

    size: int = 0
    squares: float = 0.0
    pairs: int = 0
    products: float = 0.0


def scatter(part: Sequence[tuple[date, float]]) -> Scatter:
    """Return what residuals in order of time add up to."""
    if not part:
        return Scatter()
    values = [value for _, value in part]
    products = list(map(mul, values, values[1:]))
    if (part[-1][0] - part[0][0]).days != len(part) - 1:  # there is a gap
        follows = [next_day - day == ONE_DAY for (day, _), (next_day, _) in pairwise(part)]
        products = list(compress(products, follows))
    return Scatter(len(part), fsum(map(mul, values, values)), len(products), fsum(products))


def autocorrelation(parts: Iterable[Scatter], grain: float = 0.0) -> float:
    """Return the pooled lag-1 autocorrelation of residuals, -1 to 1 and slightly beyond with few pairs.

    Each part is one phase's residuals. 0 where nothing varies or no day follows another. Formula: the mean product of
    the pairs over the mean square, times (n - parts) / n, which for series without gaps is the usual r1 = sum of
    products over sum of squares (Box, Jenkins, Reinsel & Ljung, Time Series Analysis, 2.1.6).

    grain: the step between two answers, in points. Rounding to it adds grain^2 / 12 to the mean square and nothing to
    the products, so that days look less alike than they are; that much is taken off again, never more than half
    (Sheppard, Proceedings of the London Mathematical Society 29, 1898).
    """
    kept = [part for part in parts if part.size]
    size, pairs = sum(part.size for part in kept), sum(part.pairs for part in kept)
    squares = fsum(part.squares for part in kept)
    if not pairs or squares <= 0:
        return 0.0
    mean_square = squares / size
    mean_square = max(mean_square - grain**2 / 12, mean_square / 2)
    return (fsum(part.products for part in kept) / pairs) / mean_square * (size - len(kept)) / size


def likeness(r1: float, size: float) -> float:
    """Return the autocorrelation to reckon with, 0 to 0.9: short series show less of it than there is.

    size: days with an answer of one phase (of two: their mean). Formula: r + (1 + 4 r) / n with r = max(0, r1), at
    most 0.9, after Kendall's bias of the sample autocorrelation, E(r1) - r = -(1 + 4 r) / n (Biometrika 41, 1954).
    """
    r = max(0.0, r1)
    return min(MOST_ALIKE, r + (1 + 4 * r) / size)


def effective_size(size: float, r: float) -> float:
    """Return how many independent days `size` days are worth, at least 2, when each is like the one before by r.

    Formula: n (1 - r) / (1 + r), the variance of the mean of a first-order autoregressive series
    (Bayley & Hammersley, Supplement to the Journal of the Royal Statistical Society 8, 1946).
    """
    return max(2.0, size * (1 - r) / (1 + r))


def variance_of_mean(squares: float, size: int, worth: float) -> float:
    """Return the variance of the mean of days that are alike, in squared units, from their sum of squares and number.

    worth: how many independent days they are worth, above 1. Formula: s^2 (n - 1) / n / (m - 1), which is s^2 / n where
    m = n. Days that are alike vary less around their own mean than around the true one, E(s^2) = sigma^2
    (1 - 1 / m) n / (n - 1), and the variance of the mean is sigma^2 / m (Law, Simulation Modeling and Analysis, 4.4).
    """
    return squares / size / (worth - 1)
