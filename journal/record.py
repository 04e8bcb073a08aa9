"""The record that every figure is made from, loaded once in five statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Max, Min, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from journal.dose_days import load_dose_days
from journal.figures.days import LoggedDays
from journal.figures.doses import DoseDay, as_planned, with_doses_to_come
from journal.figures.phases import Phase, Step, make_phases
from journal.figures.ratings import RatedItem
from journal.logged_days import load_logged_days
from journal.models import DoseStep, Item, Medicine
from journal.models.items import Group
from journal.prepared import prepared

MEDICINE_COLUMNS = [field.attname for field in Medicine._meta.concrete_fields]
STEP_COLUMNS = [field.attname for field in DoseStep._meta.concrete_fields]
Span = tuple[date, date, date | None]
GROUP_ORDER = (Group.TARGET, Group.WELLBEING, Group.CRAVING, Group.OTHER, Group.SIDE_EFFECT)


@dataclass(frozen=True)
class Record:
    """A patient's phases, doses, items and days.

    medicine: the LDN medicine, else the first with steps; None where there is neither.
    planned: its steps after the last day, which give no phase yet.
    items: every item, resting ones too, in display order. dose_days: of that medicine; on
    a pause nothing was planned, so that nothing counts as missed or skipped there.
    days: the logged ones up to the last day. last_visit: the day of the last visit
    before today, None without any.
    """

    patient: User
    medicine: Medicine | None
    phases: tuple[Phase, ...]
    planned: tuple[Step, ...]
    items: tuple[RatedItem, ...]
    dose_days: dict[date, DoseDay]
    days: LoggedDays
    last_visit: date | None = None

    @property
    def first_day(self) -> date | None:
        """The first day of the first phase; None without any entry and step."""
        return self.phases[0].first_day if self.phases else None

    @property
    def last_step_day(self) -> date | None:
        """The day of the last change of dose; None without any."""
        return next((phase.first_day for phase in reversed(self.phases) if phase.steps), None)

    @property
    def last_day(self) -> date | None:
        """The last day of the last phase; None without any entry and step."""
        return self.phases[-1].last_day if self.phases else None


def load_record(patient: User, *, last_day: date | None = None, today: date | None = None) -> Record:
    """Return the patient's record up to `last_day`, or else to the day of the last entry of any kind.

    A step counts as an entry. Events, visits and steps after `today` (the patient's own journal day
    unless given) are plans and do not.
    """
    now = timezone.now()
    today = today or patient.journal_day(now)
    medicine, steps = _medicine_and_steps(patient)
    first_entry, last_entry, last_visit = _first_and_last_entry(patient, today)
    known = [step.day for step in steps if step.day <= today] + ([last_entry] if last_entry else [])
    end = last_day or max(known, default=None)
    before = "Before LDN" if medicine is None or medicine.is_ldn else f"Before {medicine.name}"
    phases = make_phases(steps, first_entry, end, before)
    return Record(
        patient=patient,
        medicine=medicine,
        phases=phases,
        planned=tuple(step for step in steps if end is None or step.day > end),
        items=_items(patient),
        dose_days=_with_doses_to_come(patient, phases, as_planned(phases, load_dose_days(patient, medicine)), now),
        days=load_logged_days(patient, end) if end else LoggedDays(),
        last_visit=last_visit,
    )


def _medicine_and_steps(patient: User) -> tuple[Medicine | None, list[Step]]:
    """Return the medicine the table is about and its steps in order of time, one statement.

    Medicines are joined to their steps, so that an LDN medicine without any step is found too.
    """
    medicine, steps = None, []
    for row in _medicines(patient):
        values, step = row[: len(MEDICINE_COLUMNS)], row[len(MEDICINE_COLUMNS) :]
        this = Medicine.from_db(None, MEDICINE_COLUMNS, values)
        if medicine is None and (this.is_ldn or step[0] is not None):
            medicine = this
        if medicine is not None and this.pk == medicine.pk and step[0] is not None:
            steps.append(DoseStep.from_db(None, STEP_COLUMNS, step))
    if medicine is not None:
        medicine.patient = patient
    for own in steps:
        own.patient = patient
    return medicine, [figure_step(step) for step in steps]


@prepared
def _medicines(patient: User) -> QuerySet[Medicine, tuple[Any, ...]]:
    """Return every medicine with each of its steps, the LDN medicine first."""
    columns = [*MEDICINE_COLUMNS, *(f"steps__{name}" for name in STEP_COLUMNS)]
    return patient.medicines.order_by("-is_ldn", "position", "name_key", "steps__day").values_list(*columns)


def figure_step(row: DoseStep) -> Step:
    """Return a dose step as the figures read it."""
    return Step(
        day=row.day,
        kind=row.kind,
        kind_text=row.get_kind_display(),
        amount=row.amount,
        amount_text=row.amount_text,
        hours=row.hours,
        doses_a_day=row.doses_a_day,
        reason=row.reason,
        confirmed=row.confirmed,
        form=row.get_form_display() if row.form else "",
        measured=row.measured_text,
    )


def _first_and_last_entry(patient: User, today: date) -> tuple[date | None, date | None, date | None]:
    """Return the first and last day with an entry of any kind, and the last visit before today; one statement."""
    spans = _spans(patient, today=today)
    return (
        min((span[0] for span in spans), default=None),
        max((span[1] for span in spans), default=None),
        next((span[2] for span in spans if span[2]), None),
    )


@prepared
def _spans(patient: User, today: date) -> QuerySet[Any, Span]:
    """Return first day, last day and last visit of each kind of entry of which there is one."""
    past = {"day__lte": today}
    no_visit = Cast(Value(None), DateField())
    first, *others = (
        _span(patient.visits.filter(**past), Max("day", filter=Q(day__lt=today))),
        _span_of_check_ins(patient, no_visit),
        _span(patient.doses.all(), no_visit),
        _span(patient.overall_changes.all(), no_visit),
        _span(patient.events.filter(**past), no_visit),
    )
    return first.union(*others, all=True).order_by()


def _span(rows: QuerySet[Any], visit: Max | Cast) -> QuerySet[Any, Span]:
    """Return one row with the first and last day and `visit`, or none."""
    grouped = rows.order_by().values("patient").annotate(first=Min("day"), last=Max("day"), visit=visit)
    span: QuerySet[Any, Span] = grouped.values_list("first", "last", "visit")
    return span


def _span_of_check_ins(patient: User, no_visit: Cast) -> QuerySet[Any, tuple[date, date, date | None]]:
    """Return the same of what check-ins say, from both ends: to look into each of ten years would cost more."""
    days = patient.check_ins.said().order_by("day").values("day")
    ends = User.objects.filter(pk=patient.pk).annotate(
        first=Subquery(days[:1]), last=Subquery(days.reverse()[:1]), visit=no_visit
    )
    return ends.filter(first__isnull=False).values_list("first", "last", "visit")


def _items(patient: User) -> tuple[RatedItem, ...]:
    """Return every item: targets by rank, then the other groups in the patient's order."""
    items = [RatedItem(*row) for row in _item_rows(patient)]
    return tuple(sorted(items, key=lambda item: (GROUP_ORDER.index(Group(item.group)), item.target_rank or 0)))


@prepared
def _item_rows(patient: User) -> QuerySet[Item, tuple[Any, ...]]:
    """Return every item as RatedItem takes it, in the patient's order."""
    return patient.items.values_list("id", "name", "group", "low", "high", "lower_is_better", "target_rank")


def _with_doses_to_come(
    patient: User, phases: Sequence[Phase], dose_days: dict[date, DoseDay], now: datetime
) -> dict[date, DoseDay]:
    today = patient.day_now(patient.journal_day(now), now)
    return with_doses_to_come(phases, dose_days, today.day, today.has_come)
