"""The days before and after something began: both ends of each stretch, gaps, weeks, and days to come."""

from datetime import date, timedelta

import pytest

from journal.figures.before_after import before_and_after, span
from journal.figures.ratings import RatedItem
from tests.journal.figures.made import Row, gathered

SLEEP = RatedItem(7, "Trouble sleeping", "side_effect", 0, 3, True)
MOOD = RatedItem(8, "Mood", "wellbeing", 0, 10, False)
BEGAN, TODAY = date(2026, 3, 1), date(2026, 4, 1)


def day(offset: int, weekly: bool = False, **values: int) -> Row:
    """Return a logged day so many days after the day it began: sleep=2, mood=4."""
    items = {"sleep": SLEEP, "mood": MOOD}
    return BEGAN + timedelta(days=offset), weekly, {items[name]: value for name, value in values.items()}


def told(around):
    return [
        (each.logged, each.figures.n, each.figures.median, each.worst_text, each.figures.days_with)
        for each in around.both
    ]


def test_each_side_has_14_days_and_the_first_day_counts_as_after():
    days = [day(-15, sleep=3), day(-14, sleep=2), day(-1, sleep=1), day(0, sleep=0), day(13, sleep=3), day(14, sleep=3)]
    around = before_and_after(SLEEP, BEGAN, TODAY, gathered(days))
    assert [(each.first_day, each.last_day, each.days) for each in around.both] == [
        (date(2026, 2, 15), date(2026, 2, 28), 14),
        (date(2026, 3, 1), date(2026, 3, 14), 14),
    ]
    assert told(around) == [(2, 2, 1.5, "moderate (2)", 2), (2, 2, 1.5, "severe (3)", 1)]
    assert not around.so_far


def test_days_that_were_not_rated_are_logged_but_not_counted():
    around = before_and_after(SLEEP, BEGAN, TODAY, gathered([day(-2, mood=4), day(-1, sleep=1, mood=4), day(1)]))
    assert told(around) == [(2, 1, 1, "mild (1)", 1), (1, 0, None, "", 0)]


def test_worst_is_the_lowest_where_higher_is_better():
    around = before_and_after(MOOD, BEGAN, TODAY, gathered([day(-2, mood=4), day(-1, mood=8), day(0, mood=5)]))
    assert told(around) == [(2, 2, 6, "4", 2), (1, 1, 5, "5", 1)]


def test_entries_for_a_week_are_counted_apart_too():
    around = before_and_after(SLEEP, BEGAN, TODAY, gathered([day(-7, weekly=True, sleep=1), day(-1, sleep=1)]))
    assert [each.weekly for each in around.both] == [1, 0]


@pytest.mark.parametrize(("today", "days", "so_far"), [(0, 1, True), (12, 13, True), (13, 14, False), (14, 14, False)])
def test_the_days_after_end_today(today, days, so_far):
    around = before_and_after(SLEEP, BEGAN, BEGAN + timedelta(days=today), gathered([]))
    assert (around.after.days, around.so_far) == (days, so_far)
    assert told(around) == [(0, 0, None, "", 0)] * 2


def test_leap_day_is_a_day():
    assert span(date(2028, 3, 1), date(2028, 4, 1)) == (date(2028, 2, 16), date(2028, 3, 14))


def test_dates_are_told_in_words():
    around = before_and_after(SLEEP, BEGAN, BEGAN, gathered([]))
    assert [each.dates_text for each in around.both] == ["15 to 28 Feb 2026", "1 Mar 2026"]
