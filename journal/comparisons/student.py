"""Student's t distribution: the one quantile that an interval needs. Pure.

SciPy has it too, for 300 ms at the start of each worker and 30 MB in it; the tests compare the two.
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

SMALLEST = 1e-300
CLOSE = 1e-15
MOST_TERMS = 10_000


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for a, b > 0 and x in [0, 1].

    Source: NIST Digital Library of Mathematical Functions 8.17.22 (continued fraction) and 8.17.4 (symmetry),
    evaluated by the modified method of Lentz.
    """
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    factor = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return factor * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of DLMF 8.17.22."""
    numerator, denominator = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = denominator
    for term in range(1, MOST_TERMS):
        for part in (
            term * (b - term) * x / ((a + 2 * term - 1) * (a + 2 * term)),
            -(a + term) * (a + b + term) * x / ((a + 2 * term) * (a + 2 * term + 1)),
        ):
            denominator = 1 / _not_zero(1 + part * denominator)
            numerator = _not_zero(1 + part / numerator)
            step = numerator * denominator
            value *= step
        if abs(step - 1) < CLOSE:
            break
    return value


def _not_zero(number: float) -> float:
    return number if abs(number) > SMALLEST else SMALLEST


def distribution(t: float, freedom: float) -> float:
    """Return the share of Student's t distribution below t >= 0, with `freedom` > 0 degrees of freedom.

    Source: NIST Digital Library of Mathematical Functions 8.17, "F(t) = 1 - I_x(v/2, 1/2) / 2" with
    x = v / (v + t squared).
    """
    return 1 - incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


@lru_cache(maxsize=1024)
def quantile(share: float, freedom: float) -> float:
    """Return the t below which `share` (0.5 to below 1) of the distribution lies, to about 12 digits.

    freedom: degrees of freedom, above 0 and not only whole numbers. Found by halving: the distribution only rises.
    """
    if not (0.5 <= share < 1 and freedom > 0):
        raise ValueError("A quantile needs a share from 0.5 to below 1 and degrees of freedom above 0.")
    low, high = 0.0, 1.0
    while distribution(high, freedom) < share:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if distribution(middle, freedom) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def half_width(error: float, freedom: float, share: float = 0.95) -> float:
    """Return half the width of the central interval: t times the standard error, in the unit of the error."""
    return quantile((1 + share) / 2, freedom) * error


def standard_error(variance_a: float, size_a: float, variance_b: float, size_b: float) -> float:
    """Return the standard error of a difference of two means, in the unit of the values; sizes above 0."""
    return sqrt(variance_a / size_a + variance_b / size_b)
