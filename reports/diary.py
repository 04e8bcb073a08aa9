"""Load what the patient wrote within the period of a report: two statements, whatever its length."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import CharField, FilteredRelation, Q, Value

from accounts.models import User
from journal.figures.dates import date_text
from journal.figures.entries import Entries
from journal.figures.series import Point
from journal.models import Event, Visit
from journal.models.events import EventKind
from reports.periods import Period

VISIT = "visit"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event or a visit, in words. kind: of the event, or "visit"."""

    day: date
    kind: str
    kind_text: str
    text: str

    @property
    def day_text(self) -> str:
        """Its day, "14 Sep 2026"."""
        return date_text(self.day)


def load_days(patient: User, period: Period, item_ids: Collection[int]) -> tuple[Entries, dict[int, list[Point]]]:
    """Return how many days were logged, and the ratings of these items by item in order of time."""
    rated = FilteredRelation("ratings", condition=Q(ratings__item__in=list(item_ids) or [0]))
    rows = (
        patient.check_ins.logged()
        .filter(day__range=(period.first, period.last))
        .annotate(rated=rated)
        .order_by("day")
        .values_list("day", "entered_day", "weekly", "rated__item", "rated__value")
    )
    days: dict[date, tuple[date | None, bool]] = {}
    points: dict[int, list[Point]] = defaultdict(list)
    for day, entered_day, weekly, item_id, value in rows:
        days[day] = (entered_day, weekly)
        if item_id is not None:
            points[item_id].append(Point(day, value, weekly))
    return _count(days), points


def _count(days: dict[date, tuple[date | None, bool]]) -> Entries:
    known = [entered <= day + ONE_DAY for day, (entered, _) in days.items() if entered is not None]
    return Entries(
        logged=len(days),
        prompt=sum(known),
        later=len(known) - sum(known),
        unknown=len(days) - len(known),
        weekly=sum(weekly for _, weekly in days.values()),
    )


def load_happenings(patient: User, first: date, last: date) -> list[Happening]:
    """Return the events and visits of these days in order of time, in one statement."""
    fields, within = ("id", "kind", "day", "time", "text"), {"day__range": (first, last)}
    as_visit = Value(VISIT, output_field=CharField())
    visits = patient.visits.filter(**within).order_by().annotate(kind=as_visit).values_list(*fields)
    rows = patient.events.filter(**within).order_by().values_list(*fields).union(visits, all=True)
    kinds = {**dict(EventKind.choices), VISIT: VISIT}
    ordered = sorted(rows, key=lambda row: (row[2], row[3] or time.min, row[0]))
    return [
        Happening(day=day, kind=kind, kind_text=kinds[kind], text=_open(patient, pk, kind, text))
        for pk, kind, day, _, text in ordered
    ]


def _open(patient: User, pk: int, kind: str, sealed: bytes) -> str:
    """Return the text: it is bound to its own row, so it is opened as that row's."""
    row = Visit(pk=pk, patient=patient, text=sealed) if kind == VISIT else Event(pk=pk, patient=patient, text=sealed)
    return str(row.text)
