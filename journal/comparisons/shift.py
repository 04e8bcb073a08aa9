"""Where ratings shifted most, as a description: in every diary some day comes out first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from journal.figures.series import Point

LEAST_RATED = 7


@dataclass(frozen=True, slots=True)
class Shift:
    """Two stretches of rated days, in points of the scale; `day` is the first rated day of the later one."""

    day: date
    mean_before: float
    mean_after: float
    n_before: int
    n_after: int


def largest_shift(points: Sequence[Point]) -> Shift | None:
    """Return the place at which the ratings before and after lie furthest apart; points are in order of time.

    Of all places with 7 rated days on either side it is the one that leaves the least squares around the two means,
    which is the one with the largest (mean after - mean before)^2 x n_before x n_after; the first of several alike
    (Hinkley, Biometrika 57, 1970). Ratings for a week are left out. None with fewer than 14 rated days, or where no
    place parts two different means. It is neither a test nor an estimate of when something happened: days that follow
    each other are alike, so that a shift is found where nothing changed (standards 6.3).
    """
    daily = [point for point in points if not point.weekly]
    sums = [0, *accumulate(point.value for point in daily)]
    size, total = len(daily), sums[-1]
    best, found = 0.0, 0
    for place in range(LEAST_RATED, size - LEAST_RATED + 1):
        apart = size * sums[place] - place * total
        if (weight := apart * apart / (place * (size - place))) > best:
            best, found = weight, place
    if not found:
        return None
    after = size - found
    return Shift(daily[found].day, sums[found] / found, (total - sums[found]) / after, found, after)
