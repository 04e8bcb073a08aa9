"""Write journal.csv: no BOM, CRLF rows, quotes only where needed, texts guarded. Pure."""

import csv
import io

from journal.interchange.canonical import all_cells
from journal.interchange.guard import guard
from journal.interchange.rows import Cells, Record
from journal.interchange.vocabulary import HEADER

_AMOUNTS = ("step", "dose")


def write_csv(record: Record) -> bytes:
    """Return the canonical csv of a sorted record."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(guarded(cells) for cells in all_cells(record))
    return text.getvalue().encode()


def guarded(cells: Cells) -> Cells:
    """Return the cells with the formula guard on names, texts and units of amounts, never on numbers."""
    unit = guard(cells.unit) if cells.kind in _AMOUNTS else cells.unit
    return cells._replace(item=guard(cells.item), unit=unit, note=guard(cells.note))
