"""What saving a file would do to a record, before anything is done. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from journal.interchange import vocabulary as words
from journal.interchange.reading import SHOWN, Reading
from journal.interchange.rows import Cells, CheckInRow, DiarySettings, EventRow, PastDay, Row, Settings

BARE_DAY = "day"
COUNTED = (*words.ALL_KINDS, BARE_DAY)


@dataclass(slots=True)
class Count:
    """How many rows of one kind are new, changed, or the same as in the record."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes one in the record: both as the csv writes them."""

    line: int
    before: Cells
    after: Cells


@dataclass(frozen=True, slots=True)
class Asked:
    """An item without a definition: only the patient knows whether lower is better, None until they say."""

    key: str
    name: str
    low: int
    high: int
    lower_is_better: bool | None = None

    @property
    def token(self) -> str:
        """What stands for the item where its direction is given."""
        return direction_token(self.key)


def direction_token(key: str) -> str:
    """Return what stands for an item key in the name of a form field."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Plan:
    """What would be written: rows of each kind, new or changed, and what the patient must see first.

    doses come with the how-manieth of their day. bare_days: check-ins without rating and note.
    events: what stands in the record for an event that says more of a strategy.
    settings, diary: taken over into an empty record only; None where nothing changes.
    """

    reading: Reading
    counts: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in COUNTED})
    writes: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in words.ALL_KINDS})
    dose_numbers: dict[int, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    warned: int = 0
    bare_days: list[CheckInRow] = field(default_factory=list)
    history: list[PastDay] = field(default_factory=list)
    new_days: set[date] = field(default_factory=set)
    events: dict[EventRow, EventRow] = field(default_factory=dict)
    settings: Settings | None = None
    diary: DiarySettings | None = None

    @property
    def refused(self) -> int:
        """How many rows cannot be kept; one is enough for nothing to be saved."""
        return self.reading.refused

    @property
    def undecided(self) -> list[Asked]:
        """Items whose direction nobody has said yet; one is enough for nothing to be saved."""
        return [item for item in self.asked if item.lower_is_better is None]

    @property
    def nothing_to_do(self) -> bool:
        """Whether the record says all of this already."""
        return not (any(self.writes.values()) or self.bare_days or self.settings or self.diary)

    @property
    def digest(self) -> str:
        """A short text that is the same only while the file would do the same."""
        said = (
            [(kind, count.new, count.changed, count.same) for kind, count in self.counts.items()],
            [(change.line, change.before) for change in self.changes],
            self.settings,
            self.diary,
        )
        return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()[:24]

    def warn(self, text: str) -> None:
        """Count a warning and keep it, in bounded memory."""
        self.warned += 1
        if len(self.warnings) < SHOWN:
            self.warnings.append(text)

    def at(self, line: int) -> str:
        """Return "Line 12" or, in the json, "Entry 12"."""
        return f"{self.reading.place.capitalize()} {line}"

    def write(self, kind: str, row: Row) -> None:
        """Count a row that is new."""
        self.counts[kind].new += 1
        self.writes[kind].append(row)

    def rewrite(self, kind: str, row: Row, before: Cells, after: Cells) -> None:
        """Count a row that changes one in the record; the first hundred are kept to be shown."""
        self.counts[kind].changed += 1
        self.writes[kind].append(row)
        if len(self.changes) < SHOWN:
            self.changes.append(Change(row.line, before, after))
