"""Write the whole database to one sealed file."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from ldn_tracker.backups.files import whole_file
from ldn_tracker.backups.sealed_file import BadBackup
from ldn_tracker.backups.writing import write_backup
from ldn_tracker.events import security_event
from ldn_tracker.logs import safe_message


class Command(BaseCommand):
    """backup FILE [--force], or `backup -` for standard output"""

    help = "Write the whole database to FILE, sealed under the master key, while the site is used."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether one that is there may go."""
        parser.add_argument("file", help="a new file, or - for standard output")
        parser.add_argument("--force", action="store_true", help="replace the file if it is there")

    def handle(self, *args: Any, file: str, force: bool, **options: Any) -> None:
        """Say what was written, on standard error; exit with 1 and leave no file when it did not work."""
        security_event("operator_command", command="backup")
        say = partial(self.stderr.write, style_func=str)  # standard output may be the backup
        try:
            with _opened(file, force) as out:
                written = write_backup(out, now=timezone.now(), say=say)
        except BadBackup as error:
            raise CommandError(str(error)) from None
        except FileExistsError:
            raise CommandError(f"{file} is there already. Name a new file, or add --force.") from None
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from None
        except DatabaseError as error:
            raise CommandError(f"The database cannot be read ({safe_message(error)}).") from None
        say(f"Backed up {written.tables} tables, {written.rows} rows, to {file}.")


@contextmanager
def _opened(file: str, force: bool) -> Iterator[IO[bytes]]:
    if file != "-":
        with whole_file(Path(file), replace=force) as out:
            yield out
    elif sys.stdout.isatty():
        raise CommandError("A backup is not written to a terminal. Name a file, or send it on with a pipe.")
    else:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
