"""Write journal.json: everything of a record; a field without a value is left out. Pure."""

import json
from typing import Any

from journal.interchange import vocabulary as words
from journal.interchange.canonical import amount_text, clock, scale_text
from journal.interchange.json_shapes import FORMAT
from journal.interchange.rows import (
    BatchRow,
    DiarySettings,
    DoseRow,
    EventRow,
    ItemRow,
    MedicineRow,
    PastDay,
    Record,
    Settings,
    StepRow,
)


def write_json(record: Record) -> bytes:
    """Return the canonical json of a sorted record, one line an entry."""
    if record.settings is None:
        raise ValueError("A record without settings is not a whole one.")
    sections = {
        "medicines": [_medicine(row) for row in record.medicines],
        "batches": [_batch(row, record) for row in record.batches],
        "items": [_item(row) for row in record.items],
        "steps": [_step(row, record) for row in record.steps],
        "doses": [_dose(row, record) for row in record.doses],
        "check_ins": _check_ins(record),
        "events": [_event(row, record) for row in record.events],
        "overall": [{"day": row.day.isoformat(), "value": row.value} for row in record.overall],
        "history": [_past_day(past, record) for past in sorted(record.history, key=lambda past: (past.day, past.save))],
    }
    head = [f'"format":{_text(FORMAT)}', f'"patient":{_text(_patient(record.settings))}']
    head.append(f'"diary":{_text(_diary(record.diary or DiarySettings()))}')
    lists = [f"{_text(name)}:[{''.join(_lines(entries))}]" for name, entries in sections.items()]
    return ("{" + ",\n".join(head + lists) + "}\n").encode()


def _lines(entries: list[dict[str, Any]]) -> list[str]:
    return [("\n" if place == 0 else ",\n") + _text(entry) for place, entry in enumerate(entries)]


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _filled(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value; false, no text and nothing are not written, zero is."""
    return {name: value for name, value in fields.items() if value is not None and value is not False and value != ""}


def _patient(settings: Settings) -> dict[str, Any]:
    born = {"birth_date": settings.birth_date.isoformat()} if settings.birth_date else {}
    return {
        "name": settings.name,
        **born,
        "country": settings.country,
        "time_zone": settings.time_zone,
        "day_start_hour": settings.day_start_hour,
    }


def _diary(diary: DiarySettings) -> dict[str, Any]:
    said = _filled(
        safety=dict(diary.safety) or None,
        safety_answered=diary.safety_day.isoformat() if diary.safety_day else None,
        weekly=diary.weekly,
    )
    return {"week_ends_on": diary.week_ends_on, **said}


def _batch(row: BatchRow, record: Record) -> dict[str, Any]:
    return _filled(
        medicine=record.medicine_names[row.medicine],
        opened=row.opened.isoformat(),
        expires=row.expires.isoformat() if row.expires else None,
        strength=amount_text(row.strength),
        number=row.number,
        pharmacy=row.pharmacy,
    )


def _event(row: EventRow, record: Record) -> dict[str, Any]:
    said = _filled(day=row.day.isoformat(), time=clock(row.time), kind=row.kind, text=row.text, strategy=row.strategy)
    # Not agreed is an answer; not said is none.
    agreed = {} if row.agreed is None else {"agreed": row.agreed}
    return {**said, **agreed, **_filled(against=row.against and record.item_names[row.against])}


def _medicine(row: MedicineRow) -> dict[str, Any]:
    said = _filled(
        strength=amount_text(row.strength),
        pharmacy=row.pharmacy,
        prescriber=row.prescriber,
        reason=row.reason,
        reason_words=row.reason_words,
    )
    return {"name": row.name, "form": row.form, "ldn": row.is_ldn, **said}


def _item(row: ItemRow) -> dict[str, Any]:
    scale = scale_text(row.low, row.high)
    said = _filled(target_rank=row.target_rank, resting=row.resting)
    return {"name": row.name, "group": row.group, "scale": scale, "lower_is_better": row.lower_is_better, **said}


def _step(row: StepRow, record: Record) -> dict[str, Any]:
    return _filled(
        day=row.day.isoformat(),
        hours=row.hours,
        medicine=record.medicine_names[row.medicine],
        amount=amount_text(row.amount),
        unit=row.unit,
        status=row.status,
        reason=row.reason,
        form=row.form,
        volume=amount_text(row.volume),
        strength=amount_text(row.strength),
        unconfirmed=row.confirmed is False,
    )


def _dose(row: DoseRow, record: Record) -> dict[str, Any]:
    return {"day": row.day.isoformat(), **_intake(row, record)}


def _intake(row: DoseRow, record: Record) -> dict[str, Any]:
    return _filled(
        time=clock(row.time),
        medicine=record.medicine_names[row.medicine],
        amount=amount_text(row.amount),
        unit=row.unit,
        status=row.status,
        reason=row.reason,
    )


def _check_ins(record: Record) -> list[dict[str, Any]]:
    notes = {row.day: row.text for row in record.notes}
    alarms = {row.day: list(row.alarms) for row in record.alarms}
    scores: dict[Any, dict[str, int]] = {}
    for row in record.scores:
        scores.setdefault(row.day, {})[record.item_names[row.item]] = row.value
    return [
        _filled(
            day=day.isoformat(),
            weekly=check_in.weekly,
            entered=check_in.entered.isoformat() if check_in.entered else None,
            saves=check_in.saves if check_in.saves != 1 else None,
            note=notes.get(day),
            alarms=alarms.get(day),
            scores=scores.get(day),
        )
        for day, check_in in sorted(record.check_ins.items())
    ]


def _past_day(past: PastDay, record: Record) -> dict[str, Any]:
    item_order = {row.key: place for place, row in enumerate(record.items)}
    ratings = sorted(past.ratings, key=lambda rating: item_order.get(rating[0], words.MOST_ITEMS))
    return _filled(
        day=past.day.isoformat(),
        save=past.save,
        saved_at=past.saved_at,
        weekly=past.weekly,
        note=past.note,
        alarms=list(past.alarms) or None,
        scores={record.item_names[key]: value for key, value in ratings} or None,
        doses=[{"number": number, **_intake(dose, record)} for number, dose in past.doses] or None,
    )
