"""Let long work on PostgreSQL take its time. Pages keep the limits that they have."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@contextmanager
def without_time_limits() -> Iterator[None]:
    """Lift the limits of this connection for the block, the server's and our own; not within a transaction."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for limit in LIMITS:
            cursor.execute(f"SET {limit} = 0")
    kept = connection.connection
    usual, kept.patience = kept.patience, None
    try:
        yield
    finally:
        kept.patience = usual
        with suppress(DatabaseError), connection.cursor() as cursor:
            for limit in LIMITS:
                cursor.execute(f"RESET {limit}")
