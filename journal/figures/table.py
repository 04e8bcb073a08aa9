"""The by-step table: one column a phase, one row an item. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.figures.dates import span_text
from journal.figures.doses import Adherence, DoseDay, count_doses
from journal.figures.entries import Entries
from journal.figures.phases import Phase
from journal.figures.ratings import Figures, RatedItem, Tally, count_ratings


@dataclass(frozen=True, slots=True)
class Column:
    """One phase: its days, its doses, its logged days."""

    phase: Phase
    adherence: Adherence
    entries: Entries
    is_last: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One item in one phase."""

    item: RatedItem
    column: Column
    figures: Figures

    @property
    def worst_text(self) -> str:
        """The worst rating in words, "moderate (2)"; "" without answers."""
        return "" if self.figures.worst is None else self.item.value_text(self.figures.worst)

    @property
    def with_dates_text(self) -> str:
        """First and last day with it, "4 to 22 Sep 2026"; "" when there was none."""
        first, last = self.figures.first_with, self.figures.last_with
        return "" if first is None or last is None else span_text(first, last)

    @property
    def first_day_number(self) -> int | None:
        """The first day with it counted from the step's day as 1; None without it or without a step."""
        return None if self.figures.first_with is None else self.column.phase.day_number(self.figures.first_with)

    @property
    def last_day_number(self) -> int | None:
        """The last day with it, counted in the same way."""
        return None if self.figures.last_with is None else self.column.phase.day_number(self.figures.last_with)


@dataclass(frozen=True, slots=True)
class Row:
    """One item over all phases, in the order of the columns."""

    item: RatedItem
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ByStepTable:
    """The whole table; without any entry or step it has neither columns nor rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def has_steps(self) -> bool:
        """Whether any column stands for a dose step."""
        return any(column.phase.number for column in self.columns)

    @property
    def adherence(self) -> Adherence:
        """Doses of all columns together."""
        return sum((column.adherence for column in self.columns), Adherence())

    @property
    def entries(self) -> Entries:
        """Logged days of all columns together."""
        return sum((column.entries for column in self.columns), Entries())

    @property
    def days(self) -> int:
        """Calendar days of all columns together."""
        return sum(column.phase.days for column in self.columns)

    @property
    def dates_text(self) -> str:
        """First and last day of the table in words; "" without columns."""
        if not self.columns:
            return ""
        return span_text(self.columns[0].phase.first_day, self.columns[-1].phase.last_day)

    def parts(self, widest: int) -> tuple["ByStepTable", ...]:
        """Return the table cut into pieces of at most `widest` columns, for paper."""
        return tuple(
            ByStepTable(
                self.columns[start : start + widest],
                tuple(Row(row.item, row.cells[start : start + widest]) for row in self.rows),
            )
            for start in range(0, len(self.columns), widest)
        )


def make_table(
    phases: Sequence[Phase],
    dose_days: Mapping[date, DoseDay],
    entries: Mapping[int, Entries],
    items: Iterable[RatedItem],
    tallies: Iterable[Tally],
) -> ByStepTable:
    """Return the by-step table; `entries` is by phase number, rows are in the order of `items`."""
    columns = tuple(
        Column(
            phase,
            count_doses(phase, dose_days),
            entries.get(phase.number, Entries()),
            is_last=index + 1 == len(phases),
        )
        for index, phase in enumerate(phases)
    )
    grouped: dict[tuple[int, int], list[Tally]] = defaultdict(list)
    for tally in tallies:
        grouped[tally.item_id, tally.phase_number].append(tally)
    return ByStepTable(columns, tuple(_row(item, columns, grouped) for item in items))


def _row(item: RatedItem, columns: Iterable[Column], grouped: Mapping[tuple[int, int], list[Tally]]) -> Row:
    return Row(
        item,
        tuple(
            Cell(item, column, count_ratings(item, grouped.get((item.id, column.phase.number), [])))
            for column in columns
        ),
    )
