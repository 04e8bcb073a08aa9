"""Write a plan into a patient's record: a few bulk statements, inside the caller's transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max, Model

from accounts.models import User
from journal.interchange import vocabulary as words
from journal.interchange.plan import Plan
from journal.interchange.present import event_row
from journal.interchange.rows import BatchRow, DiarySettings, EventRow, ItemRow, MedicineRow, OverallRow, StepRow
from journal.interchange.saving_days import Ids, save_days
from journal.models import Batch, Diary, DoseStep, Event, Item, Medicine, OverallChange, Visit
from journal.models.items import Group

BATCH = 2000
SETTINGS = ["name", "birth_date", "country", "time_zone", "day_start_hour"]


def save_plan(patient: User, plan: Plan) -> None:
    """Write everything the plan holds; the caller holds the patient's lock."""
    if plan.settings:
        for name in SETTINGS:
            setattr(patient, name, getattr(plan.settings, name))
        patient.save(update_fields=SETTINGS)
    if plan.diary:
        _save_diary(patient, plan.diary)
    _save_medicines(patient, plan)
    _save_items(patient, plan)
    medicines = dict(patient.medicines.values_list("name_key", "pk"))
    items = dict(patient.items.values_list("name_key", "pk"))
    _save_steps(patient, plan, medicines)
    _save_batches(patient, plan, medicines)
    save_days(patient, plan, Ids(medicines=medicines, items=items))
    _save_events(patient, plan, items)
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
        medicine.prescriber = row.prescriber or ""
        rows.append(medicine)
    # Two medicines are never LDN, not even for a moment.
    patient.medicines.filter(pk__in=[row.pk for row in rows]).update(is_ldn=False)
    upsert(rows, "name", "form", "strength", "is_ldn", "reason", "reason_words", "pharmacy", "prescriber")


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
        step.form, step.volume, step.strength = row.form or "", row.volume, row.strength
        step.confirmed = row.confirmed is not False
        rows.append(step)
    upsert(rows, "kind", "amount", "unit", "hours", "reason", "form", "volume", "strength", "confirmed")


def _save_batches(patient: User, plan: Plan, medicines: dict[str, int]) -> None:
    rows = [
        Batch(
            patient=patient,
            medicine_id=medicines[row.medicine],
            opened=row.opened,
            expires=row.expires,
            strength=row.strength,
            number=row.number,
            pharmacy=row.pharmacy,
        )
        for row in plan.writes[words.BATCH]
        if isinstance(row, BatchRow)
    ]
    Batch.objects.bulk_create(rows, batch_size=BATCH)


def _save_diary(patient: User, settings: DiarySettings) -> None:
    diary = Diary.objects.filter(patient=patient).first() or Diary(patient=patient)
    diary.weekly, diary.week_ends_on = settings.weekly, settings.week_ends_on
    answers = dict(settings.safety)
    diary.safety_answers = json.dumps(answers, separators=(",", ":")) if answers else ""
    diary.safety_answered_on = settings.safety_day
    diary.save()


def _save_events(patient: User, plan: Plan, items: Mapping[str, int]) -> None:
    _complete_events(patient, plan, items)
    given = [row for row in plan.writes["event"] if isinstance(row, EventRow) and row not in plan.events]
    visits = [
        Visit(patient=patient, day=row.day, time=row.time, text=row.text) for row in given if row.kind == words.VISIT
    ]
    events = [
        Event(
            patient=patient,
            day=row.day,
            time=row.time,
            kind=row.kind,
            text=row.text,
            strategy=row.strategy or "",
            agreed=row.agreed,
            against_id=items[row.against] if row.against else None,
        )
        for row in given
        if row.kind != words.VISIT
    ]
    Visit.objects.bulk_create(visits, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)


def _complete_events(patient: User, plan: Plan, items: Mapping[str, int]) -> None:
    """Write what the file says more of a strategy than the record did."""
    wanted = {old: row for row, old in plan.events.items()}
    changed = []
    for event in patient.events.filter(kind=words.STRATEGY).select_related("against") if wanted else ():
        if row := wanted.pop(event_row(event), None):
            event.strategy, event.agreed = row.strategy or "", row.agreed
            event.against_id = items[row.against] if row.against else None
            changed.append(event)
    Event.objects.bulk_update(changed, ["strategy", "agreed", "against"], batch_size=BATCH)


def _save_overall(patient: User, plan: Plan) -> None:
    rows = [
        OverallChange(patient=patient, day=row.day, value=row.value)
        for row in plan.writes["overall"]
        if isinstance(row, OverallRow)
    ]
    upsert(rows, "value", by=("patient", "day"))
