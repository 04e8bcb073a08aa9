"""Make steps, phases and items for tests of the figures."""

from datetime import date

from journal.figures.phases import Phase, Step, make_phases
from journal.figures.ratings import RatedItem

PAIN = RatedItem(1, "Pain", "target", 0, 10, True, 1)
SLEEP = RatedItem(2, "Sleep quality", "wellbeing", 0, 10, False)
HEADACHE = RatedItem(3, "Headache", "side_effect", 0, 3, True)


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
