"""Our power beside the published one, and what it would cost to reach it: a part of docs/calibration.md."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from scipy import stats

from journal.figures.phases import WASH_IN_DAYS
from tests.calibration.bound import bound
from tests.calibration.rules import changes, degrees, says_changed, says_lower
from tests.calibration.series import Diaries, Mask, Truth, simulate, since_visit

# standards.md 6.1, at a likeness of 0.3: a drop of 0.5, 1 and 1.5 SD. How many diaries gave them is not written there.
PUBLISHED = {14: (0.14, 0.41, 0.73), 28: (0.27, 0.69, 0.97), 56: (0.48, 0.97, 1.0)}
DROPS = (0.5, 1.0, 1.5)
HEAD = """
## Against the published power

Standards 6.1 gives the power of the recipe to the full per cent, at 0.3 and without gaps, and does not say over how many
diaries. **Ours falls short of it where the last two columns are below zero**, in points of a per cent: by up to {short} points
on single numbers and {short_whole} on whole ones, which is what diaries hold.

| days a phase | drop | published | ours | ours, whole numbers | short of it | short, whole numbers |
|---|---|---|---|---|---|---|
"""
FOOT = """
It could be reached, and is not. Taking the degrees of freedom of the t quantile from how many independent days the *spread*
is worth, n (1 - r^2) / (1 + r^2), instead of the mean, gives {other} (whole numbers {other_whole}) at 14 days and 1.5 SD; but the
same rule then says "changed" in {false} of diaries in which nothing changed (14 days, 0.7), against {ours} now and a bar of 8 %.
A change that is said and is none does more harm than one that is missed, so the bar of false changes goes first.

With days between the phases, as after a wash-in, no rule of this kind reaches 73 %. By the lemma of Neyman and Pearson
(`tests/calibration/bound.py`) a rule that looks at the difference over the spread and at how alike days are, and says "changed" in at
most 8 % at each of 0, 0.3, 0.5 and 0.7, can find at most {washed_in} with the wash-in left out (ours: {ours_washed_in}) and at most
{since} since the last visit (ours: {ours_since}). Of phases that touch it could be {touching} at most (ours: {ours_touching}), by limits made
for these four likenesses alone. What else was tried is in `docs/decisions/0038`.
"""
# Weights that make the bound narrow; any others would give a bound too.
WEIGHTS = (0.0, 0.0, 1.1, 1.7)
LIKENESS = (0.0, 0.3, 0.5, 0.7)


def sooner(truth: Truth, runs: int, seed: int) -> tuple[Mask, Mask]:
    """Return whether the rule with the degrees of freedom of the spread says "lower", and whether it says "changed"."""
    diaries = simulate(truth, runs, seed)
    change, half = changes(diaries)
    now, other = degrees(diaries)
    half = half * stats.t.ppf(0.975, other) / stats.t.ppf(0.975, now)
    return np.asarray(change + half < 0), np.asarray(np.abs(change) > half)


def power(days: int, drop: float, runs: int, seed: int, *, rounded: bool) -> float:
    """Return how often a drop is found at a likeness of 0.3 without gaps."""
    truth = Truth(likeness=0.3, days=days, drop=drop, rounded=rounded)
    return float(says_lower(simulate(truth, runs, seed)).mean())


def most(likely: Callable[[Truth], Diaries]) -> tuple[float, float]:
    """Return the most power that a rule of this kind can have at 14 days and 1.5 SD, and ours, on these diaries."""
    fell = likely(Truth(likeness=0.3, days=14, drop=1.5))
    same = [likely(Truth(likeness=likeness, days=14)) for likeness in LIKENESS]
    return bound(fell, same, WEIGHTS), float(says_lower(fell).mean())


def part(runs: int, seed: int) -> Iterator[str]:
    """Yield the part of the page."""
    short = [0.0, 0.0]
    rows = []
    for days, shares in PUBLISHED.items():
        for drop, share in zip(DROPS, shares, strict=True):
            ours = [power(days, drop, runs, seed, rounded=rounded) for rounded in (False, True)]
            away = [each - share for each in ours]
            short = [min(known, each) for known, each in zip(short, away, strict=True)]
            cells = [
                f"{days}",
                f"{drop:g} SD",
                f"{100 * share:.0f} %",
                *map(_percent, ours),
                *(_points(each) for each in away),
            ]
            rows.append(f"| {' | '.join(cells)} |\n")
    yield HEAD.format(short=f"{-100 * short[0]:.1f}", short_whole=f"{-100 * short[1]:.1f}")
    yield from rows
    fell, same = Truth(likeness=0.3, days=14, drop=1.5), Truth(likeness=0.7, days=14)
    touching = most(lambda truth: simulate(truth, runs, seed))
    washed_in = most(lambda truth: simulate(replace(truth, washed_in=WASH_IN_DAYS), runs, seed))
    since = most(lambda truth: since_visit(truth, 28, runs, seed))
    yield FOOT.format(
        touching=_percent(touching[0]),
        ours_touching=_percent(touching[1]),
        washed_in=_percent(washed_in[0]),
        ours_washed_in=_percent(washed_in[1]),
        since=_percent(since[0]),
        ours_since=_percent(since[1]),
        other=_percent(sooner(fell, runs, seed)[0].mean()),
        other_whole=_percent(sooner(Truth(**{**vars(fell), "rounded": True}), runs, seed)[0].mean()),
        false=_percent(sooner(same, runs, seed)[1].mean()),
        ours=_percent(says_changed(simulate(same, runs, seed)).mean()),
    )


def _percent(share: float) -> str:
    return f"{100 * float(share):.1f} %"


def _points(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-0.0", "0.0")
