"""The people, their rows and the plan, made anew for each test; the site is walked once in each process."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pytest
import time_machine
from django.db import connection

from tests.permissions.cast import NOW
from tests.permissions.people import Cast, build
from tests.permissions.plan import Planner
from tests.permissions.walk import Walked, walked_once

_walked: list[Walked] = []
FIRST_ID = 8 * 10**12
SEQUENCES = ("journal_item_id_seq", "accounts_user_id_seq")


@dataclass
class World:
    """Who there is; what to ask, found on first use."""

    cast: Cast

    @cached_property
    def planner(self) -> Planner:
        """The requests, worked out from one walk, for this process or for all: every world has the same ids."""
        if not _walked:
            _walked.append(walked_once(self.cast))
        return Planner(_walked[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest test begin first, so that no process waits for it at the end."""
    items.sort(key=lambda item: item.path.name != "test_mutants.py")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    # Neither log lines nor coverage: every line is run by the tests beside these, and here a thousand times.
    logging.disable(logging.CRITICAL)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        with time_machine.travel(NOW, tick=False), long_ids():
            yield World(build())
    finally:
        sys.settrace(tracer)
        logging.disable(logging.NOTSET)


@contextmanager
def long_ids() -> Iterator[None]:
    """Give new items and people ids too long to be anything else; a sequence does not roll back with the test."""
    if connection.vendor != "postgresql":
        yield  # SQLite goes on from the highest id there is, a planted one
        return
    before = {}
    with connection.cursor() as cursor:
        for sequence in SEQUENCES:
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
            before[sequence] = cursor.fetchone()
            cursor.execute("SELECT setval(%s, %s)", [sequence, FIRST_ID])
    yield
    with connection.cursor() as cursor:
        for sequence, values in before.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, *values])
