"""Diaries whose truth is known: alike from day to day, with gaps, rounding, drift and a drop at the change."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
LEVEL, SPREAD = 5.0, 1.5  # the middle of a 0-10 scale, and one standard deviation in its points


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is so. likeness: autocorrelation from day to day; days: of each phase; drop, drift: in SD, drift a day."""

    likeness: float
    days: int
    gaps: float = 0.0
    rounded: bool = False
    drop: float = 0.0
    drift: float = 0.0


@dataclass(frozen=True)
class Diaries:
    """Many diaries of one truth, one a row: the values of both phases, and on which days there was an answer."""

    values: Floats
    logged: Mask
    days: int

    @property
    def before(self) -> tuple[Floats, Mask]:
        return self.values[:, : self.days], self.logged[:, : self.days]

    @property
    def after(self) -> tuple[Floats, Mask]:
        return self.values[:, self.days :], self.logged[:, self.days :]


def simulate(truth: Truth, runs: int, seed: int) -> Diaries:
    """Return so many diaries: a first-order autoregressive series of unit variance, moved and scaled to a 0-10 item."""
    random, length = np.random.default_rng(seed), 2 * truth.days
    noise = random.standard_normal((runs, length)) * np.sqrt(1 - truth.likeness**2)
    values = np.empty((runs, length))
    values[:, 0] = random.standard_normal(runs)
    for day in range(1, length):
        values[:, day] = truth.likeness * values[:, day - 1] + noise[:, day]
    values -= truth.drift * np.arange(length)
    values[:, truth.days :] -= truth.drop
    values = LEVEL + SPREAD * values
    if truth.rounded:
        values = np.clip(np.round(values), 0, 10)
    logged = random.random((runs, length)) >= truth.gaps
    logged[:, [0, 1, truth.days, truth.days + 1]] = True  # two answers in each phase, or there is nothing to compare
    return Diaries(values, logged, truth.days)
