"""Every rule of what may be said, on both sides of its boundary, and the sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from journal.comparisons.thresholds import Threshold, threshold_of
from journal.comparisons.verdicts import Kind, Side, judge
from journal.comparisons.wording import DRIFT, NOT_WHY, in_short, number_text, sentences, size_text
from journal.figures.series import Point
from tests.journal.comparisons.points import DAY, PAIN, SLEEP, points

LATER = DAY + timedelta(days=40)
WIGGLE = [1, -1, 0, 1, 0, -1, 0]


def side(label: str, level: int, logged: int, days: int | None = None, first=DAY, **fields) -> Side:
    values = [level + WIGGLE[number % 7] for number in range(logged)]
    return Side(label, days or logged, points(values, first), **fields)


def weeks(entries: int, first=LATER) -> list[Point]:
    """Return an entry for a week every seven days."""
    return [Point(first + timedelta(days=7 * number), 4, weekly=True) for number in range(entries)]


def every_second(label: str, first, pairs: int, days: int = 40, level: int = 7) -> Side:
    """Return answers on every second day, and on so many of the days between as make so many pairs."""
    kept = {day for day in range(days) if day % 2 == 0} | {1 + 2 * number for number in range(pairs // 2)}
    if pairs % 2:
        kept.add(days - 1)  # after the last of the others, so that it makes one pair
    return Side(label, days, [Point(first + timedelta(days=day), level + WIGGLE[day % 7]) for day in sorted(kept)])


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
    weekly = Side("3 mg", days, weeks(entries), is_open=True)
    assert weekly.missing == missing
    assert kind(after=weekly) == (Kind.TOO_FEW if missing else Kind.WEEKLY)


def test_weeks_are_counted_as_weeks():
    weekly = Side("3 mg", 30, weeks(3), is_open=True)
    assert sentences(judge(PAIN, BEFORE, weekly))[1:] == ("3 mg: 3 of 5 weeks logged, 1 more needed.",)


def test_weekly_entries_have_no_range():
    weekly = Side("3 mg", 28, weeks(4))
    assert (kind(after=weekly), kind(before=weekly)) == (Kind.WEEKLY, Kind.WEEKLY)
    assert sentences(judge(PAIN, weekly, weekly)) == (
        "Entered by the week: medians and ranges are shown, without a likely range.",
    )


@pytest.mark.parametrize(("more", "counted"), [(0, 1), (1, 2), (3, 2), (7, 2), (8, 3), (14, 3), (15, 4)])
def test_entries_for_a_day_beside_those_for_a_week_count_by_the_week(more, counted):
    """A week ends on the day of the last weekly entry; days after it are in the next one."""
    mixed = Side("3 mg", 28, weeks(1) + points([4] * more, LATER + timedelta(days=1)))
    assert (mixed.counted, mixed.missing) == (counted, 4 - counted)


@pytest.mark.parametrize(("days", "counted"), [(8, 2), (9, 2), (15, 3)])
def test_weeks_begun_at_either_end_never_make_more_weeks_than_there_are(days, counted):
    assert Side("3 mg", days, weeks(1) + points([4] * (days - 1), LATER + timedelta(days=1))).counted == counted


def test_entries_partly_by_the_week_are_called_so():
    weekly = Side("3 mg", 28, weeks(4))
    found = judge(PAIN, BEFORE, weekly)
    assert in_short(found) == "partly entered by the week"
    assert sentences(found) == ("Partly entered by the week: medians and ranges are shown, without a likely range.",)
    assert in_short(judge(PAIN, weekly, weekly)) == "entered by the week"
    mixed = replace(weekly, points=[*weeks(4)[:3], *points([4], LATER + timedelta(days=21))])
    assert in_short(judge(PAIN, weekly, mixed)) == "partly entered by the week"


@pytest.mark.parametrize(
    ("now", "said"),
    [(8, "better on 0, worse on 100"), (7, "better on 50, worse on 50"), (6, "better on 100, worse on 0")],
)
def test_in_short_what_went_worse_is_said_beside_what_went_better(now, said):
    before, after = (Side(label, 20, points([value] * 20)) for label, value in (("1.5 mg", 7), ("3 mg", now)))
    found = judge(replace(PAIN, target_rank=2), before, after)
    assert in_short(found) == f"{said} of 100 day-to-day comparisons"


def test_only_the_headline_has_a_range():
    found = judge(SLEEP, BEFORE, AFTER)
    assert (found.kind, found.difference, found.overlap.of_hundred) == (Kind.EXPLORATORY, None, 0)
    assert kind(item=replace(PAIN, target_rank=2)) == Kind.EXPLORATORY
    assert sentences(found) == (
        "On 0 of 100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 mg”, on 100 worse (ties count "
        "half to each; 50 would be no difference).",
        "It is not the headline target, so there is no likely range.",
    )


def test_change_is_told_with_range_threshold_and_doubt():
    found = judge(PAIN, BEFORE, AFTER)
    assert (found.kind, found.is_better, found.is_drift) == (Kind.CHANGE, True, False)
    assert sentences(found) == (
        "Widespread pain went from a mean of 7 (1.5 mg) to 4 (3 mg): 3 points lower, which is better. Likely range: 2.6 to "
        "3.4 points lower.",
        "Published studies of pain that fell: about 1 point or 15 % was the least that people noticed, and about 2 points "
        "or 30 to 33 % was “much better”. It depends on where it began: from 5 to 7, about 2 points. This fall is as large "
        "as all three.",
        "On 100 of 100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 mg”, on 0 worse (ties count "
        "half to each; 50 would be no difference).",
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


UNVARIED = "nothing varies within either, so that no likely range can be reckoned."


def test_days_without_any_variation_are_told_as_what_they_are():
    before, after = Side("1.5 mg", 20, points([8] * 20)), Side("3 mg", 20, points([2] * 20, LATER))
    found = judge(PAIN, before, after)
    assert (found.kind, found.difference, in_short(found)) == (Kind.UNVARIED, None, "8 every day, then 2 every day")
    assert sentences(found) == (
        f"Every rated day before (1.5 mg) was 8 and every one after (3 mg) was 2: {UNVARIED}",
        NOT_WHY,
    )
    same = judge(PAIN, before, replace(after, points=points([8] * 20, LATER)))
    assert (same.kind, in_short(same)) == (Kind.UNVARIED, "8 every day of both")
    assert sentences(same) == (f"Every rated day was 8, before (1.5 mg) and after (3 mg): {UNVARIED}",)
    assert kind(before, replace(after, points=points([2] * 19 + [3], LATER))) == Kind.CHANGE


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((0, 9), Kind.SCATTERED),
        ((4, 5), Kind.SCATTERED),
        ((0, 0), Kind.SCATTERED),
        ((0, 10), Kind.CHANGE),
        ((5, 5), Kind.CHANGE),
    ],
)
def test_range_needs_ten_pairs_of_days_that_follow_each_other(pairs, expected):
    before, after = (
        every_second("1.5 mg", DAY, pairs[0]),
        every_second("3 mg", LATER + timedelta(days=9), pairs[1], level=3),
    )
    found = judge(PAIN, before, after)
    assert (found.pairs, found.kind, found.difference is None) == (sum(pairs), expected, expected is Kind.SCATTERED)


def test_days_that_seldom_follow_each_other_are_told_so():
    found = judge(PAIN, every_second("1.5 mg", DAY, 1), every_second("3 mg", LATER, 0, level=3))
    assert in_short(found) == "too few days that follow each other"
    assert sentences(found) == (
        "No likely range: too few rated days follow each other to tell how alike days are (1 pair of days; it needs 10).",
        "On 100 of 100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 mg”, on 0 worse (ties count "
        "half to each; 50 would be no difference).",
    )
    several = judge(PAIN, every_second("1.5 mg", DAY, 4), every_second("3 mg", LATER, 5, level=3))
    assert "(9 pairs of days; it needs 10)" in sentences(several)[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.44, "2.4"), (3, "3"), (0.05, "0.1"), (0.04, "0.04"), (0.004, "0.004"), (0.0004, "less than 0.001")],
)
def test_size_above_zero_never_reads_as_zero(value, text):
    assert size_text(value) == text


def test_range_of_a_change_does_not_begin_at_zero():
    found = judge(PAIN, BEFORE, AFTER)
    near = replace(found, difference=replace(found.difference, mean_before=5.2, mean_after=4, half_width=1.17))
    assert sentences(near)[0].endswith("1.2 points lower, which is better. Likely range: 0.03 to 2.4 points lower.")


def test_drift_that_began_before_is_said():
    falling = [8 - 0.05 * day + WIGGLE[day % 7] for day in range(60)]
    found = judge(
        PAIN, Side("1.5 mg", 30, points(falling[:30])), Side("3 mg", 30, points(falling[30:], DAY + timedelta(days=30)))
    )
    assert (found.kind, found.is_drift) == (Kind.CHANGE, True)
    assert DRIFT in sentences(found)
    assert in_short(found).endswith("points lower, which is better, perhaps begun before")
    assert in_short(judge(PAIN, BEFORE, AFTER)) == "3 points lower, which is better"


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


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (1, ("1 to 4", "1 point", 1)),
        (4.4, ("1 to 4", "1 point", 1)),
        (4.5, ("5 to 7", "2 points", 2)),
        (7.4, ("5 to 7", "2 points", 2)),
        (7.5, ("8 to 10", "3 to 4 points", 3)),
        (10, ("8 to 10", "3 to 4 points", 3)),
    ],
)
def test_pain_is_held_against_where_it_began(before, expected):
    assert threshold_of("Nerve pain", 0, 10, before) == Threshold(*expected)


@pytest.mark.parametrize(
    ("change", "before", "reached"),
    [
        (-2, 8, (True, True, True)),
        (-1.9, 8, (True, False, False)),
        (1.2, 4, (True, True, False)),
        (1.1, 4, (True, False, False)),
        (-0.6, 4, (True, False, False)),
        (-0.59, 4, (False, False, False)),
        (-1, 9, (True, False, False)),
        (-0.99, 9, (False, False, False)),
        (-0.5, 0, (False, False, False)),
    ],
)
def test_both_anchors_and_where_it_began(change, before, reached):
    assert Threshold("5 to 7", "2 points", 2).reached(change, before) == reached


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (9, 5.9, "This fall is as large as all three."),
        (9, 6.1, "This fall is as large as the first and the second figure, not as the other."),
        (9, 7.6, "This fall is as large as the first figure, not as the others."),
        (9, 8.1, "This fall is smaller than all three."),
        (5, 8, "This is a rise, which they did not look at; by its size it is as large as all three."),
    ],
)
def test_change_is_set_beside_each_published_figure(before, after, told):
    found = judge(PAIN, BEFORE, AFTER)
    moved = replace(
        found,
        difference=replace(found.difference, mean_before=before, mean_after=after, half_width=0.1),
        threshold=threshold_of("Widespread pain", 0, 10, before),
    )
    assert sentences(moved)[1].endswith(told)
    assert ("from 8 to 10, about 3 to 4 points" in sentences(moved)[1]) is (before == 9)


@pytest.mark.parametrize(("value", "text"), [(4.64, "4.6"), (5, "5"), (-0.04, "0"), (0.05, "0.1"), (-1.25, "-1.2")])
def test_numbers_have_one_decimal_at_most(value, text):
    assert number_text(value) == text
