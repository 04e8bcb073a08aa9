"""Look through a patient's own words: notes, events and visits, the latest first.

They are sealed, and nothing of them stands in the database in the clear: each text is opened in memory, looked at and
forgotten. So that one search stays short it stops after so many finds or texts, and the next one goes on from there.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from heapq import merge
from typing import Any

from django.utils.text import capfirst

from accounts.fields import Unreadable
from accounts.models import User
from journal.models import CheckIn, Event, Visit
from journal.note_search import Part, holds, snippet

MOST_FOUND, MOST_LOOKED_AT, MOST_LETTERS = 20, 4000, 1_000_000
_CHUNK = 500
Row = CheckIn | Event | Visit


@dataclass(frozen=True, kw_only=True)
class Find:
    """A text that holds the words: its day, what kind of text it is, and the place with the words marked."""

    day: date
    kind: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Finds:
    """What was found; looked_at: texts opened, back to `earliest`; more_before: where to go on, or None at the end."""

    finds: Sequence[Find]
    looked_at: int
    earliest: date | None
    more_before: date | None


def search(patient: User, words: Sequence[str], before: date | None = None) -> Finds:
    """Return the latest texts that hold every word, of days before `before` if given; three statements.

    It stops between two days; within one day only when that day alone has more texts than one search looks at.
    """
    with closing(_rows(patient, before)) as rows:
        return _look(rows, words)


def _look(rows: Iterator[Row], words: Sequence[str]) -> Finds:
    finds: list[Find] = []
    looked_at, letters, day = 0, 0, None
    for row in rows:
        full = len(finds) >= MOST_FOUND or looked_at >= MOST_LOOKED_AT or letters >= MOST_LETTERS
        if full and day and (row.day != day or looked_at >= 2 * MOST_LOOKED_AT):
            return Finds(finds=finds, looked_at=looked_at, earliest=day, more_before=day)
        text = _text(row)
        looked_at, letters, day = looked_at + 1, letters + len(text), row.day
        if not isinstance(text, Unreadable) and holds(text, words):
            finds.append(Find(day=row.day, kind=_kind(row), parts=snippet(text, words)))
    return Finds(finds=finds, looked_at=looked_at, earliest=day, more_before=None)


def _rows(patient: User, before: date | None) -> Generator[Row]:
    """Yield every row with words, the latest day first; only a chunk of each kind is in memory at a time.

    PostgreSQL keeps a cursor open for each kind: closing this closes them.
    """
    until = {"day__lt": before} if before else {}
    notes = patient.check_ins.filter(**until).exclude(note=b"").only("patient", "day", "note")
    events = patient.events.filter(**until).exclude(text=b"").only("patient", "day", "kind", "text")
    visits = patient.visits.filter(**until).exclude(text=b"").only("patient", "day", "text")
    kinds: tuple[Any, ...] = (notes, events, visits)
    with ExitStack() as stack:
        streams = [stack.enter_context(closing(rows.order_by("-day").iterator(_CHUNK))) for rows in kinds]
        yield from merge(*streams, key=lambda row: row.day, reverse=True)


def _text(row: Row) -> str:
    text: str = row.note if isinstance(row, CheckIn) else row.text
    return text


def _kind(row: Row) -> str:
    if isinstance(row, Event):
        return str(capfirst(row.get_kind_display()))
    return "Note" if isinstance(row, CheckIn) else "Visit"
