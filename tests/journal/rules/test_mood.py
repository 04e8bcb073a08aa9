"""Mood that has dropped or is very low: each boundary from both sides."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.mood import could_tell, is_mood, mood_points, mood_spans
from journal.rules.spans import Span

MOOD = RatedItem(1, "Mood", "wellbeing", 0, 10, False)
LOW_MOOD = RatedItem(2, "Low mood", "target", 0, 10, True, 1)
FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def rated(*values: int | None, first: int = 1) -> list[Point]:
    return [Point(day(number), value) for number, value in enumerate(values, start=first) if value is not None]


def told(points: list[Point], started: int | None = None, item: RatedItem = MOOD) -> list[tuple[int, int]]:
    spans = mood_spans(item, points, None if started is None else day(started))
    return [((span.since - FIRST).days + 1, (span.last - FIRST).days + 1) for span in spans]


BASELINE = [7] * 7


def test_seven_answers_in_a_row_three_points_below_baseline_are_told():
    assert told(rated(*BASELINE, *[4] * 7), started=8) == [(8, 14)]


def test_six_in_a_row_are_not_told():
    assert told(rated(*BASELINE, *[4] * 6), started=8) == []


def test_two_points_below_baseline_are_not_told():
    assert told(rated(*BASELINE, *[5] * 20), started=8) == []


def test_one_better_day_among_seven_ends_the_row():
    assert told(rated(*BASELINE, *[4] * 6, 5, *[4] * 6), started=8) == []


def test_days_without_an_answer_do_not_end_the_row():
    values = [*BASELINE, 4, 4, None, 4, None, None, 4, 4, 4, 4]
    assert told(rated(*values), started=8) == [(8, 17)]


def test_the_episode_goes_on_until_mood_is_back():
    assert told(rated(*BASELINE, *[4] * 9, 6, *[4] * 7), started=8) == [(8, 16), (18, 24)]


def test_the_baseline_is_its_median_and_not_its_mean():
    assert told(rated(*[7] * 4, *[0] * 3, *[4] * 7), started=8) == [(8, 14)]


def test_seven_answers_before_the_first_dose_are_a_baseline_and_six_are_not():
    assert told(rated(*[7] * 7, *[4] * 7), started=8) == [(8, 14)]
    assert told(rated(*[7] * 6, *[4] * 7), started=7) == []


def test_days_of_the_baseline_itself_are_not_compared_with_it():
    assert told(rated(*[9] * 9, *[3] * 7), started=17) == []


def test_without_a_baseline_the_first_fourteen_answers_are_what_is_compared_with():
    assert told(rated(*[7] * 14, *[4] * 7)) == [(15, 21)]
    assert told(rated(*[7] * 14, *[4] * 7), started=1) == [(15, 21)]
    assert told(rated(*[7] * 7, *[3] * 7)) == []


def test_thirteen_answers_are_nothing_to_compare_with():
    assert told(rated(*[7] * 6, *[3] * 7)) == []


def test_the_fourteenth_answer_is_still_one_of_those_compared_with():
    assert told(rated(*[7] * 13, *[4] * 8)) == [(15, 21)]


def test_the_first_fourteen_are_the_logged_days_and_not_the_calendar_days():
    values = [7, None] * 14 + [4] * 7
    assert told(rated(*values)) == [(29, 35)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2, 2, 2, 2], [(1, 4)]),
        ([2, 2, 2], []),
        ([3, 3, 3, 3], []),
        ([2, 2, 2, 3], []),
        ([2, 9, 2, 9, 2, 9, 2], [(1, 7)]),
        ([2, 9, 2, 9, 2, 9, 9, 2], []),
        ([9, 0, 9, 0, 0, 9, 0], [(2, 7)]),
    ],
)
def test_very_low_on_four_of_the_last_seven_logged_days(values, expected):
    assert told(rated(*values)) == expected


def test_the_last_seven_are_logged_days_and_not_calendar_days():
    values = [2, None, None, 2, None, None, 2, None, None, 2]
    assert told(rated(*values)) == [(1, 10)]


def test_low_and_dropped_at_once_is_one_episode():
    assert told(rated(*BASELINE, *[2] * 8), started=8) == [(8, 15)]


def test_where_lower_is_better_a_high_number_is_a_low_mood():
    assert told(rated(8, 8, 8, 8), item=LOW_MOOD) == [(1, 4)]
    assert told(rated(7, 7, 7, 7), item=LOW_MOOD) == []
    assert told(rated(*[3] * 7, *[6] * 7), started=8, item=LOW_MOOD) == [(8, 14)]
    assert told(rated(*[3] * 7, *[5] * 7), started=8, item=LOW_MOOD) == []


def test_a_scale_of_ones_own_counts_in_tenths_of_it():
    five = replace(MOOD, low=1, high=5)
    assert [mood_points(five, value) for value in (1, 2, 3, 4, 5)] == [0, 2.5, 5, 7.5, 10]
    assert told(rated(1, 1, 1, 1), item=five) == [(1, 4)]
    assert told(rated(2, 2, 2, 2), item=five) == []


@pytest.mark.parametrize(
    ("item", "looked_at"),
    [
        (MOOD, True),
        (LOW_MOOD, True),
        (replace(MOOD, high=3), True),
        (replace(MOOD, high=2), False),
        (replace(MOOD, name="Mood swings"), False),
        (RatedItem(3, "Low mood (side effect)", "side_effect", 0, 3, True), False),
    ],
)
def test_which_items_are_mood(item, looked_at):
    assert is_mood(item) is looked_at


def test_only_an_answer_three_points_below_the_best_is_worth_looking_back_for():
    assert [could_tell(MOOD, value) for value in (6, 7, 8)] == [True, True, False]


values = st.lists(st.integers(0, 10), max_size=60)


@given(values, st.one_of(st.none(), st.integers(1, 60)))
def test_every_episode_ends_on_a_day_worth_looking_back_for(values, started):
    points = rated(*values)
    by_day = {point.day: point.value for point in points}
    for span in mood_spans(MOOD, points, None if started is None else day(started)):
        assert could_tell(MOOD, by_day[span.since])
        assert could_tell(MOOD, by_day[span.last])


@given(values, st.integers(1, 60))
def test_a_scale_turned_around_tells_the_same(values, started):
    turned = [Point(point.day, 10 - point.value) for point in rated(*values)]
    assert mood_spans(MOOD, rated(*values), day(started)) == mood_spans(
        replace(MOOD, lower_is_better=True), turned, day(started)
    )


@given(values)
def test_episodes_are_apart_and_in_order(values):
    spans = mood_spans(MOOD, rated(*values), None)
    assert spans == sorted(spans)
    assert all(earlier.last < later.since for earlier, later in pairwise(spans))
    assert all(isinstance(span, Span) and span.since <= span.last for span in spans)
