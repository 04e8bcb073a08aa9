"""How one file writes its dates and numbers, and which spreadsheet habits were met in it. Pure."""

from dataclasses import dataclass, field
from datetime import date, time

DAY_FIRST, MONTH_FIRST, UNSETTLED, CONTRADICTORY = "day first", "month first", "unsettled", "contradictory"

BOM = "The file starts with a byte order mark; it was left out."
SEMICOLONS = "Cells are separated by semicolons instead of commas."
TABS = "Cells are separated by tabs instead of commas."
LF_ROWS = "Rows end in LF instead of CRLF; that changes nothing."
CR_ROWS = "Rows end in CR instead of CRLF; that changes nothing."
CRLF_IN_CELLS = "Line ends inside texts are CRLF; they are kept as LF."
EMPTY_ROWS = "Rows without anything in them were left out."
DECIMAL_COMMAS = "Numbers such as 4,5 were read as 4.5."
TRAILING_ZEROS = "Numbers such as 4.50 were read as 4.5."
DAYS_FIRST = (
    "Dates such as 22/11/2026 were read as day, month, year; another date in the file can be read in no other way."
)
MONTHS_FIRST = (
    "Dates such as 11/22/2026 were read as month, day, year; another date in the file can be read in no other way."
)
SECONDS = "Times such as 08:30:00 were read as 08:30."
SHORT_TIMES = "Times such as 8:30 were read as 08:30."


@dataclass(slots=True)
class Style:
    """What is known about a file before its rows are read, and what was met while reading them.

    date_order: how dates that are not written 2026-11-22 are read. commas: whether some number has
    a decimal comma. tolerant: whether habits are read at all (never in the json).
    today: the latest date anywhere on earth.
    """

    today: date
    tolerant: bool = True
    date_order: str = UNSETTLED
    commas: bool = False
    habits: dict[str, None] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    times: dict[str, time] = field(default_factory=dict)

    def met(self, habit: str) -> None:
        """Remember a habit, once, in the order met."""
        self.habits[habit] = None
