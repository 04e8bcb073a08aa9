"""How often a side effect was there by days since the last dose step: whether it fades. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.days import LoggedDays, count_values
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem

WINDOWS: tuple[tuple[int, int | None], ...] = ((1, 7), (8, 14), (15, 28), (29, None))


@dataclass(frozen=True, slots=True)
class FadingCell:
    """One side effect in one stretch of days. n: days it was rated; days_with: those with it; worst: None without."""

    item: RatedItem
    n: int = 0
    days_with: int = 0
    worst: int | None = None

    @property
    def text(self) -> str:
        """What was counted, in words: "3 of 7 days", "no entry"."""
        return f"{self.days_with} of {self.n} day{'' if self.n == 1 else 's'}" if self.n else "no entry"

    @property
    def worst_text(self) -> str:
        """The worst rating in words, "worst moderate (2)"; "" on no day with it."""
        return "" if self.worst is None else f"worst {self.item.value_text(self.worst)}"


@dataclass(frozen=True, slots=True)
class FadingRow:
    """One side effect: the days before the first step, then each window of days since a step."""

    item: RatedItem
    cells: tuple[FadingCell, ...]


@dataclass(frozen=True, slots=True)
class Fading:
    """The table: steps is how many dose steps it counts over, weekly how many entries for a week it leaves out."""

    steps: int
    weekly: int
    rows: tuple[FadingRow, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The words over the columns: "Before the first step", "Days 1 to 7", ... "Day 29 on"."""
        spans = (f"Days {first} to {last}" if last else f"Day {first} on" for first, last in WINDOWS)
        return ("Before the first step", *spans)


def dose_steps(phases: Iterable[Phase]) -> list[tuple[date, date]]:
    """Return the first and last day of each dose: it begins where the amount changes.

    Phases on one amount, one after the other, are one step: a change of hour or form is no change of
    dose. A pause and a stop end a step and begin none.
    """
    found: list[tuple[date, date]] = []
    before: int | None = None
    for phase in phases:
        if phase.amount is not None and phase.amount == before:
            found[-1] = (found[-1][0], phase.last_day)
        elif phase.amount is not None:
            found.append((phase.first_day, phase.last_day))
        before = phase.amount
    return found


def count_fading(days: LoggedDays, phases: Sequence[Phase], items: Iterable[RatedItem]) -> Fading | None:
    """Return, for each side effect that was ever there, the days with it of the days rated, by days since the step.

    Day 1 is the day of the step; all steps are counted together. Days on a pause or after a stop, and
    entries for a week, which do not say on which day it was, are left out. None without a step or a row.
    """
    steps = dose_steps(phases)
    if not steps:
        return None
    first, last = phases[0].first_day, phases[-1].last_day
    stretches = [[(first, steps[0][0] - timedelta(days=1))], *([*_window(steps, *each)] for each in WINDOWS)]
    places = [[days.places(*stretch) for stretch in each] for each in stretches]
    rows = [FadingRow(item, tuple(_cells(item, days, places))) for item in items if item.is_side_effect]
    felt = tuple(row for row in rows if any(cell.days_with for cell in row.cells))
    return Fading(len(steps), days.within(first, last).weeks, felt) if felt else None


def _window(steps: Iterable[tuple[date, date]], first: int, last: int | None) -> Iterator[tuple[date, date]]:
    """Yield the days of each step that are its first-th to last-th."""
    for begins, ends in steps:
        until = ends if last is None else min(ends, begins + timedelta(days=last - 1))
        yield begins + timedelta(days=first - 1), until


def _cells(item: RatedItem, days: LoggedDays, places: Iterable[Iterable[tuple[int, int]]]) -> Iterator[FadingCell]:
    """Yield the counts of an item for each window, which are stretches of places of the days."""
    column = days.column(item.id, weekly=False)
    for stretches in places:
        counts = count_values(b"".join([column[begin:end] for begin, end in stretches]))
        with_it = [value for value in counts if value != item.best]
        yield FadingCell(
            item,
            n=sum(counts.values()),
            days_with=sum(counts[value] for value in with_it),
            worst=(max if item.lower_is_better else min)(with_it, default=None),
        )
