"""Delete what is over: sessions, counts of tries, files that waited, cached values."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from ldn_tracker.events import security_event
from ldn_tracker.logs import safe_message
from ldn_tracker.sqlite_file import rewrite
from ldn_tracker.tidying import tidy


class Command(BaseCommand):
    """tidy [--compact], each night or more often"""

    help = (
        "Delete what is over and nothing that a patient wrote. Safe to run while the site is used, twice and at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether SQLite's file is written anew."""
        parser.add_argument(
            "--compact",
            action="store_true",
            help="on SQLite also write the file anew, so that nothing deleted is left in it; saving waits meanwhile",
        )

    def handle(self, *args: Any, compact: bool, **options: Any) -> None:
        """Print how many rows of each kind went."""
        security_event("operator_command", command="tidy")
        try:
            counts = tidy(timezone.now())
            whole = rewrite() if compact else True
        except DatabaseError as error:
            raise CommandError(f"The database cannot be tidied ({safe_message(error)}). Run it again.") from None
        for words, count in counts.items():
            self.stdout.write(f"{count} {words}")
        if not whole:
            self.stdout.write("SQLite's log was not emptied: somebody reads an older state, such as a backup.")
