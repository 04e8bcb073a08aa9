"""Keep and list the answers about the overall change."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from journal.models import OverallChange
from journal.overall import WORDS
from journal.prepared import prepared
from journal.start import load_baseline


@dataclass(frozen=True, kw_only=True)
class OverallRow:
    """One answer: its row's id, its day, and which of the seven steps it was, as number and in words."""

    pk: int
    day: date
    value: int
    words: str

    @classmethod
    def of(cls, row: OverallChange) -> "OverallRow":
        """Return a row of the database in words."""
        return cls(pk=row.pk, day=row.day, value=row.value, words=WORDS[row.value])


def overall_rows(patient: User) -> list[OverallRow]:
    """Return the patient's answers, the latest first."""
    return [OverallRow(pk=pk, day=day, value=value, words=WORDS[value]) for pk, day, value in _answers(patient)]


@prepared
def _answers(patient: User) -> QuerySet[OverallChange, tuple[int, date, int]]:
    """Return id, day and value of each answer, the latest first."""
    return patient.overall_changes.order_by("-day").values_list("pk", "day", "value")


def first_day_of_ldn(patient: User, today: date) -> date | None:
    """Return the day of the first dose of LDN; None before it."""
    baseline = load_baseline(patient, today)
    return baseline.first_dose if baseline and baseline.begun else None


def tell_overall(*, patient: User, day: date, value: int) -> bool:
    """Keep an answer, one a day; False when that day has another one. The same answer twice is one."""
    row, _ = OverallChange.objects.get_or_create(patient=patient, day=day, defaults={"value": value})
    return row.value == value


def change_overall(*, row: OverallChange, day: date, value: int) -> bool:
    """Change an answer; False when the new day has one already."""
    row.day, row.value = day, value
    try:
        with transaction.atomic():
            row.save(update_fields=["day", "value"])
    except IntegrityError:
        return False
    return True
