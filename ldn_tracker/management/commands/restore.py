"""Bring a backup into an empty database."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from accounts.rotation import unreadable
from ldn_tracker.backups.reading import Backup
from ldn_tracker.backups.restoring import bring_forward, refuse_newer, restore
from ldn_tracker.backups.sealed_file import BadBackup
from ldn_tracker.events import security_event

WHEN = "%Y-%m-%d %H:%M:%S UTC"


class Command(BaseCommand):
    """restore FILE [--check], or `restore -` for standard input"""

    help = "Bring a backup into an empty database, whole or not at all; --check only reads the file to its end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether it is only looked at."""
        parser.add_argument("file", help="a file made by `backup`, or - for standard input")
        parser.add_argument("--check", action="store_true", help="read the whole file and change nothing")

    def handle(self, *args: Any, file: str, check: bool, **options: Any) -> None:
        """Say what came back, or why nothing did and exit with 1."""
        security_event("operator_command", command="restore")
        try:
            with _opened(file) as source:
                backup = Backup(source)
                (self._check if check else self._restore)(backup)
        except BadBackup as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
        except DatabaseError as error:
            raise CommandError(f"The database did not take it; nothing was restored ({error}).") from None

    def _check(self, backup: Backup) -> None:
        refuse_newer(backup)
        counts = [sum(1 for _ in table.rows) for table in backup.tables()]
        self.stdout.write(f"The backup of {backup.made_at:{WHEN}} is whole: {len(counts)} tables, {sum(counts)} rows.")

    def _restore(self, backup: Backup) -> None:
        done = restore(backup, say=partial(self.stderr.write, style_func=str))
        try:
            bring_forward()
        except DatabaseError as error:
            raise CommandError(f"Restored; but `manage.py migrate` is needed, and failed ({error}).") from None
        self.stdout.write(
            f"Restored {done.tables} tables, {done.rows} rows, as they were at {backup.made_at:{WHEN}}.\n"
            "Everybody signs in anew. What happened after that moment is undone: accounts closed and links ended are "
            "back; passwords, second factors, recovery codes, staff and accounts switched off are as they were, and "
            'links of mails that set a password may work again. docs/operate.md, "Restore", says what to do.'
        )
        if lost := unreadable():
            self.stdout.write(f"No master key given here opens the texts of {lost} people. Bring every old key.")


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as source:
        yield source
