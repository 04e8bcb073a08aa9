import statistics
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from journal.figures.ratings import Figures, RatedItem, Tally, count_ratings, median_of_counts
from tests.journal.figures.made import HEADACHE, PAIN, SLEEP, jan


def tally(value, count=1, first=1, last=1):
    return Tally(1, 1, value, count, jan(first), jan(last))


@pytest.mark.parametrize(
    ("counts", "median"),
    [
        ([(4, 1)], 4),
        ([(4, 1), (5, 1)], 4.5),
        ([(4, 1), (9, 1)], 6.5),
        ([(4, 2), (5, 1)], 4),
        ([(0, 3), (10, 3)], 5),
        ([(0, 4), (10, 3)], 0),
        ([(-3, 1), (0, 1)], -1.5),
    ],
)
def test_median_is_the_middle_or_the_mean_of_the_middle_two(counts, median):
    assert median_of_counts(counts) == median


def test_median_agrees_with_the_standard_library():
    random = Random(1)
    for _ in range(200):
        values = [random.randint(-3, 10) for _ in range(random.randint(1, 30))]
        assert median_of_counts(sorted(Counter(values).items())) == statistics.median(values)


def test_figures_of_ratings_where_lower_is_better():
    tallies = [tally(6, 2, 3, 9), tally(0, 1, 4, 4), tally(8, 1, 2, 2)]
    assert count_ratings(PAIN, tallies) == Figures(
        n=4, median=6, lowest=0, highest=8, worst=8, days_with=3, first_with=jan(2), last_with=jan(9)
    )


def test_worst_is_the_minimum_and_none_of_it_the_top_where_higher_is_better():
    tallies = [tally(10, 1, 1, 1), tally(7, 1, 5, 5)]
    assert count_ratings(SLEEP, tallies) == Figures(
        n=2, median=8.5, lowest=7, highest=10, worst=7, days_with=1, first_with=jan(5), last_with=jan(5)
    )


def test_only_none_is_no_day_with_it():
    assert count_ratings(HEADACHE, [tally(0, 9, 1, 9)]) == Figures(9, 0, 0, 0, 0, 0, None, None)


def test_the_good_end_of_a_scale_below_zero_is_its_low_end():
    item = RatedItem(4, "Balance", "other", -3, 0, True)
    assert count_ratings(item, [tally(-3), tally(0, 2, 2, 6)]).days_with == 2


def test_nothing_answered_is_no_figure():
    assert count_ratings(PAIN, []) == Figures()
    assert Figures().median_text == ""


def test_median_text_has_at_most_one_decimal():
    assert (Figures(1, 6.0).median_text, Figures(2, 5.5).median_text) == ("6", "5.5")


def test_ends_and_values_are_said_in_words():
    yes_no = RatedItem(5, "Lapse", "craving", 0, 1, True)
    assert (PAIN.low_text, PAIN.high_text, PAIN.value_text(7)) == ("0 none", "10 worst", "7")
    assert replace(PAIN, low=-50).low_text == "-50 best"
    assert (SLEEP.low_text, SLEEP.high_text) == ("0 worst", "10 best")
    assert (HEADACHE.low_text, HEADACHE.high_text, HEADACHE.value_text(2)) == ("0 none", "3 severe", "moderate (2)")
    assert (yes_no.value_text(1), yes_no.value_text(5)) == ("yes (1)", "5")
    assert RatedItem(6, "Rest", "other", 0, 3, False).value_text(3) == "3"


def test_direction_headline_and_kind_of_an_item():
    assert (PAIN.direction_text, SLEEP.direction_text) == ("lower is better", "higher is better")
    assert (PAIN.is_headline, SLEEP.is_headline) == (True, False)
    assert (HEADACHE.is_side_effect, PAIN.is_side_effect) == (True, False)
