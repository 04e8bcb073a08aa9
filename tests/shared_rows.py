"""Rows that the tests of one module share: made once, in a transaction that is taken back after the last of them.

For what is nobody's own and costs seconds to make. What a test does to them is taken back after it, as ever.
Not for patients: tests/canaries.py would know what is theirs in the first of the tests only. No other test of
the module may ask for an empty database, nor for a real commit.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def shared_rows(blocker: DjangoDbBlocker, make: Callable[[], object]) -> Iterator[None]:
    """Make rows that are there for the block, in which each test's own transaction is one inside."""
    around = transaction.atomic()
    with blocker.unblock():
        around.__enter__()
        make()
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
