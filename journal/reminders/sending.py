"""Put the reminder mails that are due into the queue of mails.

A mail is claimed by one conditional statement in the transaction that queues it. So of two machines
that run at once one mails, and where one is killed between the two neither has happened.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from accounts.outbox import put
from journal.days_said import days_said
from journal.models import Reminders
from journal.reminders.feed import asked_weekday
from journal.reminders.mails import reminder_mail
from journal.reminders.times import reminder_at

BATCH = 200


def send_due(now: datetime) -> int:
    """Queue a mail for each patient who is to be reminded by now; return how many."""
    return sum(_send(reminders, now) for reminders in _wanted())


def _wanted() -> Iterator[Reminders]:
    """Yield everybody who wants mails, a batch at a time: memory does not grow with their number."""
    rows = Reminders.objects.filter(by_mail=True, patient__is_active=True).select_related("patient__diary")
    last = -1
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _send(reminders: Reminders, now: datetime) -> bool:
    """Queue this patient's mail if it is due and nobody else has; return whether it was."""
    today = reminders.patient.journal_day(now)
    if not _is_due(reminders, today, now) or today in days_said(reminders.patient, today):
        return False
    unanswered = 0 if _answered(reminders) else reminders.unanswered
    if unanswered >= Reminders.MOST_UNANSWERED:
        return False
    last = unanswered + 1 == Reminders.MOST_UNANSWERED
    offer = last and reminders.offered_weekly_on is None and asked_weekday(reminders) is None
    changes = {"mailed_on": today, "unanswered": unanswered + 1, **({"offered_weekly_on": today} if offer else {})}
    return _claim_and_queue(reminders, changes, reminder_mail(reminders.patient, last=last, offer=offer))


def _is_due(reminders: Reminders, today: date, now: datetime) -> bool:
    """Return whether today's hour has come and no mail has gone out for this day or, elsewhere, a later one."""
    if reminders.mailed_on and reminders.mailed_on >= today:
        return False
    if asked_weekday(reminders) not in (None, today.weekday()):
        return False
    patient = reminders.patient
    at = reminder_at(today, patient.zone, patient.day_start_hour, reminders.hour)
    return at is not None and at <= now


def _answered(reminders: Reminders) -> bool:
    """Return whether any day was saved since the last mail.

    The mail's own day was not saved before it; an earlier version of a day says when it was replaced. Of
    other days only the journal day of their first entry is known, so that must be a later one.
    """
    patient, mailed_on = reminders.patient, reminders.mailed_on
    if mailed_on is None or not reminders.unanswered:
        return False
    mailed_at = reminder_at(mailed_on, patient.zone, patient.day_start_hour, reminders.hour)
    saved = patient.check_ins.filter(Q(day=mailed_on) | Q(entered_day__gt=mailed_on)).exists()
    return saved or (mailed_at is not None and patient.day_versions.filter(saved_at__gte=mailed_at).exists())


@transaction.atomic
def _claim_and_queue(reminders: Reminders, changes: dict[str, object], mail: EmailMessage) -> bool:
    """Change the row if it is as it was read, and queue the mail; of two at once, one does."""
    as_read = {"by_mail": True, "mailed_on": reminders.mailed_on, "unanswered": reminders.unanswered}
    if not Reminders.objects.filter(pk=reminders.pk, **as_read).update(**changes):
        return False
    put(mail)
    return True
