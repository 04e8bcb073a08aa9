"""The latest episode of each side effect, and how many there were before: without looking at every answer twice. Pure.

Ten years of side effects are tens of thousands of answers, and all but the latest episode is told as one number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.figures.days import LoggedDay, days_within, unpack
from journal.figures.episodes import Episode, distance, episodes_of
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem
from journal.figures.series import Point


@dataclass(frozen=True, slots=True)
class Course:
    """The latest episode of a side effect, and how many there were before it."""

    latest: Episode
    earlier: int


@dataclass(slots=True)
class _Turns:
    """Where an item's answers turned, by place of the day: how often it came, and when it was last "none" before.

    calm: the day of the last "none" before the latest episode, or its own first day where there is none.
    """

    item: RatedItem
    values: dict[str, int]
    there: bool = False
    came: int = 0
    none_on: int | None = None
    calm: int = 0


def latest_courses(
    items: Iterable[RatedItem], days: Sequence[LoggedDay], seen_from: date, phases: Sequence[Phase] = ()
) -> list[Course]:
    """Return the course of each item that was ever there, in the order of the items.

    The episodes are those of `episodes_of`; days are in order of time, those after `seen_from` are not looked at.
    """
    if not days:
        return []
    within = days_within(days, days[0].day, seen_from)
    found = _turns(items, within)
    return [
        Course(episodes_of(turns.item, _points(turns, within), seen_from, phases)[-1], turns.came - 1)
        for turns in found
        if turns.came
    ]


def _turns(items: Iterable[RatedItem], days: Sequence[LoggedDay]) -> list[_Turns]:
    by_id = {item.id: _Turns(item, {}) for item in items}
    signs: dict[str, tuple[_Turns, bool]] = {}
    for answer in set().union(*(day.answers for day in days)):
        item_id, value = unpack(answer)
        if turns := by_id.get(item_id):
            turns.values[answer] = value
            signs[answer] = turns, distance(turns.item, value) > 0
    for place, (_, _, _, answers) in enumerate(days):
        for answer in answers:
            if answer in signs:
                turns, there = signs[answer]
                if not there:
                    turns.none_on, turns.there = place, False
                elif not turns.there:
                    turns.came, turns.there = turns.came + 1, True
                    turns.calm = place if turns.none_on is None else turns.none_on
    return list(by_id.values())


def _points(turns: _Turns, days: Sequence[LoggedDay]) -> Iterator[Point]:
    """Yield the answers of an item from the last "none" before its latest episode on."""
    for day, _, weekly, answers in days[turns.calm :]:
        for answer in turns.values.keys() & answers:
            yield Point(day, turns.values[answer], weekly)
