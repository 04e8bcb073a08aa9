"""Daily ratings for the tests of comparisons."""

from collections.abc import Iterable
from datetime import date, timedelta

from journal.figures.ratings import RatedItem
from journal.figures.series import Point

DAY = date(2026, 3, 1)
PAIN = RatedItem(1, "Widespread pain", "target", 0, 10, True, 1)
SLEEP = RatedItem(2, "Sleep quality", "wellbeing", 0, 10, False)


def points(values: Iterable[float | None], first: date = DAY, weekly: bool = False) -> list[Point]:
    """Return a rating a day from `first`; None is a day without an answer."""
    return [
        Point(first + timedelta(days=number), value, weekly) for number, value in enumerate(values) if value is not None
    ]
