"""Django's own command; that somebody may do everything now is in the log like every command about accounts."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from accounts.models import User
from ldn_tracker.events import security_event


class Command(createsuperuser.Command):
    """createsuperuser"""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the superuser, and log the new number."""
        superusers = User.objects.filter(is_superuser=True)
        before = list(superusers.values_list("pk", flat=True))
        super().handle(*args, **options)
        for number in superusers.exclude(pk__in=before).values_list("pk", flat=True):
            security_event("operator_command", user=number, command="createsuperuser")
