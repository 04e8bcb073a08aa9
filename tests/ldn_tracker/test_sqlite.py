"""Waiting for SQLite's write lock: one at a time, never longer than the patience, and with no trace left."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from ldn_tracker.sqlite.base import turn
from tests.races import at_once

pytestmark = pytest.mark.sqlite


@pytest.fixture
def locked(transactional_db: None) -> Iterator[None]:
    """Another process has the write lock, for as long as it likes."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def begin(patience: float) -> str:
    """Begin a transaction with so many seconds of patience; return what went wrong."""
    connection.ensure_connection()
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": {"timeout": patience}}
    try:
        with transaction.atomic():
            return ""
    except OperationalError as error:
        return str(error)


def busy_timeout() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return cursor.fetchone()[0]


def test_whoever_waits_for_a_lock_that_is_not_given_back_is_refused(locked: None) -> None:
    assert at_once(lambda _: begin(0.2), 4) == ["database is locked"] * 4


def test_a_lock_that_is_given_back_in_time_is_taken(transactional_db: None) -> None:
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, other.close).start()
    assert at_once(lambda _: begin(60), 2) == ["", ""]


def test_single_statements_have_their_patience_again_afterwards(transactional_db: None) -> None:
    with transaction.atomic():
        assert busy_timeout() == 60_000
    assert busy_timeout() == 60_000


def test_single_statements_have_their_patience_again_after_a_refusal(locked: None) -> None:
    with pytest.raises(OperationalError), closing(connection):
        try:
            connection.settings_dict["OPTIONS"]["timeout"] = 0.1
            with transaction.atomic():
                pass
        finally:
            connection.settings_dict["OPTIONS"]["timeout"] = 60
            assert busy_timeout() == 100


def test_one_at_a_time_has_the_turn(tmp_path: Path) -> None:
    inside, most = [], []

    def enter(number: int) -> None:
        for _ in range(50):
            with turn(tmp_path):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    at_once(enter, 4)
    assert (max(most), len(most)) == (1, 200)


def test_folder_that_is_gone_gives_no_turn_and_stops_nobody(tmp_path: Path) -> None:
    with turn(tmp_path / "gone"):
        pass
