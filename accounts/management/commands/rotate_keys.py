"""Put every patient's key, and that of every waiting mail, under the current master key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.rotation import not_current, rotate_keys
from ldn_tracker.events import security_event


class Command(BaseCommand):
    """rotate_keys, while the site runs with MASTER_KEY (new) and MASTER_KEY_PREVIOUS (old)."""

    help = "Wrap every patient's key by MASTER_KEY. Safe to run while the site is used, again, twice at once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts; fail when a key is left that the current master key does not open."""
        security_event("operator_command", command="rotate_keys")
        done = rotate_keys()
        self.stdout.write(f"Wrapped anew: {done.rewrapped}. Current before: {done.current}.")
        if done.unreadable:
            raise CommandError(
                f"No master key given opens {len(done.unreadable)} keys, "
                f"the first is that of {done.unreadable[0]}. Keep every old key."
            )
        if left := not_current():
            raise CommandError(f"{left} keys are not under MASTER_KEY. Restart every server with it, then run again.")
        self.stdout.write("Every key is under MASTER_KEY.")
