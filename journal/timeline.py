"""Load the time line: dose bars and daily ratings of a period, for a chart to draw."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from journal.figures.ratings import RatedItem
from journal.figures.series import Point, Timeline, make_timeline
from journal.record import Record


def load_timeline(record: Record, first_day: date, last_day: date, items: Sequence[RatedItem]) -> Timeline:
    """Return the time line of these items of the record's patient from first to last day: one statement.

    Items come out in the order given; one without a rating in the period has no series.
    """
    points: dict[int, list[Point]] = defaultdict(list)
    rows = (
        record.patient.check_ins.filter(day__range=(first_day, last_day), ratings__item__in=[item.id for item in items])
        .order_by("day")
        .values_list("ratings__item", "day", "ratings__value", "weekly")
    )
    for item_id, day, value, weekly in rows:
        points[item_id].append(Point(day, value, weekly))
    return make_timeline(first_day, last_day, record.phases, record.dose_days, items, points)
