"""The canonical form: one way to write each row, and one order of all rows. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from journal.amounts import format_amount
from journal.interchange import vocabulary as words
from journal.interchange.rows import (
    AlarmsRow,
    BatchRow,
    Cells,
    DoseRow,
    EventRow,
    ItemRow,
    MedicineRow,
    NoteRow,
    OverallRow,
    Record,
    Row,
    ScoreRow,
    StepRow,
)


def scale_text(low: int, high: int) -> str:
    """Return the scale as the file writes it, "0-10" or "-3-0"."""
    return f"{low}-{high}"


def clock(at: time | None) -> str:
    """Return "20:30", or "" for no time."""
    return "" if at is None else f"{at.hour:02}:{at.minute:02}"


def amount_text(amount: int | None) -> str:
    """Return "4.5", or "" for no amount."""
    return "" if amount is None else format_amount(amount)


def row_cells(row: Row, record: Record) -> Cells:
    """Return the cells of a row, in the same manner for one that no csv holds; the record spells the names."""
    match row:
        case MedicineRow():
            status = "ldn" if row.is_ldn else "other"
            strength = amount_text(row.strength)
            return Cells("", "", "medicine", row.name, strength, row.form, status, row.pharmacy)
        case ItemRow():
            direction = "lower_is_better" if row.lower_is_better else "higher_is_better"
            return Cells("", "", "item", row.name, "", scale_text(row.low, row.high), direction, row.group)
        case StepRow() | DoseRow():
            return _intake_cells(row, record)
        case ScoreRow():
            scale, rhythm = scale_text(row.low, row.high), "weekly" if row.weekly else "daily"
            name = record.item_names[row.item]
            return Cells(row.day.isoformat(), "", "score", name, str(row.value), scale, rhythm, "")
        case EventRow():
            return Cells(row.day.isoformat(), clock(row.time), "event", row.kind, "", "", "", row.text)
        case NoteRow():
            return Cells(row.day.isoformat(), "", "note", "", "", "", "", row.text)
        case OverallRow():
            return Cells(row.day.isoformat(), "", "overall", "", str(row.value), words.OVERALL_SCALE, "", "")
        case BatchRow():
            name, strength = record.medicine_names[row.medicine], amount_text(row.strength)
            return Cells(row.opened.isoformat(), "", words.BATCH, name, strength, "", "", row.number)
        case AlarmsRow():
            return Cells(row.day.isoformat(), "", words.ALARMS, "", "", "", "", " ".join(row.alarms))
    raise TypeError(row)


def _intake_cells(row: StepRow | DoseRow, record: Record) -> Cells:
    kind, at = ("step", row.hours) if isinstance(row, StepRow) else ("dose", clock(row.time))
    name, amount = record.medicine_names[row.medicine], amount_text(row.amount)
    return Cells(row.day.isoformat(), at, kind, name, amount, row.unit, row.status, row.reason)


def sort_record(record: Record) -> None:
    """Put a record's rows into the canonical order: by day, time, item order, text.

    Medicines and items stand in display order already. What is equal in all four is ordered by the
    rest of the row, so that the order never depends on the database. Of equal events and batches one is kept.
    """
    medicine = {row.key: place for place, row in enumerate(record.medicines)}
    item = {row.key: place for place, row in enumerate(record.items)}
    kind = {name: place for place, name in enumerate(words.EVENT_KINDS)}
    record.steps.sort(key=lambda row: (row.day, row.hours, medicine[row.medicine], row.reason))
    record.doses.sort(
        key=lambda row: (
            row.day,
            clock(row.time),
            medicine[row.medicine],
            row.reason,
            row.status,
            row.amount or -1,
            row.unit,
        )
    )
    record.scores.sort(key=lambda row: (row.day, item[row.item]))
    record.events = sorted(
        set(record.events),
        key=lambda row: (row.day, clock(row.time), kind[row.kind], row.text, *_strategy_order(row, item)),
    )
    record.notes.sort(key=lambda row: row.day)
    record.overall.sort(key=lambda row: row.day)
    record.batches = sorted(
        set(record.batches),
        key=lambda row: (
            row.opened,
            medicine[row.medicine],
            row.number,
            row.expires or date.min,
            row.strength or 0,
            row.pharmacy,
        ),
    )
    record.alarms.sort(key=lambda row: row.day)


def _strategy_order(row: EventRow, item: Mapping[str, int]) -> tuple[str, str, int]:
    return row.strategy or "", str(row.agreed), item.get(row.against or "", -1)


def all_cells(record: Record) -> Iterator[Cells]:
    """Yield the cells of every row of a sorted record; events that differ only beyond the csv stand there once."""
    before = None
    for row in record.rows():
        cells = row_cells(row, record)
        if not (isinstance(row, EventRow) and cells == before):
            yield cells
        before = cells
