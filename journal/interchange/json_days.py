"""Read the check-ins of journal.json, and what days held before. Pure."""

from datetime import UTC, date, datetime
from typing import Any

from journal.interchange import vocabulary as words
from journal.interchange.cells import Refused, check_not_future, read_day, read_name, read_text, shown
from journal.interchange.collecting import Collector
from journal.interchange.json_later import read_alarms
from journal.interchange.json_shapes import PAST_DOSE
from journal.interchange.parsing import parse_row
from journal.interchange.rows import AlarmsRow, Cells, CheckInRow, DoseRow, ItemRow, NoteRow, PastDay, Record, ScoreRow
from journal.interchange.strict_json import check_shape
from journal.interchange.style import Style

MOST_SAVES = 1_000_000


def read_check_in(entry: dict[str, Any], line: int, collector: Collector, style: Style) -> None:
    """Add a day's answers: its scores and note as rows, and what the csv does not carry."""
    record, day = collector.reading.record, read_day(entry["day"], style)
    check_not_future(day, style)
    if day in record.check_ins:
        raise Refused(f"{day.isoformat()} stands in entry {record.check_ins[day].line} already.")
    weekly = entry.get("weekly", False)
    entered = read_day(entry["entered"], style) if "entered" in entry else None
    saves = _count(entry.get("saves", 1), "saves")
    note = read_text(entry.get("note", ""), words.NOTE_TEXT, style)
    alarms = read_alarms(entry.get("alarms", []))
    scores = [_score(name, value, day, weekly, line, collector) for name, value in entry.get("scores", {}).items()]
    record.check_ins[day] = CheckInRow(line=line, day=day, weekly=weekly, entered=entered, saves=saves)
    for score in scores:
        collector.add("score", score)
    if note:
        collector.add("note", NoteRow(line=line, day=day, text=note))
    if alarms:
        collector.add(words.ALARMS, AlarmsRow(line=line, day=day, alarms=alarms))


def _count(number: int, name: str) -> int:
    if not 0 <= number <= MOST_SAVES:
        raise Refused(f"The field “{name}” is not a count.")
    return number


def _score(name: str, value: Any, day: date, weekly: bool, line: int, collector: Collector) -> ScoreRow:
    key = read_name(name, words.ITEM_NAME)[0]
    item = collector.seen("item", key)
    if not isinstance(item, ItemRow):
        raise Refused(f"{shown(name)} is not among the items.")
    if type(value) is not int or not item.low <= value <= item.high:
        raise Refused(f"{shown(str(value))} is not on the scale of {shown(name)}.")
    return ScoreRow(line=line, day=day, item=key, value=value, low=item.low, high=item.high, weekly=weekly)


def read_past_day(entry: dict[str, Any], collector: Collector, style: Style) -> PastDay:
    """Return what a day held before a later save."""
    record = collector.reading.record
    day = read_day(entry["day"], style)
    save = _count(entry["save"], "save")
    if day not in record.check_ins or save >= record.check_ins[day].saves:
        raise Refused("There is no later save of this day.")
    if (day, save) in collector.past_saves:
        raise Refused("This save of the day stands there already.")
    collector.past_saves.add((day, save))
    return PastDay(
        day=day,
        save=save,
        saved_at=_instant(entry["saved_at"]),
        weekly=entry.get("weekly", False),
        note=read_text(entry.get("note", ""), words.NOTE_TEXT, style),
        ratings=tuple(_past_rating(name, value, record) for name, value in entry.get("scores", {}).items()),
        alarms=read_alarms(entry.get("alarms", [])),
        doses=tuple(_past_dose(dose, entry["day"], record, style) for dose in entry.get("doses", [])),
    )


def _instant(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        raise Refused(f"{shown(text)} is not a date and time.") from None


def _past_rating(name: str, value: Any, record: Record) -> tuple[str, int]:
    key = read_name(name, words.ITEM_NAME)[0]
    if key not in record.item_names:
        raise Refused(f"{shown(name)} is not among the items.")
    if type(value) is not int or not words.LOWEST <= value <= words.HIGHEST:
        raise Refused(f"{shown(str(value))} is not a score.")
    return key, value


def _past_dose(dose: Any, day: str, record: Record, style: Style) -> tuple[int, DoseRow]:
    check_shape(dose, *PAST_DOSE)
    cells = Cells(
        day=day,
        time=dose.get("time", ""),
        kind="dose",
        item=dose["medicine"],
        value=dose.get("amount", ""),
        unit=dose["unit"],
        status=dose["status"],
        note=dose.get("reason", ""),
    )
    row = parse_row(cells, 0, style)
    if not isinstance(row, DoseRow) or row.medicine not in record.medicine_names:
        raise Refused(f"{shown(dose['medicine'])} is not among the medicines.")
    if not 1 <= dose["number"] <= words.MOST_DOSES_A_DAY:
        raise Refused("A dose is numbered from 1.")
    return dose["number"], row
