"""Write a patient's record to standard output."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.fields import listed_unreadable
from accounts.models import User
from journal.interchange.outgoing import export_csv, export_zip
from ldn_tracker.events import security_event


class Command(BaseCommand):
    """export_journal EMAIL [--csv] > journal.zip"""

    help = "Write a patient's record to standard output: the zip of journal.csv and journal.json, or the csv alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, and whether it is the csv alone."""
        parser.add_argument("email")
        parser.add_argument("--csv", action="store_true", help="journal.csv alone")

    def handle(self, *args: Any, email: str, csv: bool, **options: Any) -> None:
        """Write bytes, never text: the line ends are part of the format. What lacks a text is not written at all."""
        patient = User.objects.filter(email__iexact=email).first()
        if patient is None:
            raise CommandError("No account has this address.")
        security_event("operator_command", user=patient.pk, command="export_journal")
        with listed_unreadable() as unreadable:
            data = export_csv(patient) if csv else export_zip(patient)
        if unreadable:
            raise CommandError(
                "Nothing was written. Texts that do not open with the master keys given here: "
                f"{len(unreadable)}. Bring every old key, as MASTER_KEY_PREVIOUS."
            )
        out = getattr(self.stdout, "buffer", None)
        if out is None and csv:
            self.stdout.write(data.decode(), ending="")
            return
        (out or sys.stdout.buffer).write(data)
        (out or sys.stdout.buffer).flush()
