"""Episodes of a side effect, derived from its ratings. Pure.

An episode begins with the first rating that is not "none" and is over when "none" is said. A gap in
logging ends nothing: what was not said is unknown, not gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journal.figures.dates import date_text
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem
from journal.figures.series import WEEK, Point

KNOWN_FOR = 7  # days for which the last answer still tells how it is; a weekly one stands for a week anyway
MILD, MODERATE, SEVERE = 1, 2, 3
LEAST_SPAN = 3  # a coarser scale (yes or no) says that it is there, not how bad it is


class State(StrEnum):
    """How an episode stands on the day that is looked from."""

    GONE = "gone"
    THERE = "still there"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Spell:
    """One rating of an episode and the days it stands for: 1, or up to 7 where it was for a week."""

    day: date
    value: int
    days: int


@dataclass(frozen=True, slots=True)
class Episode:
    """A side effect from the first rating with it to the rating that said "none".

    spells: at least one, in order of time. gone_on: the day "none" was said, None while it was not.
    in_week: whether the first rating was for a week, so that it began within the week that ends on `began`.
    seen_from: the day it is looked from; phase: the one it began in, None where no phase holds that day.
    """

    item: RatedItem
    spells: tuple[Spell, ...]
    gone_on: date | None
    in_week: bool
    seen_from: date
    phase: Phase | None = None

    @property
    def began(self) -> date:
        """The day of the first rating with it."""
        return self.spells[0].day

    @property
    def last_day(self) -> date:
        """The day of the last rating with it."""
        return self.spells[-1].day

    @property
    def worst(self) -> int:
        """The rating furthest from "none"."""
        return max((spell.value for spell in self.spells), key=lambda value: distance(self.item, value))

    @property
    def worst_text(self) -> str:
        """The worst rating in words: "moderate (2)"."""
        return self.item.value_text(self.worst)

    @property
    def days(self) -> int:
        """How many days were rated with it; a rating for a week stands for its days."""
        return sum(spell.days for spell in self.spells)

    @property
    def state(self) -> State:
        """Gone once "none" was said; still there for a week after the last answer; then unknown."""
        if self.gone_on is not None:
            return State.GONE
        return State.THERE if (self.seen_from - self.last_day).days < KNOWN_FOR else State.UNKNOWN

    @property
    def state_text(self) -> str:
        """The state in words, with the day that shows it."""
        if self.gone_on is not None:
            return f"gone: rated none on {date_text(self.gone_on)}"
        if self.state is State.THERE:
            return f"still there on {date_text(self.last_day)}"
        return f"unknown: last rated on {date_text(self.last_day)}"

    @property
    def began_text(self) -> str:
        """When it began: the day, and which day of which dose step that was."""
        when = f"in the week to {date_text(self.began)}" if self.in_week else date_text(self.began)
        if self.phase is None:
            return when
        number = self.phase.day_number(self.began)
        return f"{when}, {self.phase.label}" if number is None else f"{when}, day {number} of {self.phase.label}"


def distance(item: RatedItem, value: int) -> int:
    """Return how far a value is from the good end of its scale, whichever end that is; never below 0."""
    return max(0, value - item.low if item.lower_is_better else item.high - value)


def severity(item: RatedItem, value: int) -> int | None:
    """Return 0 none, 1 mild, 2 moderate or 3 severe; None where the scale cannot say how bad it is.

    A longer scale is cut in thirds: on 0-10, up to 3 is mild, up to 6 moderate, above that severe.
    """
    span = item.high - item.low
    if span < LEAST_SPAN:
        return None
    return min(SEVERE, -(-SEVERE * distance(item, value) // span))


def episodes_of(
    item: RatedItem, points: Iterable[Point], seen_from: date, phases: Sequence[Phase] = ()
) -> list[Episode]:
    """Return the episodes of one item from its ratings in order of time; none after `seen_from` are looked at."""
    found: list[Episode] = []
    spells: list[Spell] = []
    before: date | None = None
    in_week = False
    for day, value, weekly in points:
        if day > seen_from:
            break
        if distance(item, value):
            in_week = in_week if spells else weekly
            spells.append(Spell(day, value, _days(day, before, weekly)))
        elif spells:
            found.append(_episode(item, spells, day, in_week, seen_from, phases))
            spells = []
        before = day
    if spells:
        found.append(_episode(item, spells, None, in_week, seen_from, phases))
    return found


def _days(day: date, before: date | None, weekly: bool) -> int:
    """Return the days a rating stands for: those of its week that no earlier rating speaks for."""
    if not weekly:
        return 1
    return WEEK if before is None else min(WEEK, (day - before).days)


def _episode(
    item: RatedItem,
    spells: Sequence[Spell],
    gone_on: date | None,
    in_week: bool,
    seen_from: date,
    phases: Sequence[Phase],
) -> Episode:
    began = spells[0].day
    phase = next((phase for phase in phases if phase.first_day <= began <= phase.last_day), None)
    return Episode(item, tuple(spells), gone_on, in_week, seen_from, phase)
