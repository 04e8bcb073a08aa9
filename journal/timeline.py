"""The time line of a patient: dose bars, ratings and marked days of a period, for a chart to draw."""

from collections.abc import Sequence
from datetime import date

from journal.figures.days import days_within, points_of
from journal.figures.marks import MOST_MARKS, Mark, lettered
from journal.figures.ratings import RatedItem
from journal.figures.series import Timeline, make_timeline
from journal.happenings import load_happenings
from journal.record import Record


def record_timeline(record: Record, first_day: date, last_day: date, items: Sequence[RatedItem]) -> Timeline:
    """Return the time line of these items of the record from first to last day; no statement.

    Items come out in the order given; one without a rating in the period has no series.
    """
    points = points_of(days_within(record.days, first_day, last_day), {item.id for item in items})
    return make_timeline(first_day, last_day, record.phases, record.dose_days, items, points)


def record_marks(record: Record, first_day: date, last_day: date) -> tuple[tuple[Mark, ...], bool]:
    """Return the days of the newest 26 events, strategies and visits, lettered, and whether there are earlier ones.

    One statement.
    """
    found = load_happenings(record.patient, first_day, last_day, newest=MOST_MARKS + 1)
    marks = lettered((each.day, each.kind_text, each.words) for each in found[-MOST_MARKS:])
    return marks, len(found) > MOST_MARKS
