"""Invite somebody to edit the education content."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.models import User
from ldn_tracker.events import security_event


class Command(BaseCommand):
    """make_editor EMAIL"""

    help = "Print an invitation that makes whoever opens it an editor: once, within 24 hours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address the editor signs in with, or will")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Print the link; one that was printed before for this address no longer works."""
        address = email.strip().lower()
        try:
            validate_email(address)
            get_adapter().clean_email(address)
        except ValidationError as error:
            raise CommandError(f"This is no address that can sign in: {' '.join(error.messages)}") from None
        number = User.objects.filter(email=address).values_list("pk", flat=True).first()
        security_event("operator_command", user=number, command="make_editor")
        now = timezone.now()
        token = invitations.invite(email=address, now=now)
        self.stdout.write(f"{settings.SITE_URL}{reverse('accounts:invitation', args=[token])}")
        until = f"{now + invitations.VALID:%d %B %H:%M} UTC"
        self.stdout.write(f"Give this link to {address} and nobody else. It works once, until {until}.")
