"""Non-overlap of all pairs against SciPy and against the published examples."""

import numpy as np
import pytest
from scipy import stats

from journal.comparisons.overlap import Overlap, overlap


def test_pairs_are_counted_with_ties():
    assert overlap([1, 2, 3], [2, 2], lower_is_better=True) == Overlap(better=2, same=2, worse=2)
    assert overlap([1, 2, 3], [2, 0], lower_is_better=True) == Overlap(better=4, same=1, worse=1)
    assert overlap([1, 2, 3], [2, 0], lower_is_better=False) == Overlap(better=1, same=1, worse=4)


def test_an_empty_phase_has_none():
    assert overlap([], [1], lower_is_better=True) is None
    assert overlap([1], [], lower_is_better=True) is None


def test_same_days_are_no_difference():
    found = overlap([4] * 10, [4] * 12, lower_is_better=True)
    assert (found.nap, found.tau, found.of_hundred, found.pairs) == (0.5, 0, 50, 120)


@pytest.mark.parametrize(
    ("better", "worse", "said"), [(1, 0, 100), (0, 1, 0), (995, 5, 100), (994, 6, 99), (145, 55, 73)]
)
def test_of_hundred_is_rounded_half_up(better, worse, said):
    assert Overlap(better=better, same=0, worse=worse).of_hundred == said


def test_nap_is_mann_whitney_on_ten_thousand_series_with_ties():
    random = np.random.default_rng(20261126)
    for _ in range(10_000):
        before, after = (random.integers(0, 11, random.integers(1, 15)) for _ in range(2))
        found = overlap(before.tolist(), after.tolist(), lower_is_better=False)
        # U counts, for each pair, the first sample's wins and half of the ties.
        ranks = stats.rankdata(np.concatenate([after, before]))
        u = ranks[: len(after)].sum() - len(after) * (len(after) + 1) / 2
        assert found.nap == pytest.approx(u / (len(before) * len(after)), abs=1e-12)


def test_that_u_is_scipys_mann_whitney():
    random = np.random.default_rng(5)
    for _ in range(200):
        before, after = (random.integers(0, 11, random.integers(2, 15)) for _ in range(2))
        u = stats.mannwhitneyu(after, before).statistic
        found = overlap(before.tolist(), after.tolist(), lower_is_better=False)
        assert found.nap == pytest.approx(u / found.pairs, abs=1e-12)
