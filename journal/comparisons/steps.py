"""Each dose step beside the one before it, and the present one beside the days before the first. Pure.

The first seven days after a change are left out on either side, and how many those were is told. No step is left
out because things went worse on it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from journal.comparisons.verdicts import Side, Verdict, judge
from journal.figures.dates import date_text
from journal.figures.phases import ONE_DAY, Phase, unanswered_text
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

TARGET = "target"


@dataclass(frozen=True, slots=True)
class Part:
    """What is compared of a phase: first to last day without its wash-in; `left_out` days are that, 0 to 7.

    first_day is after last_day where nothing but wash-in is there.
    """

    phase: Phase
    first_day: date
    left_out: int

    @property
    def days(self) -> int:
        """Calendar days that are compared, 0 where the phase is all wash-in."""
        return self.phase.days - self.left_out

    def label_beside(self, other: "Part") -> str:
        """Return the dose, with the day it began where the other has the same: "4.5 mg from 5 Feb 2026"."""
        phase = self.phase
        return phase.label if phase.label != other.phase.label else f"{phase.label} from {date_text(phase.first_day)}"

    def side(self, label: str, points: Sequence[Point], *, is_open: bool = False) -> Side:
        """Return the answers of an item on these days; the points are in order of time."""
        compared = between(points, self.first_day, self.phase.last_day)
        left_out = between(points, self.phase.first_day, self.first_day - ONE_DAY)
        return Side(label, self.days, compared, is_open, left_out=left_out)


@dataclass(frozen=True, slots=True)
class StepComparison:
    """Two phases side by side: the verdict on the headline (None without one), then those on the other targets.

    is_present: whether the later one is the last of the record.
    """

    before: Part
    after: Part
    headline: Verdict | None
    others: tuple[Verdict, ...]
    is_present: bool = False

    @property
    def title(self) -> str:
        """Which phases, the later one first."""
        return f"{self.after.label_beside(self.before)} against {self.before.label_beside(self.after)}"

    @property
    def unanswered(self) -> str:
        """The steps of either side that were planned and of which nobody said whether they happened, or ""."""
        return unanswered_text((self.before.phase, self.after.phase))


def between(points: Sequence[Point], first: date, last: date) -> Sequence[Point]:
    """Return the points from first to last day, both counted, of points in order of time."""
    return points[bisect_left(points, first, key=_day) : bisect_right(points, last, key=_day)]


def compared_part(phase: Phase) -> Part:
    """Return a phase without its wash-in; before the first step there is none."""
    last_left_out = phase.wash_in_last_day
    first = phase.first_day if last_left_out is None else last_left_out + ONE_DAY
    return Part(phase, first, (first - phase.first_day) // timedelta(days=1))


def compare_steps(
    phases: Sequence[Phase],
    items: Iterable[RatedItem],
    points: Mapping[int, Sequence[Point]],
    *,
    show_differences: bool = True,
) -> tuple[StepComparison, ...]:
    """Return the comparisons of the targets, the latest first; () with fewer than two phases.

    points: the answers of each item in order of time.
    """
    targets = [item for item in items if item.group == TARGET and item.target_rank is not None and points.get(item.id)]

    @cache  # most phases are compared twice
    def side(part: Part, label: str, item_id: int) -> Side:
        return part.side(label, points[item_id], is_open=part.phase is phases[-1])

    def judged(before: Part, after: Part) -> list[Verdict]:
        then, now = before.label_beside(after), after.label_beside(before)
        return [
            judge(item, side(before, then, item.id), side(after, now, item.id), show_differences=show_differences)
            for item in targets
        ]

    return tuple(
        StepComparison(
            before,
            after,
            headline=next((verdict for verdict in verdicts if verdict.item.is_headline), None),
            others=tuple(verdict for verdict in verdicts if not verdict.item.is_headline),
            is_present=after.phase is phases[-1],
        )
        for before, after in _pairs(phases)
        for verdicts in [judged(before, after)]
    )


def _pairs(phases: Sequence[Phase]) -> Iterator[tuple[Part, Part]]:
    """Yield what is compared: the present with the baseline, then each with the one before, the latest first."""
    parts = [compared_part(phase) for phase in phases]
    if len(parts) > 2 and not parts[0].phase.steps:
        yield parts[0], parts[-1]
    yield from reversed(list(pairwise(parts)))


def _day(point: Point) -> date:
    return point.day
