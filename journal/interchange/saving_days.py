"""Write the doses, check-ins and ratings of a plan; what a day held before stays as its history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from journal.day_records import dose_entry
from journal.day_state import DayState, DoseEntry, to_json
from journal.interchange import vocabulary as words
from journal.interchange.plan import Plan
from journal.interchange.rows import AlarmsRow, DoseRow, NoteRow, PastDay, ScoreRow
from journal.models import CheckIn, DayVersion, Dose, Rating

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Ids:
    """The row ids of the patient's medicines and items, by name key."""

    medicines: dict[str, int]
    items: dict[str, int]


def save_days(patient: User, plan: Plan, ids: Ids) -> None:
    """Write every day the plan touches, and raise its version so that an open page is told."""
    doses = [row for row in plan.writes["dose"] if isinstance(row, DoseRow)]
    scores = [row for row in plan.writes["score"] if isinstance(row, ScoreRow)]
    notes = [row for row in plan.writes["note"] if isinstance(row, NoteRow)]
    check_ins = {row.day: row for row in patient.check_ins.all()}
    alarms = [row for row in plan.writes[words.ALARMS] if isinstance(row, AlarmsRow)]
    touched = {row.day for rows in (doses, scores, notes, alarms) for row in rows}
    _keep_history(patient, plan, ids, touched, check_ins)
    _save_doses(patient, plan, doses, ids)
    _save_check_ins(patient, plan, touched, scores, notes, alarms, check_ins)
    ratings = [
        Rating(check_in_id=check_ins[row.day].pk, item_id=ids.items[row.item], value=row.value) for row in scores
    ]
    Rating.objects.bulk_create(
        ratings, batch_size=BATCH, update_conflicts=True, unique_fields=["check_in", "item"], update_fields=["value"]
    )


def _keep_history(patient: User, plan: Plan, ids: Ids, touched: set[date], check_ins: dict[date, CheckIn]) -> None:
    """Keep what the touched days hold now, and add the history that the file brings for new days."""
    now, brought = timezone.now(), {(past.day, past.save) for past in plan.history}
    versions = [_past_version(patient, past, ids) for past in plan.history]
    for day, state in _states(patient, touched, check_ins).items():
        version = check_ins[day].version if day in check_ins else 0
        if (day, version) not in brought:
            versions.append(_version(patient, day, version, state, now))
    DayVersion.objects.bulk_create(versions, batch_size=BATCH)


def _version(patient: User, day: date, version: int, state: DayState, at: datetime) -> DayVersion:
    return DayVersion(patient=patient, day=day, version=version, state=to_json(state), saved_at=at)


def _past_version(patient: User, past: PastDay, ids: Ids) -> DayVersion:
    state = DayState(
        ratings={ids.items[key]: value for key, value in past.ratings},
        note=past.note,
        weekly=past.weekly,
        alarms=past.alarms,
        doses=tuple(
            DoseEntry(
                medicine_id=ids.medicines[dose.medicine],
                number=number,
                status=dose.status,
                time=dose.time,
                amount=dose.amount,
                unit=dose.unit,
                reason=dose.reason,
            )
            for number, dose in past.doses
        ),
    )
    return _version(patient, past.day, past.save, state, datetime.fromisoformat(past.saved_at))


def _states(patient: User, days: set[date], check_ins: dict[date, CheckIn]) -> dict[date, DayState]:
    """Return what each of the days holds now; a day without a check-in and dose is left out."""
    doses: dict[date, list[DoseEntry]] = defaultdict(list)
    for dose in patient.doses.order_by("medicine__position", "medicine_id", "number").iterator(BATCH):
        if dose.day in days:
            doses[dose.day].append(dose_entry(dose))
    ratings: dict[date, dict[int, int]] = defaultdict(dict)
    rows = Rating.objects.filter(check_in__patient=patient).values_list("check_in__day", "item_id", "value")
    for day, item, value in rows.iterator(BATCH) if check_ins else ():
        if day in days:
            ratings[day][item] = value
    return {
        day: DayState(
            ratings=ratings.get(day, {}),
            note=check_ins[day].note if day in check_ins else "",
            weekly=check_ins[day].weekly if day in check_ins else False,
            alarms=tuple(check_ins[day].alarms.split()) if day in check_ins else (),
            doses=tuple(doses.get(day, ())),
        )
        for day in days
        if day in check_ins or day in doses
    }


def _save_doses(patient: User, plan: Plan, given: Iterable[DoseRow], ids: Ids) -> None:
    """Write doses by their order in the day: one after the last is added, every other one is changed."""
    known: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    for pk, medicine, day, number in patient.doses.order_by("number").values_list("pk", "medicine", "day", "number"):
        known[medicine, day].append((pk, number))
    rows = []
    for row in given:
        medicine, nth = ids.medicines[row.medicine], plan.dose_numbers[row.line]
        old = known.get((medicine, row.day), [])
        if nth <= len(old):
            place: dict[str, Any] = {"pk": old[nth - 1][0], "number": old[nth - 1][1]}
        else:
            place = {"number": (old[-1][1] if old else 0) + nth - len(old)}
        dose = Dose(patient=patient, medicine_id=medicine, day=row.day, **place)
        dose.time, dose.amount, dose.unit = row.time, row.amount, row.unit
        dose.status, dose.reason = row.status, row.reason
        rows.append(dose)
    fields = ["time", "amount", "unit", "status", "reason"]
    Dose.objects.bulk_create(rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _save_check_ins(
    patient: User,
    plan: Plan,
    touched: set[date],
    scores: Iterable[ScoreRow],
    notes: Iterable[NoteRow],
    alarms: Iterable[AlarmsRow],
    check_ins: dict[date, CheckIn],
) -> None:
    """Add the check-ins of new days to `check_ins` and the database; write the changed ones."""
    before, given = set(check_ins), plan.reading.record.check_ins
    answered = {row.day for row in notes} | {row.day for row in scores}
    # In a zip the check-ins are listed; a csv has none to list, and a dose too makes a day that was saved.
    wanted = (answered | {row.day for row in plan.bare_days}) if plan.reading.record.whole else touched
    for day in sorted(wanted - before):
        said = given.get(day)
        check_ins[day] = CheckIn(patient=patient, day=day)
        if said:
            check_ins[day].weekly, check_ins[day].entered_day, check_ins[day].version = (
                said.weekly,
                said.entered,
                said.saves,
            )
    for row in scores:
        check_ins[row.day].weekly = row.weekly
    for note in notes:
        check_ins[note.day].note = note.text
    for ticked in alarms:
        check_ins[ticked.day].alarms = " ".join(ticked.alarms)
    CheckIn.objects.bulk_create([check_ins[day] for day in sorted(wanted - before)], batch_size=BATCH)
    changed = [check_ins[day] for day in sorted(touched & before)]
    for check_in in changed:
        check_in.version += 1
    CheckIn.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["weekly", "note", "alarms", "version"],
    )
