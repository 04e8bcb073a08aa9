"""Count the SQL statements that a block executes, as the budget counts them.

Session and user are included when the block makes a request with a client that is signed in.
BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE and PRAGMA do not count.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class Statements(list[str]):
    """The statements executed so far, as SQL; `executed` also knows their parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.executed: list[tuple[str, str]] = []

    def record(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Note a statement and execute it."""
        if not sql.lstrip().upper().startswith(NOT_COUNTED):
            self.append(sql)
            self.executed.append((sql, repr(params)))
        return execute(sql, params, many, context)

    @property
    def repeated(self) -> list[tuple[str, str]]:
        """The statements that were executed more than once with the same parameters."""
        return sorted({each for each in self.executed if self.executed.count(each) > 1})

    def __str__(self) -> str:
        return "\n".join(f"{number}. {sql} {params}" for number, (sql, params) in enumerate(self.executed, start=1))


@contextmanager
def count_statements() -> Iterator[Statements]:
    """Yield the statements that the block executes, in order; its length is their number."""
    statements = Statements()
    with connection.execute_wrapper(statements.record):
        yield statements
