"""The headline on each dose step: spread, and days at a level."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.comparisons.course import headline_course, level_of
from journal.comparisons.summary import summarise
from journal.figures.phases import Phase
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

FIRST = date(2026, 3, 1)
PAIN = RatedItem(1, "Pain", "target", 0, 10, lower_is_better=True, target_rank=1)
WELL = replace(PAIN, name="Well-being", lower_is_better=False)
BEFORE = Phase(0, "Before LDN", FIRST, FIRST + timedelta(days=3))
AFTER = Phase(1, "3 mg", FIRST + timedelta(days=4), FIRST + timedelta(days=9))


def points(*values):
    return [Point(FIRST + timedelta(days=day), value) for day, value in enumerate(values) if value is not None]


def test_each_phase_has_its_spread_and_its_days_at_the_level_of_the_first():
    course = headline_course([BEFORE, AFTER], [PAIN], {1: points(5, 6, 7, 8, 4, 6, 7, 8, None, 2)})
    assert (course.level, course.first.phase) == (7, BEFORE)  # the middle of 5, 6, 7, 8 is 6.5
    assert [(each.phase, each.summary.n, each.at_level) for each in course.steps] == [(BEFORE, 4, 2), (AFTER, 5, 2)]
    assert course.steps[0].summary.spread == pytest.approx((5 / 3) ** 0.5)
    assert course.shift is None


def test_where_higher_is_better_worse_is_lower():
    course = headline_course([BEFORE, AFTER], [WELL], {1: points(5, 6, 7, 8, 4, 6, 7, 8, None, 2)})
    assert course.level == 6
    assert [each.at_level for each in course.steps] == [2, 3]


def test_a_phase_without_a_rating_is_left_out_and_the_level_is_from_the_first_with_one():
    course = headline_course([BEFORE, AFTER], [PAIN], {1: points(None, None, None, None, 3, 3, 4)})
    assert ([each.phase for each in course.steps], course.level) == ([AFTER], 3)


@pytest.mark.parametrize("item", [replace(PAIN, target_rank=2), replace(PAIN, target_rank=None)])
def test_without_a_headline_or_its_answers_there_is_none(item):
    assert headline_course([BEFORE], [item], {1: points(5, 6)}) is None
    assert headline_course([BEFORE], [PAIN], {}) is None
    assert headline_course([], [PAIN], {1: points(5)}) is None


def test_a_whole_middle_is_the_level_itself():
    summary = summarise(PAIN, points(4, 4, 4))
    assert (level_of(PAIN, summary), level_of(WELL, summary)) == (4, 4)


def test_a_long_course_has_its_largest_shift():
    long = replace(AFTER, last_day=FIRST + timedelta(days=40))
    assert headline_course([BEFORE, long], [PAIN], {1: points(*[7] * 20, *[3] * 20)}).shift.n_before == 20
