"""The series of a time line, from the columns of logged days. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

from journal.figures.days import ANSWERED, NOTHING, SHIFT, LoggedDays, calendars, points_of
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem
from journal.figures.series import LONG_DAYS, WEEK, Series, Week, WeekDates, runs_of

WeekCounts = dict[Week, tuple[int, int]]


def make_series(
    days: LoggedDays, phases: Sequence[Phase], items: Iterable[RatedItem], first_day: date, last_day: date
) -> tuple[Series, ...]:
    """Return the series of these items from first to last day, in their order; one without a rating has none.

    No points are made for a time line told by week, which shows none by itself.
    """
    days = days.within(first_day, last_day)
    counts = {item: len(days) - days.column(item.id).count(NOTHING) for item in items}
    shown = {item.id: item for item, count in counts.items() if count}
    by_week = any(count > LONG_DAYS for count in counts.values())
    on_days = calendars(days, shown, first_day, last_day)
    points = {} if by_week else points_of(days, shown)
    weeks, dates = count_weeks(days, phases, shown), WeekDates(phases, first_day, last_day)
    return tuple(
        Series(
            item,
            on_days[item_id],
            tuple(points.get(item_id, ())),
            runs_of(weeks[item_id], dates),
            counts[item],
        )
        for item_id, item in shown.items()
    )


def count_weeks(days: LoggedDays, phases: Sequence[Phase], item_ids: Collection[int]) -> dict[int, WeekCounts]:
    """Return sum and count of the ratings of each week of a phase by item, in order of time.

    A week goes by the place of its phase and its number in the phase, both from 0.
    """
    places = list(_places_of_weeks(days, phases))
    found: dict[int, WeekCounts] = {}
    for item_id in item_ids:
        column = days.column(item_id)
        sums, counts = [0, *accumulate(column)], [0, *accumulate(column.translate(ANSWERED))]
        found[item_id] = {
            week: (sums[end] - sums[begin] - SHIFT * n, n)
            for week, begin, end in places
            if (n := counts[end] - counts[begin])
        }
    return found


def _places_of_weeks(days: LoggedDays, phases: Iterable[Phase]) -> Iterator[tuple[Week, int, int]]:
    """Yield each week in which a day was logged, with the places of its first day and after its last."""
    numbers = [day.toordinal() for day in days.days]
    for index, phase in enumerate(phases):
        first, last = phase.first_day.toordinal(), phase.last_day.toordinal()
        begin, stop = bisect_left(numbers, first), bisect_right(numbers, last)
        while begin < stop:
            week = (numbers[begin] - first) // WEEK
            end = bisect_left(numbers, first + (week + 1) * WEEK, begin, min(stop, begin + WEEK))
            yield (index, week), begin, end
            begin = end
