"""What may be said about two phases of one item: the rules in one place. Pure.

It says when things changed, never why, and hides nothing that went worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import ceil
from operator import attrgetter

from journal.comparisons.difference import Difference, Moments, difference_of, moments_of
from journal.comparisons.drift import StepAndDrift, fit_step_and_drift
from journal.comparisons.overlap import Overlap, overlap
from journal.comparisons.thresholds import Threshold, threshold_of
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

LEAST_LOGGED = 14
LEAST_SHARE = 0.5
LEAST_WEEKS = 4
# Pairs of days that follow each other, both sides together. How alike days are is reckoned from them: with none, or a
# few, "changed" was said in up to 23 % of diaries in which nothing had; with ten, in at most 8 % (docs/calibration.md).
LEAST_PAIRS = 10
WEEK = 7


class Kind(Enum):
    """Which of the rules holds."""

    OFF = "the operator switched differences off"
    WEEKLY = "weekly entries have no interval"
    TOO_FEW = "not enough entries yet"
    EXPLORATORY = "not the headline"
    UNVARIED = "nothing varies in either phase"
    SCATTERED = "too few days that follow each other"
    NO_CLEAR_CHANGE = "the likely range holds zero"
    CHANGE = "the likely range leaves out zero"


@dataclass(frozen=True)
class Side:
    """One of the two phases, its wash-in left out: that is what is compared.

    days: calendar days. points: the answers, in order of time. is_open: whether the phase still runs. least: how many
    logged days are wanted whatever the length; entries for a week have their own minimum. left_out: the answers of the
    wash-in.
    """

    label: str
    days: int
    points: Sequence[Point]
    is_open: bool = False
    least: int = LEAST_LOGGED
    left_out: Sequence[Point] = ()

    @property
    def logged(self) -> int:
        """How many answers there are."""
        return len(self.points)

    @property
    def counted(self) -> int:
        """Days with an answer; where entries are for a week the weeks with one, entries for a day taken together."""
        if not self.weekly:
            return self.logged
        last = max(point.day for point in self.points if point.weekly)  # weeks end on its day of the week
        return min(self.length, len({(last - point.day).days // WEEK for point in self.points}))

    @cached_property
    def values(self) -> Sequence[float]:
        """The answers in points."""
        return [point.value for point in self.points]

    @cached_property
    def moments(self) -> Moments:
        """What an interval needs to know; at least one answer."""
        return moments_of(self.points)

    @cached_property
    def weekly(self) -> bool:
        """Whether any of the answers stands for a week."""
        return any(map(attrgetter("weekly"), self.points))

    @property
    def has_days(self) -> bool:
        """Whether any of the answers stands for a day."""
        return not all(map(attrgetter("weekly"), self.points))

    @property
    def length(self) -> int:
        """Days, or weeks where entries are for a week; a week that was begun counts."""
        return ceil(self.days / WEEK) if self.weekly else self.days

    @property
    def wanted(self) -> int:
        """How many entries a comparison needs: 14 days (4 weeks), or half of the phase if that is more."""
        return max(LEAST_WEEKS if self.weekly else self.least, ceil(self.length * LEAST_SHARE))

    @property
    def missing(self) -> int:
        """How many entries are missing for a comparison; 0 when there are enough."""
        return max(0, self.wanted - self.counted)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said. difference, overlap and drift are None where the kind withholds them."""

    kind: Kind
    item: RatedItem
    before: Side
    after: Side
    difference: Difference | None = None
    overlap: Overlap | None = None
    drift: StepAndDrift | None = None
    threshold: Threshold | None = None

    @property
    def pairs(self) -> int:
        """How many days of both sides have an answer on the day after as well."""
        return self.before.moments.pairs + self.after.moments.pairs

    @property
    def is_partly_weekly(self) -> bool:
        """Whether entries for a day and entries for a week are compared with each other."""
        return any(side.weekly for side in (self.before, self.after)) and (self.before.has_days or self.after.has_days)

    @property
    def is_drift(self) -> bool:
        """Whether a change is seen that a steady drift across the change of dose explains as well as a step does."""
        return self.kind is Kind.CHANGE and self.drift is not None and not self.drift.has_step

    @property
    def is_better(self) -> bool | None:
        """Whether the mean moved to the better end; None without a difference or without any change."""
        if self.difference is None or self.difference.change == 0:
            return None
        return (self.difference.change < 0) == self.item.lower_is_better


def judge(item: RatedItem, before: Side, after: Side, *, show_differences: bool = True) -> Verdict:
    """Return the verdict on two phases of an item.

    In this order: differences are off; under 14 logged days (4 entries for a week), or half of the days (weeks), of
    either phase, its wash-in left out; entries for a week; not the headline: the overlap alone, no interval; nothing
    varies; fewer than ten days of both phases with an answer on the day after as well; else the difference with its
    likely range.
    """
    verdict = Verdict(Kind.OFF, item, before, after)
    if not show_differences:
        return verdict
    if before.missing or after.missing:
        return Verdict(Kind.TOO_FEW, item, before, after)
    if before.weekly or after.weekly:
        return Verdict(Kind.WEEKLY, item, before, after)
    pairs = overlap(before.values, after.values, lower_is_better=item.lower_is_better)
    if not item.is_headline:
        return Verdict(Kind.EXPLORATORY, item, before, after, overlap=pairs)
    return _headline(item, before, after, pairs)


def _headline(item: RatedItem, before: Side, after: Side, pairs: Overlap | None) -> Verdict:
    found = difference_of(before.moments, after.moments)
    if found is None:
        return Verdict(Kind.TOO_FEW, item, before, after)
    if found.half_width is None:
        return Verdict(Kind.UNVARIED, item, before, after, overlap=pairs)
    if before.moments.pairs + after.moments.pairs < LEAST_PAIRS:
        return Verdict(Kind.SCATTERED, item, before, after, overlap=pairs)
    return Verdict(
        Kind.CHANGE if found.is_clear else Kind.NO_CLEAR_CHANGE,
        item,
        before,
        after,
        difference=found,
        overlap=pairs,
        drift=fit_step_and_drift(before.points, after.points) if found.is_clear else None,
        threshold=threshold_of(item.name, item.low, item.high, found.mean_before),
    )
