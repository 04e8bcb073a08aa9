"""What a patient sets, and what ends without a sign-in."""

from accounts.models import User
from journal.models import Reminders
from journal.reminders import addresses


def reminders_of(patient: User) -> Reminders:
    """Return how the patient wants to be reminded; as it comes where nothing was set."""
    try:
        reminders: Reminders = patient.reminders
    except Reminders.DoesNotExist:
        reminders = Reminders(patient=patient)
    return reminders


def keep_reminders(*, patient: User, hour: int, by_mail: bool) -> None:
    """Keep the hour, and whether to mail; switched on anew, mails start from none unanswered."""
    fresh = {"unanswered": 0} if by_mail and not reminders_of(patient).by_mail else {}
    Reminders.objects.update_or_create(patient=patient, defaults={"hour": hour, "by_mail": by_mail, **fresh})


def make_calendar(*, patient: User) -> str:
    """Give the patient's calendar a new secret and return it, this once; the one before ends."""
    secret = addresses.new_secret()
    Reminders.objects.update_or_create(patient=patient, defaults={"calendar_digest": addresses.digest(secret)})
    return secret


def end_calendar(*, patient: User) -> bool:
    """End the calendar's address for good; return whether there was one."""
    return bool(Reminders.objects.filter(patient=patient).exclude(calendar_digest=None).update(calendar_digest=None))


def end_mails(reminders: Reminders) -> None:
    """Send no more reminder mails."""
    Reminders.objects.filter(pk=reminders.pk).update(by_mail=False)
