"""Craving for opioids: told once, from the first answer above none."""

from datetime import date

from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.craving import could_tell, craving_spans, is_craving
from journal.rules.findings import looked_at_together, relevant
from journal.rules.spans import Span

OPIOIDS = RatedItem(1, "Craving for opioids", "craving", 0, 10, True)
LAPSE = RatedItem(2, "Lapse", "craving", 0, 1, True)
ALCOHOL = RatedItem(3, "Craving for alcohol", "craving", 0, 10, True)
MOOD = RatedItem(4, "Mood", "wellbeing", 0, 10, False)


def points(*rated: tuple[int, int]) -> list[Point]:
    return [Point(date(2026, 1, day), value) for day, value in rated]


def test_the_rule_looks_at_opioid_craving_and_lapse_alone() -> None:
    assert [is_craving(item) for item in (OPIOIDS, LAPSE, ALCOHOL, MOOD)] == [True, True, False, False]
    assert relevant([OPIOIDS, LAPSE, ALCOHOL]) == [OPIOIDS, LAPSE]


def test_anything_above_none_tells() -> None:
    assert [could_tell(OPIOIDS, value) for value in (0, 1, 10)] == [False, True, True]
    assert [could_tell(LAPSE, value) for value in (0, 1)] == [False, True]


def test_one_stretch_from_the_first_to_the_last_answer_over_both_items() -> None:
    rated = [(OPIOIDS, points((1, 0), (5, 2), (6, 0), (20, 1))), (LAPSE, points((3, 1), (30, 0)))]

    assert craving_spans(rated) == [Span(date(2026, 1, 3), date(2026, 1, 20))]


def test_none_answered_above_none_tells_nothing() -> None:
    assert craving_spans([(OPIOIDS, points((1, 0), (2, 0))), (LAPSE, [])]) == []


def test_both_items_are_looked_at_where_one_can_tell() -> None:
    items = [OPIOIDS, LAPSE, ALCOHOL, MOOD]

    assert (looked_at_together({2}, items), looked_at_together({4}, items), looked_at_together(set(), items)) == (
        {1, 2},
        {4},
        set(),
    )
