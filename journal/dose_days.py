"""Load what was said of the doses of a medicine, day by day: a row a status or an hour, however long the diary."""

from collections import Counter
from datetime import date, time
from typing import Any

from django.db.models import F, QuerySet, StringAgg, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from accounts.models import User
from journal.figures.doses import DoseDay
from journal.models import Dose, Medicine
from journal.models.medicines import DoseStatus
from journal.prepared import prepared

TEXT = TextField()


def load_dose_days(patient: User, medicine: Medicine | None) -> dict[date, DoseDay]:
    """Return the doses of each day of the medicine, in order of time."""
    if medicine is None:
        return {}
    said: dict[str, str] = {}
    for status, days in _days_by_status(patient, medicine=medicine.pk):
        for day in days.split():
            said[day] = f"{said[day]} {status}" if day in said else status
    # Most days are alike, so that a few objects serve ten years.
    known = {words: _dose_day(words) for words in set(said.values())}
    return {date.fromisoformat(day): known[said[day]] for day in sorted(said)}


def load_taken_at(patient: User, medicine: int, first_day: date, last_day: date) -> dict[date, time]:
    """Return the hour of each day's dose; a day with several doses, or with one without an hour, has none."""
    hours: dict[str, str | None] = {}
    for at, days in _days_by_hour(patient, medicine=medicine, first_day=first_day, last_day=last_day):
        for day in days.split():
            hours[day] = None if day in hours else at
    times = {at: time.fromisoformat(at) for at in set(hours.values()) if at}
    return {date.fromisoformat(day): times[at] for day, at in hours.items() if at}


@prepared
def _days_by_status(patient: User, medicine: int) -> QuerySet[Dose, tuple[str, str]]:
    """Return each status with the days of the doses of a medicine that have it."""
    return _with_days(patient.doses.filter(medicine_id=medicine), F("status"))


@prepared
def _days_by_hour(
    patient: User, medicine: int, first_day: date, last_day: date
) -> QuerySet[Dose, tuple[str | None, str]]:
    """Return each hour, as a text, with the days of the doses of a medicine that were taken then."""
    taken = patient.doses.filter(medicine_id=medicine, status__in=(DoseStatus.TAKEN, DoseStatus.LATE))
    return _with_days(taken.filter(day__range=(first_day, last_day)), Cast("time", TEXT))


def _with_days(doses: QuerySet[Dose], kind: Combinable) -> QuerySet[Dose, Any]:
    """Return each kind once, with the days of its doses in one text, in no order; one day twice for two doses."""
    days = StringAgg(Cast("day", TEXT), delimiter=Value(" "))
    return doses.order_by().values(kind=kind).annotate(days=days).values_list("kind", "days")


def _dose_day(said: str) -> DoseDay:
    counts = Counter(said.split())
    return DoseDay(
        taken=counts[DoseStatus.TAKEN] + counts[DoseStatus.LATE],
        missed=counts[DoseStatus.MISSED],
        skipped=counts[DoseStatus.SKIPPED],
    )
