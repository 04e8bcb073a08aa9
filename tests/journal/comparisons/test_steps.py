"""Each dose step beside the one before it: which days, which verdicts, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.comparisons.steps import Part, between, compare_steps, compared_part
from journal.comparisons.verdicts import Kind
from journal.comparisons.wording import sentences
from journal.figures.phases import Phase, Step
from tests.journal.comparisons.points import DAY, PAIN, SLEEP, points

FOG = replace(PAIN, id=3, name="Brain fog", target_rank=2)
WIGGLE = [1, -1, 0, 1, 0, -1, 0]


def ago(days: int) -> date:
    return DAY + timedelta(days=days)


def step(day: int, label: str, kind: str = "increase") -> Step:
    return Step(ago(day), kind, kind, 1500, label, "21:00", 1, "")


BASELINE = Phase(0, "Before LDN", ago(0), ago(27))
FIRST = Phase(1, "1.5 mg", ago(28), ago(62), (step(28, "1.5 mg"),))
SECOND = Phase(2, "3 mg", ago(63), ago(97), (step(63, "3 mg"),))


def rated(*levels: int):
    """28 days before, then 35 days on each step."""
    lengths = (28, 35, 35)
    return points([level + WIGGLE[day % 7] for level, days in zip(levels, lengths, strict=True) for day in range(days)])


@pytest.mark.parametrize(
    ("last", "expected"),
    [(6, (7, 7, 0)), (7, (7, 7, 1)), (2, (3, 3, 0)), (34, (7, 7, 28))],
)
def test_first_seven_days_of_a_step_are_left_out(last, expected):
    part = compared_part(replace(FIRST, last_day=FIRST.first_day + timedelta(days=last)))
    assert ((part.first_day - FIRST.first_day).days, part.left_out, part.days) == expected


def test_nothing_is_left_out_before_the_first_step():
    assert compared_part(BASELINE) == Part(BASELINE, ago(0), 0)


def test_points_between_two_days_count_both():
    assert [point.value for point in between(points([1, 2, None, 4, 5]), ago(1), ago(3))] == [2, 4]


def test_present_step_meets_the_baseline_then_each_step_the_one_before():
    found = compare_steps((BASELINE, FIRST, SECOND), [PAIN], {1: rated(8, 6, 3)})
    assert [each.title for each in found] == [
        "3 mg against Before LDN",
        "3 mg against 1.5 mg",
        "1.5 mg against Before LDN",
    ]
    assert [(each.before.days, each.before.left_out, each.after.days, each.after.left_out) for each in found] == [
        (28, 0, 28, 7),
        (28, 7, 28, 7),
        (28, 0, 28, 7),
    ]
    assert [round(each.headline.difference.change) for each in found] == [-5, -3, -2]
    assert [(each.headline.before.is_open, each.headline.after.is_open) for each in found] == [
        (False, True),
        (False, True),
        (False, False),
    ]


def test_steps_of_the_same_dose_are_told_apart_by_their_day():
    later = replace(SECOND, label="1.5 mg")
    found = compare_steps((BASELINE, FIRST, later), [PAIN], {1: rated(8, 6, 3)})
    assert [each.title for each in found] == [
        "1.5 mg against Before LDN",
        "1.5 mg from 3 May 2026 against 1.5 mg from 29 Mar 2026",
        "1.5 mg against Before LDN",
    ]
    assert "from a mean of 6 (1.5 mg from 29 Mar 2026) to 3 (1.5 mg from 3 May 2026)" in sentences(found[1].headline)[0]
    assert "a day of “1.5 mg from 3 May 2026” was better" in " ".join(sentences(found[1].headline))


@pytest.mark.parametrize("confirmed", [True, False])
def test_step_that_nobody_said_happened_is_named(confirmed):
    planned = replace(SECOND, steps=(replace(step(63, "3 mg"), confirmed=confirmed),))
    found = compare_steps((BASELINE, FIRST, planned), [PAIN], {1: rated(8, 6, 3)})
    told = "" if confirmed else "Planned, and not said whether it happened: 3 mg from 3 May 2026."
    assert [each.unanswered for each in found] == [told, told, ""]


def test_two_phases_are_compared_once_and_one_not_at_all():
    values = {1: rated(8, 6, 3)}
    assert [each.title for each in compare_steps((BASELINE, FIRST), [PAIN], values)] == ["1.5 mg against Before LDN"]
    assert compare_steps((BASELINE,), [PAIN], values) == ()
    assert compare_steps((), [PAIN], values) == ()


def test_without_a_baseline_nothing_stands_for_it():
    found = compare_steps((FIRST, SECOND), [PAIN], {1: rated(8, 6, 3)})
    assert [each.title for each in found] == ["3 mg against 1.5 mg"]


def test_step_on_which_things_went_worse_is_told():
    found = compare_steps((BASELINE, FIRST, SECOND), [PAIN], {1: rated(3, 3, 8)})
    assert [each.headline.is_better for each in found] == [False, False, None]
    assert [each.headline.kind for each in found] == [Kind.CHANGE, Kind.CHANGE, Kind.NO_CLEAR_CHANGE]


def test_only_the_headline_has_a_range_and_only_targets_are_compared():
    found = compare_steps((BASELINE, FIRST), [PAIN, FOG, SLEEP], dict.fromkeys((1, 2, 3), rated(8, 6, 3)))[0]
    assert (found.headline.item, [verdict.item for verdict in found.others]) == (PAIN, [FOG])
    assert (found.headline.difference is None, found.others[0].difference, found.others[0].kind) == (
        False,
        None,
        Kind.EXPLORATORY,
    )


def test_target_never_rated_is_left_out():
    found = compare_steps((BASELINE, FIRST), [PAIN, FOG], {3: rated(8, 6, 3)})[0]
    assert (found.headline, [verdict.item for verdict in found.others]) == (None, [FOG])


def test_switched_off_every_verdict_is_off():
    found = compare_steps((BASELINE, FIRST), [PAIN], {1: rated(8, 6, 3)}, show_differences=False)
    assert [each.headline.kind for each in found] == [Kind.OFF]


def test_step_of_a_week_has_no_day_to_compare_yet():
    begun = replace(SECOND, last_day=SECOND.first_day + timedelta(days=6))
    found = compare_steps((FIRST, begun), [PAIN], {1: rated(8, 6, 3)})[0].headline
    assert (found.kind, found.after.days, found.after.logged, found.after.missing) == (Kind.TOO_FEW, 0, 0, 14)
