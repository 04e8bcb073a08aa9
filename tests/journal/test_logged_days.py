"""The days behind every figure: one row a day, its answers in columns, counted without another statement."""

from datetime import date, timedelta

from accounts.models import User
from journal.figures.days import Entered, points_of
from journal.figures.series import Point
from journal.logged_days import load_logged_days
from journal.models.items import HIGHEST, LOWEST
from tests import factories
from tests.statements import count_statements

DAY = date(2026, 11, 21)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


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
    assert points_of(days, days.columns) == {
        pain.pk: [Point(ago(3), 0, weekly=True), Point(ago(0), 4)],
        fatigue.pk: [Point(ago(0), 5)],
    }
    assert list(days.days) == [ago(3), ago(2), ago(0)]
    assert list(days.entered) == [Entered.PROMPT, Entered.PROMPT, Entered.UNKNOWN]


def test_days_from_a_day_on_are_those_and_no_earlier_ones(alice: User):
    pain = factories.target(alice)
    for offset in range(3):
        factories.check_in(alice, ago(offset), {pain: offset})
    assert points_of(load_logged_days(alice, ago(1), ago(1)), {pain.pk}) == {pain.pk: [Point(ago(1), 1)]}


def test_a_day_is_entered_promptly_up_to_the_next_one(alice: User):
    for offset, later in ((9, 0), (8, 1), (7, 2), (6, 900)):
        factories.check_in(alice, ago(offset), note="a note", entered_day=ago(offset) + timedelta(days=later))
    entered = load_logged_days(alice, DAY).entered
    assert list(entered) == [Entered.PROMPT, Entered.PROMPT, Entered.LATER, Entered.LATER]


def test_every_value_of_every_scale_survives(alice: User):
    item = factories.target(alice, low=LOWEST, high=HIGHEST)
    for offset, value in enumerate(range(LOWEST, HIGHEST + 1)):
        factories.check_in(alice, ago(offset), {item: value})
    points = points_of(load_logged_days(alice, DAY), {item.pk})[item.pk]
    assert [point.value for point in points] == list(range(HIGHEST, LOWEST - 1, -1))


def test_points_are_those_of_the_items_asked_for(alice: User):
    pain = factories.target(alice)
    factories.check_in(alice, DAY, {pain: 3})
    days = load_logged_days(alice, DAY)
    assert points_of(days, [pain.pk + 1]) == points_of(days, []) == {}
