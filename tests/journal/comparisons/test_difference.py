"""The difference of two phases: its interval, and what it says of days without variation or neighbours."""

from datetime import timedelta
from itertools import pairwise
from math import sqrt

import pytest
from scipy import stats

from journal.comparisons.difference import Difference, are_apart, difference, moments_of
from journal.comparisons.moments import (
    autocorrelation,
    effective_size,
    likeness,
    mean,
    residuals,
    scatter,
    sum_of_squares,
    variance,
    variance_of_mean,
)
from tests.journal.comparisons.points import DAY, points

BEFORE, AFTER = [6, 7, 6, 5, 6, 7, 8, 6, 5, 6, 7, 7, 6, 6], [5, 4, 5, 6, 5, 4, 4, 5, 6, 5, 4, 4, 5, 5]


@pytest.mark.parametrize(("moved", "rounding"), [(0.0, 1 / 12), (0.25, 0.0)])
def test_interval_is_the_published_formula(moved, rounding):
    """Of whole numbers without what rounding adds to their spread; others are as they are."""
    found = difference(*(points([value + moved for value in side]) for side in (BEFORE, AFTER)))
    left = [[value - sum(side) / 14 for value in side] for side in (BEFORE, AFTER)]
    products = sum(a * b for side in left for a, b in pairwise(side)) / 26
    squares = sum(value**2 for side in left for value in side) / 28 - rounding
    r1 = products / squares * 26 / 28
    r = min(0.9, max(0, r1) + (1 + 4 * max(0, r1)) / 14)
    m = max(2, 14 * (1 - r) / (1 + r))
    spreads = [sum(value**2 for value in side) / 13 for side in left]
    half = stats.t.ppf(0.975, 2 * m - 2) * sqrt(spreads[0] / m + spreads[1] / m)
    assert found.r == pytest.approx(r)
    assert (found.mean_before, found.mean_after) == (pytest.approx(88 / 14 + moved), pytest.approx(67 / 14 + moved))
    assert (found.low, found.high) == (pytest.approx(-1.5 - half), pytest.approx(-1.5 + half))
    assert found.smallest_shown == found.half_width


@pytest.mark.parametrize(("between", "apart"), [(0, False), (6, False), (7, True), (30, True)])
def test_days_a_week_apart_have_nothing_in_common(between, apart):
    """Then the spread, too small around the days' own mean, is set right; of days nearer by it makes up for that."""
    found = difference(points(BEFORE), points(AFTER, DAY + timedelta(days=14 + between)))
    together = difference(points(BEFORE), points(AFTER))
    m = found.effective_before
    spreads = [sum((value - sum(side) / 14) ** 2 for value in side) for side in (BEFORE, AFTER)]
    parts = sum(spreads) / 14 / (m - 1) if apart else sum(spreads) / 13 / m
    assert found.half_width == pytest.approx(stats.t.ppf(0.975, 2 * m - 2) * sqrt(parts))
    assert (found.half_width > together.half_width) == apart
    assert (found.change, found.r, m) == (together.change, together.r, together.effective_before)


def test_what_is_apart_is_counted_from_answer_to_answer():
    after = points(AFTER, DAY + timedelta(days=14))
    assert not are_apart(moments_of(points(BEFORE)), moments_of(after))
    assert are_apart(moments_of(points(BEFORE[:-7])), moments_of(after))
    assert are_apart(moments_of(points([*BEFORE[:10], None, None, None, None])), moments_of(after[3:]))
    assert not are_apart(moments_of(points(BEFORE[:10])), moments_of(after[2:]))


def test_days_worth_all_their_number_have_the_variance_of_the_mean_that_everyone_knows():
    assert variance_of_mean(sum_of_squares([1, 2, 4, 4]), 4, 4) == pytest.approx(variance([1, 2, 4, 4]) / 4)


@pytest.mark.parametrize("r", [0.0, 0.3, 0.7, 0.9])
def test_variance_of_the_mean_is_right_on_average_for_days_that_are_alike(r):
    """With the covariances of a series known, n E(s^2) = trace - n var, and one worth 1 / var gives back var."""
    covariances = [[r ** abs(a - b) for b in range(14)] for a in range(14)]
    true = sum(map(sum, covariances)) / 14**2
    squares = 14 - 14 * true  # what the squares around the mean add up to, on average
    twins = [sqrt(squares / 14), -sqrt(squares / 14)] * 7
    assert variance_of_mean(sum_of_squares(twins), len(twins), 1 / true) == pytest.approx(true)


def test_fewer_than_two_answers_give_none():
    assert difference(points([1]), points([1, 2])) is None
    assert difference(points([1, 2]), points([])) is None


def test_days_that_never_vary_have_no_range():
    found = difference(points([4] * 20), points([2] * 20))
    assert (found.change, found.half_width, found.low, found.high, found.is_clear) == (-2, None, None, None, False)


def test_change_on_the_edge_of_the_range_is_not_clear():
    def made(half_width: float) -> Difference:
        return Difference(5, 4, 20, 20, 0.2, 10, 10, half_width)

    assert (made(0.999).is_clear, made(1.0).is_clear, made(1.001).is_clear) == (True, False, False)


def test_gaps_make_no_pairs():
    every_other = [value for number in range(20) for value in (number % 2, None)]
    assert autocorrelation([scatter(residuals(points(every_other)))]) == 0
    assert autocorrelation([scatter(residuals(points([0, 1] * 20)))]) < -0.9


def test_pairs_are_those_of_days_that_follow_each_other():
    # Of 1 1 _ 5 5 _ 3 3 only the three twins are pairs, all of them alike.
    part = scatter(residuals(points([1, 1, None, 5, 5, None, 3, 3])))
    assert autocorrelation([part]) == pytest.approx((8 / 3) / (16 / 6) * 5 / 6)


def test_rounding_takes_away_half_of_the_spread_at_most():
    part = scatter(residuals(points([3, 3, 4, 3, 3, 3, 3, 3])))
    assert autocorrelation([part], 1.0) == pytest.approx(2 * autocorrelation([part])) != 0


def test_series_that_never_varies_is_alike_by_nothing():
    assert autocorrelation([scatter(residuals(points([3, 3, 3])))]) == 0
    assert autocorrelation([scatter([]), scatter(residuals(points([])))]) == 0


@pytest.mark.parametrize(
    ("r1", "size", "r"), [(-0.5, 10, 0.1), (0, 28, 1 / 28), (0.5, 28, 0.5 + 3 / 28), (0.8, 14, 0.9), (0.9, 1000, 0.9)]
)
def test_likeness_is_at_least_the_bias_and_at_most_nine_tenths(r1, size, r):
    assert likeness(r1, size) == pytest.approx(r)


@pytest.mark.parametrize(("size", "r", "worth"), [(28, 0, 28), (28, 0.5, 28 / 3), (3, 0.9, 2), (14, 0.9, 2)])
def test_effective_size_is_at_least_two(size, r, worth):
    assert effective_size(size, r) == pytest.approx(worth)


def test_moments_of_hardly_any_values():
    assert (mean([4]), variance([4]), variance([])) == (4, 0, 0)
