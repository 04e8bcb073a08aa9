"""The client's own patience with PostgreSQL: what it is read from, and that it ends."""

import socket
from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from ldn_tracker.environment import POSTGRESQL_OPTIONS
from ldn_tracker.postgresql import base


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        (POSTGRESQL_OPTIONS["options"], 4.5),
        ("-c statement_timeout=4s", 4.5),
        ("-c statement_timeout=1min -c lock_timeout=3000", 60.5),
        ("-c statement_timeout=0", None),
        ("-c statement_timeout=4000 -c statement_timeout=0", None),
        ("-c lock_timeout=3000", None),
        ("", None),
    ],
)
def test_client_waits_half_a_second_longer_than_the_server_works(options: str, seconds: float | None) -> None:
    assert base.patience(options) == seconds


@pytest.fixture
def unsilenced():
    yield
    base.DRIVER.silent_until = 0.0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_answer_that_does_not_come_ends_the_connection_and_nobody_waits_again(unsilenced) -> None:
    connection.ensure_connection()
    connection.connection.patience = 0.2
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")
    assert connection.connection.closed
    connection.close()
    with pytest.raises(OperationalError, match="did not answer a moment ago"):
        connection.ensure_connection()
    base.DRIVER.silent_until = monotonic()
    assert connection.is_usable() is False
    connection.ensure_connection()
    assert connection.is_usable() is True


def send_and_hear_nothing(asking: Generator[Any, Any, Any], *args: object, **options: object) -> None:
    next(asking)
    raise psycopg.OperationalError("no answer in time")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_frozen_connection_is_left_for_a_new_one_without_a_silence(unsilenced) -> None:
    connection.ensure_connection()
    old = connection.connection
    old.wait = send_and_hear_nothing
    assert connection.is_usable() is False
    assert base.DRIVER.silent_until == 0.0
    connection.close()


def test_server_that_takes_connections_and_says_nothing_is_asked_once(unsilenced) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = {"host": "127.0.0.1", "port": listener.getsockname()[1], "connect_timeout": 2}
        with pytest.raises(psycopg.errors.ConnectionTimeout):
            base.DRIVER.connect(**address)
        with pytest.raises(psycopg.OperationalError, match="did not answer a moment ago"):
            base.DRIVER.connect(**address)
