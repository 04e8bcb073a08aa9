"""Lettered days and the average before LDN."""

from datetime import timedelta

from journal.figures.marks import BeforeMean, Mark, lettered, means_before
from journal.figures.series import Point
from tests.journal.figures.made import PAIN, SLEEP, jan

DOSE = jan(20)


def rated(count, value=4, weekly=False):
    """Return so many ratings on the days up to the day before the first dose."""
    return [Point(DOSE - timedelta(days=back), value, weekly) for back in range(count, 0, -1)]


def test_a_day_has_one_letter_whatever_happened_on_it():
    marks = lettered([(jan(3), "visit", "visit, dose"), (jan(5), "stress", "stress"), (jan(5), "visit", "visit")])
    assert marks == (
        Mark("a", jan(3), ("visit",), ("visit, dose",)),
        Mark("b", jan(5), ("stress", "visit"), ("stress", "visit")),
    )
    assert [(mark.text, mark.day_text) for mark in marks] == [
        ("a: visit", "3 Jan 2026"),
        ("b: stress, visit", "5 Jan 2026"),
    ]


def test_two_of_a_kind_on_a_day_are_named_once_and_told_both():
    assert lettered([(jan(3), "other", "one"), (jan(3), "other", "two")]) == (
        Mark("a", jan(3), ("other",), ("one", "two")),
    )


def test_nothing_that_happened_is_no_mark():
    assert lettered([]) == ()


def test_of_more_days_than_letters_the_newest_are_marked():
    marks = lettered([(jan(1) + timedelta(days=number), "stress", "") for number in range(27)])
    assert [(mark.letter, mark.day) for mark in (marks[0], marks[-1])] == [("a", jan(2)), ("z", jan(27))]
    assert len(marks) == 26


def test_the_average_before_needs_fourteen_days():
    points = {PAIN.id: [*rated(14), Point(DOSE, 9)], SLEEP.id: rated(13)}
    assert means_before(points, DOSE) == {PAIN.id: BeforeMean(4.0, 14)}


def test_the_average_before_is_the_mean_and_says_of_how_many():
    points = {PAIN.id: rated(7, 5) + rated(8, 6)}
    (mean,) = means_before(points, DOSE).values()
    assert (mean, mean.text) == (BeforeMean(83 / 15, 15), "5.5, n 15")


def test_entries_for_a_week_stand_for_weeks_and_four_are_enough():
    points = {PAIN.id: rated(4, 7, weekly=True) + rated(13, 2), SLEEP.id: rated(3, weekly=True)}
    assert means_before(points, DOSE) == {PAIN.id: BeforeMean(7.0, 4, weekly=True)}
    assert BeforeMean(7.0, 4, weekly=True).text == "7.0, n 4 weeks"


def test_without_a_first_dose_there_is_no_time_before_it():
    assert means_before({PAIN.id: rated(14)}, None) == {}
