"""Diaries whose truth is known: alike from day to day, with gaps, rounding, drift and a drop at the change."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from journal.comparisons.windows import since_last_visit

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
VISIT = date(2026, 6, 1)
LEVEL, SPREAD = 5.0, 1.5  # the middle of a 0-10 scale, and one standard deviation in its points


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is so. likeness: autocorrelation from day to day; days: of each phase; drop, drift: in SD, drift a day.

    washed_in: days between the two phases that are in neither, the drop at their beginning.
    """

    likeness: float
    days: int
    gaps: float = 0.0
    rounded: bool = False
    drop: float = 0.0
    drift: float = 0.0
    washed_in: int = 0


@dataclass(frozen=True)
class Diaries:
    """Many diaries of one truth, one a row: the values of both phases, and on which days there was an answer.

    days: of each phase; between: those between the two, which are left out.
    """

    values: Floats
    logged: Mask
    days: int
    between: int = 0

    @property
    def before(self) -> tuple[Floats, Mask]:
        return self.values[:, : self.days], self.logged[:, : self.days]

    @property
    def after(self) -> tuple[Floats, Mask]:
        return self.values[:, self.days :], self.logged[:, self.days :]


def simulate(truth: Truth, runs: int, seed: int) -> Diaries:
    """Return so many diaries: a first-order autoregressive series of unit variance, moved and scaled to a 0-10 item."""
    random, length = np.random.default_rng(seed), 2 * truth.days + truth.washed_in
    values = ratings(random, truth, runs, length, truth.days)
    logged = random.random((runs, length)) >= truth.gaps
    kept = np.r_[: truth.days, length - truth.days : length]
    values, logged = values[:, kept], logged[:, kept]
    logged[:, [0, 1, truth.days, truth.days + 1]] = True  # two answers in each phase, or there is nothing to compare
    return Diaries(values, logged, truth.days, truth.washed_in)


def since_visit(truth: Truth, days_since: int, runs: int, seed: int) -> Diaries:
    """Return so many diaries looked at that many days after a visit: the days "then" and "now" alone, as on the page.

    The series runs on through the days between, which are in neither; the drop comes with the visit. Nothing is forced
    into the gaps: which diaries have too few answers is for the rule to say (rules.enough).
    """
    windows = since_last_visit(VISIT + timedelta(days=days_since), VISIT, None)
    assert windows is not None
    begin, random = windows.then.first_day, np.random.default_rng(seed)
    length = (windows.now.last_day - begin).days + 1
    values = ratings(random, truth, runs, length, (VISIT - begin).days)
    logged = random.random((runs, length)) >= truth.gaps
    kept = np.r_[: windows.then.days, length - windows.now.days : length]
    return Diaries(values[:, kept], logged[:, kept], windows.then.days, length - kept.size)


def ratings(random: np.random.Generator, truth: Truth, runs: int, length: int, changes_on: int) -> Floats:
    """Return the answers of so many diaries, one a row, on so many days; the drop comes on day `changes_on`."""
    noise = random.standard_normal((runs, length)) * np.sqrt(1 - truth.likeness**2)
    values = np.empty((runs, length))
    values[:, 0] = random.standard_normal(runs)
    for day in range(1, length):
        values[:, day] = truth.likeness * values[:, day - 1] + noise[:, day]
    values -= truth.drift * np.arange(length)
    values[:, changes_on:] -= truth.drop
    values = LEVEL + SPREAD * values
    if truth.rounded:
        values = np.clip(np.round(values), 0, 10)
    return values
