"""The time line of a patient: dose bars, ratings and marked days of a period, for a chart to draw."""

from collections.abc import Sequence
from datetime import date

from journal.figures.charted import make_series
from journal.figures.ratings import RatedItem
from journal.figures.series import Timeline, make_timeline
from journal.record import Record


def record_timeline(record: Record, first_day: date, last_day: date, items: Sequence[RatedItem]) -> Timeline:
    """Return the time line of these items of the record from first to last day; no statement.

    Items come out in the order given; one without a rating in the period has no series.
    """
    series = make_series(record.days, record.phases, items, first_day, last_day)
    return make_timeline(first_day, last_day, record.phases, record.dose_days, series)
