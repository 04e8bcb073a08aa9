"""Read journal.json: each entry goes through the same checks as a row of the csv. Pure.

docs/journal-json.md describes the format. Entries are counted from 1 through the whole file.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from journal.interchange import vocabulary as words
from journal.interchange.cells import Refused, read_choice, read_day, read_text, shown
from journal.interchange.collecting import Collector
from journal.interchange.csv_file import remember_names
from journal.interchange.json_days import read_check_in, read_past_day
from journal.interchange.json_later import forget_unsaid, read_batch, read_diary, with_form, with_strategy
from journal.interchange.json_shapes import DOCUMENT, FORMAT, PATIENT, SHAPES
from journal.interchange.parsing import parse_row
from journal.interchange.reading import FileRefused, Reading
from journal.interchange.rows import Cells, DiarySettings, DoseRow, EventRow, ItemRow, MedicineRow, Settings, StepRow
from journal.interchange.strict_json import check_shape, load_json
from journal.interchange.style import Style

_INTAKES = {"steps": "step", "doses": "dose"}


def read_json(data: bytes, today: date) -> Reading:
    """Return what the file says; `today` is the latest date anywhere on earth."""
    document = _document(load_json(data))
    reading = Reading(today, place="entry")
    collector, style = Collector(reading), Style(today=today, tolerant=False)
    reading.record.settings = _settings(document["patient"], style)
    reading.record.diary = _diary(document, style)
    for section in SHAPES:
        for entry in document.pop(section, ()):
            collector.rows += 1
            try:
                _read_entry(section, entry, collector, style)
            except Refused as error:
                reading.refuse(collector.rows, f"{section}: {error}")
    if reading.record.diary is None:
        forget_unsaid(reading.record)
    return reading


def _document(content: Any) -> dict[str, Any]:
    if isinstance(content, dict) and content.get("format", FORMAT) != FORMAT:
        raise FileRefused(f"The format of journal.json is {shown(str(content['format']))}, not “{FORMAT}”.")
    try:
        document = check_shape(content, *DOCUMENT)
    except Refused as error:
        raise FileRefused(f"journal.json: {error}") from None
    if sum(len(document.get(section, ())) for section in SHAPES) > words.MOST_ROWS:
        raise FileRefused(f"journal.json has more than {words.MOST_ROWS:,} entries.")
    return document


def _settings(patient: Any, style: Style) -> Settings:
    try:
        check_shape(patient, *PATIENT)
        born = patient.get("birth_date")
        if not 0 <= patient["day_start_hour"] <= 6:
            raise Refused("A day starts between 00:00 and 06:00.")
        return Settings(
            name=read_text(patient["name"], 100, style),
            birth_date=read_day(born, style) if born is not None else None,
            country=read_text(patient["country"], 2, style),
            time_zone=read_text(patient["time_zone"], 64, style),
            day_start_hour=patient["day_start_hour"],
        )
    except Refused as error:
        raise FileRefused(f"journal.json, patient: {error}") from None


def _diary(document: dict[str, Any], style: Style) -> DiarySettings | None:
    try:
        return read_diary(document["diary"], style) if "diary" in document else None
    except Refused as error:
        raise FileRefused(f"journal.json, diary: {error}") from None


def _read_entry(section: str, entry: Any, collector: Collector, style: Style) -> None:
    check_shape(entry, *SHAPES[section])
    record, line = collector.reading.record, collector.rows
    if section == "check_ins":
        read_check_in(entry, line, collector, style)
        return
    if section == "history":
        record.history.append(read_past_day(entry, collector, style))
        return
    if section == "batches":
        _read_batch(entry, collector, style)
        return
    cells = _cells(section, entry)
    row = parse_row(cells, line, style)
    if isinstance(row, MedicineRow):
        row = _with_reason(row, entry, style)
    elif isinstance(row, ItemRow):
        row = _with_rank(row, entry)
    elif isinstance(row, StepRow | DoseRow):
        _check_known(row.medicine, cells.item, collector)
    if isinstance(row, StepRow):
        row = with_form(row, entry, style)
    elif isinstance(row, EventRow):
        row = with_strategy(row, entry, {item.key for item in collector.reading.record.items})
    remember_names(collector.reading, cells)
    collector.add(cells.kind, row)


def _read_batch(entry: dict[str, Any], collector: Collector, style: Style) -> None:
    row = read_batch(entry, collector.rows, style)
    _check_known(row.medicine, entry["medicine"], collector)
    collector.add(words.BATCH, row)


def _check_known(key: str, name: str, collector: Collector) -> None:
    if not collector.seen("medicine", key):
        raise Refused(f"{shown(name)} is not among the medicines.")


def _cells(section: str, entry: dict[str, Any]) -> Cells:
    """Return the entry as the csv would write it."""
    text = entry.get
    match section:
        case "medicines":
            status = "ldn" if entry["ldn"] else "other"
            return Cells(
                kind="medicine",
                item=entry["name"],
                value=text("strength", ""),
                unit=entry["form"],
                status=status,
                note=text("pharmacy", ""),
            )
        case "items":
            direction = "lower_is_better" if entry["lower_is_better"] else "higher_is_better"
            return Cells(kind="item", item=entry["name"], unit=entry["scale"], status=direction, note=entry["group"])
        case "events":
            return Cells(
                day=entry["day"], time=text("time", ""), kind="event", item=entry["kind"], note=text("text", "")
            )
        case "overall":
            return Cells(day=entry["day"], kind="overall", value=str(entry["value"]), unit=words.OVERALL_SCALE)
    return Cells(
        day=entry["day"],
        time=text("hours" if section == "steps" else "time", ""),
        kind=_INTAKES[section],
        item=entry["medicine"],
        value=text("amount", ""),
        unit=entry["unit"],
        status=entry["status"],
        note=text("reason", ""),
    )


def _with_reason(row: MedicineRow, entry: dict[str, Any], style: Style) -> MedicineRow:
    reason = read_choice(entry.get("reason", ""), words.REASONS, "reason")
    return replace(
        row,
        reason=reason,
        reason_words=read_text(entry.get("reason_words", ""), words.REASON_WORDS, style),
        prescriber=read_text(entry.get("prescriber", ""), words.PRESCRIBER, style),
    )


def _with_rank(row: ItemRow, entry: dict[str, Any]) -> ItemRow:
    rank = entry.get("target_rank")
    if (rank is not None) != (row.group == words.TARGET) or rank not in (None, 1, 2, 3):
        raise Refused("A target has a target_rank from 1 to 3, and nothing else has one.")
    return replace(row, target_rank=rank, resting=entry.get("resting", False))
