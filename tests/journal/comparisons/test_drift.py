"""A step told from a drift."""

from datetime import timedelta

import numpy as np
import pytest

from journal.comparisons.drift import fit_step_and_drift
from tests.journal.comparisons.points import DAY, points

LATER = DAY + timedelta(days=20)
WIGGLE = [0.5, -0.5, 0.2, -0.3, 0.1] * 4


def test_fit_is_least_squares():
    before = points([6, 5, 7, None, 6, 5, 6])
    after = points([4, None, None, 5, 3, 4], DAY + timedelta(days=9))
    found = fit_step_and_drift(before, after)
    days = np.array([(point.day - DAY).days for point in (*before, *after)], float)
    later = np.array([0] * len(before) + [1] * len(after), float)
    design = np.column_stack([np.ones_like(days), days, later])
    _, slope, step = np.linalg.lstsq(design, np.array([point.value for point in (*before, *after)], float))[0]
    assert (found.slope, found.step) == (pytest.approx(slope), pytest.approx(step))


def test_steady_drift_is_no_step():
    falling = [8 - 0.1 * day + WIGGLE[day % 20] for day in range(40)]
    found = fit_step_and_drift(points(falling[:20]), points(falling[20:], LATER))
    assert (round(found.slope, 1), found.has_step) == (-0.1, False)


def test_step_without_drift_is_one():
    before, after = points([7 + each for each in WIGGLE]), points([4 + each for each in WIGGLE], LATER)
    found = fit_step_and_drift(before, after)
    assert (round(found.step), found.has_step) == (-3, True)


def test_perfect_line_and_perfect_step_leave_nothing_to_reckon_with():
    found = fit_step_and_drift(points([5] * 10), points([3] * 10, LATER))
    assert (found.slope, found.step, found.step_half_width, found.has_step) == (0, -2, None, False)


@pytest.mark.parametrize(("before", "after"), [(3, 10), (10, 3), (0, 0)])
def test_too_few_days_have_no_fit(before, after):
    assert fit_step_and_drift(points(range(before)), points(range(after), LATER)) is None
