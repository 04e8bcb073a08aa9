"""The time line: dose bars and daily ratings over one period, as numbers to draw. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from journal.figures.dates import span_text
from journal.figures.doses import DoseDay, unrecorded_days
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem

Week = tuple[int, int]
WeekSums = Mapping[Week, tuple[int, int]]
WEEK = 7
LEAST_IN_A_WEEK = 3
LONG_DAYS = 400  # from here on single days are too narrow to draw


class Point(NamedTuple):
    """One rating; a weekly one stands for the week that ended on its day."""

    day: date
    value: int
    weekly: bool = False


class WeekMean(NamedTuple):
    """The arithmetic mean of the n ratings of one week, drawn at its middle day (the earlier of two)."""

    first_day: date
    last_day: date
    middle_day: date
    mean: float
    n: int


@lru_cache(maxsize=4096)  # the same few hundred again and again
def mean_text(mean: float, n: int) -> str:
    """Return a mean and of how many: "5.2, n 6"."""
    return f"{mean:.1f}, n {n}"


@dataclass(frozen=True, slots=True)
class Series:
    """One item's ratings in order of time. `weeks` are unbroken runs of weekly means; gaps stay gaps.

    calendar: a byte for each day of the time line, as in the columns of journal.figures.days. points: none where the
    time line is told by week. n: how many ratings there are.
    """

    item: RatedItem
    calendar: bytes
    points: tuple[Point, ...]
    weeks: tuple[tuple[WeekMean, ...], ...]
    n: int

    @property
    def said_text(self) -> str:
        """On how many days it was rated, or of how many entries, where some or all stand for a week."""
        weekly = {point.weekly for point in self.points}
        if True not in weekly:
            return f"rated on {self.n} day{'' if self.n == 1 else 's'}"
        if self.n == 1:
            return "1 entry, for a week"
        return f"{self.n} entries, {'some' if False in weekly else 'each'} for a week"


@dataclass(frozen=True, slots=True)
class DoseBar:
    """A phase clipped to the period. `level` is 1 to 3, darker as the dose rises; 0 for no dose.

    is_step: whether a step began the phase, as against the days before the first.
    begins: whether that step's day lies in the period. wash_in_last_day: the last of the
    first seven days after the change that lies in the period, or None.
    """

    label: str
    first_day: date
    last_day: date
    amount: int | None
    level: int
    is_step: bool
    begins: bool
    wash_in_last_day: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened from `first_day` to `last_day`, both counted; empty tuples where nothing did."""

    first_day: date
    last_day: date
    bars: tuple[DoseBar, ...]
    missed: tuple[date, ...]
    skipped: tuple[date, ...]
    not_recorded: tuple[date, ...]
    series: tuple[Series, ...]

    @property
    def days(self) -> int:
        """Calendar days in the period."""
        return (self.last_day - self.first_day).days + 1

    @property
    def dots_text(self) -> str:
        """What a dot of the chart stands for: "one day", "one week" or either of them."""
        weekly = {point.weekly for series in self.series for point in series.points}
        if True not in weekly:
            return "one day"
        return "one day, or one week" if False in weekly else "one week"

    @property
    def has_change(self) -> bool:
        """Whether a dose step begins in the period."""
        return any(bar.begins for bar in self.bars)

    @property
    def has_wash_in(self) -> bool:
        """Whether any of the first seven days of a step lies in the period."""
        return any(bar.wash_in_last_day for bar in self.bars)

    @property
    def by_week(self) -> bool:
        """Whether there are too many days to show each; a long but sparse record keeps its days."""
        return any(series.n > LONG_DAYS for series in self.series)

    def dose_on(self, day: date) -> str:
        """Return the dose step of a day in words, "" where it has none."""
        return next((bar.label for bar in self.bars if bar.first_day <= day <= bar.last_day), "")

    @property
    def dates_text(self) -> str:
        """First and last day in words."""
        return span_text(self.first_day, self.last_day)


def make_timeline(
    first_day: date,
    last_day: date,
    phases: Sequence[Phase],
    dose_days: Mapping[date, DoseDay],
    series: Sequence[Series],
) -> Timeline:
    """Return the time line of a period."""

    def within(day: date) -> bool:
        return first_day <= day <= last_day

    return Timeline(
        first_day=first_day,
        last_day=last_day,
        bars=_bars(first_day, last_day, phases),
        missed=tuple(sorted(day for day, doses in dose_days.items() if doses.missed and within(day))),
        skipped=tuple(sorted(day for day, doses in dose_days.items() if doses.skipped and within(day))),
        not_recorded=tuple(unrecorded_days(phases, dose_days, first_day, last_day)),
        series=tuple(series),
    )


class WeekDates(dict[Week, tuple[date, date, date]]):
    """The first, last and middle day of each week that is asked for, reckoned once for all series of a chart.

    A week is the place of its phase and its number in the phase, both from 0: weeks count from the dose change, and the
    last one of a phase may be short. One that the chart cuts has the days that it shows, which are the ones counted.
    """

    def __init__(self, phases: Sequence[Phase], first_day: date = date.min, last_day: date = date.max) -> None:
        self._ends = [(phase.first_day.toordinal(), phase.last_day.toordinal()) for phase in phases]
        self._first, self._last = first_day.toordinal(), last_day.toordinal()

    def __missing__(self, week: Week) -> tuple[date, date, date]:
        begin, end = self._ends[week[0]]
        begin += week[1] * WEEK
        first, last = max(begin, self._first), min(end, begin + WEEK - 1, self._last)
        self[week] = date.fromordinal(first), date.fromordinal(last), date.fromordinal((first + last) // 2)
        return self[week]


def runs_of(sums: WeekSums, dates: WeekDates) -> tuple[tuple[WeekMean, ...], ...]:
    """Return runs of weekly means from sum and count of the ratings of each week, in order of time.

    A week with under three ratings has no mean; there, and at every change of dose, the run breaks.
    """
    runs: list[list[WeekMean]] = []
    before: Week | None = None
    for week, (total, count) in sums.items():
        if count < LEAST_IN_A_WEEK:
            continue
        if before != (week[0], week[1] - 1):
            runs.append([])
        runs[-1].append(WeekMean(*dates[week], total / count, count))
        before = week
    return tuple(tuple(run) for run in runs)


def _bars(first_day: date, last_day: date, phases: Sequence[Phase]) -> tuple[DoseBar, ...]:
    """Return the phases that touch the period, clipped to it."""
    levels = _levels({phase.amount for phase in phases if phase.amount is not None})
    return tuple(
        DoseBar(
            label=phase.label,
            first_day=max(first_day, phase.first_day),
            last_day=min(last_day, phase.last_day),
            amount=phase.amount,
            level=0 if phase.amount is None else levels[phase.amount],
            is_step=bool(phase.steps),
            begins=bool(phase.steps) and phase.first_day >= first_day,
            wash_in_last_day=_clipped_wash_in(phase, first_day, last_day),
        )
        for phase in phases
        if phase.first_day <= last_day and phase.last_day >= first_day
    )


def _clipped_wash_in(phase: Phase, first_day: date, last_day: date) -> date | None:
    last = phase.wash_in_last_day
    return None if last is None or last < first_day else min(last, last_day)


def _levels(amounts: Iterable[int]) -> dict[int, int]:
    """Return one of three greys for each amount: the lowest is 1, the highest 3 (a single one is 3)."""
    ordered = sorted(amounts)
    top = max(1, len(ordered) - 1)
    return {amount: 3 - round(2 * (len(ordered) - 1 - rank) / top) for rank, amount in enumerate(ordered)}
