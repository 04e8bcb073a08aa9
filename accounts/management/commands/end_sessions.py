"""Sign people out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import end_all_sessions, end_sessions
from accounts.models import User
from ldn_tracker.events import security_event


class Command(BaseCommand):
    """end_sessions EMAIL, or end_sessions --all"""

    help = "Sign one person out everywhere, or everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("email", nargs="?", help="the address the person signs in with")
        who.add_argument("--all", action="store_true", dest="everybody", help="everybody")

    def handle(self, *args: Any, email: str | None, everybody: bool, **options: Any) -> None:
        """Print how many sessions were ended; fail when there is no such person."""
        if everybody:
            security_event("operator_command", command="end_sessions")
            self.stdout.write(f"Sessions ended: {end_all_sessions()}.")
            return
        person = User.objects.filter(email=(email or "").strip().lower()).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        security_event("operator_command", user=person.pk, command="end_sessions")
        self.stdout.write(f"Sessions ended: {end_sessions(user=person)}.")
