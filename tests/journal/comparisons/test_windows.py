"""Then and now, on both sides of every boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.comparisons.windows import Window, Windows, since_last_visit

TODAY = date(2026, 11, 26)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_then_ends_the_day_before_the_visit_and_now_yesterday():
    assert since_last_visit(TODAY, ago(60), None) == Windows(Window(ago(74), ago(61)), Window(ago(14), ago(1)), ago(60))


@pytest.mark.parametrize(
    ("since", "length"), [(29, 14), (28, 14), (27, 13), (26, 13), (14, 7), (13, 6), (3, 1), (2, 1)]
)
def test_windows_shrink_when_the_visit_was_under_28_days_ago(since, length):
    found = since_last_visit(TODAY, ago(since), None)
    assert (found.then.days, found.now.days, found.shrunk) == (length, length, length < 14)
    assert found.then.last_day == ago(since + 1)


@pytest.mark.parametrize("since", [1, 0, -5])
def test_visit_of_yesterday_today_or_to_come_has_no_windows(since):
    assert since_last_visit(TODAY, ago(since), Window(ago(90), ago(80))) is None


def test_without_a_visit_the_end_of_the_baseline_is_then():
    baseline = Window(ago(90), ago(60))
    assert since_last_visit(TODAY, None, baseline) == Windows(Window(ago(73), ago(60)), Window(ago(14), ago(1)), None)
    short = Window(ago(63), ago(60))
    assert since_last_visit(TODAY, None, short).then == short


def test_without_either_there_is_nothing_to_compare():
    assert since_last_visit(TODAY, None, None) is None


def test_baseline_that_ended_lately_leaves_the_days_since():
    found = since_last_visit(TODAY, None, Window(ago(30), ago(6)))
    assert (found.now, found.shrunk) == (Window(ago(5), ago(1)), True)
    assert since_last_visit(TODAY, None, Window(ago(30), ago(1))) is None


@given(st.integers(0, 4000), st.integers(1, 400), st.integers(0, 400), st.booleans())
def test_windows_never_overlap_and_never_hold_today(since, length, older, visited):
    baseline = Window(ago(since + length), ago(since))
    found = since_last_visit(TODAY, ago(older) if visited else None, baseline)
    if found:
        assert found.then.first_day <= found.then.last_day < found.now.first_day <= found.now.last_day == ago(1)
        assert max(found.then.days, found.now.days) <= 14


def test_dates_in_words():
    assert Window(date(2026, 9, 3), date(2026, 11, 22)).dates_text == "3 Sep to 22 Nov 2026"
