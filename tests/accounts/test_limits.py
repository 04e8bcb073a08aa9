"""Tries are counted exactly, whoever counts at once; the table tells nothing about anybody."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection

from accounts import limits
from accounts.limits import Limit
from accounts.models import RateWindow
from tests.races import at_once

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FEW = Limit(name="few", amount=3, seconds=60)
OTHER = Limit(name="other", amount=3, seconds=60)


@pytest.fixture
def noon(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_after_the_last_try_the_seconds_to_wait_are_told(noon):
    first = [limits.take(FEW, "me") for _ in range(3)]
    noon.shift(20)
    assert (first, limits.take(FEW, "me"), limits.take(FEW, "me")) == ([0, 0, 0], 40, 40)


def test_a_refused_try_makes_the_wait_no_longer(noon):
    for _ in range(10):
        limits.take(FEW, "me")
    noon.shift(60)
    assert [limits.take(FEW, "me") for _ in range(4)] == [0, 0, 0, 60]


def test_another_person_and_another_limit_are_counted_apart(noon):
    for _ in range(4):
        limits.take(FEW, "me")
    assert (limits.take(FEW, "you"), limits.take(OTHER, "me")) == (0, 0)


def test_a_try_given_back_is_free_again(noon):
    for _ in range(3):
        limits.take(FEW, "me")
    limits.give_back(FEW, "me")
    assert [limits.take(FEW, "me") for _ in range(2)] == [0, 60]


def test_nothing_can_be_given_back_that_was_not_taken(noon):
    limits.take(FEW, "me")
    for _ in range(3):
        limits.give_back(FEW, "me")
    assert [limits.take(FEW, "me") for _ in range(4)] == [0, 0, 0, 60]


def test_a_cleared_count_starts_anew(noon):
    for _ in range(4):
        limits.take(FEW, "me")
    limits.clear(FEW, "me")
    assert limits.take(FEW, "me") == 0


def test_what_is_noted_holds_for_its_while(noon):
    limits.note("here", "me", 60)
    noon.shift(59)
    found = limits.is_noted("here", "me"), limits.is_noted("here", "you"), limits.is_noted("there", "me")
    limits.note("here", "me", 60)
    noon.shift(59)
    again = limits.is_noted("here", "me")
    noon.shift(1)
    assert (found, again, limits.is_noted("here", "me")) == ((True, False, False), True, False)


def test_a_row_names_nobody_and_the_next_day_is_another_row(noon):
    limits.take(FEW, "203.0.113.9")
    noon.shift(timedelta(days=1))
    limits.take(FEW, "203.0.113.9")
    keys = list(RateWindow.objects.values_list("key", flat=True))
    assert (len(set(keys)), [len(key) for key in keys]) == (2, [32, 32])
    assert not any("203" in repr(row) for row in RateWindow.objects.values_list("ends_at", "used"))


def test_expired_rows_are_deleted_and_live_ones_kept(noon):
    limits.take(FEW, "me")
    limits.note("here", "me", 61)
    assert [limits.ended(NOW + timedelta(seconds=each)).delete()[0] for each in (59, 60, 60, 61)] == [0, 1, 0, 1]


def test_counting_costs_one_statement(noon, django_assert_num_queries):
    with django_assert_num_queries(1):
        limits.take(FEW, "me")


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_exactly_as_many_as_allowed_pass():
    many = Limit(name="many", amount=20, seconds=3600)
    with time_machine.travel(NOW):
        waits = at_once(lambda number: limits.take(many, "me"), 51)
    assert sum(wait == 0 for wait in waits) == 20
    assert all(0 < wait <= 3600 for wait in waits if wait)


def test_without_its_table_what_is_limited_stays_shut(noon):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_ratewindow RENAME TO away")
    with pytest.raises(DatabaseError):
        limits.take(FEW, "me")


def test_tests_can_switch_all_limits_off(noon, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    assert [limits.take(FEW, "me") for _ in range(5)] == [0] * 5
    limits.note("here", "me", 60)
    assert RateWindow.objects.count() == 0
