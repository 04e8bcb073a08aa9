"""What the insights page says about change: since the last visit, by dose step, by the hour of the dose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.catalogue import ABOUT_THE_NIGHT
from journal.comparisons.hours import ONE_DAY, ByHour, split_by_hour
from journal.comparisons.missing import beside_gaps, warning
from journal.comparisons.since import Since, look_back
from journal.comparisons.steps import StepComparison, compare_steps
from journal.comparisons.windows import Window, Windows, since_last_visit
from journal.dose_days import load_taken_at
from journal.figures.days import points_of
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.record import Record

Points = Mapping[int, Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Night:
    """An item about the night and its nights by the hour of the dose before."""

    item: RatedItem
    split: ByHour


def windows_of(record: Record, as_of: date) -> Windows | None:
    """Return the windows to look back with; None with neither a visit nor days before the first dose step."""
    return since_last_visit(as_of, record.last_visit, _before_first_step(record))


def _before_first_step(record: Record) -> Window | None:
    first = record.phases[0] if len(record.phases) > 1 else None
    return None if first is None or first.steps else Window(first.first_day, first.last_day)


def since_of(record: Record, as_of: date, *, show_differences: bool) -> Since | None:
    """Return "since the last visit" of a record on a journal day; no statement."""
    windows = windows_of(record, as_of)
    if windows is None:
        return None
    points = points_of(
        record.days.within(windows.then.first_day, windows.now.last_day), {item.id for item in record.items}
    )
    return look_back(windows, record.days, record.phases, record.items, points, show_differences=show_differences)


def target_points(record: Record) -> Points:
    """Return every answer of the targets: what comparing dose steps needs."""
    return points_of(record.days, {item.id for item in record.items if item.target_rank is not None})


def comparisons_of(record: Record, points: Points, *, show_differences: bool) -> tuple[StepComparison, ...]:
    """Return each dose step beside the one before it; points: of the targets. No statement."""
    return compare_steps(record.phases, record.items, points, show_differences=show_differences)


def gap_warning(record: Record) -> str:
    """Return what empty days do to the headline, "" when nothing was noticed or entries are for a week."""
    item = next((item for item in record.items if item.is_headline), None)
    if item is None or any(record.days.column(item.id, weekly=True)):
        return ""
    return warning(item, beside_gaps(record.days, item.id, record.phases))


def load_nights(record: Record, first_day: date, last_day: date) -> list[Night]:
    """Return the rated items about the night by hour of the dose; one statement, none without such items."""
    days = record.days.within(first_day, last_day)
    items = [item for item in record.items if item.name in ABOUT_THE_NIGHT and any(days.column(item.id))]
    if not items or record.medicine is None:
        return []
    taken_at = load_taken_at(record.patient, record.medicine.pk, first_day - ONE_DAY, last_day)
    nights = [Night(*each) for each in split_by_hour(items, days, taken_at)]
    return [night for night in nights if night.split.can_be_compared]
