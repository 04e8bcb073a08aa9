"""What the history says about each day of a month."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accounts.models import User
from journal.figures.dates import each_day
from journal.history_days import Entry, HistoryDay
from journal.models import Rating
from journal.models.medicines import NOT_TAKEN
from journal.months import Month

Span = tuple[date, date]


def month_days(patient: User, month: Month, today: date) -> dict[date, HistoryDay]:
    """Return every day of the month, four statements."""
    span = (month.first, month.last)
    entries, events, steps, doses = (
        _entries(patient, span),
        _events(patient, span),
        _steps(patient, span),
        _doses(patient, span),
    )
    return {
        day: HistoryDay(
            day=day,
            today=today,
            entry=entries.get(day),
            dose_said=day in doses,
            not_taken=next((status.value for status in NOT_TAKEN if status in doses.get(day, ())), ""),
            steps=steps.get(day, ()),
            events=events[day],
        )
        for day in each_day(*span)
    }


def _entries(patient: User, span: Span) -> dict[date, Entry]:
    logged = Exists(Rating.objects.filter(check_in=OuterRef("pk"))) | ~Q(note=b"")
    flagged = ExpressionWrapper(~Q(alarms=b""), BooleanField())
    rows = patient.check_ins.filter(day__range=span).values_list(
        "day", ExpressionWrapper(logged, BooleanField()), "weekly", "entered_day", "version", flagged
    )
    return {
        day: Entry(logged=logged, weekly=weekly, entered_day=entered_day, saves=version, flagged=flagged)
        for day, logged, weekly, entered_day, version, flagged in rows
    }


def _events(patient: User, span: Span) -> Counter[date]:
    """Return how many events and visits each day has."""
    events = patient.events.filter(day__range=span).order_by().values_list("day")
    visits = patient.visits.filter(day__range=span).order_by().values_list("day")
    return Counter(day for (day,) in events.union(visits, all=True).order_by())


def _steps(patient: User, span: Span) -> dict[date, list[str]]:
    """Return what begins on each day: the dose, with the medicine's name where it is not the LDN; or the kind."""
    rows = (
        patient.dose_steps.filter(day__range=span).select_related("medicine").defer("reason", "medicine__reason_words")
    )
    steps: dict[date, list[str]] = defaultdict(list)
    for step in sorted(rows, key=lambda step: not step.medicine.is_ldn):
        words = step.amount_text or step.kind
        steps[step.day].append(words if step.medicine.is_ldn else f"{words} of {step.medicine.name}")
    return steps


def _doses(patient: User, span: Span) -> dict[date, set[str]]:
    doses: dict[date, set[str]] = defaultdict(set)
    for day, status in patient.doses.filter(day__range=span).values_list("day", "status"):
        doses[day].add(status)
    return doses
