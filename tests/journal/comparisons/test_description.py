"""Descriptions without an interval: summaries, days beside gaps, evenings and mornings."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from journal.comparisons.hours import is_evening, split_by_hour
from journal.comparisons.missing import BesideGaps, beside_gaps, warning
from journal.comparisons.summary import Summary, days_at_level, summarise
from journal.figures.phases import Phase
from tests.journal.comparisons.points import DAY, PAIN, SLEEP, points
from tests.journal.figures.made import gathered


def test_summary_of_a_phase():
    found = summarise(PAIN, points([3, None, 6, 5, 8]))
    assert replace(found, spread=round(found.spread, 3)) == Summary(4, 5.5, 5.5, 3, 8, 8, 2.082)
    assert summarise(SLEEP, points([3, 6])).worst == 3
    assert summarise(PAIN, points([4], weekly=True)) == Summary(1, 4, 4, 4, 4, 4, 0, 1)
    assert summarise(PAIN, []) is None


@pytest.mark.parametrize(("level", "days"), [(3, 4), (4, 3), (8, 1), (9, 0)])
def test_days_at_a_level_or_worse(level, days):
    assert days_at_level(PAIN, points([3, 6, 5, 8]), level) == days


def test_days_at_a_level_where_higher_is_better():
    assert days_at_level(SLEEP, points([3, 6, 5, 8]), 5) == 2


# Day, day, empty, three times over the days: every second day stands beside a gap.
def diary(beside: int, other: int, rounds: int = 7) -> list[int | None]:
    return [value for _ in range(rounds) for value in (beside, other, other, beside, None)]


def rated(values):
    """Return logged days with these answers about pain, and its id; sleep was rated every day, which fills no gap."""
    said = enumerate({PAIN: value, SLEEP: 5} if value is not None else {SLEEP: 5} for value in values)
    return gathered((DAY + timedelta(days=number), False, answers) for number, answers in said), PAIN.id


def phase(first: int, last: int) -> Phase:
    return Phase(0, "No dose steps", DAY + timedelta(days=first), DAY + timedelta(days=last))


ALL = [phase(0, 200)]


def test_days_beside_gaps_are_told_from_the_others():
    found = beside_gaps(*rated(diary(8, 4)), ALL)
    # The first day of all has no gap before it, and the last none after it.
    assert (found.beside, found.others) == (12, 16)
    assert (round(found.difference, 2), found.is_noticed) == (3.5, True)
    assert warning(PAIN, found) == (
        "Widespread pain was 3.5 points worse on the 12 days beside an empty day than on the other 16, each held against the "
        "mean of its dose step: bad days may have been logged less often, and the figures cannot show that."
    )
    assert warning(SLEEP, found).startswith("Sleep quality was 3.5 points better")


@pytest.mark.parametrize("values", [[], [5] * 60, [5, None] * 30, diary(8, 4, 3)])
def test_too_few_days_of_either_kind_tell_nothing(values):
    assert beside_gaps(*rated(values), ALL) is None
    assert warning(PAIN, None) == ""


def test_dose_change_with_emptier_days_before_it_is_no_selective_logging():
    before = [value for number in range(15) for value in (8 + number % 2, None)]
    after = [4 + number % 2 for number in range(40)]
    found = beside_gaps(*rated([*before, *after]), [phase(0, 29), phase(30, 69)])
    assert (found.beside, found.others, round(found.difference, 1), found.is_noticed) == (16, 39, 0.0, False)
    assert 0.5 <= found.spread < 0.52
    assert beside_gaps(*rated([*before, *after]), [phase(0, 69)]).is_noticed is True


def test_selective_logging_within_each_dose_step_is_noticed():
    found = beside_gaps(*rated([*diary(9, 7), *diary(4, 2)]), [phase(0, 34), phase(35, 69)])
    # About half of the days stand beside a gap: about a point above the mean of their step, the others below.
    assert (found.beside, found.others, round(found.difference, 1), round(found.spread)) == (26, 30, 1.9, 1)
    assert found.is_noticed is True


def test_days_in_no_phase_are_left_out():
    assert beside_gaps(*rated(diary(8, 4)), [phase(0, 17)]) is None
    assert beside_gaps(*rated(diary(8, 4)), [phase(0, 18)]).beside == 7
    assert beside_gaps(*rated(diary(8, 4)), []) is None


@pytest.mark.parametrize(("difference", "noticed"), [(0.5, True), (-0.5, True), (0.49, False), (0, False)])
def test_half_a_standard_deviation_is_noticed(difference, noticed):
    found = BesideGaps(10, 20, difference, 1)
    assert found.is_noticed is noticed
    assert bool(warning(PAIN, found)) is noticed


def test_days_that_never_vary_are_not_noticed():
    assert BesideGaps(10, 20, 0, 0).is_noticed is False


@pytest.mark.parametrize(
    ("at", "evening"),
    [(time(15, 59), False), (time(16), True), (time(0, 30), True), (time(3, 59), True), (time(4), False)],
)
def test_evening_is_from_16_to_4(at, evening):
    assert is_evening(at) is evening


def nights(rated, taken):
    """Return the only item's nights by hour."""
    days = gathered((point.day, point.weekly, {SLEEP: point.value}) for point in rated)
    ((item, found),) = split_by_hour([SLEEP], days, taken)
    assert item is SLEEP
    return found


def test_night_is_paired_with_the_dose_of_the_day_before():
    days = [DAY + timedelta(days=number) for number in range(-1, 5)]
    taken = {days[0]: time(21), days[1]: time(8)}
    found = nights(points([2, 7, 5, 5, 5]), taken)
    assert (found.evening.median, found.morning.median, found.unknown) == (2, 7, 3)
    assert found.can_be_compared


def test_weekly_answers_are_no_nights():
    found = nights(points([2], weekly=True), {DAY - timedelta(days=1): time(21)})
    assert (found.evening, found.morning, found.unknown, found.can_be_compared) == (None, None, 1, False)
