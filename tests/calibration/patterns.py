"""Diaries with regular gaps: on which days of a phase there is an answer, week after week or in a block."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tests.calibration.series import Diaries, Mask, Truth, ratings, simulate, since_visit

WEEK, WASHED_IN, WINDOW = 7, 7, 14
WEEKLY: Mapping[str, Sequence[int]] = {
    "Monday, Wednesday, Friday and Sunday": (0, 2, 4, 6),
    "Monday, Tuesday, Thursday and Friday": (0, 1, 3, 4),
    "Monday to Thursday": (0, 1, 2, 3),
    "Monday to Friday": (0, 1, 2, 3, 4),
}


def every_second(days: int, more: int = 0) -> Mask:
    """Return every second day, and so many of the days between, spread over the phase: each makes two pairs."""
    there = np.arange(days) % 2 == 0
    between = np.arange(1, days - 1, 2)
    there[between[np.linspace(0, len(between) - 1, more).astype(int)]] = True
    return there


def on(days: int, kept: Sequence[int], of: int = WEEK) -> Mask:
    """Return the days of so long a round that are among `kept`."""
    return np.isin(np.arange(days) % of, kept)


def last(days: int, length: int) -> Mask:
    """Return the last days of a phase."""
    return np.arange(days) >= days - length


def phases(days: int) -> dict[str, tuple[Mask, Mask]]:
    """Return patterns of two phases with 14 answers and half of the days or more, by name."""
    half = last(days, days // 2)
    same = {
        **{f"every second day{f' and {more} more' if more else ''}": every_second(days, more) for more in range(4)},
        **{name: on(days, kept) for name, kept in WEEKLY.items()},
        "two days of four": on(days, (0, 1), 4),
        "three days of six": on(days, (0, 1, 2), 6),
        "one week of two": on(days, range(7), 14),
        "the last half": half,
    }
    return {
        **{name: (there, there) for name, there in same.items()},
        "every second day; after, 5 more": (every_second(days), every_second(days, 5)),
        "the last half before, the first half after": (half, ~half),
        "the first half before, the last half after": (~half, half),
    }


def windows() -> dict[str, Mask]:
    """Return patterns of the 14 days then and now with seven answers or more, by name."""
    alone = {length: last(WINDOW, length) | (np.arange(WINDOW) == 0) for length in (6, 11, 12)}
    return {
        "every second day": every_second(WINDOW),
        **{name: on(WINDOW, kept) for name, kept in WEEKLY.items()},
        **{f"the last {length} days": last(WINDOW, length) for length in range(7, 14)},
        "all but two in the middle": ~np.isin(np.arange(WINDOW), (6, 7)),
        "the first two days and the last 5": last(WINDOW, 5) | (np.arange(WINDOW) < 2),
        "the first two days and the last 7": last(WINDOW, 7) | (np.arange(WINDOW) < 2),
        **{f"the first day alone and the last {length}": there for length, there in alone.items()},
    }


def answered(diaries: Diaries, before: Mask, after: Mask) -> Diaries:
    """Return the same diaries with answers on these days alone."""
    return replace(diaries, logged=np.broadcast_to(np.r_[before, after], diaries.logged.shape))


def in_phases(likeness: float, before: Mask, after: Mask, runs: int, seed: int) -> Diaries:
    """Return diaries of whole numbers with seven days of wash-in between, in which nothing changed."""
    truth = Truth(likeness=likeness, days=len(before), rounded=True, washed_in=WASHED_IN)
    return answered(simulate(truth, runs, seed), before, after)


def in_windows(likeness: float, there: Mask, runs: int, seed: int) -> Diaries:
    """Return diaries of whole numbers 28 days after a visit, in which nothing changed."""
    truth = Truth(likeness=likeness, days=WINDOW, rounded=True)
    return answered(since_visit(truth, 28, runs, seed), there, there)


def with_a_gap(likeness: float, gap: int, runs: int, seed: int) -> Diaries:
    """Return the same with so many days in a row not answered, anywhere in each window."""
    diaries = in_windows(likeness, np.ones(WINDOW, dtype=bool), runs, seed)
    begin = np.random.default_rng(seed).integers(0, WINDOW - gap + 1, (runs, 2, 1))
    day = np.arange(WINDOW)
    return replace(diaries, logged=((day < begin) | (day >= begin + gap)).reshape(runs, -1))


def drawn(likeness: float, number: int, runs: int, seed: int) -> list[Diaries]:
    """Return the same on so many patterns drawn by chance, each day missing in three of ten, alike then and now."""
    random = np.random.default_rng(seed)
    diaries = in_windows(likeness, np.ones(WINDOW, dtype=bool), runs, seed)
    return [answered(diaries, there, there) for there in random.random((number, WINDOW)) >= 0.3]


def side_by_side(likeness: float, steps: int, runs: int, seed: int) -> list[Diaries]:
    """Return the comparisons of the same diaries: 28 days before LDN and so many steps of 35 days; nothing changed.

    The present step with the days before if there is another between, and each with the one before it.
    """
    truth = Truth(likeness=likeness, days=28, rounded=True)
    length = 28 + 35 * steps
    values = ratings(np.random.default_rng(seed), truth, runs, length, length)
    parts = [values[:, 35 * number : 35 * number + 28] for number in range(steps + 1)]
    pairs = [(number, number + 1) for number in range(steps)] + ([(0, steps)] if steps > 1 else [])
    there = np.ones((runs, 56), dtype=bool)
    return [Diaries(np.hstack((parts[then], parts[now])), there, 28, 35 * (now - then) - 28) for then, now in pairs]
