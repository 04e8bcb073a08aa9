"""The days behind every figure: one row a day, all its answers packed, counted without another statement."""

from datetime import date, timedelta

from accounts.models import User
from journal.figures.days import PACK, SHIFT, LoggedDay, count_entries, points_of, unpack
from journal.figures.entries import Entries
from journal.figures.series import Point
from journal.logged_days import load_logged_days
from journal.models.items import HIGHEST, LOWEST
from tests import factories
from tests.statements import count_statements

DAY = date(2026, 11, 21)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def answers(days: list[LoggedDay]) -> list[tuple[date, list[tuple[int, int]]]]:
    return [(day.day, sorted(map(unpack, day.answers))) for day in days]


def test_days_come_with_all_their_answers_and_nobody_elses_in_one_statement(alice: User, charlie: User):
    pain, fatigue = factories.target(alice), factories.target(alice, "Fatigue", 2)
    factories.check_in(alice, ago(0), {pain: 4, fatigue: 5}, entered_day=None)
    factories.check_in(alice, ago(3), {pain: 0}, weekly=True)
    factories.check_in(alice, ago(2), note="only a note", entered_day=ago(1))
    factories.check_in(alice, ago(1))
    factories.check_in(alice, DAY + timedelta(days=1), {pain: 9})
    factories.check_in(charlie, ago(2), {factories.target(charlie): 1})
    with count_statements() as statements:
        days = load_logged_days(alice, DAY)
    assert len(statements) == 1
    assert answers(days) == [(ago(3), [(pain.pk, 0)]), (ago(2), []), (ago(0), [(pain.pk, 4), (fatigue.pk, 5)])]
    assert [day[1:3] for day in days] == [(ago(3), True), (ago(1), False), (None, False)]


def test_every_value_of_every_scale_survives_the_packing(alice: User):
    item = factories.target(alice, low=LOWEST, high=HIGHEST)
    for offset, value in enumerate(range(LOWEST, HIGHEST + 1)):
        factories.check_in(alice, ago(offset), {item: value})
    days = load_logged_days(alice, DAY)
    assert [pair for _, pairs in answers(days) for pair in pairs] == [
        (item.pk, value) for value in range(HIGHEST, LOWEST - 1, -1)
    ]
    assert -SHIFT <= LOWEST < HIGHEST < PACK - SHIFT


def test_days_count_by_when_they_were_entered():
    entered = [ago(9), ago(7), ago(5), None, ago(5)]
    days = [LoggedDay(ago(9 - place), day, place == 4, ()) for place, day in enumerate(entered)]
    assert count_entries(days) == Entries(logged=5, prompt=3, later=1, unknown=1, weekly=1)
    assert count_entries([]) == Entries()


def test_points_are_those_of_the_items_asked_for():
    days = [LoggedDay(ago(1), None, False, [str(7 * PACK + SHIFT + 3)])]
    days.append(LoggedDay(DAY, None, True, [str(8 * PACK + SHIFT + 5), str(7 * PACK + SHIFT)]))
    assert points_of(days, [7]) == {7: [Point(ago(1), 3), Point(DAY, 0, True)]}
    assert points_of(days, [9]) == points_of(days, []) == points_of([], [7]) == {}
