"""What came of reading a file: its record, and every row that cannot be kept. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

from journal.interchange.rows import Record

SHOWN = 100


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be kept: its line (or running number in the json) and the reason."""

    line: int
    reason: str


@dataclass(slots=True)
class Reading:
    """A file that was read. `place` is what a line is called: "line", in the json "entry".

    today: a step from a later day is planned only; the reader sets the latest date anywhere on earth.
    has_come: whether a clock time of a day has come for the patient.
    refusals: the first hundred; `refused` counts all. repeats: rows equal to an earlier one, by kind.
    """

    today: date
    place: str = "line"
    record: Record = field(default_factory=Record)
    refusals: list[Refusal] = field(default_factory=list)
    refused: int = 0
    repeats: dict[str, int] = field(default_factory=dict)
    habits: list[str] = field(default_factory=list)
    has_come: Callable[[date, time], bool] = lambda day, at: True

    def refuse(self, line: int, reason: str) -> None:
        """Count a refused row and keep the reason, in bounded memory."""
        self.refused += 1
        if len(self.refusals) < SHOWN:
            self.refusals.append(Refusal(line, reason))
