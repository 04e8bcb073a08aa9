"""The latest episode of each side effect, and how many there were before: without looking at every answer twice. Pure.

Ten years of side effects are tens of thousands of answers, and all but the latest episode is told as one number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.figures.days import NOTHING, SHIFT, LoggedDays, points_of
from journal.figures.episodes import Episode, distance, episodes_of
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem

NONE, THERE = b"n", b"t"


@dataclass(frozen=True, slots=True)
class Course:
    """The latest episode of a side effect, and how many there were before it."""

    latest: Episode
    earlier: int


def latest_courses(
    items: Iterable[RatedItem], days: LoggedDays, seen_from: date, phases: Sequence[Phase] = ()
) -> list[Course]:
    """Return the course of each item that was ever there, in the order of the items.

    The episodes are those of `episodes_of`; days after `seen_from` are not looked at.
    """
    within = days.within(date.min, seen_from)
    return [course for item in items if (course := _course(item, within, seen_from, phases))]


def _course(item: RatedItem, days: LoggedDays, seen_from: date, phases: Sequence[Phase]) -> Course | None:
    """Return the course of an item: an episode began wherever it was there and the answer before was "none"."""
    column = days.column(item.id)
    states = column.translate(_states(item, column))
    answered = states.translate(None, bytes([NOTHING]))
    came = answered.count(NONE + THERE) + answered.startswith(THERE)
    if not came:
        return None
    calm = max(0, states.rfind(NONE, 0, states.rfind(THERE)))
    points = points_of(days.within(days.days[calm], seen_from), {item.id})[item.id]
    return Course(episodes_of(item, points, seen_from, phases)[-1], came - 1)


def _states(item: RatedItem, column: bytes) -> bytes:
    """Return, by the byte of each answer of a column, whether it says that it was there."""
    states = bytearray(256)
    for byte in set(column) - {NOTHING}:
        states[byte] = ord(THERE if distance(item, byte - SHIFT) else NONE)
    return bytes(states)
