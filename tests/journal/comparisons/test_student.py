"""Student's t against SciPy."""

import pytest
from scipy import special, stats

from journal.comparisons.student import distribution, half_width, incomplete_beta, quantile, standard_error

FREEDOMS = (0.5, 1, 2, 2.3, 3.7, 5, 10, 26, 54.4, 200, 1000, 100_000)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_quantile_is_scipys(freedom):
    for share in (0.5, 0.6, 0.9, 0.95, 0.975, 0.995):
        assert quantile(share, freedom) == pytest.approx(stats.t.ppf(share, freedom), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_distribution_is_scipys(freedom):
    for t in (0, 0.1, 1, 2.5, 40):
        assert distribution(t, freedom) == pytest.approx(stats.t.cdf(t, freedom), abs=1e-9)


def test_incomplete_beta_is_scipys():
    for a, b in ((0.5, 0.5), (1, 3), (27.2, 0.5), (0.5, 90)):
        for x in (0, 1e-9, 0.1, 0.5, 0.9, 1):
            assert incomplete_beta(a, b, x) == pytest.approx(special.betainc(a, b, x), abs=1e-12)


@pytest.mark.parametrize(("share", "freedom"), [(0.4, 5), (1, 5), (0.975, 0), (0.975, -1), (float("nan"), 5)])
def test_what_makes_no_sense_is_refused(share, freedom):
    with pytest.raises(ValueError, match="A quantile needs"):
        quantile(share, freedom)


def test_half_width_is_t_times_the_error():
    assert half_width(2, 10) == pytest.approx(2 * 2.228138851964939)
    assert half_width(2, 10, 0.9) == pytest.approx(2 * 1.8124611228107335)
    assert standard_error(4, 16, 9, 12) == pytest.approx(1)
