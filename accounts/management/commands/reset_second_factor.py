"""Let somebody back in who lost phone, passkey and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import reset_second_factor
from accounts.models import User
from ldn_tracker.events import security_event


class Command(BaseCommand):
    """reset_second_factor EMAIL [--yes]"""

    help = "Switch off a person's second step, when they lost it and you made sure that it is them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address the person signs in with")
        parser.add_argument("--yes", action="store_true", dest="is_sure", help="do not ask")

    def handle(self, *args: Any, email: str, is_sure: bool, **options: Any) -> None:
        """Ask, then do it; fail when there is no such person or the answer is not yes."""
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        if not is_sure and not agreed():
            raise CommandError("Nothing was changed.")
        security_event("operator_command", user=person.pk, command="reset_second_factor")
        gone = reset_second_factor(user=person)
        self.stdout.write(f"Taken away: {gone}. The password alone signs them in now; their sessions are ended.")


def agreed() -> bool:
    """Ask, and return whether the answer is yes; nobody there to answer is none."""
    try:
        return input("Did you make sure that it is them, not by mail alone? Type yes: ").strip() == "yes"
    except EOFError:
        return False
