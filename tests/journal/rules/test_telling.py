"""The last weeks tell what everything tells, or say that they cannot: over random diaries, and at each boundary."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.doses import StepDay
from journal.rules.findings import LookedAt, all_spans
from journal.rules.spans import Rule, Span
from journal.rules.telling import BEGINNING, Change, Lately, Told, changes, changes_lately, first_day

TODAY = date(2026, 11, 22)
MOOD = RatedItem(1, "Mood", "wellbeing", 0, 10, False)
LOW_MOOD = RatedItem(2, "Low mood", "target", 0, 10, True, 1)
CRAVING = RatedItem(3, "Craving for opioids", "other", 0, 10, True)
TABLETS = RatedItem(4, "Headache medicine today", "other", 0, 1, True)
HEADACHE = RatedItem(5, "Headache", "side_effect", 0, 3, True)
DREAMS = RatedItem(6, "Vivid dreams", "side_effect", 0, 3, True)
ITEMS = (MOOD, LOW_MOOD, CRAVING, TABLETS, HEADACHE, DREAMS)
KEYS = [
    (Rule.MOOD, ""),
    (Rule.CRAVING, ""),
    (Rule.HEADACHE_MEDICINE, ""),
    (Rule.MISSED, ""),
    (Rule.TWELVE_WEEKS, ""),
    *((rule, str(item.id)) for rule in (Rule.SIDE_EFFECT, Rule.EARLY) for item in (HEADACHE, DREAMS)),
]
FIRST = first_day(TODAY)
AWAY = (TODAY - FIRST).days  # how many days ago the last weeks began


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def lately_of(seen: LookedAt, empty: Iterable[date] = ()) -> Lately:
    """Return what is read of a diary, of which some check-ins hold no rating."""
    days = sorted({*empty, *(point.day for points in seen.ratings.values() for point in points)})
    until = days[BEGINNING - 1] if len(days) >= BEGINNING else seen.today
    first = first_day(seen.today)
    ratings = {
        item: [point for point in points if point.day >= first or point.day <= until]
        for item, points in seen.ratings.items()
    }
    said = None if seen.doses is None else [each for each in seen.doses if each[0] >= first]
    return Lately(seen=replace(seen, ratings=ratings, doses=said), first=first, until=until)


def matters(told: Told) -> bool:
    """Return whether it is read: it is open or late enough, or a rule needs it whatever its age."""
    return not told.closed or told.span.last >= FIRST or told.key[0] == Rule.TWELVE_WEEKS


@st.composite
def values(draw: st.DrawFn, top: int) -> dict[int, int]:
    """Return values by how many days ago: runs of one value, with another one now and then, and gaps between."""
    found: dict[int, int] = {}
    day = draw(st.integers(0, 14))
    usual = draw(st.integers(0, top))
    for _ in range(draw(st.integers(1, 4))):
        length = draw(st.integers(1, 16) | st.integers(17, AWAY + 5))
        value = draw(st.just(usual) | st.sampled_from([0, 1, min(2, top), top - 1, top]) | st.integers(0, top))
        other, each = draw(st.just(value) | st.integers(0, top)), draw(st.integers(1, 4))
        step = draw(st.sampled_from([1, 1, 2, 3, 7]))
        for place in range(length):
            found[day + place * step] = other if place % each == each - 1 else value
        day += length * step + draw(st.just(0) | st.integers(0, 9) | st.integers(AWAY - 3, AWAY + 3))
    return found


@st.composite
def diaries(draw: st.DrawFn, items: Sequence[RatedItem], *, doses: bool) -> LookedAt:
    weekly = draw(st.sampled_from([0, 0, 0, 1, 7]))

    def points(item: RatedItem) -> list[Point]:
        by_day = sorted(draw(values(item.high)).items(), reverse=True)
        return [Point(ago(days), value, bool(weekly and days % weekly == 0)) for days, value in by_day]

    said = [(ago(days), ("taken", "missed")[value]) for days, value in sorted(draw(values(1)).items(), reverse=True)]
    day = st.integers(0, 200) | st.integers(AWAY - 2, AWAY + 30)
    steps = sorted(draw(st.lists(day, unique=True, max_size=2)), reverse=True)
    return LookedAt(
        today=TODAY,
        items=items,
        ratings={item.id: points(item) for item in items},
        doses=said if doses else None,
        steps=[StepDay(ago(days), draw(st.sampled_from([1500, 1500, 4500, None]))) for days in steps],
    )


@st.composite
def notices(draw: st.DrawFn, found: Mapping[tuple[Rule, str], Sequence[Span]]) -> list[Told]:
    """Return what was told: of stretches there are, cut or moved, and of some that there are not."""
    spans = [(key, span) for key, each in found.items() for span in each]
    told = []
    for pk in range(draw(st.integers(0, 4))):
        if spans and draw(st.integers(0, 3)):
            key, span = draw(st.sampled_from(spans))
            since = span.since + timedelta(days=draw(st.just(0) | st.integers(-2, (span.last - span.since).days)))
        else:
            key, since = draw(st.sampled_from(KEYS)), ago(draw(st.integers(0, 150)))
        on = min(TODAY, since + timedelta(days=draw(st.integers(0, 20))))
        told.append(Told(pk=pk, key=key, span=Span(since, on), closed=draw(st.booleans())))
    return told


def of_key(change: Change, told: Collection[Told], key: tuple[Rule, str]) -> tuple[list[Span], list[int]]:
    own = {one.pk for one in told if one.key == key}
    return sorted(span for each, span in change.new if each == key), sorted(own & {*change.gone})


LOOKED_AT = {
    "mood": [MOOD],
    "both moods": [MOOD, LOW_MOOD],
    "craving": [CRAVING],
    "headache medicine": [TABLETS],
    "side effect": [HEADACHE],
    "early effect": [DREAMS],
    "several": [MOOD, TABLETS, DREAMS],
    "doses": [],
}


@pytest.mark.parametrize("kind", LOOKED_AT)
@given(data=st.data())
@settings(max_examples=120)
def test_the_last_weeks_never_tell_or_take_back_other_than_everything_does(kind: str, data: st.DataObject) -> None:
    diary = data.draw(diaries(LOOKED_AT[kind], doses=kind in ("doses", "several")))
    found = all_spans(diary)
    told = data.draw(notices(found))
    whole = changes(found, told, TODAY)
    others = data.draw(st.sampled_from([range(0), range(600, 600 + BEGINNING), range(600, 590 + BEGINNING)]))
    lately = lately_of(diary, map(ago, others))
    change, unclear = changes_lately(lately, [one for one in told if matters(one)])
    assert unclear <= found.keys()
    for key in found.keys() - unclear:
        assert of_key(change, told, key) == of_key(whole, told, key), key
    for key in unclear:
        assert of_key(change, told, key) == ([], [])


LONG_AGO = [Point(ago(630 - number), 8) for number in range(BEGINNING)]  # good, and too long ago to be told
STEPS = [StepDay(ago(602), 1500), StepDay(ago(20), 3000)]


def looked_at(item: RatedItem, values: Mapping[int, int], *told: Told, before: Sequence[Point] = ()) -> Lately:
    """Return a diary of years of which an item was rated so, by how many days ago."""
    points = [Point(ago(days), value) for days, value in sorted(values.items(), reverse=True)]
    diary = LookedAt(today=TODAY, items=[item], ratings={item.id: [*before, *points]}, steps=STEPS)
    return lately_of(diary, (point.day for point in LONG_AGO))


def told_of(rule: Rule, since: int, on: int, item: RatedItem | None = None, *, closed: bool = True) -> Told:
    return Told(pk=1, key=(rule, str(item.id) if item else ""), span=Span(ago(since), ago(on)), closed=closed)


def answer(lately: Lately, *told: Told) -> tuple[list[tuple[Rule, int, int]], list[int], set[Rule]]:
    change, unclear = changes_lately(lately, told)
    new = [(key[0], (TODAY - span.since).days, (TODAY - span.last).days) for key, span in change.new]
    return new, change.gone, {rule for rule, _ in unclear}


SETTLED: tuple[list[tuple[Rule, int, int]], list[int], set[Rule]] = ([], [], set())


def test_the_last_weeks_reach_back_for_the_longest_rule_from_the_first_day_that_is_still_told() -> None:
    assert AWAY == 13 + 29


def test_an_episode_that_began_in_the_last_weeks_is_told_and_one_from_before_is_looked_up() -> None:
    moderate = dict.fromkeys(range(AWAY), 2)
    assert answer(looked_at(HEADACHE, moderate | {AWAY: 0})) == ([(Rule.SIDE_EFFECT, AWAY - 1, 0)], [], set())
    longer = moderate | {AWAY: 2, AWAY + 1: 0}
    assert answer(looked_at(HEADACHE, longer))[2] == {Rule.SIDE_EFFECT}


@pytest.mark.parametrize(("on", "unclear"), [(AWAY, set()), (AWAY + 1, {Rule.SIDE_EFFECT})])
def test_an_episode_from_before_that_was_told_within_the_last_weeks_is_settled(on: int, unclear: set[Rule]) -> None:
    lately = looked_at(HEADACHE, dict.fromkeys(range(90), 2))
    assert answer(lately, told_of(Rule.SIDE_EFFECT, 75, on, HEADACHE)) == ([], [], unclear)


def test_what_was_severe_at_baseline_is_never_told_whatever_nobody_read() -> None:
    severe = dict.fromkeys(range(AWAY + 9), 3)
    assert answer(looked_at(HEADACHE, severe, before=[Point(ago(610), 3)])) == SETTLED
    assert answer(looked_at(HEADACHE, severe, before=[Point(ago(610), 2)]))[2] == {Rule.SIDE_EFFECT}


def test_an_open_notice_of_the_last_weeks_goes_and_an_older_one_is_looked_up() -> None:
    mild = {AWAY: 0, 5: 1, 0: 1}
    for since, expected in ((AWAY, ([], [1], set())), (AWAY + 1, ([], [], {Rule.SIDE_EFFECT}))):
        told = told_of(Rule.SIDE_EFFECT, since, since - 1, HEADACHE, closed=False)
        assert answer(looked_at(HEADACHE, mild), told) == expected


def test_early_effects_that_may_have_begun_before_are_looked_up() -> None:
    lately = looked_at(DREAMS, dict.fromkeys(range(AWAY + 1), 1))
    assert Rule.EARLY in answer(lately)[2]
    assert answer(looked_at(DREAMS, {AWAY: 0} | dict.fromkeys(range(AWAY), 1))) == SETTLED


def test_a_drop_of_mood_needs_the_patients_own_mood() -> None:
    low = dict.fromkeys(range(7), 5) | dict.fromkeys(range(7, AWAY + 1), 8)
    assert answer(looked_at(MOOD, low, before=LONG_AGO)) == ([(Rule.MOOD, 6, 0)], [], set())
    assert answer(looked_at(MOOD, low))[2] == {Rule.MOOD}
    assert answer(looked_at(MOOD, low | {6: 8})) == SETTLED  # six in a row, whatever the own mood is


def test_a_drop_of_mood_from_before_the_last_weeks_is_looked_up_unless_it_was_told() -> None:
    lately = looked_at(MOOD, dict.fromkeys(range(60), 5), before=LONG_AGO)
    assert answer(lately)[2] == {Rule.MOOD}
    assert answer(lately, told_of(Rule.MOOD, 53, AWAY)) == SETTLED
    assert answer(lately, told_of(Rule.MOOD, 53, AWAY + 1))[2] == {Rule.MOOD}


@pytest.mark.parametrize(("before", "unclear"), [(6, set()), (5, {Rule.MOOD})])
def test_low_mood_after_few_answers_is_looked_up(before: int, unclear: set[Rule]) -> None:
    values = dict.fromkeys(range(4), 1) | {14 + number: 8 for number in range(before)}
    assert answer(looked_at(MOOD, values, before=LONG_AGO))[2] == unclear


def test_headache_medicine_is_counted_over_all_days_of_a_month_that_is_still_told() -> None:
    days = [13, *range(40, 31, -1)]
    assert answer(looked_at(TABLETS, dict.fromkeys([*days, 13 + 29], 1)))[2] == {Rule.HEADACHE_MEDICINE}
    assert answer(looked_at(TABLETS, dict.fromkeys(range(10), 1))) == ([(Rule.HEADACHE_MEDICINE, 9, 0)], [], set())
    assert answer(looked_at(TABLETS, dict.fromkeys(range(9), 1))) == SETTLED


def test_craving_is_looked_up_unless_it_was_told_within_the_last_weeks() -> None:
    lately = looked_at(CRAVING, {AWAY: 2, 0: 2})
    assert answer(lately)[2] == {Rule.CRAVING}
    assert answer(lately, told_of(Rule.CRAVING, AWAY + 5, AWAY)) == SETTLED
    assert answer(looked_at(CRAVING, {0: 2}), told_of(Rule.CRAVING, AWAY, AWAY - 1))[2] == {Rule.CRAVING}


@pytest.mark.parametrize(
    ("first", "expected"), [("taken", ([(Rule.MISSED, 2, 0)], [], set())), ("missed", ([], [], {Rule.MISSED}))]
)
def test_missed_doses_that_may_have_begun_before_are_looked_up(first: str, expected: object) -> None:
    said = [(ago(AWAY), first), *((ago(days), "missed") for days in (2, 1, 0))]
    assert answer(lately_of(LookedAt(today=TODAY, doses=said))) == expected


def test_twelve_weeks_are_told_and_taken_back_by_the_steps_alone() -> None:
    steps = [StepDay(ago(84), 4500)]
    lately = lately_of(LookedAt(today=TODAY, steps=steps))
    assert answer(lately) == ([(Rule.TWELVE_WEEKS, 84, 0)], [], set())
    assert answer(lately, told_of(Rule.TWELVE_WEEKS, 84, 0)) == SETTLED
    other = lately_of(LookedAt(today=TODAY, steps=[*steps, StepDay(ago(3), 3000)]))
    assert answer(other, told_of(Rule.TWELVE_WEEKS, 84, 0, closed=False)) == ([], [1], set())
