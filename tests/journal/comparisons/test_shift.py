"""The largest shift: a description, the same as a plain search over every place finds."""

from datetime import date, timedelta
from random import Random

import pytest

from journal.comparisons.shift import Shift, largest_shift
from journal.figures.series import Point

FIRST = date(2026, 3, 1)


def series(values, weekly=False):
    """Return points on following days; None is a gap."""
    return [
        Point(FIRST + timedelta(days=number), value, weekly) for number, value in enumerate(values) if value is not None
    ]


def test_a_shift_is_found_where_it_is_with_the_means_and_days_of_either_side():
    found = largest_shift(series([7] * 10 + [4] * 8))
    assert found == Shift(FIRST + timedelta(days=10), 7.0, 4.0, 10, 8)


def test_days_are_counted_by_the_calendar_and_gaps_are_no_days():
    found = largest_shift(series([7] * 7 + [None] * 5 + [4] * 7))
    assert found == Shift(FIRST + timedelta(days=12), 7.0, 4.0, 7, 7)


@pytest.mark.parametrize("values", [[], [5], [7] * 6 + [4] * 7, [7] * 13, [5] * 40, [3, 4] * 6])
def test_too_few_days_and_days_all_alike_have_none(values):
    assert largest_shift(series(values)) is None


def test_seven_days_on_either_side_are_enough_and_fewer_are_never_parted_off():
    assert largest_shift(series([7] * 7 + [4] * 7)).n_before == 7
    found = largest_shift(series([9] * 3 + [5] * 20))
    assert (found.n_before, found.n_after) == (7, 16)


def test_of_several_places_alike_the_first_is_taken():
    assert largest_shift(series([7] * 7 + [4] * 7 + [7] * 7)).n_before == 7


def test_entries_for_a_week_are_left_out():
    daily = series([7] * 10 + [4] * 10)
    weekly = [Point(FIRST + timedelta(days=30), 9, True)]
    assert largest_shift([*daily, *weekly]) == largest_shift(daily)
    assert largest_shift(series([7] * 10 + [4] * 10, weekly=True)) is None


def test_a_thousand_series_are_parted_where_the_squares_around_two_means_are_least():
    random = Random(5)

    def left(values):
        middle = sum(values) / len(values)
        return sum((value - middle) ** 2 for value in values)

    for _ in range(1000):
        values = [random.randint(0, 10) for _ in range(random.randint(14, 60))]
        found = largest_shift(series(values))
        places = {place: left(values[:place]) + left(values[place:]) for place in range(7, len(values) - 6)}
        assert places[found.n_before] == pytest.approx(min(places.values()))
        assert found.mean_before == pytest.approx(sum(values[: found.n_before]) / found.n_before)
        assert found.mean_after == pytest.approx(sum(values[found.n_before :]) / found.n_after)
