"""How often each rule says "changed" when the truth is known. `make calibrate` does the same with more diaries."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy import stats

from journal.comparisons.difference import difference
from journal.comparisons.drift import fit_step_and_drift
from journal.comparisons.since import look_back
from journal.comparisons.steps import compare_steps
from journal.comparisons.verdicts import LEAST_PAIRS, Kind
from journal.comparisons.windows import since_last_visit
from journal.figures.days import LoggedDays
from journal.figures.phases import WASH_IN_DAYS, Phase, Step
from journal.figures.series import Point
from tests.architecture import ROOT
from tests.calibration.bound import bound
from tests.calibration.patterns import drawn, in_phases, in_windows, phases, side_by_side, windows, with_a_gap
from tests.calibration.published import DROPS, PUBLISHED, most, power, sooner
from tests.calibration.rules import changes, enough, naive, pairs, says_changed, says_lower, three_days
from tests.calibration.series import VISIT, Diaries, Truth, simulate, since_visit
from tests.journal.comparisons.points import DAY, PAIN

RUNS, SEED = 4000, 20261126
MANY, MANY_SEED = 20_000, 1  # as many as docs/calibration.md, so that no allowance for chance is needed
STEP = (Step(DAY, "increase", "increase", 3000, "3 mg", "21:00", 1, ""),)
LIKENESS, DAYS = (0.0, 0.3, 0.5, 0.7), (14, 28, 56)


def points_of(values: np.ndarray, logged: np.ndarray, first: int) -> list[Point]:
    return [
        Point(DAY + timedelta(days=first + day), float(value))  # type: ignore[arg-type]
        for day, (value, there) in enumerate(zip(values, logged, strict=True))
        if there
    ]


def sides(diaries: Diaries, row: int) -> tuple[list[Point], list[Point]]:
    (before, there), (after, later) = diaries.before, diaries.after
    return points_of(before[row], there[row], 0), points_of(after[row], later[row], diaries.days + diaries.between)


@pytest.mark.parametrize("washed_in", [0, 5, 7])
@pytest.mark.parametrize("gaps", [0, 0.3])
@pytest.mark.parametrize("rounded", [False, True])
def test_the_rule_with_arrays_is_that_of_the_package(gaps, rounded, washed_in):
    truth = Truth(likeness=0.5, days=20, gaps=gaps, rounded=rounded, drop=0.7, washed_in=washed_in)
    diaries = simulate(truth, 60, SEED)
    change, half = changes(diaries)
    for row in range(60):
        found = difference(*sides(diaries, row))
        assert (found.change, found.half_width) == (pytest.approx(change[row]), pytest.approx(half[row]))
        assert found.is_clear == says_changed(diaries)[row]


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("likeness", LIKENESS)
@pytest.mark.parametrize("rounded", [False, True])
def test_changed_is_seldom_said_when_nothing_changed(likeness, days, rounded):
    told = says_changed(simulate(Truth(likeness=likeness, days=days, rounded=rounded), MANY, MANY_SEED)).mean()
    assert told <= 0.08


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("likeness", LIKENESS)
def test_changed_is_seldom_said_with_gaps_and_whole_numbers(likeness, days):
    told = says_changed(simulate(Truth(likeness=likeness, days=days, gaps=0.3, rounded=True), RUNS, SEED)).mean()
    assert told <= 0.12


def test_the_naive_test_is_scipys():
    diaries = simulate(Truth(likeness=0.5, days=20), 200, SEED)
    (before, _), (after, _) = diaries.before, diaries.after
    assert (naive(diaries) == (stats.ttest_ind(before, after, axis=1).pvalue < 0.05)).all()


@pytest.mark.parametrize("likeness", LIKENESS[1:])
def test_naive_test_says_it_far_more_often(likeness):
    diaries = simulate(Truth(likeness=likeness, days=28), RUNS, SEED)
    assert naive(diaries).mean() > 2 * says_changed(diaries).mean()
    assert three_days(diaries).mean() > 0.4


# Where the published power is missed, by so much and no more; docs/calibration.md says so and why. The published
# shares are full per cents, so that half a point is nothing.
SHORT = {(14, 1.5): 0.025, (14, 1.5, "whole"): 0.04, (56, 0.5, "whole"): 0.02}
SHORT |= {(28, 0.5, "whole"): 0.01, (28, 1.5, "whole"): 0.015, (56, 1.0, "whole"): 0.01}


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("place", range(len(DROPS)))
@pytest.mark.parametrize("whole", [(), ("whole",)], ids=str)
def test_a_drop_is_found_as_often_as_published_but_for_what_the_document_admits(days, place, whole):
    drop, published = DROPS[place], PUBLISHED[days][place]
    found = power(days, drop, MANY, MANY_SEED, rounded=bool(whole))
    assert found >= published - SHORT.get((days, drop, *whole), 0.005)


def test_the_document_says_what_is_short_of_the_published_power():
    page = (ROOT / "docs" / "calibration.md").read_text()
    for (days, drop, *whole), allowed in SHORT.items():
        found = power(days, drop, MANY, MANY_SEED, rounded=bool(whole))
        published = PUBLISHED[days][DROPS.index(drop)]
        assert 0 < published - found <= allowed, "no longer short, or by more: the document and this list are old"
        [row] = [
            line for line in page.splitlines() if line.startswith(f"| {days} | {drop:g} SD | {100 * published:.0f} % ")
        ]
        assert row.split(" | ")[4 if whole else 3] == f"{100 * found:.1f} %"


def test_reaching_the_published_power_would_break_the_bar_of_false_changes():
    fell, same = Truth(likeness=0.3, days=14, drop=1.5), Truth(likeness=0.7, days=14)
    assert sooner(fell, MANY, MANY_SEED)[0].mean() >= 0.73
    assert sooner(same, MANY, MANY_SEED)[1].mean() > 0.08


def test_no_rule_of_this_kind_reaches_the_published_power_of_days_apart():
    washed_in = most(lambda truth: simulate(replace(truth, washed_in=WASH_IN_DAYS), MANY, MANY_SEED))
    since = most(lambda truth: since_visit(truth, 28, MANY, MANY_SEED))
    assert all(ours < best < 0.73 for best, ours in (washed_in, since))


def test_bound_on_power_is_above_the_power_of_a_rule_that_keeps_to_the_bar():
    best, ours = most(lambda truth: simulate(truth, MANY, MANY_SEED))
    assert ours < best < 0.75


def test_bound_is_all_or_the_bar_where_the_diaries_are_clear():
    far, near = (simulate(Truth(likeness=0, days=14, drop=drop), MANY, MANY_SEED) for drop in (20.0, 0.0))
    assert bound(far, [near], [0.0]) == 1
    # Diaries in which nothing changed cannot be told from themselves: half of the 8 % lies below zero.
    assert 0.04 <= bound(near, [near], [0.5]) < 0.06


def test_the_range_since_a_visit_with_arrays_is_that_of_the_page():
    every = since_visit(Truth(likeness=0.5, days=14, gaps=0.3, drop=1), 40, 60, SEED)
    windows = since_last_visit(VISIT + timedelta(days=40), VISIT, None)
    starts = [(window.first_day - DAY).days for window in (windows.then, windows.now)]
    told = []
    for row in range(60):
        sides = zip((every.before, every.after), starts, strict=True)
        rated = [point for (values, there), first in sides for point in points_of(values[row], there[row], first)]
        found = look_back(windows, LoggedDays(), [], [PAIN], {PAIN.id: rated}).headline
        told += [found] if found and found.difference else []
    change, half = changes(enough(every))
    assert 0 < len(told) < 60
    assert [each.difference.change for each in told] == pytest.approx(list(change))
    assert [each.difference.half_width for each in told] == pytest.approx(list(half))
    assert [each.kind is Kind.CHANGE for each in told] == list(says_changed(enough(every)))


@pytest.mark.parametrize("days", [28, 56, 112])
@pytest.mark.parametrize("likeness", [0.0, 0.5, 0.7])
def test_changed_is_seldom_said_with_regular_gaps_where_a_range_is_given(likeness, days):
    told = {}
    for name, (before, after) in phases(days).items():
        diaries = in_phases(likeness, before, after, MANY, MANY_SEED)
        if pairs(diaries)[0] >= LEAST_PAIRS:
            told[name] = says_changed(diaries).mean()
    assert "every second day" not in told
    assert (len(told) >= 11, max(told.values()) <= 0.08) == (True, True), told


@pytest.mark.parametrize(("likeness", "least"), [(0.5, 0.09), (0.7, 0.2)])
@pytest.mark.parametrize("days", [28, 56])
def test_without_days_that_follow_each_other_it_would_be_said_too_often(likeness, least, days):
    """Why the range is withheld: every second day has no pair, one more day two of them a phase."""
    assert says_changed(in_phases(likeness, *phases(days)["every second day"], MANY, MANY_SEED)).mean() > least
    one_more = in_phases(0.7, *phases(56)["every second day and 1 more"], MANY, MANY_SEED)
    assert (pairs(one_more)[0], says_changed(one_more).mean() > 0.08) == (4, True)


@pytest.mark.parametrize("likeness", [0.0, 0.5, 0.7])
def test_changed_is_seldom_said_of_blocks_since_a_visit_where_a_range_is_given(likeness):
    told, withheld = {}, {}
    for name, there in windows().items():
        diaries = in_windows(likeness, there, MANY, MANY_SEED)
        (told if len(enough(diaries).values) else withheld)[name] = says_changed(diaries).mean()
    alone = {name: share for name, share in told.items() if "alone" in name}
    assert max(share for name, share in told.items() if name not in alone) <= 0.08, told
    assert max(alone.values()) <= 0.10, "docs/calibration.md says that these are above 8 %"
    assert {"the last 7 days", "the last 10 days", "the last 12 days"} <= set(withheld)
    if likeness == 0.7:
        assert all(withheld[f"the last {length} days"] > 0.08 for length in range(7, 13))


@pytest.mark.parametrize("gap", [1, 2, 4, 7])
def test_changed_is_seldom_said_since_a_visit_with_a_gap_anywhere(gap):
    assert says_changed(enough(with_a_gap(0.7, gap, MANY, MANY_SEED))).mean() <= 0.08


def test_patterns_drawn_by_chance_are_seldom_wrong_on_the_whole():
    """Some of them are above 8 %, as docs/calibration.md says."""
    given = [each for each in drawn(0.7, 60, RUNS, SEED) if len(enough(each).values)]
    shares = [says_changed(each).mean() for each in given]
    assert len(shares) > 10
    assert (np.mean(shares) <= 0.08, max(shares) <= 0.11) == (True, True)


def test_page_says_how_often_one_of_several_ranges_is_wrong():
    told = [
        np.any([says_changed(each) for each in side_by_side(likeness, 5, MANY, MANY_SEED)], axis=0).mean()
        for likeness in LIKENESS
    ]
    words = (ROOT / "templates" / "journal" / "_counted_range.html").read_text()
    assert "with six ranges, at least one does so in about one of four diaries" in words
    assert 0.22 <= max(told) <= 0.28


def test_comparisons_side_by_side_are_those_of_the_page():
    days = [DAY + timedelta(days=number) for number in range(28 + 5 * 35)]
    steps = [
        Phase(number, f"{number}", days[max(0, 35 * number - 7)], days[35 * number + 27], STEP * bool(number))
        for number in range(6)
    ]
    values = np.arange(len(days)) % 11
    rated = [Point(day, int(value)) for day, value in zip(days, values, strict=True)]
    found = compare_steps(steps, [PAIN], {PAIN.id: rated})
    ours = side_by_side(0.5, 5, 1, SEED)
    assert (len(found), len(ours)) == (6, 6)
    between = sorted((each.after.first_day - each.before.phase.last_day).days - 1 for each in found)
    assert between == sorted(each.between for each in ours)
    assert {(each.headline.before.days, each.headline.after.days) for each in found} == {(28, 28)}


@pytest.mark.parametrize("days_since", [28, 84])
@pytest.mark.parametrize("likeness", LIKENESS)
@pytest.mark.parametrize("gaps", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("rounded", [False, True])
def test_changed_is_seldom_said_since_a_visit_when_nothing_changed(likeness, gaps, rounded, days_since):
    truth = Truth(likeness=likeness, days=14, gaps=gaps, rounded=rounded)
    assert says_changed(enough(since_visit(truth, days_since, MANY, MANY_SEED))).mean() <= 0.08


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("likeness", LIKENESS)
@pytest.mark.parametrize("rounded", [False, True])
def test_changed_is_seldom_said_with_the_wash_in_left_out(likeness, days, rounded):
    truth = Truth(likeness=likeness, days=days, rounded=rounded, washed_in=WASH_IN_DAYS)
    assert says_changed(simulate(truth, MANY, MANY_SEED)).mean() <= 0.08


def test_the_published_formula_alone_says_it_too_often_of_days_apart():
    """Why there is another: the published one, on the same diaries."""
    visit = since_visit(Truth(likeness=0.7, days=14), 28, MANY, MANY_SEED)
    washed_in = simulate(Truth(likeness=0.7, days=14, washed_in=WASH_IN_DAYS), MANY, MANY_SEED)
    for diaries in (visit, washed_in):
        assert says_changed(replace(diaries, between=0)).mean() > 0.085


@pytest.mark.parametrize(("likeness", "least"), [(0.0, 0.55), (0.3, 0.37), (0.5, 0.24), (0.7, 0.16)])
def test_a_drop_at_the_visit_is_found_as_often_as_the_page_on_calibration_says(likeness, least):
    diaries = since_visit(Truth(likeness=likeness, days=14, rounded=True, drop=1), 28, RUNS, SEED)
    assert says_lower(enough(diaries)).mean() >= least


@pytest.mark.parametrize("likeness", [0.0, 0.3, 0.7])
def test_steady_drift_is_seldom_called_a_step(likeness):
    diaries = simulate(Truth(likeness=likeness, days=28, drift=0.02), 300, SEED)
    told = 0
    for row in range(300):
        before, after = sides(diaries, row)
        told += difference(before, after).is_clear and fit_step_and_drift(before, after).has_step
    assert told / 300 <= 0.10
