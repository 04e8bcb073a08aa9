"""Read a backup: what it says of itself, then table by table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import IO, Any

from ldn_tracker.backups.rows import from_row, read_lines
from ldn_tracker.backups.sealed_file import read_sealed
from ldn_tracker.backups.tables import Migrations


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of a backup; its rows are read once, in order, before the next table."""

    name: str
    columns: list[str]
    rows: Iterator[list[Any]]


class Backup:
    """An opened backup. Nothing of it may be believed to be whole before `tables` has come to its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self.lines = read_lines(read_sealed(file))
        start = next(self.lines)
        self.made_at = datetime.fromisoformat(start["made_at"])
        self.migrations: Migrations = [(app, name) for app, name in start["migrations"]]

    def tables(self) -> Iterator[Table]:
        """Yield each table; raise BadBackup where the file is damaged."""
        for line in self.lines:
            if "table" in line:
                rows = takewhile(lambda row: isinstance(row, list), self.lines)
                yield Table(name=line["table"], columns=line["columns"], rows=map(from_row, rows))
