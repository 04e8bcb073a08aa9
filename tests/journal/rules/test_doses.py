"""Missed doses, headache medicine, twelve weeks: each boundary from both sides."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.doses import (
    StepDay,
    first_dose_day,
    headache_spans,
    missed_spans,
    same_dose_since,
    twelve_weeks_span,
)
from journal.rules.spans import Span, is_recent
from tests.journal.rules.test_effects import numbers
from tests.journal.rules.test_mood import day, rated

MEDICINE = RatedItem(1, "Headache medicine today", "other", 0, 1, True)


def missed(*statuses: str | None) -> list[tuple[int, int]]:
    days = [(day(number), status) for number, status in enumerate(statuses, start=1) if status]
    return numbers(missed_spans(days))


def test_three_missed_in_a_row_are_told_and_two_are_not():
    assert missed("missed", "missed", "missed") == [(1, 3)]
    assert missed("missed", "missed") == []


@pytest.mark.parametrize("status", ["taken", "late", "skipped"])
def test_a_dose_that_was_not_missed_ends_the_row(status):
    assert missed("missed", "missed", status, "missed", "missed") == []


def test_days_without_a_record_neither_count_nor_end_the_row():
    assert missed("missed", None, "missed", None) == []
    assert missed("missed", None, "missed", None, "missed") == [(1, 5)]


def test_two_doses_a_day_count_as_two():
    days = [(day(1), "missed"), (day(1), "missed"), (day(2), "missed"), (day(2), "taken")]
    assert numbers(missed_spans(days)) == [(1, 2)]


def test_each_row_is_its_own():
    assert missed(*["missed"] * 4, "taken", *["missed"] * 3) == [(1, 4), (6, 8)]


def medicine(*days: int) -> list[tuple[int, int]]:
    return numbers(headache_spans(MEDICINE, [Point(day(number), 1) for number in days]))


def test_ten_days_with_headache_medicine_are_told_and_nine_are_not():
    assert medicine(*range(1, 11)) == [(1, 10)]
    assert medicine(*range(1, 10)) == []


def test_a_month_is_thirty_days():
    assert medicine(*range(1, 10), 30) == [(1, 30)]
    assert medicine(*range(1, 10), 31) == []


def test_days_without_it_do_not_count():
    assert numbers(headache_spans(MEDICINE, rated(*[1, 0] * 9))) == []
    assert numbers(headache_spans(MEDICINE, rated(*[1, 0] * 10))) == [(1, 19)]


def test_many_days_month_after_month_are_one_episode_and_after_a_break_another():
    assert medicine(*range(1, 61, 2)) == [(1, 59)]
    assert medicine(*range(1, 11), *range(101, 111)) == [(1, 10), (101, 110)]


def test_an_item_that_counts_tablets_has_a_day_where_there_was_any():
    tablets = RatedItem(1, "Headache medicine today", "other", 0, 8, True)
    assert numbers(headache_spans(tablets, rated(*[3] * 10))) == [(1, 10)]


@given(st.sets(st.integers(1, 120)))
def test_medicine_days_are_told_exactly_when_thirty_days_hold_ten(numbers_of_days):
    days = sorted(numbers_of_days)
    holds = any(sum(first <= other < first + 30 for other in days) >= 10 for first in days)
    assert bool(medicine(*days)) is holds


START = StepDay(day(1), 3000)


def test_twelve_weeks_are_told_on_the_same_weekday_twelve_weeks_later_and_not_before():
    assert twelve_weeks_span([START], day(1) + timedelta(weeks=12)) == Span(day(1), day(85))
    assert twelve_weeks_span([START], day(84)) is None


def test_a_change_of_dose_starts_the_weeks_anew():
    steps = [START, StepDay(day(50), 4500)]
    assert twelve_weeks_span(steps, day(133)) is None
    assert twelve_weeks_span(steps, day(134)) == Span(day(50), day(134))


@pytest.mark.parametrize("step", [StepDay(day(50), None), StepDay(day(50), 3000, doses_a_day=2)])
def test_a_pause_or_twice_a_day_is_another_dose(step):
    assert same_dose_since([START, step, StepDay(day(60), 3000)], day(90)) == day(60)


def test_a_hold_or_another_hour_is_the_same_dose():
    assert same_dose_since([START, StepDay(day(50), 3000)], day(90)) == day(1)


def test_a_step_to_come_is_not_there_yet():
    assert same_dose_since([START, StepDay(day(50), 4500)], day(49)) == day(1)
    assert same_dose_since([StepDay(day(50), 4500)], day(49)) is None


def test_on_a_pause_there_is_no_dose():
    assert twelve_weeks_span([START, StepDay(day(2), None)], day(190)) is None


def test_a_planned_step_nobody_confirmed_makes_the_dose_unknown():
    steps = [START, StepDay(day(2), 4500, confirmed=False)]
    assert twelve_weeks_span(steps, day(190)) is None


def test_the_first_dose_is_that_of_the_first_step_with_one():
    assert first_dose_day([StepDay(day(1), None), StepDay(day(3), 1500)], day(3)) == day(3)
    assert first_dose_day([StepDay(day(3), 1500)], day(2)) is None
    assert first_dose_day([], day(2)) is None


def test_recent_is_within_the_last_fourteen_days():
    assert is_recent(Span(day(1), day(10)), day(23)) is True
    assert is_recent(Span(day(1), day(10)), day(24)) is False
