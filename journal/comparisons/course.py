"""The headline target on each dose step: middle, spread, and how many days reach a level. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from journal.comparisons.shift import Shift, largest_shift
from journal.comparisons.steps import between
from journal.comparisons.summary import Summary, days_at_level, summarise
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem
from journal.figures.series import Point


@dataclass(frozen=True, slots=True)
class OnStep:
    """The headline in one phase, wash-in days counted; at_level: on how many of its n days it was so bad or worse."""

    phase: Phase
    summary: Summary
    at_level: int


@dataclass(frozen=True, slots=True)
class Course:
    """The headline from phase to phase, those without a rating left out.

    level: the middle value of the first of them, rounded to the worse side. shift: None with too few rated days.
    """

    item: RatedItem
    level: int
    steps: tuple[OnStep, ...]
    shift: Shift | None

    @property
    def first(self) -> OnStep:
        """The phase that the level is from."""
        return self.steps[0]


def headline_course(
    phases: Sequence[Phase], items: Iterable[RatedItem], points: Mapping[int, Sequence[Point]]
) -> Course | None:
    """Return the course of the headline; points: its answers in order of time. None without a headline or answers."""
    item = next((item for item in items if item.is_headline), None)
    rated = points.get(item.id, ()) if item else ()
    parts = [(phase, between(rated, phase.first_day, phase.last_day)) for phase in phases]
    found = [(phase, part, summary) for phase, part in parts if item and (summary := summarise(item, part))]
    if item is None or not found:
        return None
    level = level_of(item, found[0][2])
    steps = tuple(OnStep(phase, summary, days_at_level(item, part, level)) for phase, part, summary in found)
    return Course(item, level, steps, largest_shift(rated))


def level_of(item: RatedItem, summary: Summary) -> int:
    """Return the middle value of some days as a level, a half rounded to the worse side."""
    return ceil(summary.median) if item.lower_is_better else floor(summary.median)
