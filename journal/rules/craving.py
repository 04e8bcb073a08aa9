"""Craving for opioids, or a lapse: told once, ever, from the first answer above none. Pure."""

from collections.abc import Iterable
from datetime import date

from journal.figures.episodes import distance
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.spans import Span

CRAVING_NAMES = ("Craving for opioids", "Lapse")  # the ready-made ones: a name says what an item is


def is_craving(item: RatedItem) -> bool:
    """Return whether the rule looks at this item."""
    return item.name in CRAVING_NAMES


def could_tell(item: RatedItem, value: int) -> bool:
    """Return whether an answer is above none."""
    return distance(item, value) > 0


def craving_spans(rated: Iterable[tuple[RatedItem, Iterable[Point]]]) -> list[Span]:
    """Return one stretch from the first answer above none to the last, so that it is told once; else none."""
    days: list[date] = [point.day for item, points in rated for point in points if could_tell(item, point.value)]
    return [Span(min(days), max(days))] if days else []
