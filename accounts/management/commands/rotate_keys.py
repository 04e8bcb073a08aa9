"""Put every patient's key under the current master key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.rotation import not_current, rotate_keys


class Command(BaseCommand):
    """rotate_keys, while the site runs with MASTER_KEY (new) and MASTER_KEY_PREVIOUS (old)."""

    help = "Wrap every patient's key by MASTER_KEY. Safe to run while the site is used, again, twice at once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts; fail when a key is left that the current master key does not open."""
        done = rotate_keys()
        self.stdout.write(f"Wrapped anew: {done.rewrapped}. Current before: {done.current}.")
        if done.unreadable:
            raise CommandError(
                f"No master key given opens the key of {len(done.unreadable)} users, "
                f"first number {done.unreadable[0]}. Keep every old key."
            )
        if left := not_current():
            raise CommandError(f"{left} keys are not under MASTER_KEY. Restart every server with it, then run again.")
        self.stdout.write("Every key is under MASTER_KEY.")
