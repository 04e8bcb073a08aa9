"""Load the education content from files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from education.files import FOLDER
from education.loading import BadFolder, load


class Command(BaseCommand):
    """load_education [--from FOLDER]"""

    help = "Load the education content. What an editor changed here is left as it is and listed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="the folder to read")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load all of it or nothing, and say what differs."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        try:
            done = load(folder, timezone.now())
        except BadFolder as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        if done.differs and not options["verbosity"]:
            self.stdout.write("Some education content differs from the files; manage.py load_education lists it.")
        for line in done.differs if options["verbosity"] else ():
            self.stdout.write(line)
        if done.new or done.changed or options["verbosity"] > 1:
            self.stdout.write(f"Education: {done.new} new, {done.changed} changed, {done.same} as before.")
