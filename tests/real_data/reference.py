"""The by-step table counted anew from the source files. Standard library only, nothing of the app.

Each figure follows "How figures are counted" of the product, not the code that draws the table.
"""

import statistics
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.real_data.sources import OPIOID, PANIC, by_patient

DAY_ZERO = date(2024, 1, 31)
# Column: item, best end of its scale, whether lower is better, whether days with it are counted.
ITEMS = {
    OPIOID: {"withdrawal": ("Withdrawal", 0, True)},
    PANIC: {
        "anxiety": ("Anxiety", 0, True),
        "panic": ("Panic", 0, True),
        "annoying": ("Annoyed", 0, True),
        "negative_feeling": ("Negative feeling", 0, False),
        "positive_feeling": ("Positive feeling", 3, False),
        "negative_energy": ("Negative energy", 0, False),
        "positive_energy": ("Positive energy", 3, False),
        "alcohol": ("Alcohol today", 0, True),
        "coffee": ("Coffee", 0, True),
        "smoking": ("Smoking", 0, True),
        "exercise": ("Exercise", 1, False),
    },
}
SIDE_EFFECTS = ("Panic", "Annoyed")
Cells = dict[str, str]


@dataclass
class Column:
    """One phase as the table must show it: the label, and each row's numbers as text."""

    label: str
    first: date
    last: date
    begins_with_step: bool
    rows: dict[str, Cells] = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass
class Diary:
    """What one patient's rows say: amounts and ratings by day."""

    doses: dict[date, str]
    ratings: dict[str, dict[date, int]]
    unit: str = "mg"

    @property
    def logged(self) -> set[date]:
        return {day for of_item in self.ratings.values() for day in of_item}


def diary_of(source: str, rows: list[dict[str, str]]) -> Diary:
    """Return the days of one patient."""
    days = [
        DAY_ZERO + timedelta(days=int(row["study_day"])) if source == OPIOID else date.fromisoformat(row["date"])
        for row in rows
    ]
    ratings: dict[str, dict[date, int]] = {}
    for column, (item, _, _) in ITEMS[source].items():
        ratings[item] = {day: int(row[column]) for day, row in zip(days, rows, strict=True) if row[column]}
    doses = {day: row["amount"] for day, row in zip(days, rows, strict=True) if row.get("amount")}
    return Diary(doses, ratings, unit=rows[0].get("unit") or "injection")


def phases_of(diary: Diary) -> list[Column]:
    """Return the phases: each runs to the day before the next change, the last to the last entry."""
    last = max({*diary.doses, *diary.logged})
    first = min({*diary.doses, *diary.logged})
    starts: list[tuple[date, str]] = []
    for day in sorted(diary.doses):
        if not starts or float(starts[-1][1]) != float(diary.doses[day]):
            starts.append((day, diary.doses[day]))
    if not starts:
        return [Column("No dose steps", first, last, False)]
    columns = []
    if first < starts[0][0]:
        columns.append(Column("Before", first, starts[0][0] - timedelta(days=1), False))
    for place, (day, amount) in enumerate(starts):
        until = starts[place + 1][0] - timedelta(days=1) if place + 1 < len(starts) else last
        columns.append(Column(f"{amount} {diary.unit}", day, until, True))
    return columns


def table_of(source: str, rows: list[dict[str, str]]) -> list[Column]:
    """Return every column of the by-step table with every number in it."""
    diary = diary_of(source, rows)
    columns = phases_of(diary)
    for column in columns:
        taken = sum(column.holds(day) for day in diary.doses)
        planned = column.days if column.begins_with_step else 0
        logged = sum(column.holds(day) for day in diary.logged)
        column.rows["Dates"] = {
            "from": column.first.isoformat(),
            "to": column.last.isoformat(),
            "days": str(column.days),
        }
        column.rows["Logged"] = {
            "logged": str(logged),
            "prompt": "0",
            "later": "0",
            "unknown": str(logged),
            "weekly": "0",
        }
        column.rows["Doses"] = {
            "planned": str(planned),
            "taken": str(taken),
            "missed": "0",
            "skipped": "0",
            "not-recorded": str(planned - taken),
        }
        for item, best, lower in ITEMS[source].values():
            column.rows[item] = figures_of(column, diary.ratings[item], best, lower)
    return columns


def figures_of(column: Column, ratings: dict[date, int], best: int, lower: bool) -> Cells:
    """Return n, median, range, worst, and the days with it, first and last, in one phase."""
    within = {day: value for day, value in ratings.items() if column.holds(day)}
    if not within:
        return {"n": "0"}
    values = list(within.values())
    with_it = sorted(day for day, value in within.items() if value != best)
    cells = {
        "n": str(len(values)),
        "median": f"{statistics.median(values):.1f}".removesuffix(".0"),
        "lowest": str(min(values)),
        "highest": str(max(values)),
        "worst": str(max(values) if lower else min(values)),
        "days-with": str(len(with_it)),
    }
    if with_it:
        cells |= {"first": with_it[0].isoformat(), "last": with_it[-1].isoformat()}
        if column.begins_with_step:
            cells["first-day"] = str((with_it[0] - column.first).days + 1)
            cells["last-day"] = str((with_it[-1] - column.first).days + 1)
    return cells


def patients() -> list[tuple[str, str]]:
    """Return (source, patient) of all sixty."""
    return [(source, patient) for source in (OPIOID, PANIC) for patient in by_patient(source)]
