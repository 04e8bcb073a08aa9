"""From the eight cells of a row to what it says. Pure."""

from collections.abc import Callable
from sys import intern

from journal.interchange import vocabulary as words
from journal.interchange.cells import (
    Refused,
    check_not_future,
    check_plan,
    read_amount,
    read_choice,
    read_day,
    read_hours,
    read_name,
    read_scale,
    read_text,
    read_time,
    read_unit,
    read_whole,
)
from journal.interchange.rows import (
    Cells,
    DoseRow,
    EventRow,
    ItemRow,
    MedicineRow,
    NoteRow,
    OverallRow,
    Row,
    ScoreRow,
    StepRow,
)
from journal.interchange.style import Style


def parse_row(cells: Cells, line: int, style: Style) -> Row:
    """Return the typed row; raise Refused with the reason."""
    parse = _PARSERS.get(cells.kind)
    if parse is None:
        read_choice(cells.kind, words.KINDS, "kind of row")
        raise AssertionError
    return parse(cells, line, style)


def _expect_empty(cells: Cells, *columns: str) -> None:
    for column in columns:
        if getattr(cells, column):
            raise Refused(f"A row of kind {cells.kind} leaves “{column}” empty.")


def _medicine(cells: Cells, line: int, style: Style) -> MedicineRow:
    _expect_empty(cells, "day", "time")
    key, name = read_name(cells.item, words.MEDICINE_NAME)
    strength = read_amount(cells.value, style) if cells.value else None
    if strength == 0:
        raise Refused("A strength is more than 0.")
    return MedicineRow(
        line=line,
        key=key,
        name=name,
        form=read_choice(cells.unit, words.FORMS, "form"),
        strength=strength,
        is_ldn=read_choice(cells.status, ("ldn", "other"), "status") == "ldn",
        pharmacy=read_text(cells.note, words.PHARMACY, style),
    )


def _item(cells: Cells, line: int, style: Style) -> ItemRow:
    _expect_empty(cells, "day", "time", "value")
    key, name = read_name(cells.item, words.ITEM_NAME)
    low, high = read_scale(cells.unit)
    direction = read_choice(cells.status, ("lower_is_better", "higher_is_better"), "direction")
    return ItemRow(
        line=line,
        key=key,
        name=name,
        low=low,
        high=high,
        lower_is_better=direction == "lower_is_better",
        group=read_choice(cells.note, words.GROUPS, "group"),
    )


def _amount_and_unit(cells: Cells, style: Style, off: tuple[str, ...]) -> tuple[int | None, str]:
    """Return the amount and unit; a row that has no dose needs no unit."""
    if cells.status in off:
        if cells.value:
            raise Refused(f"A {cells.kind} that is “{cells.status}” has no amount.")
        return None, intern(read_unit(cells.unit or words.MG))
    if not cells.value:
        raise Refused("The amount is missing.")
    return read_amount(cells.value, style), intern(read_unit(cells.unit))


def _step(cells: Cells, line: int, style: Style) -> StepRow:
    day = read_day(cells.day, style)
    check_plan(day, style)
    status = read_choice(cells.status, words.STEP_KINDS, "kind of step")
    amount, unit = _amount_and_unit(cells, style, words.OFF_KINDS)
    if amount == 0:
        raise Refused("A step has a dose above 0; a pause or a stop has none.")
    return StepRow(
        line=line,
        day=day,
        medicine=read_name(cells.item, words.MEDICINE_NAME)[0],
        hours=read_hours(cells.time, style),
        amount=amount,
        unit=unit,
        status=status,
        reason=read_text(cells.note, words.REASON_TEXT, style),
    )


def _dose(cells: Cells, line: int, style: Style) -> DoseRow:
    day = read_day(cells.day, style)
    check_not_future(day, style)
    status = read_choice(cells.status, words.DOSE_STATUSES, "status")
    amount, unit = _amount_and_unit(cells, style, words.NOT_TAKEN)
    return DoseRow(
        line=line,
        day=day,
        medicine=read_name(cells.item, words.MEDICINE_NAME)[0],
        time=read_time(cells.time, style),
        amount=amount,
        unit=unit,
        status=status,
        reason=read_text(cells.note, words.REASON_TEXT, style),
    )


def _score(cells: Cells, line: int, style: Style) -> ScoreRow:
    _expect_empty(cells, "time", "note")
    day = read_day(cells.day, style)
    check_not_future(day, style)
    value, (low, high) = read_whole(cells.value), read_scale(cells.unit)
    if not low <= value <= high:
        raise Refused(f"{value} is not on the scale {cells.unit}.")
    weekly = read_choice(cells.status, ("daily", "weekly"), "status") == "weekly"
    item = read_name(cells.item, words.ITEM_NAME)[0]
    return ScoreRow(line=line, day=day, item=item, value=value, low=low, high=high, weekly=weekly)


def _event(cells: Cells, line: int, style: Style) -> EventRow:
    _expect_empty(cells, "value", "unit", "status")
    day = read_day(cells.day, style)
    kind = read_choice(cells.item, words.EVENT_KINDS, "kind of event")
    (check_plan if kind in words.PLANNABLE_KINDS else check_not_future)(day, style)
    at = read_time(cells.time, style)
    return EventRow(line=line, day=day, time=at, kind=kind, text=read_text(cells.note, words.EVENT_TEXT, style))


def _note(cells: Cells, line: int, style: Style) -> NoteRow:
    _expect_empty(cells, "time", "item", "value", "unit", "status")
    day = read_day(cells.day, style)
    check_not_future(day, style)
    text = read_text(cells.note, words.NOTE_TEXT, style)
    if not text:
        raise Refused("The note is missing.")
    return NoteRow(line=line, day=day, text=text)


def _overall(cells: Cells, line: int, style: Style) -> OverallRow:
    _expect_empty(cells, "time", "item", "status", "note")
    day = read_day(cells.day, style)
    check_not_future(day, style)
    value = read_whole(cells.value)
    if cells.unit != words.OVERALL_SCALE:
        raise Refused("The unit of an overall change is 1-7.")
    if not 1 <= value <= 7:
        raise Refused(f"{value} is not on the scale 1-7.")
    return OverallRow(line=line, day=day, value=value)


_PARSERS: dict[str, Callable[[Cells, int, Style], Row]] = {
    "medicine": _medicine,
    "item": _item,
    "step": _step,
    "dose": _dose,
    "score": _score,
    "event": _event,
    "note": _note,
    "overall": _overall,
}
