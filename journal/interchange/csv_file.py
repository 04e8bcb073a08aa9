"""Read journal.csv, whoever wrote it. Pure."""

from datetime import date

from journal.interchange import style as habits
from journal.interchange import vocabulary as words
from journal.interchange.cells import Refused, read_name
from journal.interchange.collecting import Collector
from journal.interchange.guard import unguard
from journal.interchange.parsing import parse_row
from journal.interchange.reading import FileRefused, Reading
from journal.interchange.rows import Cells
from journal.interchange.style import Style
from journal.interchange.tabular import read_cells, settle_style


def read_csv(data: bytes, today: date) -> Reading:
    """Return what the file says; `today` is the latest date anywhere on earth."""
    if not data:
        raise FileRefused("The file is empty.")
    style = Style(today=today)
    separator = settle_style(data, style)
    reading = Reading(today)
    collector = Collector(reading)
    for line, cells, problem in read_cells(data, separator):
        _read_row(line, cells, problem, style, collector)
        if collector.rows > words.MOST_ROWS:
            raise FileRefused(f"The file has more than {words.MOST_ROWS:,} rows. Split it into several files.")
    reading.habits = list(style.habits)
    return reading


def _read_row(line: int, cells: list[str], problem: str, style: Style, collector: Collector) -> None:
    if not problem and not any(cells):
        style.met(habits.EMPTY_ROWS)
        return
    collector.rows += 1
    reading = collector.reading
    if not problem and len(cells) != len(words.HEADER):
        problem = f"The row has {len(cells)} cells instead of {len(words.HEADER)}."
    if problem:
        reading.refuse(line, problem)
        return
    row = _unguarded(cells)
    try:
        collector.add(row.kind, parse_row(row, line, style))
        remember_names(reading, row)
    except Refused as error:
        reading.refuse(line, str(error))


def _unguarded(cells: list[str]) -> Cells:
    day, time, kind, item, value, unit, status, note = cells
    return Cells(day, time, kind, unguard(item), value, unguard(unit), status, unguard(note))


def remember_names(reading: Reading, row: Cells) -> None:
    """Keep the spelling in which a medicine or an item is first met."""
    if row.kind in ("medicine", "step", "dose"):
        key, name = read_name(row.item, words.MEDICINE_NAME)
        reading.record.medicine_names.setdefault(key, name)
    elif row.kind in ("item", "score"):
        key, name = read_name(row.item, words.ITEM_NAME)
        reading.record.item_names.setdefault(key, name)
