"""Ratings of one item in one phase: n, median, range, worst, days with it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.scales import direction_words, end_words, value_words

SIDE_EFFECT = "side_effect"


@dataclass(frozen=True, slots=True)
class RatedItem:
    """Something rated on whole numbers from `low` to `high`; a target's rank is 1 (headline) to 3."""

    id: int
    name: str
    group: str
    low: int
    high: int
    lower_is_better: bool
    target_rank: int | None = None

    @property
    def is_side_effect(self) -> bool:
        """Whether days with it are counted, rather than a median taken."""
        return self.group == SIDE_EFFECT

    @property
    def is_headline(self) -> bool:
        """Whether it is the one target that is judged."""
        return self.target_rank == 1

    @property
    def best(self) -> int:
        """The end of the scale that means none of it, or as good as it gets."""
        return self.low if self.lower_is_better else self.high

    @property
    def direction_text(self) -> str:
        """Which way is better, in words."""
        return direction_words(self.lower_is_better)

    @property
    def low_text(self) -> str:
        """The low end of the scale with its word: "0 none"."""
        return f"{self.low} {self._word(self.low) or end_words(self.low, self.lower_is_better)[0]}"

    @property
    def high_text(self) -> str:
        """The high end of the scale with its word: "10 worst", "3 severe"."""
        return f"{self.high} {self._word(self.high) or end_words(self.low, self.lower_is_better)[1]}"

    def value_text(self, value: int) -> str:
        """Return a rating as the patient chose it: "moderate (2)" on 0-3, "yes (1)" on 0-1, else "2"."""
        word = self._word(value)
        return f"{word} ({value})" if word else str(value)

    def _word(self, value: int) -> str:
        """Return what a value is called; "" where it has no name, or lies outside a scale changed since."""
        if not (self.lower_is_better and self.low <= value <= self.high):
            return ""
        words = value_words(value, self.low, self.high)
        return "" if words == str(value) else words.lower()


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one value was chosen for an item in a phase, and its first and last day."""

    item_id: int
    phase_number: int
    value: int
    count: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Figures:
    """What one item did in one phase, wash-in days counted.

    n: days with an answer. median: mean of the middle two when n is even, so a multiple of 0.5.
    days_with: days rated off the good end of the scale; first_with and last_with are the first and
    last of them. Without answers n and days_with are 0 and the rest is None.
    """

    n: int = 0
    median: float | None = None
    lowest: int | None = None
    highest: int | None = None
    worst: int | None = None
    days_with: int = 0
    first_with: date | None = None
    last_with: date | None = None

    @property
    def median_text(self) -> str:
        """The median to at most one decimal, "5.5" or "6"; "" without answers."""
        return "" if self.median is None else f"{self.median:g}"


def median_of_counts(counts: Sequence[tuple[int, int]]) -> float:
    """Return the median of (value, how often) pairs sorted by value; at least one must be counted.

    The usual sample median: the middle value, or the mean of the middle two.
    """
    total = sum(count for _, count in counts)
    middle = _at_ranks(counts, {(total - 1) // 2, total // 2})
    return sum(middle) / len(middle)


def _at_ranks(counts: Sequence[tuple[int, int]], ranks: set[int]) -> list[int]:
    """Return the values at the given ranks (from 0) of the sorted values."""
    found, below = [], 0
    for value, count in counts:
        found += [value for rank in ranks if below <= rank < below + count]
        below += count
    return found


def count_ratings(item: RatedItem, tallies: Iterable[Tally]) -> Figures:
    """Return the figures of an item from the tallies of one phase, one tally a value."""
    ordered = sorted(tallies, key=lambda tally: tally.value)
    if not ordered:
        return Figures()
    with_it = [tally for tally in ordered if tally.value != item.best]
    lowest, highest = ordered[0].value, ordered[-1].value
    return Figures(
        n=sum(tally.count for tally in ordered),
        median=median_of_counts([(tally.value, tally.count) for tally in ordered]),
        lowest=lowest,
        highest=highest,
        worst=highest if item.lower_is_better else lowest,
        days_with=sum(tally.count for tally in with_it),
        first_with=min((tally.first_day for tally in with_it), default=None),
        last_with=max((tally.last_day for tally in with_it), default=None),
    )
