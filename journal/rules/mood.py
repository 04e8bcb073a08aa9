"""Mood that has dropped, or is very low: on days with an answer, whichever way its scale runs. Pure."""

from collections.abc import Sequence
from datetime import date
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


def is_mood(item: RatedItem) -> bool:
    """Return whether the rules look at this item; a scale as coarse as yes or no cannot tell a drop."""
    return item.name in MOOD_NAMES and item.high - item.low >= LEAST_SPAN


def mood_points(item: RatedItem, value: int) -> Fraction:
    """Return a rating as points from 0, worst, to 10, best."""
    return BEST - Fraction(BEST * distance(item, value), item.high - item.low)


def could_tell(item: RatedItem, value: int) -> bool:
    """Return whether a rating can be part of what this rule tells: it is 3 points below something, or low."""
    return mood_points(item, value) <= BEST - DROP


def mood_spans(item: RatedItem, points: Sequence[Point], started: date | None) -> list[Span]:
    """Return when mood was 3 below the patient's own for 7 answers in a row, or 0 to 2 on 4 of the last 7.

    points: in order of time. started: the day of the first dose; None where there was none yet.
    """
    days = [(point.day, mood_points(item, point.value)) for point in points]
    very_low = windows([(day, mood <= LOW) for day, mood in days], OF_DAYS, LOW_DAYS)
    own, later = _own_mood(days, started)
    dropped = [] if own is None else runs([(day, mood <= own - DROP) for day, mood in later], DROP_DAYS)
    return merged([*very_low, *dropped])


def _own_mood(
    days: Sequence[tuple[date, Fraction]], started: date | None
) -> tuple[Fraction | None, Sequence[tuple[date, Fraction]]]:
    """Return the median to compare with, and the days to compare: baseline, or else the first 14 with an answer.

    Fewer than 7 answers before the first dose are no baseline; fewer than 14 in all are nothing to compare with.
    """
    before = [mood for day, mood in days if started is not None and day < started]
    if started is not None and len(before) >= LEAST_BASELINE:
        return median(before), days[len(before) :]
    if len(days) < FIRST_DAYS:
        return None, ()
    return median(mood for _, mood in days[:FIRST_DAYS]), days[FIRST_DAYS:]
