"""Statements that are made once: the rows of the queryset, the patient's own, whoever and whenever it is asked for."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from journal.models import CheckIn, Item
from journal.prepared import Unowned, prepared
from tests import factories
from tests.statements import count_statements

DAY = date(2026, 11, 21)
made: list[User] = []


def days(patient: User, first: date, least: int) -> QuerySet[CheckIn, tuple[date, bool, date | None]]:
    made.append(patient)
    rows = patient.check_ins.filter(day__gte=first, version__gte=least)
    return rows.order_by("day").values_list("day", "weekly", "entered_day")


@pytest.fixture
def two_diaries(alice: User, charlie: User) -> None:
    for ago in range(3):
        factories.check_in(alice, DAY - timedelta(days=ago), weekly=ago == 1, entered_day=None if ago else DAY)
    factories.check_in(charlie, DAY)


@pytest.mark.usefixtures("two_diaries")
def test_the_rows_are_those_of_the_queryset_for_each_patient_and_value(alice: User, charlie: User):
    read = prepared(days)
    for patient in (alice, charlie, alice):
        for first in (DAY, DAY - timedelta(days=2), DAY + timedelta(days=1)):
            for least in (1, 2):
                expected = list(days(patient, first, least))
                assert read(patient, first=first, least=least) == expected
    assert len(read(alice, first=DAY - timedelta(days=2), least=1)) == 3


@pytest.mark.usefixtures("two_diaries")
def test_the_queryset_is_made_once_and_every_reading_is_one_statement(alice: User, charlie: User):
    read = prepared(days)
    made.clear()
    with count_statements() as statements:
        for patient in (alice, charlie):
            read(patient, first=DAY, least=1)
    assert (len(made), len(statements)) == (1, 2)
    assert made[0] not in (alice, charlie)


def test_a_statement_that_does_not_ask_for_the_patient_is_refused(alice: User):
    def everybodys(patient: User) -> QuerySet[Item, tuple[str]]:
        return Item.objects.values_list("name")

    with pytest.raises(Unowned):
        prepared(everybodys)(alice)


def test_a_value_of_another_type_than_date_or_int_is_refused(alice: User):
    def named(patient: User, name: str) -> QuerySet[Item, tuple[int]]:
        return patient.items.filter(name=name).values_list("pk")

    with pytest.raises(KeyError):
        prepared(named)(alice, name="Pain")


@pytest.mark.django_db(transaction=True)
def test_each_thread_has_a_statement_for_its_own_connection(alice: User):
    factories.check_in(alice, DAY)
    read, found = prepared(days), []

    def look() -> None:
        found.append(read(alice, first=DAY, least=1))
        connection.close()

    made.clear()
    for _ in range(2):
        thread = Thread(target=look)
        thread.start()
        thread.join()
    assert [len(rows) for rows in found] == [1, 1]
    assert len(made) == 2
