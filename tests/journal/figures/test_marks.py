"""Lettered days and the average before LDN."""

from datetime import timedelta
from operator import itemgetter

from journal.figures.marks import BeforeMean, Mark, lettered, means_before
from tests.journal.figures.made import PAIN, SLEEP, gathered, jan

DOSE = jan(20)


def rated(count, value=4, weekly=False, item=PAIN):
    """Return so many days with a rating, up to the day before the first dose."""
    return [day(DOSE - timedelta(days=back), value, weekly, item) for back in range(count, 0, -1)]


def day(when, value, weekly=False, item=PAIN):
    return when, weekly, {item: value}


def means(*days, first_dose=DOSE):
    """Return the means of the two items; several ratings on a day are several rows of it."""
    return means_before(gathered(sorted(days, key=itemgetter(0))), {PAIN.id, SLEEP.id}, first_dose)


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
    days = [*rated(14), day(DOSE, 9), *rated(13, item=SLEEP)]
    assert means(*days) == {PAIN.id: BeforeMean(4.0, 14)}


def test_the_average_before_is_the_mean_and_says_of_how_many():
    (mean,) = means(*rated(7, 5), *rated(8, 6)).values()
    assert (mean, mean.text) == (BeforeMean(83 / 15, 15), "5.5, n 15")


def test_entries_for_a_week_stand_for_weeks_and_four_are_enough():
    days = [*rated(4, 7, weekly=True), *rated(13, 2), *rated(3, weekly=True, item=SLEEP)]
    assert means(*days) == {PAIN.id: BeforeMean(7.0, 4, weekly=True)}
    assert BeforeMean(7.0, 4, weekly=True).text == "7.0, n 4 weeks"


def test_days_come_before_weeks():
    assert means(*rated(14, 2), *rated(4, 7, weekly=True)) == {PAIN.id: BeforeMean(2.0, 14)}


def test_an_item_that_is_not_asked_for_has_no_average():
    assert means_before(gathered(rated(14)), {SLEEP.id}, DOSE) == {}


def test_without_a_first_dose_there_is_no_time_before_it():
    assert means(*rated(14), first_dose=None) == {}
