"""Side effects by days since the last dose step."""

from datetime import timedelta

import pytest

from journal.figures.fading import Fading, FadingCell, FadingRow, count_fading, dose_steps
from journal.figures.ratings import RatedItem
from tests.journal.figures.made import HEADACHE, PAIN, gathered, jan, off, phases, step

APPETITE = RatedItem(8, "Appetite", "side_effect", 0, 3, False)


def logged(*values, item=HEADACHE, first=1, weekly=False):
    """Return one logged day a value from a day of January on; None is a day that was not logged."""
    return [
        (jan(1) + timedelta(days=day - 1), weekly, {item: value})
        for day, value in enumerate(values, start=first)
        if value is not None
    ]


def counts(days, made, item=HEADACHE):
    """Return days with it, days rated and worst, of each column of the only row."""
    fading = count_fading(gathered(days), made, [item])
    return [(cell.days_with, cell.n, cell.worst) for row in fading.rows for cell in row.cells]


def test_each_window_counts_its_days_and_the_days_before_stand_apart():
    made = phases(step(3), end=31)
    assert counts(logged(1, 0, *[2] * 7, *[1] * 6, 0, *[0] * 13, 3, 1), made) == [
        (1, 2, 1),
        (7, 7, 2),
        (6, 7, 1),
        (1, 14, 3),
        (1, 1, 1),
    ]


@pytest.mark.parametrize(
    ("day", "column"), [(2, 0), (3, 1), (9, 1), (10, 2), (16, 2), (17, 3), (30, 3), (31, 4)], ids=str
)
def test_a_day_is_in_the_window_of_its_number(day, column):
    found = counts(logged(2, first=day), phases(step(3)))
    assert [place for place, cell in enumerate(found) if cell == (1, 1, 2)] == [column]


def test_days_since_count_from_the_last_step_and_steps_are_counted_together():
    made = phases(step(1, "start", 1.5), step(4, mg=3), first_entry=None, end=12)
    assert counts(logged(1, 1, 1, 2, *[0] * 8), made) == [
        (0, 0, None),
        (4, 10, 2),
        (0, 2, None),
        (0, 0, None),
        (0, 0, None),
    ]
    assert count_fading(gathered(logged(1)), made, [HEADACHE]).steps == 2


def test_a_change_that_repeats_the_dose_begins_no_step_and_a_pause_ends_one():
    made = phases(step(2, "start", 3), step(5, "change", 3), off(9), step(12, "restart", 3), end=20)
    assert dose_steps(made) == [(jan(2), jan(8)), (jan(12), jan(20))]


def test_days_on_a_pause_and_after_a_stop_are_left_out():
    made = phases(step(1, "start"), off(3), step(5, "restart"), off(7, "stop"), first_entry=None, end=9)
    assert counts(logged(1, 1, 3, 3, 1, 1, 3, 3, 3), made)[1] == (4, 4, 1)


def test_entries_for_a_week_are_left_out_and_counted():
    days = logged(3, first=4, weekly=True) + logged(1, first=5)
    fading = count_fading(gathered(days), phases(step(3)), [HEADACHE])
    assert fading.weekly == 1
    assert [cell.n for cell in fading.rows[0].cells] == [0, 1, 0, 0, 0]


def test_where_higher_is_better_the_worst_is_the_lowest():
    assert counts(logged(3, 1, 2, item=APPETITE), phases(step(1), first_entry=None), APPETITE)[1] == (2, 3, 1)


def test_only_side_effects_that_were_ever_there_have_a_row():
    days = gathered([(jan(1), False, {PAIN: 5, HEADACHE: 1, APPETITE: 3})])
    none = FadingCell(HEADACHE)
    assert count_fading(days, phases(step(1), first_entry=None), [PAIN, HEADACHE, APPETITE]) == Fading(
        1, 0, (FadingRow(HEADACHE, (none, FadingCell(HEADACHE, 1, 1, 1), none, none, none)),)
    )


def test_without_a_step_or_a_side_effect_there_is_no_table():
    assert count_fading(gathered(logged(1)), phases(), [HEADACHE]) is None
    assert count_fading(gathered(logged(0)), phases(step(1)), [HEADACHE]) is None
    assert count_fading(gathered([]), (), [HEADACHE]) is None


def test_words_say_what_was_counted():
    cells = [FadingCell(HEADACHE, 7, 3, 2), FadingCell(HEADACHE, 1, 0), FadingCell(HEADACHE)]
    assert [(cell.text, cell.worst_text) for cell in cells] == [
        ("3 of 7 days", "worst moderate (2)"),
        ("0 of 1 day", ""),
        ("no entry", ""),
    ]
    assert Fading(1, 0, ()).headings == (
        "Before the first step",
        "Days 1 to 7",
        "Days 8 to 14",
        "Days 15 to 28",
        "Day 29 on",
    )
