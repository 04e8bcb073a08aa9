"""Logged days in columns: one of days, and one of answers for each item, a byte a day. Pure.

Ten years of twenty items are 73,000 answers. As bytes they are cut, counted and added up many times as fast as
objects, and nothing is made of an answer that no page shows by itself.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from itertools import groupby
from operator import itemgetter

from journal.figures.entries import Entries
from journal.figures.phases import Phase
from journal.figures.ratings import Tally
from journal.figures.series import Point

SHIFT = 128  # the byte of an answer is its value + SHIFT
NOTHING = 0  # the byte of a day without an answer; no value is as low
ANSWERED = bytes(byte != NOTHING for byte in range(256))  # translates a column to 1 where there is an answer
COMMA, COLON = ",", ":"


class Entered(IntEnum):
    """When a day was entered: on the same or the next journal day, later, or nobody knows."""

    PROMPT = 0
    LATER = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class LoggedDays:
    """The days with a rating or a note, in order of time.

    entered and weekly have a byte for each of them: one of Entered, and 1 where it stands for a week. columns: by item
    id, a byte for each of them: the answer + SHIFT, or NOTHING.
    """

    days: Sequence[date] = ()
    entered: bytes = b""
    weekly: bytes = b""
    columns: Mapping[int, bytes] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many days were logged."""
        return len(self.days)

    @property
    def weeks(self) -> int:
        """How many of the entries stand for a week."""
        return sum(self.weekly)

    def places(self, first: date, last: date) -> tuple[int, int]:
        """Return the place of the first of the days from first to last, and that after their last."""
        begin = bisect_left(self.days, first)
        return begin, max(begin, bisect_right(self.days, last))

    def within(self, first: date, last: date) -> "LoggedDays":
        """Return the days from first to last."""
        begin, end = self.places(first, last)
        columns = {item_id: column[begin:end] for item_id, column in self.columns.items()}
        return LoggedDays(self.days[begin:end], self.entered[begin:end], self.weekly[begin:end], columns)

    def column(self, item_id: int, *, weekly: bool | None = None) -> bytes:
        """Return the column of an item, all NOTHING for one that was never rated.

        weekly: True for entries that stand for a week alone, False for those of a day alone; None for all.
        """
        column = self.columns.get(item_id) or bytes(len(self))
        return column if weekly is None or not (weekly or self.weeks) else where(column, self.weekly, int(weekly))


def where(column: bytes, flags: bytes, flag: int) -> bytes:
    """Return a column without the answers of the days that have another flag."""
    kept = flags.translate(bytes(255 * (each == flag) for each in range(256)))
    return (int.from_bytes(column) & int.from_bytes(kept)).to_bytes(len(column))


def read_answers(said: str) -> dict[int, int]:
    """Return the value of each item from a day's answers in one text: "12,40:847d" for 4 of item 12 and -3 of 40."""
    ids, _, values = said.partition(COLON)
    items = map(int, ids.split(COMMA)) if ids else ()
    return {item_id: byte - SHIFT for item_id, byte in zip(items, bytes.fromhex(values), strict=True)}


def answers_text(ratings: Mapping[int, int]) -> str:
    """Return the same text from the value of each item, in order of the ids; "" without any."""
    ids = ",".join(map(str, sorted(ratings)))
    return f"{ids}{COLON}{bytes(ratings[each] + SHIFT for each in sorted(ratings)).hex()}" if ratings else ""


def gather(days: Sequence[date], entered: bytes, weekly: bytes, answers: Iterable[str]) -> LoggedDays:
    """Return logged days from what each of them says, in order of time.

    answers: one text a day, as `read_answers` takes it, "" where there are none. Days that follow each other and
    answer the same items are put in their columns at once.
    """
    columns: dict[int, bytearray] = {}
    begin = end = 0
    for ids, run in groupby([said.partition(COLON) for said in answers], key=itemgetter(0)):
        said = [each[2] for each in run]
        begin, end = end, end + len(said)
        values, items = bytes.fromhex("".join(said)), ids.split(COMMA) if ids else []
        for place, item in enumerate(map(int, items)):
            if item not in columns:
                columns[item] = bytearray(len(days))
            columns[item][begin:end] = values[place :: len(items)]
    return LoggedDays(days, entered, weekly, {item_id: bytes(column) for item_id, column in columns.items()})


def calendars(days: LoggedDays, item_ids: Iterable[int], first: date, last: date) -> dict[int, bytes]:
    """Return a byte for each calendar day from first to last by item, NOTHING where it was not rated."""
    within, begin = days.within(first, last), first.toordinal()
    offsets = [day.toordinal() - begin for day in within.days]
    found = {}
    for item_id in item_ids:
        calendar = bytearray((last - first).days + 1)
        for offset, byte in zip(offsets, within.column(item_id), strict=True):
            calendar[offset] = byte
        found[item_id] = bytes(calendar)
    return found


def count_values(column: bytes) -> dict[int, int]:
    """Return how often each value was chosen in a column."""
    return {byte - SHIFT: column.count(byte) for byte in set(column) if byte != NOTHING}


def add_up(column: bytes) -> tuple[int, int]:
    """Return sum and count of the answers of a column."""
    count = len(column) - column.count(NOTHING)
    return sum(column) - SHIFT * count, count


def count_answers(days: LoggedDays, phases: Iterable[Phase]) -> Iterator[Tally]:
    """Yield how often each value was chosen, by item and phase."""
    for phase in phases:
        within = days.within(phase.first_day, phase.last_day)
        for item_id in within.columns:
            yield from tallies_of(within, item_id, phase.number)


def tallies_of(days: LoggedDays, item_id: int, phase_number: int = 0) -> Iterator[Tally]:
    """Yield how often each value of an item was chosen on these days."""
    column = days.column(item_id)
    for value, count in count_values(column).items():
        first, last = column.find(value + SHIFT), column.rfind(value + SHIFT)
        yield Tally(item_id, phase_number, value, count, days.days[first], days.days[last])


def count_entries(days: LoggedDays) -> Entries:
    """Return how many days were logged, and how soon they were entered."""
    return Entries(
        logged=len(days),
        prompt=days.entered.count(Entered.PROMPT),
        later=days.entered.count(Entered.LATER),
        unknown=days.entered.count(Entered.UNKNOWN),
        weekly=days.weeks,
    )


def points_of(days: LoggedDays, item_ids: Collection[int]) -> dict[int, list[Point]]:
    """Return the ratings of these items by item, in the order of the days; an item without any is left out."""
    found = {
        item_id: [
            Point(day, byte - SHIFT, week == 1)
            for day, byte, week in zip(days.days, days.columns[item_id], days.weekly, strict=True)
            if byte
        ]
        for item_id in days.columns.keys() & item_ids
    }
    return {item_id: points for item_id, points in found.items() if points}
