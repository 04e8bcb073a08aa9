"""Queue the reminder mails that are due."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from journal.reminders.sending import send_due


class Command(BaseCommand):
    """send_reminders; safe to run at any time, twice, and on several machines at once."""

    help = "Queue the reminder mails that are due by now; deliver_mail sends them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue and say how many."""
        if settings.MAIL is None:
            self.stdout.write("No mail server is set (MAIL_URL): nothing to do.")
            return
        self.stdout.write(f"Reminders queued: {send_due(timezone.now())}.")
