"""The connection of every request to PostgreSQL: it waits a little longer than the server was told to work, no more.

The server's own statement_timeout ends slow work, and the kernel's tcp_user_timeout a dead network.
Neither helps against a server process that is frozen, or a proxy that takes everything and passes
nothing on: the kernel there goes on acknowledging, and libpq waits for ever.
docs/decisions/0009-a-database-that-does-not-answer.md
"""

import re
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

UNITS = {"": 0.001, "ms": 0.001, "s": 1, "min": 60}
# How long an answer may be on its way once the server has given up.
ON_ITS_WAY = 0.5
SIGN_OF_LIFE = 2.0
# How long nobody waits again for a server that did not answer: those who queue are answered at once.
SILENCE = 3.0


def patience(options: str) -> float | None:
    """Return how many seconds to wait for an answer to one statement, from the server's options.

    None (for ever) where the operator set no statement_timeout, or 0.
    """
    found = re.findall(r"statement_timeout=(\d+)(ms|s|min)?(?:\s|$)", options)
    if not found or int(found[-1][0]) == 0:
        return None
    number, unit = found[-1]
    return int(number) * UNITS[unit] + ON_ITS_WAY


class Connection(psycopg.Connection[Any]):
    """A connection that raises OperationalError, and is closed, when an answer does not come in time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patience = patience(self.info.options)

    def wait[T](self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for an answer, as psycopg does, but not for ever."""
        try:
            return super().wait(gen, interval, timeout if timeout is not None else self.patience)
        except psycopg.OperationalError:
            # Still in the middle of a statement, so of no more use: what is asked next fails at once.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
                DRIVER.silent_until = monotonic() + SILENCE
            raise


class Driver:
    """psycopg itself, but for the connections it makes, and that it makes none to a server that just kept silent."""

    def __init__(self) -> None:
        self.silent_until = 0.0

    def connect(self, **parameters: Any) -> Connection:
        """Return a connection; raise OperationalError at once for a while after one was in vain."""
        if monotonic() < self.silent_until:
            raise psycopg.OperationalError("The server did not answer a moment ago.")
        try:
            return Connection.connect(**parameters)
        except psycopg.errors.ConnectionTimeout:
            self.silent_until = monotonic() + SILENCE
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


DRIVER = Driver()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with our connections."""

    Database = DRIVER  # type: ignore[assignment]

    def is_usable(self) -> bool:
        """Return whether a kept connection still answers; where one is frozen, a new one may not be."""
        if self.connection is None:
            return False
        before, usual = DRIVER.silent_until, self.connection.patience
        self.connection.patience = SIGN_OF_LIFE
        try:
            return bool(super().is_usable())
        finally:
            self.connection.patience, DRIVER.silent_until = usual, before
