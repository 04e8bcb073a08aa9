"""Episodes of a side effect: when it began, how bad, and what is known of its end."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.figures.episodes import KNOWN_FOR, Episode, State, distance, episodes_of, severity
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from tests.journal.figures.made import HEADACHE, SLEEP, jan, off, phases, step

YES_NO = RatedItem(9, "Tooth", "side_effect", 0, 1, True)
OWN = RatedItem(8, "Appetite", "side_effect", -3, 0, False)
ZERO_TO_TEN = RatedItem(7, "Burning", "side_effect", 0, 10, True)
LATE = jan(31)


def rated(*values: int | None, first: int = 1, weekly: bool = False) -> list[Point]:
    """Return one rating a day from a day of January; None is a day without an answer."""
    days = enumerate(values, start=first)
    return [Point(jan(day), value, weekly) for day, value in days if value is not None]


def told(item: RatedItem, points: list[Point], seen_from: date = LATE) -> list[tuple[int, int, int, int, str]]:
    """Return each episode as first day, last day, worst, days, state."""
    return [
        (episode.began.day, episode.last_day.day, episode.worst, episode.days, episode.state.value)
        for episode in episodes_of(item, points, seen_from)
    ]


def test_an_episode_runs_from_the_first_rating_with_it_to_the_rating_that_says_none():
    assert told(HEADACHE, rated(0, 1, 3, 2, 0, 0)) == [(2, 4, 3, 3, "gone")]


def test_none_between_makes_two_episodes():
    assert told(HEADACHE, rated(1, 0, 2, 0)) == [(1, 1, 1, 1, "gone"), (3, 3, 2, 1, "gone")]


def test_a_gap_in_logging_ends_nothing():
    assert told(HEADACHE, rated(2, *[None] * 20, 1, 0)) == [(1, 22, 2, 2, "gone")]


def test_without_a_rating_of_none_an_old_episode_is_unknown_and_not_gone():
    assert told(HEADACHE, rated(2)) == [(1, 1, 2, 1, "unknown")]


@pytest.mark.parametrize(("seen_from", "state"), [(10, "still there"), (16, "still there"), (17, "unknown")])
def test_an_answer_is_known_for_seven_days(seen_from, state):
    assert told(HEADACHE, rated(1, first=10), jan(seen_from)) == [(10, 10, 1, 1, state)]


def test_ratings_after_the_day_that_is_looked_from_do_not_count():
    assert told(HEADACHE, rated(1, 1, 0), jan(2)) == [(1, 2, 1, 2, "still there")]


def test_never_rated_or_only_none_is_no_episode():
    assert (told(HEADACHE, []), told(HEADACHE, rated(0, 0))) == ([], [])


def test_a_rating_for_a_week_stands_for_its_days():
    weeks = [Point(jan(day), 2, True) for day in (7, 14, 21)]
    assert told(HEADACHE, weeks, jan(21)) == [(7, 21, 2, 21, "still there")]


def test_a_rating_for_a_week_does_not_stand_for_days_that_were_rated_themselves():
    assert told(HEADACHE, [Point(jan(5), 0), Point(jan(7), 2, True)], jan(7)) == [(7, 7, 2, 2, "still there")]


def test_where_higher_is_better_the_good_end_is_the_high_one():
    assert told(OWN, rated(0, -1, -3, -1, 0)) == [(2, 4, -3, 3, "gone")]


def test_words_say_when_it_began_and_how_it_stands():
    steps = phases(step(3, mg=1.5), step(10, mg=3), off(20))
    points = rated(1, 0, None, None, 2, 0, first=1) + rated(3, first=12) + rated(1, first=24)
    found = episodes_of(HEADACHE, points, jan(31), steps)
    assert [(episode.began_text, episode.worst_text, episode.state_text) for episode in found] == [
        ("1 Jan 2026, Before LDN", "mild (1)", "gone: rated none on 2 Jan 2026"),
        ("5 Jan 2026, day 3 of 1.5 mg", "moderate (2)", "gone: rated none on 6 Jan 2026"),
        ("12 Jan 2026, day 3 of 3 mg", "severe (3)", "unknown: last rated on 24 Jan 2026"),
    ]


def test_words_say_that_a_weekly_answer_does_not_know_the_day():
    found = episodes_of(HEADACHE, [Point(jan(7), 1, True)], jan(7), phases(step(3)))
    assert [(episode.began_text, episode.state_text) for episode in found] == [
        ("in the week to 7 Jan 2026, day 5 of 4.5 mg", "still there on 7 Jan 2026")
    ]


def test_a_day_outside_every_phase_is_a_day_alone():
    assert [episode.began_text for episode in episodes_of(HEADACHE, rated(1), jan(1))] == ["1 Jan 2026"]


@pytest.mark.parametrize(
    ("item", "severities"),
    [
        (HEADACHE, {0: 0, 1: 1, 2: 2, 3: 3}),
        (ZERO_TO_TEN, {0: 0, 1: 1, 3: 1, 4: 2, 6: 2, 7: 3, 10: 3}),
        (OWN, {0: 0, -1: 1, -2: 2, -3: 3}),
        (SLEEP, {10: 0, 9: 1, 7: 1, 6: 2, 4: 2, 3: 3, 0: 3}),
        (YES_NO, {0: None, 1: None}),
        (replace(HEADACHE, high=2), {0: None, 2: None}),
    ],
)
def test_severity_follows_scale_and_direction(item, severities):
    assert {value: severity(item, value) for value in severities} == severities


def test_a_value_off_the_scale_is_none_or_severe():
    assert [severity(HEADACHE, value) for value in (-5, 9)] == [0, 3]


points_of_items = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 3), st.booleans()), max_size=40, unique_by=lambda point: point[0]
).map(lambda points: [Point(date(2026, 1, 1) + timedelta(days=day), *rest) for day, *rest in sorted(points)])
lookers = st.integers(0, 250).map(lambda day: date(2026, 1, 1) + timedelta(days=day))


@given(points_of_items, lookers)
def test_every_rating_with_it_is_in_exactly_one_episode(points, seen_from):
    found = episodes_of(HEADACHE, points, seen_from)
    spells = [(spell.day, spell.value) for episode in found for spell in episode.spells]
    assert spells == [(day, value) for day, value, _ in points if value and day <= seen_from]


@given(points_of_items, lookers)
def test_episodes_are_apart_and_only_the_last_one_is_not_gone(points, seen_from):
    found = episodes_of(HEADACHE, points, seen_from)
    for earlier, later in pairwise(found):
        assert earlier.gone_on is not None
        assert earlier.last_day < earlier.gone_on < later.began
    said_none = {day for day, value, _ in points if not value}
    assert {episode.gone_on for episode in found} - said_none <= {None}


@given(points_of_items, lookers)
def test_an_episode_never_counts_more_days_than_there_were(points, seen_from):
    for episode in episodes_of(HEADACHE, points, seen_from):
        span = (episode.last_day - episode.began).days + 1
        assert 1 <= episode.days <= span + 6
        assert len(episode.spells) <= episode.days


@given(points_of_items, lookers)
def test_unknown_is_said_only_when_nothing_was_said_for_a_week(points, seen_from):
    for episode in episodes_of(HEADACHE, points, seen_from):
        old = (seen_from - episode.last_day).days >= KNOWN_FOR
        assert episode.state == (State.GONE if episode.gone_on else State.UNKNOWN if old else State.THERE)


@given(points_of_items, lookers)
def test_a_scale_turned_around_has_the_same_episodes(points, seen_from):
    turned = replace(HEADACHE, lower_is_better=False)
    other_way = [Point(day, 3 - value, weekly) for day, value, weekly in points]

    def shape(episode: Episode) -> tuple[object, ...]:
        return episode.began, episode.last_day, episode.days, distance(episode.item, episode.worst), episode.state

    assert list(map(shape, episodes_of(HEADACHE, points, seen_from))) == list(
        map(shape, episodes_of(turned, other_way, seen_from))
    )
