"""Make steps, phases, items and logged days for tests of the figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from journal.figures.charted import make_series
from journal.figures.days import Entered, LoggedDays, answers_text, gather
from journal.figures.doses import DoseDay
from journal.figures.phases import Phase, Step, make_phases
from journal.figures.ratings import RatedItem
from journal.figures.series import Point, Timeline, WeekDates, WeekMean, make_timeline, runs_of

PAIN = RatedItem(1, "Pain", "target", 0, 10, True, 1)
SLEEP = RatedItem(2, "Sleep quality", "wellbeing", 0, 10, False)
HEADACHE = RatedItem(3, "Headache", "side_effect", 0, 3, True)
Row = tuple[date, bool, Mapping[RatedItem, int]]  # a day, whether it stands for a week, its answers


def gathered(rows: Iterable[Row]) -> LoggedDays:
    """Return logged days that nobody knows the entering of."""
    rows = list(rows)
    return gather(
        [day for day, _, _ in rows],
        bytes([Entered.UNKNOWN] * len(rows)),
        bytes(weekly for _, weekly, _ in rows),
        [answers_text({item.id: value for item, value in said.items()}) for _, _, said in rows],
    )


def jan(day: int) -> date:
    return date(2026, 1, day)


def step(day: int, kind: str = "increase", mg: float | None = 4.5, hours: str = "20:00", reason: str = "") -> Step:
    amount = None if mg is None else round(mg * 1000)
    doses = 0 if amount is None else max(1, len(hours.split()))
    return Step(jan(day), kind, kind, amount, "" if mg is None else f"{mg:g} mg", hours, doses, reason)


def off(day: int, kind: str = "pause") -> Step:
    return step(day, kind, None, "")


def phases(*steps: Step, first_entry: int | None = 1, end: int | None = 31) -> tuple[Phase, ...]:
    first = None if first_entry is None else jan(first_entry)
    return make_phases(steps, first, None if end is None else jan(end), "Before LDN")


def timeline_of(
    first: date,
    last: date,
    made: Sequence[Phase],
    dose_days: Mapping[date, DoseDay],
    items: Sequence[RatedItem],
    points: Mapping[int, Iterable[Point]],
) -> Timeline:
    """Return the time line of items whose ratings are given by their ids."""
    said: dict[date, tuple[bool, dict[RatedItem, int]]] = {}
    for item in items:
        for day, value, weekly in points.get(item.id, ()):
            said.setdefault(day, (weekly, {}))[1][item] = value
    days = gathered((day, *said[day]) for day in sorted(said))
    return make_timeline(first, last, made, dose_days, make_series(days, made, items, first, last))


def week_means(points: Iterable[Point], made: Sequence[Phase]) -> tuple[tuple[WeekMean, ...], ...]:
    """Return the runs of weekly means of ratings, sorted into their weeks one by one."""
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for day, value, _ in points:
        for index, phase in enumerate(made):
            if phase.first_day <= day <= phase.last_day:
                week = (day - phase.first_day).days // 7
                total, count = sums.get((index, week), (0, 0))
                sums[index, week] = total + value, count + 1
    return runs_of(sums, WeekDates(made))
