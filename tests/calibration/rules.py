"""The rules side by side, over many diaries at once: ours, the naive test, and a peer's.

Ours is journal.comparisons written with arrays; tests/journal/comparisons/test_calibration.py holds the two together.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from journal.comparisons.difference import APART_DAYS
from journal.comparisons.verdicts import LEAST_PAIRS
from journal.comparisons.windows import LEAST_LOGGED, LEAST_REACH
from tests.calibration.series import Diaries, Floats, Mask

Sides = tuple[tuple[Floats, Mask], tuple[Floats, Mask]]


def changes(diaries: Diaries) -> tuple[Floats, Floats]:
    """Return each diary's change and half the width of its likely range, by our rule."""
    sides = diaries.before, diaries.after
    sizes, squares, r = _reckoned(diaries)
    worth = [np.maximum(2, size * (1 - r) / (1 + r)) for size in sizes]
    parts = list(zip(squares, sizes, worth, strict=True))
    touching, apart = (sum(s / (n - 1) / m for s, n, m in parts), sum(s / n / (m - 1) for s, n, m in parts))
    error = np.sqrt(np.where(_apart(diaries), apart, touching))
    return _change(sides), stats.t.ppf(0.975, np.maximum(2, worth[0] + worth[1] - 2)) * error


def degrees(diaries: Diaries) -> tuple[Floats, Floats]:
    """Return the degrees of freedom of our rule, and those by how many independent days the spread is worth.

    The latter: n (1 - r^2) / (1 + r^2) (Bayley & Hammersley, Supplement to the Journal of the Royal Statistical
    Society 8, 1946).
    """
    sizes, _, r = _reckoned(diaries)
    worth, spread = (sum(np.maximum(2, size * (1 - each) / (1 + each)) for size in sizes) - 2 for each in (r, r**2))
    return np.maximum(2, worth), np.maximum(2, spread)


def says_changed(diaries: Diaries) -> Mask:
    """Return whether our rule says "changed"."""
    change, half = changes(diaries)
    return np.asarray((np.abs(change) > half) & (half > 0))


def says_lower(diaries: Diaries) -> Mask:
    """Return whether the likely range lies wholly below zero."""
    change, half = changes(diaries)
    return np.asarray((change + half < 0) & (half > 0))


def pairs(diaries: Diaries) -> NDArray[np.int_]:
    """Return how many days of both sides have an answer on the day after as well."""
    return np.asarray(sum((mask[:, 1:] & mask[:, :-1]).sum(1) for _, mask in (diaries.before, diaries.after)))


def reach(mask: Mask) -> NDArray[np.int_]:
    """Return the calendar days from the first answer of each row to the last."""
    return np.asarray(mask.shape[1] - mask.argmax(1) - mask[:, ::-1].argmax(1))


def enough(diaries: Diaries) -> Diaries:
    """Return the diaries with enough answers in both windows, far enough apart and near enough to each other.

    The page gives the others no range.
    """
    windows = [mask for _, mask in (diaries.before, diaries.after)]
    kept = np.min([mask.sum(1) for mask in windows], axis=0) >= LEAST_LOGGED
    kept &= (np.min([reach(mask) for mask in windows], axis=0) >= LEAST_REACH) & (pairs(diaries) >= LEAST_PAIRS)
    return Diaries(diaries.values[kept], diaries.logged[kept], diaries.days, diaries.between)


def naive(diaries: Diaries) -> Mask:
    """Return whether a two-sample t-test (Student's, equal spreads) on single days says "changed" (p < 0.05)."""
    sides = diaries.before, diaries.after
    first, second = (mask.sum(1).astype(float) for _, mask in sides)
    squares = sum((_centred(*side) ** 2).sum(1) for side in sides)
    error = np.sqrt(squares / (first + second - 2) * (1 / first + 1 / second))
    return np.asarray(np.abs(_change(sides)) > stats.t.ppf(0.975, first + second - 2) * error)


def three_days(diaries: Diaries) -> Mask:
    """Return whether the last three days before and the first three after differ by more than half a point.

    What a well-known app does with three days with and three without: it reports the difference of the two means.
    """
    before, after = (
        diaries.values[:, diaries.days - 3 : diaries.days],
        diaries.values[:, diaries.days : diaries.days + 3],
    )
    return np.asarray(np.abs(after.mean(1) - before.mean(1)) > 0.5)


def difference_and_likeness(diaries: Diaries) -> tuple[Floats, Floats]:
    """Return of each diary the change over the spread, and r1 as it is found, without any correction."""
    sides = diaries.before, diaries.after
    sizes = [mask.sum(1).astype(float) for _, mask in sides]
    left = [_centred(*side) for side in sides]
    squares = [(each**2).sum(1) for each in left]
    spread = np.sqrt(sum(each / (size - 1) for each, size in zip(squares, sizes, strict=True)))
    return _change(sides) / spread, _autocorrelation(left, [mask for _, mask in sides], sizes, squares, 0.0)


def _reckoned(diaries: Diaries) -> tuple[list[Floats], list[Floats], Floats]:
    """Return of each diary the days of both sides, the squares around their means, and how alike its days are."""
    sides = diaries.before, diaries.after
    sizes = [mask.sum(1).astype(float) for _, mask in sides]
    left = [_centred(*side) for side in sides]
    squares = [(each**2).sum(1) for each in left]
    grain = 1.0 if (diaries.values == np.round(diaries.values)).all() else 0.0
    return sizes, squares, _likeness(left, [mask for _, mask in sides], sizes, squares, grain)


def _apart(diaries: Diaries) -> Mask:
    """Return whether enough days lie between the last answer before and the first after, the unanswered ones too."""
    (_, before), (_, after) = diaries.before, diaries.after
    return np.asarray(before[:, ::-1].argmax(1) + diaries.between + after.argmax(1) >= APART_DAYS)


def _change(sides: Sides) -> Floats:
    before, after = (np.where(mask, values, 0).sum(1) / mask.sum(1) for values, mask in sides)
    return np.asarray(after - before)


def _centred(values: Floats, mask: Mask) -> Floats:
    middle = np.where(mask, values, 0).sum(1) / mask.sum(1)
    return np.where(mask, values - middle[:, None], 0)


def _likeness(
    left: list[Floats], masks: list[Mask], sizes: list[Floats], squares: list[Floats], grain: float
) -> Floats:
    r = np.maximum(0, _autocorrelation(left, masks, sizes, squares, grain))
    return np.asarray(np.minimum(0.9, r + (1 + 4 * r) / ((sizes[0] + sizes[1]) / 2)))


def _autocorrelation(
    left: list[Floats], masks: list[Mask], sizes: list[Floats], squares: list[Floats], grain: float
) -> Floats:
    pairs = sum((mask[:, 1:] & mask[:, :-1]).sum(1) for mask in masks)
    products = sum((each[:, 1:] * each[:, :-1]).sum(1) for each in left)
    size, total = sizes[0] + sizes[1], squares[0] + squares[1]
    mean_square = np.maximum(total / size - grain**2 / 12, total / size / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((pairs > 0) & (total > 0), products / pairs / mean_square * (size - 2) / size, 0)
