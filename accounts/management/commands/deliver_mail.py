"""Send the mails that wait in the database."""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.delivery import deliver_due, deliver_for_ever


class Command(BaseCommand):
    """deliver_mail runs until it is told to stop; any number of them may run at once."""

    help = "Send the mails that wait in the database, until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="try each mail that is due once, and end")
        parser.add_argument("--beside", type=int, metavar="PID", help="end when this process has ended, too")

    def handle(self, *args: Any, once: bool, beside: int | None, **options: Any) -> None:
        """Deliver; a mail that is being sent is finished first."""
        if once:
            self.stdout.write(f"Mails sent: {deliver_due()}.")
            return
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        alone = end_of(beside) if beside else lambda: False
        deliver_for_ever(lambda seconds: stop.wait(seconds) or alone())


def end_of(pid: int) -> Callable[[], bool]:
    """Return what tells whether a process has ended.

    Where the system can say so (Linux), one that nobody has waited for yet counts as ended: in a
    container that may stay so for ever.
    """
    try:
        if sys.platform == "linux":
            opened = os.pidfd_open(pid)
            return lambda: bool(select.select([opened], [], [], 0)[0])
        return lambda: not _is_there(pid)
    except ProcessLookupError:
        return lambda: True


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
