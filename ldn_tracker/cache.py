"""The cache in the database, shared by all workers and hosts."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, InternalError, OperationalError, connection


class Cache(DatabaseCache):
    """Django's, but one that says when the database fails.

    Django's own writes nothing then and goes on. What is counted here guards passwords and codes, so a
    count that cannot be kept must end the request; and whoever goes on waits for a locked or frozen
    database a second time.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        failed: list[DatabaseError] = []

        def note(execute: Any, *statement: Any) -> Any:
            try:
                return execute(*statement)
            except (OperationalError, InternalError) as error:
                failed.append(error)
                raise

        connection.execute_wrappers.insert(0, note)  # outermost: it is to see what any other one raises
        try:
            done: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
        finally:
            connection.execute_wrappers.remove(note)
        if failed:
            raise failed[0]
        return done
