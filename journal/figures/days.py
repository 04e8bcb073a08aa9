"""Logged days as they are loaded, counted in one pass. Pure.

An answer is one text, an item and a value packed by `PACK`: ten years of twenty items are 73,000
of them, and texts are counted about ten times as fast as objects.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from journal.figures.entries import Entries
from journal.figures.phases import Phase
from journal.figures.ratings import Tally
from journal.figures.series import WEEK, Point

PACK, SHIFT = 256, 128
WeekCounts = dict[tuple[int, int], tuple[int, int]]


class LoggedDay(NamedTuple):
    """A day with a rating or a note. entered_day: None when a file did not say; answers: packed."""

    day: date
    entered_day: date | None
    weekly: bool
    answers: Sequence[str]


def pack(item_id: int, value: int) -> int:
    """Return an answer as one number."""
    return item_id * PACK + value + SHIFT


def unpack(answer: str) -> tuple[int, int]:
    """Return item id and value of an answer: the number `item * PACK + value + SHIFT` in digits."""
    item_id, shifted = divmod(int(answer), PACK)
    return item_id, shifted - SHIFT


def days_within(days: Sequence[LoggedDay], first: date, last: date) -> Sequence[LoggedDay]:
    """Return the days from first to last of days in order of time."""
    return days[bisect_left(days, first, key=_day) : bisect_right(days, last, key=_day)]


def count_answers(days: Sequence[LoggedDay], phases: Iterable[Phase]) -> Iterator[Tally]:
    """Yield how often each value was chosen, by item and phase; days are in order of time."""
    for phase in phases:
        within = days_within(days, phase.first_day, phase.last_day)
        counts = Counter(chain.from_iterable([day.answers for day in within]))
        first, last = _first_days(within, counts), _first_days(reversed(within), counts)
        for answer, count in counts.items():
            item_id, value = unpack(answer)
            yield Tally(item_id, phase.number, value, count, first[answer], last[answer])


def count_entries(days: Sequence[LoggedDay]) -> Entries:
    """Return how many days were logged, and how soon they were entered."""
    known = [(day.entered_day - day.day).days <= 1 for day in days if day.entered_day is not None]
    prompt = sum(known)
    return Entries(
        logged=len(days),
        prompt=prompt,
        later=len(known) - prompt,
        unknown=len(days) - len(known),
        weekly=sum(day.weekly for day in days),
    )


def count_weeks(days: Sequence[LoggedDay], phases: Sequence[Phase], item_ids: Collection[int]) -> dict[int, WeekCounts]:
    """Return sum and count of the ratings of each week of a phase by item, in order of time.

    A week goes by the place of its phase and its number in the phase, both from 0. Days are in order of time.
    """
    found: dict[int, WeekCounts] = {}
    values = {answer: unpack(answer) for answer in set(chain.from_iterable([day.answers for day in days]))}
    wanted = {answer: each for answer, each in values.items() if each[0] in item_ids}
    for index, phase in enumerate(phases):
        weeks: dict[int, list[Sequence[str]]] = {}
        for day in days_within(days, phase.first_day, phase.last_day):
            weeks.setdefault((day.day - phase.first_day).days // WEEK, []).append(day.answers)
        for week, answers in weeks.items():
            for answer, count in Counter(chain.from_iterable(answers)).items():
                if answer in wanted:
                    item_id, value = wanted[answer]
                    sums = found.setdefault(item_id, {})
                    total, size = sums.get((index, week), (0, 0))
                    sums[index, week] = total + value * count, size + count
    return found


def points_of(days: Iterable[LoggedDay], item_ids: Collection[int]) -> dict[int, list[Point]]:
    """Return the ratings of these items by item, in the order of the days; an item without any is left out."""
    days = list(days)
    points: dict[int, list[Point]] = {}
    wanted = {
        answer: (points.setdefault(item_id, []).append, value)
        for answer in set(chain.from_iterable([day.answers for day in days]))
        for item_id, value in [unpack(answer)]
        if item_id in item_ids
    }
    for day, _, weekly, answers in days:
        for answer in answers:
            if answer in wanted:
                append, value = wanted[answer]
                append(Point(day, value, weekly))
    return points


def _day(day: LoggedDay) -> date:
    return day.day


def _first_days(days: Iterable[LoggedDay], answers: Iterable[str]) -> dict[str, date]:
    """Return the first of the days on which each of the answers was given; each must be on one of them."""
    found: dict[str, date] = {}
    left = set(answers)
    for day in days:
        if not left:
            break
        if not left.isdisjoint(day.answers):
            found |= dict.fromkeys(left.intersection(day.answers), day.day)
            left.difference_update(day.answers)
    return found
