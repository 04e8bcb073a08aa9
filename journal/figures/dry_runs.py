"""Runs of days without a dose that were planned as days with one: was it a pause? Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.dates import each_day, span_text
from journal.figures.phases import ONE_DAY, Step

LEAST_DAYS = 5
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DryRun:
    """The days `first` to `last`, both counted, on each of which a dose was planned and none recorded as taken.

    taken_after: whether a dose was taken on the day after the last one.
    """

    first: date
    last: date
    taken_after: bool

    @property
    def days(self) -> int:
        """Days in the gap, at least LEAST_DAYS."""
        return (self.last - self.first).days + 1

    @property
    def after(self) -> date:
        """The day after it."""
        return self.last + ONE_DAY

    @property
    def dates_text(self) -> str:
        """Its first and last day in words."""
        return span_text(self.first, self.last)


def latest_dry_run(steps: Sequence[Step], taken: Collection[date], today: date) -> DryRun | None:
    """Return the latest run of LEAST_DAYS or more planned days without a dose taken, in the last 90 days.

    A dose missed, skipped or not recorded is all the same here: the page asks, it does not judge. Today is
    not over and does not count; `taken` are the days with any dose taken. A run ends where a step begins. Days
    before the first dose of the record are none that were paused, but none that were written down.
    """
    begun = min(taken, default=today)
    runs = [
        run
        for run in _dry_runs(steps, taken, today - LOOK_BACK, today - ONE_DAY)
        if len(run) >= LEAST_DAYS and begun < run[0]
    ]
    return DryRun(runs[-1][0], runs[-1][-1], runs[-1][-1] + ONE_DAY in taken) if runs else None


def _dry_runs(steps: Sequence[Step], taken: Collection[date], first: date, last: date) -> Iterator[list[date]]:
    """Yield the days of each run, in order of time; a step's own day ends one and is in none: it stands as written."""
    begun = {step.day: step for step in steps}
    before = [step for step in sorted(steps, key=lambda step: step.day) if step.day < first]
    now, run = before[-1] if before else None, list[date]()
    for day in each_day(first, last):
        if day in begun:
            yield run
            now, run = begun[day], []
            continue
        if now is not None and now.doses_a_day and day not in taken:
            run.append(day)
        else:
            yield run
            run = []
    yield run
