"""How much power any rule of this kind can have with false changes at most 8 %: a part of docs/calibration.md.

A rule of this kind looks at two numbers of two phases: the difference over the spread, and the lag-1 autocorrelation r1.
It says "changed" where the first is above a limit that depends on the second in any way whatever. The best limits are
those of Neyman and Pearson (Philosophical Transactions A 231, 1933): for each r1, the one that gains most power less
what it adds to the false changes, each weighted. Any weights at all give a bound, and good ones a narrow one.
"""

from collections.abc import Sequence

import numpy as np

from tests.calibration.rules import difference_and_likeness
from tests.calibration.series import Diaries, Floats

MOST_FALSE = 0.08
BINS, LIMITS = 30, np.linspace(0.1, 3.5, 171)


def bound(fell: Diaries, same: Sequence[Diaries], weights: Sequence[float]) -> float:
    """Return a share that the power for diaries that fell cannot exceed while "changed" is said in 8 % of each same.

    The limits are fitted to these very diaries, so that it errs upwards.
    """
    edges = np.quantile(difference_and_likeness(fell)[1], np.linspace(0, 1, BINS + 1)[1:-1])
    edges = np.r_[edges, np.linspace(edges[-1], 0.8, 8)[1:]]
    gain = _share(fell, edges, sign=-1)
    for diaries, weight in zip(same, weights, strict=True):
        gain = gain - weight * (_share(diaries, edges, sign=-1) + _share(diaries, edges, sign=1))
    return float(gain.max(axis=1).sum() + MOST_FALSE * sum(weights))


def _share(diaries: Diaries, edges: Floats, *, sign: int) -> Floats:
    """Return for each class of likeness (rows) and each limit (columns) the share of all diaries that pass it."""
    found, alike = difference_and_likeness(diaries)
    place = np.searchsorted(edges, alike)
    rows = [(sign * found[place == each][:, None] > LIMITS).sum(axis=0) for each in range(len(edges) + 1)]
    return np.asarray(rows) / len(found)
