"""Then and now around the last visit, whole values on both sides of each boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.comparisons.since import Change, EffectChange, Line, Passing, look_back
from journal.comparisons.summary import Summary, summarise
from journal.comparisons.verdicts import Kind
from journal.comparisons.windows import since_last_visit
from journal.comparisons.wording import sentences
from journal.figures.days import LoggedDays
from journal.figures.phases import Phase, Step
from journal.figures.ratings import RatedItem
from tests.journal.comparisons.points import DAY, PAIN, SLEEP, points
from tests.journal.figures.made import gathered

VISIT = DAY + timedelta(days=20)
TODAY = VISIT + timedelta(days=40)
WINDOWS = since_last_visit(TODAY, VISIT, None)
HEADACHE = RatedItem(9, "Headache", "side_effect", 0, 3, True)
WIGGLE = [1, -1, 0, 1, 0, -1, 0]


def window(first: date, level: int, n: int = 14):
    return points([level + WIGGLE[day % 7] for day in range(n)], first)


def both(then: int, now: int, n_then: int = 14, n_now: int = 14):
    """Ratings in the 14 days before the visit and in the last 14."""
    return window(WINDOWS.then.first_day, then, n_then) + window(WINDOWS.now.first_day, now, n_now)


def logged(rated) -> LoggedDays:
    return gathered((point.day, point.weekly, {PAIN: point.value}) for point in rated)


def step_on(day: date, label: str = "3 mg") -> Phase:
    return Phase(1, label, day, TODAY, (Step(day, "increase", "increase", 3000, label, "21:00", 1, ""),))


def look(rated, phases=(), items=(PAIN,), windows=WINDOWS, **options):
    return look_back(windows, logged(rated), phases, items, {PAIN.id: rated}, **options)


def test_headline_is_told_then_and_now_with_its_range():
    found = look(both(7, 4))
    assert (found.logged_then, found.logged_now, found.too_few, found.withheld) == (14, 14, False, "")
    assert found.lines == (Line(PAIN, summarise(PAIN, window(DAY, 7)), summarise(PAIN, window(DAY, 4))),)
    assert found.lines[0].direction == "lower, towards better"
    assert (found.headline.kind, round(found.headline.difference.change)) == (Kind.CHANGE, -3)


@pytest.mark.parametrize(("n", "too_few"), [(6, True), (7, False)])
@pytest.mark.parametrize("side", ["n_then", "n_now"])
def test_seven_logged_days_on_either_side_are_needed(n, too_few, side):
    found = look(both(7, 4, **{side: n}))
    assert found.too_few is too_few
    assert ("it needs 7 rated days" in found.withheld) is too_few
    assert found.lines[0].direction == ("rated on too few days to compare" if too_few else "lower, towards better")


REACH = "No likely range: from the first rated day to the last it needs 13 of the 14 days, on either side."


@pytest.mark.parametrize(("last", "withheld"), [(14, ""), (13, ""), (12, REACH), (10, REACH), (7, REACH)])
@pytest.mark.parametrize("side", ["n_then", "n_now"])
def test_rated_days_in_a_block_have_no_range(last, withheld, side):
    found = look(both(7, 4, **{side: last}))
    assert (found.withheld, found.headline is None) == (withheld, bool(withheld))


@pytest.mark.parametrize(("gap", "kind"), [(range(6, 9), Kind.CHANGE), (range(1, 13, 2), Kind.SCATTERED)])
def test_rated_days_that_reach_over_the_window_have_one_where_they_follow_each_other(gap, kind):
    missing = {window.first_day + timedelta(days=day) for window in (WINDOWS.then, WINDOWS.now) for day in gap}
    found = look([point for point in both(7, 4) if point.day not in missing])
    assert (found.withheld, found.headline.kind, found.headline.overlap) == ("", kind, None)
    assert sentences(found.headline)[0].startswith(
        "No likely range: too few" if kind is Kind.SCATTERED else "Widespread pain went"
    )


def test_entries_for_a_week_are_too_few_and_not_too_close():
    weekly = [point._replace(weekly=point.day == WINDOWS.then.last_day) for point in both(7, 4, n_then=14)]
    assert (look(weekly).withheld, look(weekly).headline.kind) == ("", Kind.TOO_FEW)


@pytest.mark.parametrize(
    ("item", "then", "now", "words"),
    [
        (PAIN, 4, 7, "higher, towards worse"),
        (PAIN, 4, 4, "the same median"),
        (SLEEP, 4, 7, "higher, towards better"),
        (SLEEP, 7, 4, "lower, towards worse"),
    ],
)
def test_direction_is_told_in_words(item, then, now, words):
    assert Line(item, summarise(item, window(DAY, then)), summarise(item, window(DAY, now))).direction == words


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ([5, 6, 5, 6, 5, 6, 5] * 2, [5, 6, 6, 6, 5, 6, 5] * 2, "higher, no clear change"),
        ([5, 6] * 7, [5, 6] * 7, "the same median, no clear change"),
        ([7, 8] * 7, [3, 4] * 7, "lower, towards better"),
    ],
)
def test_headline_without_a_clear_change_is_neither_better_nor_worse(then, now, words):
    found = look(points(then, WINDOWS.then.first_day) + points(now, WINDOWS.now.first_day))
    assert [direction for _, direction in found.told] == [words]
    assert found.direction(found.lines[0]) == words


def test_only_rated_in_one_window_is_not_compared():
    assert Line(PAIN, None, Summary(9, 4, 4, 4, 4, 4, 0)).direction == "rated on too few days to compare"


@pytest.mark.parametrize(
    ("days_since", "withheld"), [(28, ""), (27, "No likely range: it needs 14 days on either side.")]
)
def test_shrunk_windows_have_no_range(days_since, withheld):
    windows = since_last_visit(VISIT + timedelta(days=days_since), VISIT, None)
    rated = points([7 + WIGGLE[day % 7] for day in range(60)])
    assert look(rated, windows=windows).withheld == withheld


@pytest.mark.parametrize(("before_now", "withheld"), [(7, False), (6, True)])
def test_first_seven_days_of_a_step_withhold_the_range(before_now, withheld):
    found = look(both(7, 4), [step_on(WINDOWS.now.first_day - timedelta(days=before_now))])
    assert (found.headline is None, bool(found.withheld)) == (withheld, withheld)


@pytest.mark.parametrize(("day", "told"), [(-1, False), (0, True), (39, True), (40, True), (41, False)])
def test_dose_changes_from_the_visit_to_today_are_told(day, told):
    phase = step_on(VISIT + timedelta(days=day))
    assert look(both(7, 4), [phase]).steps == (phase.steps if told else ())


def test_switched_off_there_is_no_range_and_the_counts_stay():
    found = look(both(7, 4), show_differences=False)
    assert (found.headline, found.withheld, len(found.lines), found.show_differences) == (None, "", 1, False)


def test_at_most_five_lines_in_the_order_of_the_items():
    items = [replace(SLEEP, id=number, name=str(number)) for number in range(20, 27)]
    rated = both(7, 4)
    found = look_back(WINDOWS, logged(rated), (), [PAIN, *items], {item.id: rated for item in [PAIN, *items]})
    assert [line.item.name for line in found.lines] == ["Widespread pain", "20", "21", "22", "23"]


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ([0, 0], [0, 2], (Change.NEW, "none (0)", "moderate (2)")),
        ([1, 0], [0, 0], (Change.GONE, "mild (1)", "none (0)")),
        ([1, 0], [2, 1], (Change.WORSE, "mild (1)", "moderate (2)")),
        ([2], [], (Change.UNKNOWN, "moderate (2)", "not rated")),
        ([], [1], (Change.UNKNOWN, "not rated", "mild (1)")),
        ([2], [2], None),
        ([2], [1], None),
        ([0], [], None),
        ([], [0], None),
        ([0], [0], None),
    ],
)
def test_side_effects_are_new_worse_gone_or_unknown(then, now, expected):
    rated = points(then, WINDOWS.then.first_day) + points(now, WINDOWS.now.first_day)
    found = look_back(WINDOWS, LoggedDays(), (), [HEADACHE], {HEADACHE.id: rated}).effects
    assert found == ((EffectChange(HEADACHE, *expected),) if expected else ())


BETWEEN = WINDOWS.then.last_day + timedelta(days=1)


@pytest.mark.parametrize(
    ("then", "within", "now", "expected"),
    [
        ([0, 0], [2, 0, 1], [0, 0], ("moderate (2)", 2, 0, 2)),
        ([], [0, 1], [], ("mild (1)", 1, 1, 1)),
        ([1], [2], [0], ("moderate (2)", 1, 0, 0)),
        ([0], [2], [2], None),
        ([2], [1], [0], None),
        ([0], [0], [0], None),
        ([0], [], [0], None),
    ],
)
def test_side_effect_that_was_worse_between_than_in_either_window_is_named(then, within, now, expected):
    rated = points(then, WINDOWS.then.first_day) + points(within, BETWEEN) + points(now, WINDOWS.now.first_day)
    found = look_back(WINDOWS, LoggedDays(), (), [HEADACHE], {HEADACHE.id: rated}).passing
    if expected is None:
        assert found == ()
        return
    worst, days, first, last = expected
    assert found == (Passing(HEADACHE, worst, days, BETWEEN + timedelta(days=first), BETWEEN + timedelta(days=last)),)


def test_last_day_of_then_and_first_day_of_now_lie_not_between():
    first, last = WINDOWS.between
    for day, named in (
        (first, True),
        (last, True),
        (first - timedelta(days=1), False),
        (last + timedelta(days=1), False),
    ):
        found = look_back(WINDOWS, LoggedDays(), (), [HEADACHE], {HEADACHE.id: points([2], day)})
        assert bool(found.passing) == named


def test_windows_that_touch_have_nothing_between():
    windows = since_last_visit(VISIT + timedelta(days=14), VISIT, None)
    assert windows.between == (VISIT, VISIT + timedelta(days=6))
    touching = replace(windows, now=replace(windows.now, first_day=VISIT))
    found = look_back(
        touching, LoggedDays(), (), [HEADACHE], {HEADACHE.id: points([2] * 30, VISIT - timedelta(days=10))}
    )
    assert found.passing == ()
