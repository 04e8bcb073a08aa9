"""Write the education content to files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from education.loading import dump
from education.models import Topic


class Command(BaseCommand):
    """dump_education --to FOLDER"""

    help = "Write the education content as it stands here to files, for review in version control."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", dest="folder", type=Path, required=True, help="the folder to write")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write every file anew, without comments; a topic's file that stands for none any more goes."""
        if not Topic.objects.exists():
            raise CommandError("There is no topic here: nothing was written.")
        gone = dump(folder)
        self.stdout.write(f"Written to {folder}.")
        for name in gone:
            self.stdout.write(f"Removed {name}: there is no such topic here.")
