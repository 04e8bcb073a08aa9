"""Random numbers that are the same for the same seed, and daily ups and downs that go together. Pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from journal.synthetic.parameters import CORRELATIONS


def stream(seed: int, purpose: str) -> Random:
    """Return a generator of its own for each purpose.

    One that draws more or less, as with and without the drug, then shifts no other: two patients
    of one seed differ in nothing else. Nothing here is a secret.
    """
    return Random(f"{seed}:{purpose}")  # noqa: S311


def choose[Choice](random: Random, shares: Mapping[Choice, float]) -> Choice:
    """Return one of the keys, each as often as its share says."""
    return random.choices(list(shares), weights=list(shares.values()))[0]


def between(random: Random, mean: float, spread: float, low: float, high: float) -> float:
    """Return a normal draw, cut to low and high."""
    return min(high, max(low, random.gauss(mean, spread)))


def around_median(random: Random, median: float, sigma: float) -> float:
    """Return a lognormal draw."""
    return median * math.exp(random.gauss(0, sigma))


def wobbles(random: Random, spread: float, carry: float) -> Iterator[list[float]]:
    """Yield a day's deviations of all series without end: AR(1) with `carry`, correlated, of `spread` points."""
    roots = _cholesky(CORRELATIONS)
    fresh = math.sqrt(1 - carry**2)
    today = _correlated(random, roots, spread)
    while True:
        yield today
        news = _correlated(random, roots, spread * fresh)
        today = [carry * before + new for before, new in zip(today, news, strict=True)]


def _correlated(random: Random, roots: Sequence[Sequence[float]], spread: float) -> list[float]:
    draws = [random.gauss(0, spread) for _ in roots]
    return [sum(weight * draw for weight, draw in zip(row, draws, strict=False)) for row in roots]


def _cholesky(lower: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the lower triangle whose rows, times independent draws, have these correlations."""
    roots: list[list[float]] = []
    for row in lower:
        new: list[float] = []
        for column, correlation in enumerate(row[:-1]):
            known = sum(a * b for a, b in zip(new, roots[column], strict=False))
            new.append((correlation - known) / roots[column][column])
        roots.append([*new, math.sqrt(1 - sum(value**2 for value in new))])
    return roots
