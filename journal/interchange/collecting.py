"""Put rows into a record: one row a key, one rhythm a day. Pure.

A second row with the key of an earlier one is a repeat when it says the same, else it is refused.
"""

from collections.abc import Hashable
from datetime import date

from journal.interchange import vocabulary as words
from journal.interchange.reading import Reading
from journal.interchange.rows import (
    AlarmsRow,
    BatchRow,
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

_WEEKLY = {True: "weekly", False: "daily"}


def row_key(row: Row) -> Hashable:
    """Return what makes a row one of its kind; a dose has none within its file."""
    match row:
        case MedicineRow() | ItemRow():
            return row.key
        case StepRow():
            return (row.medicine, row.day)
        case ScoreRow():
            return (row.item, row.day)
        case EventRow() | BatchRow():
            return row
        case NoteRow() | OverallRow() | AlarmsRow():
            return row.day
    raise TypeError(row)


class Collector:
    """Takes the rows of a file in their order and fills the reading's record."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._seen: dict[str, dict[Hashable, Row]] = {kind: {} for kind in words.ALL_KINDS}
        self._doses_of: dict[tuple[str, date], int] = {}
        self._rhythm_of: dict[date, ScoreRow] = {}
        self.past_saves: set[tuple[date, int]] = set()
        self.rows = 0

    def seen(self, kind: str, key: Hashable) -> Row | None:
        """Return the first row with this key, None where there is none."""
        return self._seen[kind].get(key)

    def add(self, kind: str, row: Row) -> None:
        """Keep the row, count it as a repeat, or refuse it."""
        if isinstance(row, DoseRow):
            self._add_dose(row)
            return
        key = row_key(row)
        earlier = self._seen[kind].setdefault(key, row)
        if earlier is not row:
            self._repeat(kind, row, earlier)
        elif not isinstance(row, ScoreRow) or self._one_rhythm(row):
            self.reading.record.of_kind(kind).append(row)

    def _add_dose(self, row: DoseRow) -> None:
        place = (row.medicine, row.day)
        self._doses_of[place] = self._doses_of.get(place, 0) + 1
        if self._doses_of[place] > words.MOST_DOSES_A_DAY:
            self.reading.refuse(row.line, f"More than {words.MOST_DOSES_A_DAY} doses on one day.")
            return
        self.reading.record.doses.append(row)

    def _repeat(self, kind: str, row: Row, earlier: Row) -> None:
        if row == earlier:
            self.reading.repeats[kind] = self.reading.repeats.get(kind, 0) + 1
            return
        place = self.reading.place
        self.reading.refuse(
            row.line, f"This {kind} stands in {place} {earlier.line} already, and there it says otherwise."
        )

    def _one_rhythm(self, row: ScoreRow) -> bool:
        """A day is either one day's or one week's answers."""
        first = self._rhythm_of.setdefault(row.day, row)
        if first.weekly == row.weekly:
            return True
        self.reading.refuse(
            row.line,
            f"{row.day.isoformat()} is {_WEEKLY[first.weekly]} in {self.reading.place} {first.line} "
            f"and {_WEEKLY[row.weekly]} here; a day is one of them.",
        )
        return False
