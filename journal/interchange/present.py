"""Load a patient's whole record in the form of the interchange file: a fixed number of statements."""

from datetime import UTC, date

from accounts.models import User
from journal.day_state import DayState, DoseEntry, from_json
from journal.interchange import vocabulary as words
from journal.interchange.canonical import sort_record
from journal.interchange.json_later import slugs_of
from journal.interchange.plain_text import plain_text
from journal.interchange.rows import (
    AlarmsRow,
    BatchRow,
    CheckInRow,
    DiarySettings,
    DoseRow,
    EventRow,
    ItemRow,
    MedicineRow,
    NoteRow,
    OverallRow,
    PastDay,
    Record,
    ScoreRow,
    Settings,
    StepRow,
)
from journal.models import Diary, Event, Rating
from journal.safety_questions import read_answers

_CHUNK = 2000


def load_present(patient: User) -> Record:
    """Return the record as it is, doses in the order of their numbers."""
    record = Record(settings=_settings(patient), diary=_diary(patient))
    medicines = _load_medicines(patient, record)
    items = _load_items(patient, record)
    _load_intakes(patient, record, medicines)
    _load_batches(patient, record, medicines)
    _load_check_ins(patient, record, items)
    _load_events(patient, record)
    _load_history(patient, record, medicines, items)
    return record


def load_for_export(patient: User) -> Record:
    """Return the record in the canonical order."""
    record = load_present(patient)
    sort_record(record)
    return record


def _settings(patient: User) -> Settings:
    return Settings(
        name=plain_text(patient.name),
        birth_date=patient.birth_date,
        country=patient.country,
        time_zone=patient.time_zone,
        day_start_hour=patient.day_start_hour,
    )


def _diary(patient: User) -> DiarySettings:
    diary = Diary.objects.filter(patient=patient).first()
    if diary is None:
        return DiarySettings()
    return DiarySettings(
        weekly=diary.weekly,
        week_ends_on=diary.week_ends_on,
        safety=tuple(sorted(read_answers(diary.safety_answers).items())),
        safety_day=diary.safety_answered_on,
    )


def _load_medicines(patient: User, record: Record) -> dict[int, str]:
    """Fill in the medicines in display order; return their keys by id."""
    rows = sorted(patient.medicines.all(), key=lambda row: (row.position, row.name_key))
    record.medicine_names = {row.name_key: plain_text(row.name) for row in rows}
    record.medicines = [
        MedicineRow(
            line=0,
            key=row.name_key,
            name=plain_text(row.name),
            form=row.form,
            strength=row.strength,
            is_ldn=row.is_ldn,
            pharmacy=plain_text(row.pharmacy),
            reason=row.reason,
            reason_words=plain_text(row.reason_words),
            prescriber=plain_text(row.prescriber),
        )
        for row in rows
    ]
    return {row.pk: row.name_key for row in rows}


def _load_items(patient: User, record: Record) -> dict[int, ItemRow]:
    """Fill in the items in display order; return them by id."""
    rows = sorted(patient.items.all(), key=lambda row: (row.position, row.name_key))
    items = {
        row.pk: ItemRow(
            line=0,
            key=row.name_key,
            name=plain_text(row.name),
            low=row.low,
            high=row.high,
            lower_is_better=row.lower_is_better,
            group=row.group,
            target_rank=row.target_rank,
            resting=row.resting,
        )
        for row in rows
    }
    record.items = list(items.values())
    record.item_names = {row.key: row.name for row in record.items}
    return items


def _load_intakes(patient: User, record: Record, medicines: dict[int, str]) -> None:
    record.steps = [
        StepRow(
            line=0,
            day=row.day,
            medicine=medicines[row.medicine_id],
            hours=row.hours,
            amount=row.amount,
            unit=row.unit,
            status=row.kind,
            reason=plain_text(row.reason),
            form=row.form,
            volume=row.volume,
            strength=row.strength,
            confirmed=row.confirmed,
        )
        for row in patient.dose_steps.order_by("day")
    ]
    record.doses = [
        DoseRow(
            line=0,
            day=row.day,
            medicine=medicines[row.medicine_id],
            time=row.time,
            amount=row.amount,
            unit=row.unit,
            status=row.status,
            reason=plain_text(row.reason),
        )
        for row in patient.doses.order_by("day", "number").iterator(_CHUNK)
    ]


