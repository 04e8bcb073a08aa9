"""How a transaction waits for SQLite's write lock: in turn, one process at a time.

SQLite itself sleeps longer and longer between two tries, up to a tenth of a second, so that newcomers pass
those who wait; of 16 writers on a busy machine some starve for seconds. Here the kernel keeps the others
asleep, and only whose turn it is tries, each millisecond.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from django.db.backends.sqlite3 import base

from ldn_tracker.sqlite.schema import DatabaseSchemaEditor

PAUSE = 0.001


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until nobody else tries; the lock is the folder's own, so that it needs no file and dies with its process.

    Not a file beside the database, which a full disk would refuse, and never the database itself: closing
    it here would drop SQLite's own locks. A folder that cannot be opened gives no turn, and all may try.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction begins and for triggers, which migrations keep."""

    SchemaEditorClass = DatabaseSchemaEditor

    def _start_transaction_under_autocommit(self) -> None:
        """Begin; raise OperationalError when the write lock is not free within the `timeout` of the options.

        The time counts from the arrival, not from the turn: whoever has waited it out in the queue tries
        once. So nobody waits longer, however many queue behind a lock that is held for long.
        """
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        deadline = monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            with turn(Path(self.settings_dict["NAME"]).parent):
                while not self._begun(last=monotonic() >= deadline):
                    sleep(PAUSE)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _begun(self, last: bool) -> bool:
        """Return whether the transaction has begun; on the last try raise instead, as any statement does.

        Tries before the last go past what watches statements: a watcher would take each for a failure.
        """
        if not last:
            try:
                self.connection.execute(f"BEGIN {self.transaction_mode or ''}")  # type: ignore[attr-defined]
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    return False
            else:
                return True
        super()._start_transaction_under_autocommit()  # type: ignore[misc]
        return True
