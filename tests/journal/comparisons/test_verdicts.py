"""Every rule of what may be said, on both sides of its boundary, and the sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from journal.comparisons.thresholds import Threshold, threshold_of
from journal.comparisons.verdicts import Kind, Side, judge
from journal.comparisons.wording import DRIFT, NOT_WHY, number_text, sentences
from tests.journal.comparisons.points import DAY, PAIN, SLEEP, points

LATER = DAY + timedelta(days=40)
WIGGLE = [1, -1, 0, 1, 0, -1, 0]


def side(label: str, level: int, logged: int, days: int | None = None, first=DAY, **fields) -> Side:
    values = [level + WIGGLE[number % 7] for number in range(logged)]
    return Side(label, days or logged, points(values, first), **fields)


BEFORE, AFTER = side("1.5 mg", 7, 28), side("3 mg", 4, 28, first=LATER)


def kind(before: Side = BEFORE, after: Side = AFTER, item=PAIN, **options) -> Kind:
    return judge(item, before, after, **options).kind


@pytest.mark.parametrize(
    ("logged", "days", "missing"),
    [(14, 14, 0), (13, 14, 1), (14, 28, 0), (14, 29, 1), (0, 3, 14), (15, 30, 0), (15, 31, 1)],
)
def test_comparison_needs_14_logged_days_and_half_of_the_phase(logged, days, missing):
    short = side("3 mg", 4, logged, days, LATER)
    assert short.missing == missing
    expected = Kind.TOO_FEW if missing else Kind.CHANGE
    assert kind(after=short) == expected
    assert kind(before=replace(short, points=points([7 + WIGGLE[n % 7] for n in range(logged)]))) == expected


def test_operator_can_switch_differences_off():
    assert kind(show_differences=False) == Kind.OFF
    assert sentences(judge(PAIN, BEFORE, AFTER, show_differences=False)) == ()


@pytest.mark.parametrize(
    ("entries", "days", "missing"), [(4, 28, 0), (3, 28, 1), (4, 56, 0), (4, 57, 1), (5, 70, 0), (5, 71, 1)]
)
def test_weekly_entries_need_four_and_half_of_the_weeks(entries, days, missing):
    weekly = Side("3 mg", days, points([4] * entries, LATER, weekly=True), is_open=True)
    assert weekly.missing == missing
    assert kind(after=weekly) == (Kind.TOO_FEW if missing else Kind.WEEKLY)


def test_weeks_are_counted_as_weeks():
    weekly = Side("3 mg", 30, points([4] * 3, LATER, weekly=True), is_open=True)
    assert sentences(judge(PAIN, BEFORE, weekly))[1:] == ("3 mg: 3 of 5 weeks logged, 1 more needed.",)


def test_weekly_entries_have_no_range():
    weekly = Side("3 mg", 28, points([4] * 20, LATER, weekly=True))
    assert (kind(after=weekly), kind(before=weekly)) == (Kind.WEEKLY, Kind.WEEKLY)


def test_only_the_headline_has_a_range():
    found = judge(SLEEP, BEFORE, AFTER)
    assert (found.kind, found.difference, found.overlap.of_hundred) == (Kind.EXPLORATORY, None, 0)
    assert kind(item=replace(PAIN, target_rank=2)) == Kind.EXPLORATORY
    assert sentences(found) == (
        "On 0 of 100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 mg” (ties count half; 50 would "
        "be no difference).",
        "It is not the headline chosen beforehand, so there is no likely range.",
    )


def test_change_is_told_with_range_threshold_and_doubt():
    found = judge(PAIN, BEFORE, AFTER)
    assert (found.kind, found.is_better, found.is_drift) == (Kind.CHANGE, True, False)
    assert sentences(found) == (
        "Widespread pain went from a mean of 7 (1.5 mg) to 4 (3 mg): 3 points lower, which is better. Likely range: 2.6 to "
        "3.4 points lower.",
        "In published studies of pain, a change of about 2 points or 30 % was noticed by most people; of about 2 points "
        "where it began as here. This change is as large as both.",
        "On 100 of 100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 mg” (ties count half; 50 would "
        "be no difference).",
        NOT_WHY,
    )


def test_worse_is_told_as_plainly_as_better():
    found = judge(
        PAIN, replace(AFTER, points=points([4 + WIGGLE[n % 7] for n in range(28)])), side("3 mg", 7, 28, first=LATER)
    )
    assert found.is_better is False
    assert sentences(found)[0].endswith("3 points higher, which is worse. Likely range: 2.6 to 3.4 points higher.")


def test_no_clear_change_says_what_would_have_shown():
    found = judge(PAIN, BEFORE, side("3 mg", 7, 28, first=LATER))
    assert (found.kind, found.is_better) == (Kind.NO_CLEAR_CHANGE, None)
    assert sentences(found)[0] == (
        "No clear change from a mean of 7 (1.5 mg) to 7 (3 mg). With this many entries only a change of about 0.4 points "
        "would have shown."
    )


def test_days_without_any_variation_are_no_clear_change():
    found = judge(PAIN, Side("1.5 mg", 20, points([5] * 20)), Side("3 mg", 20, points([5] * 20, LATER)))
    assert sentences(found)[0] == "No clear change: every day of both phases has the same answer."


def test_drift_that_began_before_is_said():
    falling = [8 - 0.05 * day + WIGGLE[day % 7] for day in range(60)]
    found = judge(
        PAIN, Side("1.5 mg", 30, points(falling[:30])), Side("3 mg", 30, points(falling[30:], DAY + timedelta(days=30)))
    )
    assert (found.kind, found.is_drift) == (Kind.CHANGE, True)
    assert DRIFT in sentences(found)


def test_drift_is_fitted_only_where_a_change_is_clear():
    same = judge(PAIN, BEFORE, side("3 mg", 7, 28, first=LATER))
    assert (same.drift, judge(PAIN, BEFORE, AFTER).drift is None) == (None, False)


def test_what_is_missing_is_counted():
    found = judge(PAIN, side("Before LDN", 7, 9, 30), side("3 mg", 4, 5, 9, LATER, is_open=True))
    assert sentences(found) == (
        "Not enough entries yet for a comparison.",
        "Before LDN: 9 of 30 days logged; 15 are needed, and this phase is over.",
        "3 mg: 5 of 9 days logged, 9 more needed.",
    )


@pytest.mark.parametrize(("name", "low", "high"), [("Fatigue", 0, 10), ("Widespread pain", 0, 3), ("My pain", 0, 10)])
def test_other_items_have_no_published_threshold(name, low, high):
    assert threshold_of(name, low, high, 6) is None


@pytest.mark.parametrize(("before", "points_needed"), [(1, 1), (4.4, 1), (4.5, 2), (7.4, 2), (7.5, 3), (10, 3)])
def test_pain_is_held_against_where_it_began(before, points_needed):
    assert threshold_of("Nerve pain", 0, 10, before) == Threshold(2, 0.3, points_needed)


@pytest.mark.parametrize(
    ("change", "before", "reached"),
    [(-2, 8, True), (-1.9, 8, False), (1.2, 4, True), (1.1, 4, False), (-0.5, 0, False)],
)
def test_two_points_or_thirty_percent(change, before, reached):
    assert Threshold(2, 0.3, 2).reached_by(change, before) is reached


@pytest.mark.parametrize(("value", "text"), [(4.64, "4.6"), (5, "5"), (-0.04, "0"), (0.05, "0.1"), (-1.25, "-1.2")])
def test_numbers_have_one_decimal_at_most(value, text):
    assert number_text(value) == text
