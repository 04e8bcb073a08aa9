"""Write a plan into a patient's record: a few bulk statements, inside the caller's transaction."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Model

from accounts.models import User
from journal.interchange import vocabulary as words
from journal.interchange.plan import Plan
from journal.interchange.rows import EventRow, ItemRow, MedicineRow, OverallRow, StepRow
from journal.interchange.saving_days import Ids, save_days
from journal.models import DoseStep, Event, Item, Medicine, OverallChange, Visit
from journal.models.items import Group

BATCH = 2000
SETTINGS = ["name", "birth_date", "country", "time_zone", "day_start_hour"]


def save_plan(patient: User, plan: Plan) -> None:
    """Write everything the plan holds; the caller holds the patient's lock."""
    if plan.settings:
        for name in SETTINGS:
            setattr(patient, name, getattr(plan.settings, name))
        patient.save(update_fields=SETTINGS)
    _save_medicines(patient, plan)
    _save_items(patient, plan)
    medicines = dict(patient.medicines.values_list("name_key", "pk"))
    items = dict(patient.items.values_list("name_key", "pk"))
    _save_steps(patient, plan, medicines)
    save_days(patient, plan, Ids(medicines=medicines, items=items))
    _save_events(patient, plan)
    _save_overall(patient, plan)


def upsert[RowModel: Model](rows: Sequence[RowModel], *fields: str, by: Sequence[str] = ("id",)) -> None:
    """Insert the rows; where one exists already, write the named fields of it."""
    manager: Any = type(rows[0])._default_manager if rows else None
    if manager:
        manager.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=list(by), update_fields=list(fields)
        )


def _next_position(rows: Any) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _save_medicines(patient: User, plan: Plan) -> None:
    given = [row for row in plan.writes["medicine"] if isinstance(row, MedicineRow)]
    if not given:
        return
    known = {row.name_key: row for row in patient.medicines.all()}
    place = _next_position(patient.medicines)
    rows = []
    for row in given:
        medicine = known.get(row.key)
        if medicine is None:
            medicine, place = Medicine(patient=patient, position=place), place + 1
        medicine.name, medicine.name_key, medicine.form, medicine.strength = row.name, row.key, row.form, row.strength
        medicine.is_ldn, medicine.reason = row.is_ldn, row.reason or ""
        medicine.reason_words, medicine.pharmacy = row.reason_words or "", row.pharmacy
        rows.append(medicine)
    # Two medicines are never LDN, not even for a moment.
    patient.medicines.filter(pk__in=[row.pk for row in rows]).update(is_ldn=False)
    upsert(rows, "name", "form", "strength", "is_ldn", "reason", "reason_words", "pharmacy")


def _save_items(patient: User, plan: Plan) -> None:
    given = [row for row in plan.writes["item"] if isinstance(row, ItemRow)]
    known = {row.name_key: row for row in patient.items.all()} if given else {}
    place = _next_position(patient.items) if given else 0
    new, changed = [], []
    for row in given:
        item = known.get(row.key)
        if item is None:
            item, place = Item(patient=patient, position=place), place + 1
            new.append(item)
        else:
            changed.append(item)
        item.name, item.name_key, item.low, item.high = row.name, row.key, row.low, row.high
        item.lower_is_better, item.group = row.lower_is_better, row.group
        item.target_rank, item.resting = row.target_rank, row.resting or False
    # Two items never hold one rank, not even for a moment.
    if changed:
        patient.items.filter(pk__in=[row.pk for row in changed]).update(group=Group.OTHER, target_rank=None)
        fields = ["name", "low", "high", "lower_is_better", "group", "target_rank", "resting"]
        Item.objects.bulk_update(changed, fields, batch_size=BATCH)
    Item.objects.bulk_create(new, batch_size=BATCH)


def _save_steps(patient: User, plan: Plan, medicines: dict[str, int]) -> None:
    given = [row for row in plan.writes["step"] if isinstance(row, StepRow)]
    known = {(medicine, day): pk for pk, medicine, day in patient.dose_steps.values_list("pk", "medicine", "day")}
    rows = []
    for row in given:
        medicine = medicines[row.medicine]
        pk = known.get((medicine, row.day))
        step = DoseStep(patient=patient, medicine_id=medicine, day=row.day, **({"pk": pk} if pk else {}))
        step.kind, step.amount, step.unit = row.status, row.amount, row.unit
        step.hours, step.reason = row.hours, row.reason
        rows.append(step)
    upsert(rows, "kind", "amount", "unit", "hours", "reason")


def _save_events(patient: User, plan: Plan) -> None:
    given = [row for row in plan.writes["event"] if isinstance(row, EventRow)]
    visits = [
        Visit(patient=patient, day=row.day, time=row.time, text=row.text) for row in given if row.kind == words.VISIT
    ]
    events = [
        Event(patient=patient, day=row.day, time=row.time, kind=row.kind, text=row.text)
        for row in given
        if row.kind != words.VISIT
    ]
    Visit.objects.bulk_create(visits, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)


def _save_overall(patient: User, plan: Plan) -> None:
    rows = [
        OverallChange(patient=patient, day=row.day, value=row.value)
        for row in plan.writes["overall"]
        if isinstance(row, OverallRow)
    ]
    upsert(rows, "value", by=("patient", "day"))
