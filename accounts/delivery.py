"""Send the mails that wait in the database.

A mail is claimed by one conditional statement, which moves the time of its next try beyond the
longest time that sending takes. So two deliverers never send the same mail at once, and a mail
whose deliverer was killed is tried again after that time: every mail is sent at least once, and
twice only where the mail server took it and the deliverer was killed before it could note that.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.outbox import opened

logger = logging.getLogger(__name__)

OUTGOING = "outgoing"
LEASE = timedelta(minutes=10)  # longer than all steps of SMTP together, at most 30 seconds each
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=4)
MOST_TRIES = 20  # about two days with these pauses
LONGEST_WAIT = timedelta(days=3)  # a link in a mail is no use for longer
BATCH = 50
POLL, POLL_WITHOUT_DATABASE = 1.0, 5.0  # seconds


def deliver_for_ever(wait: Callable[[float], bool]) -> None:
    """Deliver until `wait`, which pauses for so many seconds, returns True.

    A database that is away, or was restarted, is asked again; nothing else ends the loop.
    """
    while True:
        pause = POLL
        try:
            deliver_due(stop=lambda: wait(0))
        except DatabaseError as error:
            logger.error("mail waits, the database is away: %s", type(error).__name__)
            connection.close()
            pause = POLL_WITHOUT_DATABASE
        if wait(pause):
            return


def deliver_due(*, stop: Callable[[], bool] = lambda: False) -> int:
    """Try each mail that is due, once; return how many were sent. A DatabaseError goes to the caller."""
    return sum(_deliver(mail) for mail in _claimed(stop))


def _claimed(stop: Callable[[], bool]) -> Iterator[OutgoingMail]:
    due = OutgoingMail.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    for mail in due[:BATCH]:
        if stop():
            return
        if claim(mail, timezone.now()):
            yield mail


def claim(mail: OutgoingMail, now: datetime) -> bool:
    """Take a mail that nobody took since it was read; return whether it is ours until the lease ends."""
    unchanged = OutgoingMail.objects.filter(pk=mail.pk, due_at=mail.due_at, tries=mail.tries)
    lease, tries = now + LEASE, mail.tries + 1
    taken = unchanged.update(due_at=lease, tries=tries) == 1
    if taken:
        mail.due_at, mail.tries = lease, tries
    return taken


def given_up(now: datetime) -> QuerySet[OutgoingMail]:
    """Return the mails whose links are no use any more; a deliverer drops them too, where one runs."""
    return OutgoingMail.objects.filter(queued_at__lt=now - LONGEST_WAIT)


def _deliver(mail: OutgoingMail) -> bool:
    """Send a claimed mail and forget it, or put it off; return whether it was sent."""
    now = timezone.now()
    if mail.tries > MOST_TRIES or mail.queued_at < now - LONGEST_WAIT:
        logger.error("mail=%s dropped, tries=%s", mail.pk, mail.tries - 1)
        mail.delete()
        return False
    try:
        mailers[OUTGOING].send_messages([opened(mail)])
    except Exception as error:  # whatever one mail or the server does, the other mails must go out
        logger.warning("mail=%s not sent, tries=%s: %s", mail.pk, mail.tries, type(error).__name__)
        _ours(mail).update(due_at=timezone.now() + pause_after(mail.tries))
        return False
    _ours(mail).delete()
    logger.info("mail=%s sent, tries=%s", mail.pk, mail.tries)
    return True


def _ours(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail.pk, due_at=mail.due_at, tries=mail.tries)


def pause_after(tries: int) -> timedelta:
    """Return how long a mail waits after so many tries: twice as long each time."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, MOST_TRIES)), LONGEST_PAUSE)
