"""Load the events and visits within a period: one statement, whatever its length."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet, Value

from accounts.fields import sealed_field
from accounts.models import User
from journal.figures.dates import date_text
from journal.models import Event, Visit
from journal.models.events import EventKind
from journal.prepared import prepared

VISIT = "visit"
TEXTS = {model: sealed_field(model, "text") for model in (Event, Visit)}


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event or a visit, in words. kind: of the event, or "visit". against: the item a strategy is against."""

    day: date
    kind: str
    kind_text: str
    text: str
    against: int | None = None

    @property
    def day_text(self) -> str:
        """Its day, "14 Sep 2026"."""
        return date_text(self.day)

    @property
    def words(self) -> str:
        """What it was: the kind, then the patient's text; of another kind the text says it alone."""
        if self.kind == EventKind.OTHER and self.text:
            return self.text
        return f"{self.kind_text}, {self.text}" if self.text else self.kind_text


def load_happenings(patient: User, first: date, last: date, *, newest: int = 0, always: str = "") -> list[Happening]:
    """Return the events and visits of these days in order of time, in one statement.

    newest: how many to keep and open of the last ones; 0 keeps all. always: a kind that is kept whatever its place.
    """
    rows = _rows(patient, first=first, last=last)
    kinds = {**dict(EventKind.choices), VISIT: VISIT}
    ordered = sorted(rows, key=lambda row: (row[2], row[3] or time.min, row[0]))
    return [
        Happening(day=day, kind=kind, kind_text=kinds[kind], text=_open(patient, pk, kind, text), against=against)
        for place, (pk, kind, day, _, text, against) in enumerate(ordered, start=newest - len(ordered))
        if place >= 0 or not newest or kind == always
    ]


@prepared
def _rows(patient: User, first: date, last: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Return id, kind, day, time, sealed text and item of the events and visits of these days."""
    fields, within = ("id", "kind", "day", "time", "text", "against_id"), {"day__range": (first, last)}
    as_visit = Value(VISIT, output_field=CharField())
    nothing = Value(None, output_field=BigIntegerField())
    visits = patient.visits.filter(**within).order_by().annotate(kind=as_visit, against_id=nothing).values_list(*fields)
    return patient.events.filter(**within).order_by().values_list(*fields).union(visits, all=True)


def _open(patient: User, pk: int, kind: str, sealed: bytes) -> str:
    """Return the text: it is bound to its own row, so it is opened as that row's."""
    return TEXTS[Visit if kind == VISIT else Event].open(pk, patient, sealed)
