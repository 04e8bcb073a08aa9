"""The weeks of a weekly diary: which one is asked about, and which days it holds."""

from datetime import date

import pytest

from journal.weeks import ends_a_week, last_week_end, week_days, week_text

SUNDAY, MONDAY = 6, 0


@pytest.mark.parametrize(
    ("today", "ends_on", "expected"),
    [
        (date(2026, 11, 22), SUNDAY, date(2026, 11, 22)),
        (date(2026, 11, 23), SUNDAY, date(2026, 11, 22)),
        (date(2026, 11, 28), SUNDAY, date(2026, 11, 22)),
        (date(2026, 11, 29), SUNDAY, date(2026, 11, 29)),
        (date(2026, 11, 23), MONDAY, date(2026, 11, 23)),
        (date(2026, 11, 22), MONDAY, date(2026, 11, 16)),
        (date(2028, 3, 1), SUNDAY, date(2028, 2, 27)),
    ],
)
def test_week_in_progress_is_asked_about_on_its_last_day(today, ends_on, expected):
    assert last_week_end(today, ends_on) == expected


def test_week_is_the_seven_days_up_to_its_last():
    assert week_days(date(2028, 3, 2)) == (
        date(2028, 2, 25),
        date(2028, 2, 26),
        date(2028, 2, 27),
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
        date(2028, 3, 2),
    )


def test_week_says_its_days_in_words():
    assert week_text(date(2026, 11, 22)) == "16 to 22 Nov 2026"


def test_week_ends_on_one_day_in_seven():
    assert [day.day for day in week_days(date(2026, 11, 22)) if ends_a_week(day, 2)] == [18]