def _load_batches(patient: User, record: Record, medicines: dict[int, str]) -> None:
    record.batches = [
        BatchRow(
            line=0,
            medicine=medicines[row.medicine_id],
            opened=row.opened,
            expires=row.expires,
            strength=row.strength,
            number=plain_text(row.number),
            pharmacy=plain_text(row.pharmacy),
        )
        for row in patient.batches.all()
    ]


def _load_check_ins(patient: User, record: Record, items: dict[int, ItemRow]) -> None:
    for check_in in patient.check_ins.order_by("day").iterator(_CHUNK):
        record.check_ins[check_in.day] = CheckInRow(
            line=0,
            day=check_in.day,
            weekly=check_in.weekly,
            entered=check_in.entered_day,
            saves=check_in.version,
        )
        if note := plain_text(check_in.note):
            record.notes.append(NoteRow(line=0, day=check_in.day, text=note))
        if alarms := slugs_of(check_in.alarms.split()):
            record.alarms.append(AlarmsRow(line=0, day=check_in.day, alarms=alarms))
    ratings = Rating.objects.filter(check_in__patient=patient).order_by("check_in__day")
    for day, weekly, item_id, value in ratings.values_list(
        "check_in__day", "check_in__weekly", "item_id", "value"
    ).iterator(_CHUNK):
        item = items[item_id]
        record.scores.append(
            ScoreRow(line=0, day=day, item=item.key, value=value, low=item.low, high=item.high, weekly=weekly)
        )
    record.overall = [OverallRow(line=0, day=row.day, value=row.value) for row in patient.overall_changes.all()]


def _load_events(patient: User, record: Record) -> None:
    record.events = [
        event_row(row) for row in patient.events.select_related("against").order_by("day").iterator(_CHUNK)
    ]
    record.events.extend(
        EventRow(line=0, day=row.day, time=row.time, kind=words.VISIT, text=plain_text(row.text), strategy="")
        for row in patient.visits.order_by("day").iterator(_CHUNK)
    )


def event_row(event: Event) -> EventRow:
    """Return an event as a row."""
    return EventRow(
        line=0,
        day=event.day,
        time=event.time,
        kind=event.kind,
        text=plain_text(event.text),
        strategy=event.strategy,
        agreed=event.agreed,
        against=event.against.name_key if event.against else None,
    )


def _load_history(patient: User, record: Record, medicines: dict[int, str], items: dict[int, ItemRow]) -> None:
    """Fill in what days held before; what was said about deleted items and medicines is gone."""
    for version in patient.day_versions.order_by("day", "version").iterator(_CHUNK):
        state = from_json(version.state)
        record.history.append(
            PastDay(
                day=version.day,
                save=version.version,
                saved_at=version.saved_at.astimezone(UTC).isoformat(),
                weekly=state.weekly,
                note=plain_text(state.note),
                alarms=slugs_of(state.alarms),
                ratings=_past_ratings(state, items),
                doses=tuple(
                    (dose.number, _past_dose(version.day, dose, medicines[dose.medicine_id]))
                    for dose in state.doses
                    if dose.medicine_id in medicines
                ),
            )
        )


def _past_ratings(state: DayState, items: dict[int, ItemRow]) -> tuple[tuple[str, int], ...]:
    """Return the ratings by item key, in display order."""
    return tuple((row.key, state.ratings[pk]) for pk, row in items.items() if pk in state.ratings)


def _past_dose(day: date, dose: DoseEntry, medicine: str) -> DoseRow:
    return DoseRow(
        line=0,
        day=day,
        medicine=medicine,
        time=dose.time,
        amount=dose.amount,
        unit=dose.unit,
        status=dose.status,
        reason=plain_text(dose.reason),
    )
