"""The time line of a patient: dose bars, ratings and marked days of a period, for a chart to draw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from journal.figures.days import LoggedDay, count_weeks, days_within, points_of
from journal.figures.ratings import RatedItem
from journal.figures.series import LONG_DAYS, Series, Timeline, make_timeline, runs_of
from journal.record import Record


def record_timeline(
    record: Record, first_day: date, last_day: date, items: Sequence[RatedItem], *, all_points: bool = True
) -> Timeline:
    """Return the time line of these items of the record from first to last day; no statement.

    Items come out in the order given; one without a rating in the period has no series. all_points: whether
    those of a time line told by week are wanted, which are only counted else.
    """
    days, item_ids = days_within(record.days, first_day, last_day), {item.id for item in items}
    if not all_points and len(days) > LONG_DAYS:
        series = _counted(record, days, items)
        if any(each.n > LONG_DAYS for each in series):
            empty = make_timeline(first_day, last_day, record.phases, record.dose_days, (), {})
            return replace(empty, series=series)
    return make_timeline(first_day, last_day, record.phases, record.dose_days, items, points_of(days, item_ids))


def _counted(record: Record, days: Sequence[LoggedDay], items: Sequence[RatedItem]) -> tuple[Series, ...]:
    """Return the series of these items by week, without a point."""
    sums = count_weeks(days, record.phases, {item.id for item in items})
    counts = {item_id: sum(count for _, count in weeks.values()) for item_id, weeks in sums.items()}
    return tuple(
        Series(item, (), runs_of(sums[item.id], record.phases), counts[item.id]) for item in items if item.id in sums
    )
