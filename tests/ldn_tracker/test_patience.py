"""Long work is not ended by the limits that pages have, and pages keep them."""

import pytest
from django.db import DatabaseError, connection

from ldn_tracker.patience import LIMITS, without_time_limits


def limits() -> list[str]:
    with connection.cursor() as cursor:
        shown = []
        for limit in LIMITS:
            cursor.execute(f"SHOW {limit}")
            shown.append(cursor.fetchone()[0])
    return [*shown, connection.connection.patience]


def sleep(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_limits_are_lifted_for_the_block_and_back_after_it():
    usual = limits()
    assert usual[:2] == ["1min", "50s"]
    with without_time_limits():
        assert limits() == ["0", "0", "0", None]
    assert limits() == usual
    with pytest.raises(DatabaseError), without_time_limits():
        connection.cursor().execute("SELECT 1/0")
    assert limits() == usual


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_work_longer_than_a_page_may_wait_comes_to_its_end():
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '100ms'")
    with pytest.raises(DatabaseError):
        sleep(0.3)
    with without_time_limits():
        sleep(0.3)
    connection.close()


@pytest.mark.sqlite
def test_nothing_is_asked_of_sqlite(django_assert_num_queries, db):
    with django_assert_num_queries(0), without_time_limits():
        pass
