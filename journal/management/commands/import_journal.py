"""Bring a file into a patient's record, as the import page does."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from journal.interchange import wording
from journal.interchange.actions import NotSaved, import_file, preview_file
from journal.interchange.incoming import TOO_LARGE
from journal.interchange.plan import Plan, direction_token
from journal.interchange.reading import FileRefused
from journal.interchange.vocabulary import MOST_BYTES
from journal.names import name_key
from ldn_tracker.events import security_event

WORDS = {"lower": True, "higher": False}


def read_direction(text: str) -> tuple[str, bool]:
    """Return the item's token and whether lower is better of "ITEM=lower" or "ITEM=higher"."""
    item, _, word = text.rpartition("=")
    if not item or word not in WORDS:
        raise ArgumentTypeError(f"{text!r} must look like ITEM=lower or ITEM=higher.")
    return direction_token(name_key(item)), WORDS[word]


class Command(BaseCommand):
    """import_journal EMAIL FILE [--direction ITEM=lower|higher ...] [--dry-run]"""

    help = "Bring journal.csv or the zip of an export into a patient's record, whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, the file, and the directions the file does not say."""
        parser.add_argument("email")
        parser.add_argument("file", type=Path)
        parser.add_argument("--direction", type=read_direction, action="append", default=[], metavar="ITEM=lower")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and save nothing")

    def handle(self, *args: Any, email: str, file: Path, direction: Any, dry_run: bool, **options: Any) -> None:
        """Print what was done, or the refusals and exit with 1."""
        patient = User.objects.filter(email__iexact=email).first()
        if patient is None:
            raise CommandError("No account has this address.")
        security_event("operator_command", user=patient.pk, command="import_journal")
        act = preview_file if dry_run else import_file
        try:
            plan = act(patient=patient, data=_read(file), now=timezone.now(), directions=dict(direction))
        except FileRefused as error:
            raise CommandError(str(error)) from None
        except NotSaved as refusal:
            plan = refusal.plan
        self._report(plan)
        if plan.refused or plan.undecided:
            raise CommandError("Nothing was saved.")
        self.stdout.write("Nothing was saved: this was a dry run." if dry_run else "Saved.")

    def _report(self, plan: Plan) -> None:
        for words, count in wording.counts_in_words(plan):
            self.stdout.write(f"{words}: {count.new} new, {count.changed} changed, {count.same} the same")
        for line in (*plan.reading.habits, *plan.warnings, *filter(None, [wording.settings_in_words(plan)])):
            self.stdout.write(line)
        for line in wording.changes_in_words(plan):
            self.stdout.write(f"Changed. {line}")
        for line in wording.refusals_in_words(plan):
            self.stdout.write(f"Refused. {line}")
        if plan.refused:
            self.stdout.write(f"Refused in all: {plan.refused}.")
        for item in plan.undecided:
            self.stdout.write(
                f"Not said: which way “{item.name}” is better. Add --direction '{item.name}=lower' or '=higher'."
            )


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise CommandError(TOO_LARGE)
    return data
