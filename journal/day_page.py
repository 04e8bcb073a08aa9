"""Put one day's page together: its form, its fact, the week around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from journal.amounts import format_amount
from journal.day_records import LoadedDay, load_day
from journal.day_state import DayState
from journal.forms.day import DayForm, DoseSlot
from journal.models import DoseStep, Item, Medicine
from journal.plan import PlannedDose, current_steps, planned_doses
from journal.scales import value_words


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """What the day page shows, loaded once a request."""

    patient: User
    day: date
    today: date
    steps: list[DoseStep]
    items: list[Item]
    loaded: LoadedDay

    @property
    def address(self) -> str:
        """Where this day lives; today has an address of its own."""
        return reverse("journal:today") if self.day == self.today else reverse("journal:check_in", args=[self.day])

    def form(self, data: QueryDict | None = None) -> DayForm:
        """Return the day's form, bound when data is given."""
        shown = [item for item in self.items if not item.resting or item.pk in self.loaded.state.ratings]
        return DayForm(
            data,
            items=shown,
            slots=dose_slots(planned_doses(self.steps), self.loaded),
            state=self.loaded.state,
            version=self.loaded.version,
        )

    @property
    def fact(self) -> str:
        """One fact about the day: "day 52 on 4.5 mg", "no LDN planned", or ""."""
        ldn = next((step for step in self.steps if step.medicine.is_ldn), None)
        if ldn is None:
            return ""
        if ldn.amount is None:
            return "LDN paused" if ldn.kind == "pause" else "LDN stopped"
        return f"day {(self.day - ldn.day).days + 1} on {ldn.amount_text}"


def open_day(patient: User, day: date, today: date) -> DayPage:
    """Load everything the page of one day needs."""
    return DayPage(
        patient=patient,
        day=day,
        today=today,
        steps=current_steps(patient, day),
        items=list(patient.items.all()),
        loaded=load_day(patient, day),
    )


def dose_slots(planned: Iterable[PlannedDose], loaded: LoadedDay) -> list[DoseSlot]:
    """Return a slot for every dose planned or recorded, the LDN medicine's first."""
    plans = {(plan.medicine.pk, plan.number): plan for plan in planned}
    entries = {entry.key: entry for entry in loaded.state.doses}
    medicines = {plan.medicine.pk: plan.medicine for plan in plans.values()}
    medicines |= {dose.medicine_id: dose.medicine for dose in loaded.doses}
    keys = [*plans, *(key for key in entries if key not in plans)]
    return [DoseSlot(medicines[key[0]], key[1], plans.get(key), entries.get(key)) for key in _ordered(keys, medicines)]


def _ordered(keys: Iterable[tuple[int, int]], medicines: dict[int, Medicine]) -> list[tuple[int, int]]:
    def place(key: tuple[int, int]) -> tuple[bool, int, int, int]:
        medicine = medicines[key[0]]
        return (not medicine.is_ldn, medicine.position, medicine.pk, key[1])

    return sorted(keys, key=place)


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    """One day of the week strip."""

    day: date
    logged: bool
    dose_said: bool
    current: bool


def week_strip(page: DayPage) -> list[WeekDay]:
    """Return the seven days that end on this page's day, two statements."""
    first = page.day - timedelta(days=6)
    span = (first, page.day)
    logged = set(page.patient.check_ins.logged().filter(day__range=span).values_list("day", flat=True))
    dosed = set(page.patient.doses.filter(day__range=span).values_list("day", flat=True))
    days = (first + timedelta(days=number) for number in range(7))
    return [WeekDay(day=day, logged=day in logged, dose_said=day in dosed, current=day == page.day) for day in days]


def differences(page: DayPage, wanted: DayState) -> list[tuple[str, str, str]]:
    """Return what another screen saved against what is typed here: (what, saved, typed)."""
    saved, rows = page.loaded.state, []
    for item in page.items:
        there, here = saved.ratings.get(item.pk), wanted.ratings.get(item.pk)
        if there != here:
            rows.append((item.name, _value(item, there), _value(item, here)))
    if saved.note != wanted.note:
        rows.append(("Note", saved.note or "nothing", wanted.note or "nothing"))
    if set(saved.doses) != set(wanted.doses):
        rows.append(("Doses", _doses(saved), _doses(wanted)))
    return rows


def _value(item: Item, value: int | None) -> str:
    return "no answer" if value is None else value_words(value, item.low, item.high)


def _doses(state: DayState) -> str:
    words = [
        dose.status if dose.amount is None else f"{dose.status}, {format_amount(dose.amount)} {dose.unit}"
        for dose in state.doses
    ]
    return "; ".join(words) or "no answer"


def toast(page: DayPage, parameters: dict[str, Any]) -> str:
    """Return what to say right after saving, or "": the address says which version was saved."""
    if parameters.get("saved") != str(page.loaded.version) or not page.loaded.check_in:
        return ""
    if page.loaded.state.empty:
        return "Cleared. Nothing is saved for this day now."
    return f"Saved. {page.fact[:1].upper()}{page.fact[1:]}." if page.fact else "Saved."
