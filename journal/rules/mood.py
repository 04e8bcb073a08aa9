"""Mood that has dropped, or is very low: on days with an answer, whichever way its scale runs. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from journal.figures.episodes import LEAST_SPAN, distance
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.spans import Span, merged, runs, windows

MOOD_NAMES = ("Mood", "Low mood")  # the ready-made ones: a name says what an item is
BEST = 10
DROP, DROP_DAYS = 3, 7
LOW, LOW_DAYS, OF_DAYS = 2, 4, 7
LEAST_BASELINE, FIRST_DAYS = 7, 14
REACH = DROP_DAYS  # answers in a row

Own = tuple[Fraction | None, date]  # the median to compare with, and the first day that is compared
NO_OWN: Own = (None, date.max)


def is_mood(item: RatedItem) -> bool:
    """Return whether the rules look at this item; a scale as coarse as yes or no cannot tell a drop."""
    return item.name in MOOD_NAMES and item.high - item.low >= LEAST_SPAN


def mood_points(item: RatedItem, value: int) -> Fraction:
    """Return a rating as points from 0, worst, to 10, best."""
    return BEST - Fraction(BEST * distance(item, value), item.high - item.low)


def could_tell(item: RatedItem, value: int) -> bool:
    """Return whether a rating can be part of what this rule tells: it is 3 points below something, or low."""
    return mood_points(item, value) <= BEST - DROP


def mood_spans(
    item: RatedItem, points: Sequence[Point], started: date | None, own_mood: Own | None = None
) -> list[Span]:
    """Return when mood was 3 below the patient's own for 7 answers in a row, or 0 to 2 on 4 of the last 7.

    points: in order of time. started: the day of the first dose; None where there was none yet. own_mood:
    what to compare with, where the points are not all.
    """
    days = [(point.day, mood_points(item, point.value)) for point in points]
    very_low = windows([(day, mood <= LOW) for day, mood in days], OF_DAYS, LOW_DAYS)
    own, first = own_mood or own_of(item, points, started)
    later = [] if own is None else [(day, mood <= own - DROP) for day, mood in days if day >= first]
    return merged([*very_low, *runs(later, DROP_DAYS)])


def own_of(item: RatedItem, points: Sequence[Point], started: date | None) -> Own:
    """Return the median to compare with, and from when on: of baseline, or else of the first 14 with an answer.

    Fewer than 7 answers before the first dose are no baseline; fewer than 14 in all are nothing to compare with.
    """
    before = [] if started is None else [point for point in points if point.day < started]
    if started is not None and len(before) >= LEAST_BASELINE:
        return _median(item, before), started
    if len(points) < FIRST_DAYS:
        return NO_OWN
    return _median(item, points[:FIRST_DAYS]), points[FIRST_DAYS - 1].day + timedelta(days=1)


def _median(item: RatedItem, points: Iterable[Point]) -> Fraction:
    return median(mood_points(item, point.value) for point in points)
