"""One row of the file as typed values, and all of them as a record. Pure.

Amounts are thousandths of the unit; names of medicines and items are name keys (journal.names).
`line` says where a row stands in its file and takes no part in comparing. None in a field that only
the json carries means that the file does not say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, NamedTuple


class Cells(NamedTuple):
    """One row as the csv writes it, without quotes and without the formula guard."""

    day: str = ""
    time: str = ""
    kind: str = ""
    item: str = ""
    value: str = ""
    unit: str = ""
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MedicineRow:
    line: int = field(compare=False)
    key: str
    name: str
    form: str
    strength: int | None
    is_ldn: bool
    pharmacy: str
    reason: str | None = None
    reason_words: str | None = None
    prescriber: str | None = None


@dataclass(frozen=True, slots=True)
class ItemRow:
    line: int = field(compare=False)
    key: str
    name: str
    low: int
    high: int
    lower_is_better: bool
    group: str
    target_rank: int | None = None
    resting: bool | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    line: int = field(compare=False)
    day: date
    medicine: str
    hours: str
    amount: int | None
    unit: str
    status: str
    reason: str
    form: str | None = None
    volume: int | None = None
    strength: int | None = None
    confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class DoseRow:
    line: int = field(compare=False)
    day: date
    medicine: str
    time: time | None
    amount: int | None
    unit: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    line: int = field(compare=False)
    day: date
    item: str
    value: int
    low: int
    high: int
    weekly: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    line: int = field(compare=False)
    day: date
    time: time | None
    kind: str
    text: str
    strategy: str | None = None
    agreed: bool | None = None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class NoteRow:
    line: int = field(compare=False)
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class OverallRow:
    line: int = field(compare=False)
    day: date
    value: int


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A new bottle, box or batch; the json alone carries it."""

    line: int = field(compare=False)
    medicine: str
    opened: date
    expires: date | None
    strength: int | None
    number: str
    pharmacy: str


@dataclass(frozen=True, slots=True)
class AlarmsRow:
    """The alarm signs ticked on a day, in order of the alphabet; the json alone carries them."""

    line: int = field(compare=False)
    day: date
    alarms: tuple[str, ...]


Row = MedicineRow | ItemRow | StepRow | DoseRow | ScoreRow | EventRow | NoteRow | OverallRow | BatchRow | AlarmsRow


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """What the csv does not carry of a check-in; `entered` None when nobody knows the day."""

    line: int = field(compare=False)
    day: date
    weekly: bool
    entered: date | None
    saves: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The patient's own settings that belong to the record."""

    name: str
    birth_date: date | None
    country: str
    time_zone: str
    day_start_hour: int


@dataclass(frozen=True, slots=True)
class DiarySettings:
    """How the diary is kept, and the safety questions: by slug, in order of the alphabet, whether it was a yes."""

    weekly: bool = False
    week_ends_on: int = 6
    safety: tuple[tuple[str, bool], ...] = ()
    safety_day: date | None = None


@dataclass(frozen=True, slots=True)
class PastDay:
    """What a day held before a later save: `ratings` by item key, doses in their order."""

    day: date
    save: int
    saved_at: str
    weekly: bool
    note: str
    ratings: tuple[tuple[str, int], ...]
    doses: tuple[tuple[int, DoseRow], ...]
    alarms: tuple[str, ...] = ()


@dataclass(slots=True)
class Record:
    """Everything one file holds, each kind in file order; from `check_ins` on they come from the json alone.

    The names are the spelling in which each medicine and item was first met, by key.
    """

    medicines: list[MedicineRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)
    steps: list[StepRow] = field(default_factory=list)
    doses: list[DoseRow] = field(default_factory=list)
    scores: list[ScoreRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    overall: list[OverallRow] = field(default_factory=list)
    medicine_names: dict[str, str] = field(default_factory=dict)
    item_names: dict[str, str] = field(default_factory=dict)
    check_ins: dict[date, CheckInRow] = field(default_factory=dict)
    history: list[PastDay] = field(default_factory=list)
    batches: list[BatchRow] = field(default_factory=list)
    alarms: list[AlarmsRow] = field(default_factory=list)
    settings: Settings | None = None
    diary: DiarySettings | None = None

    def of_kind(self, kind: str) -> list[Any]:
        """Return the list of one kind of rows."""
        lists: dict[str, list[Any]] = {
            "medicine": self.medicines,
            "item": self.items,
            "step": self.steps,
            "dose": self.doses,
            "score": self.scores,
            "event": self.events,
            "note": self.notes,
            "overall": self.overall,
            "batch": self.batches,
            "alarms": self.alarms,
        }
        return lists[kind]

    def intakes(self) -> Iterator[StepRow | DoseRow]:
        """Yield every step, then every dose."""
        yield from self.steps
        yield from self.doses

    def rows(self) -> Iterator[Row]:
        """Yield every row of the csv kinds, kind by kind."""
        for rows in (self.medicines, self.items, self.steps, self.doses, self.scores, self.events, self.notes):
            yield from rows
        yield from self.overall

    @property
    def whole(self) -> bool:
        """Whether this says everything, as the json and the database do, or only what the csv carries."""
        return self.settings is not None

    @property
    def empty(self) -> bool:
        """Whether nothing at all is recorded."""
        return not (self.check_ins or self.history or any(True for _ in self.rows()))
