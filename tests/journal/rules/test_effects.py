"""Side effects worth telling, and those often reported at the start: each boundary from both sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.effects import could_be_early, could_tell, early_spans, told_spans
from tests.journal.rules.test_mood import FIRST, day, rated

HEADACHE = RatedItem(1, "Headache", "side_effect", 0, 3, True)
DREAMS = replace(HEADACHE, name="Vivid dreams")
OWN = RatedItem(2, "Burning feet", "side_effect", 0, 10, True)
TURNED = RatedItem(3, "Appetite", "side_effect", -3, 0, False)
YES_NO = RatedItem(4, "Hiccups", "side_effect", 0, 1, True)
TODAY = day(200)


def numbers(spans):
    return [((span.since - FIRST).days + 1, (span.last - FIRST).days + 1) for span in spans]


def told(*values: int | None, started: int | None = None, item: RatedItem = HEADACHE) -> list[tuple[int, int]]:
    return numbers(told_spans(item, rated(*values), None if started is None else day(started), TODAY))


def test_severe_is_told_at_once():
    assert told(0, 3, started=1) == [(2, 2)]


def test_moderate_is_told_on_the_fifteenth_day_and_not_on_the_fourteenth():
    assert told(*[2] * 15, started=1) == [(1, 15)]
    assert told(*[2] * 14, started=1) == []


def test_mild_is_never_told():
    assert told(*[1] * 150, started=1) == []


def test_moderate_days_count_wherever_they_are_in_the_episode():
    assert told(*[2, 1] * 15, started=1) == [(1, 30)]
    assert told(*[2, 1] * 14, started=1) == []


def test_moderate_days_of_two_episodes_are_not_added_up():
    assert told(*[2] * 14, 0, *[2] * 14, started=1) == []


def test_days_without_an_answer_are_not_moderate_days():
    assert told(*[2, None] * 14, started=1) == []


def test_each_episode_is_its_own():
    assert told(3, 0, 3, 3, 0, started=1) == [(1, 1), (3, 4)]


def test_a_rating_for_a_week_counts_for_its_days():
    def weeks(count: int) -> list[Point]:
        return [Point(day(7 * number), 2, True) for number in range(1, count + 1)]

    assert numbers(told_spans(HEADACHE, weeks(3), day(1), TODAY)) == [(7, 21)]
    assert numbers(told_spans(HEADACHE, weeks(2), day(1), TODAY)) == []


def test_severe_at_baseline_and_severe_after_is_nothing_new():
    assert told(3, 0, 3, started=3) == []


def test_moderate_at_baseline_and_severe_after_is_worse():
    assert told(2, 0, 3, started=3) == [(3, 3)]


def test_moderate_at_baseline_and_long_moderate_after_is_not_worse():
    assert told(2, 0, *[2] * 20, started=3) == []
    assert told(1, 0, *[2] * 20, started=3) == [(3, 22)]


def test_days_before_the_first_dose_tell_nothing():
    assert told(3, 3, started=3) == []
    assert told(3, 3, started=2) == []


def test_an_episode_that_began_before_and_got_worse_is_told():
    assert told(1, 1, 3, started=3) == [(1, 3)]


def test_without_a_dose_so_far_every_day_counts():
    assert told(3) == [(1, 1)]


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        (OWN, 7, [(1, 1)]),
        (OWN, 6, []),
        (TURNED, -3, [(1, 1)]),
        (TURNED, -2, []),
        (YES_NO, 1, []),
    ],
)
def test_own_scales_are_cut_in_thirds_and_yes_or_no_never_alarms(item, value, expected):
    assert told(value, started=1, item=item) == expected


def test_only_moderate_and_severe_are_worth_looking_back_for():
    assert [could_tell(HEADACHE, value) for value in range(4)] == [False, False, True, True]
    assert [could_tell(replace(HEADACHE, group="target"), value) for value in range(4)] == [False] * 4


@given(st.lists(st.integers(0, 3), max_size=60), st.one_of(st.none(), st.integers(1, 60)))
def test_whatever_is_told_has_a_day_worth_looking_back_for(values, started):
    points = rated(*values)
    for span in told_spans(HEADACHE, points, None if started is None else day(started), TODAY):
        assert any(could_tell(HEADACHE, point.value) for point in points if span.since <= point.day <= span.last)


@given(st.lists(st.integers(0, 1), max_size=60))
def test_mild_alone_is_never_told_whatever_the_order(values):
    assert told(*values) == []


def early(*values: int | None, started: int | None = 1, first: int = 1, item: RatedItem = DREAMS):
    return numbers(early_spans(item, rated(*values, first=first), started and day(started), TODAY))


def test_the_first_four_weeks_are_twenty_eight_days():
    assert early(1, first=28) == [(28, 28)]
    assert early(1, first=29) == []


def test_what_was_there_before_the_first_dose_is_not_of_the_start():
    assert early(1, 1, started=2) == []
    assert early(0, 1, started=2) == [(2, 2)]


def test_without_a_first_dose_nothing_is_of_the_start():
    assert early_spans(DREAMS, rated(1), None, TODAY) == []


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("Vivid dreams", [False, True, True, False]),
        ("Fatigue (side effect)", [False, True, True, False]),
        ("Drowsiness", [False, True, True, False]),
        ("Headache", [False, True, False, False]),
        ("Nausea", [False, True, False, False]),
        ("Itch or rash", [False, False, False, False]),
    ],
)
def test_which_effects_are_often_reported_at_the_start(name, levels):
    item = replace(HEADACHE, name=name)
    assert [could_be_early(item, value) for value in range(4)] == levels
    assert [early(value, item=item) != [] for value in range(4)] == levels


def test_an_effect_that_gets_severe_is_no_longer_one_of_the_start():
    assert early(1, 2, 3) == []


def test_dates_are_days_of_the_calendar():
    assert day(32) == date(2026, 2, 1)
    assert day(1) + timedelta(days=27) == day(28)
