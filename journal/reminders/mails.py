"""The text of a reminder mail: nothing of health, and two addresses."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from journal.reminders.addresses import unsubscribe_word

SUBJECT = "Diary"


def reminder_mail(patient: User, *, last: bool, offer: bool) -> EmailMessage:
    """Return the mail; the last one says that it is, and may offer a diary once a week. One press unsubscribes."""
    unsubscribe = _address("reminders:unsubscribe", unsubscribe_word(patient.pk))
    context = {
        "today": _address("journal:today"),
        "settings": _address("journal:settings"),
        "unsubscribe": unsubscribe,
        "last": last,
        "offer": offer,
    }
    headers = {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = render_to_string("journal/mails/reminder.txt", context)
    return EmailMessage(SUBJECT, body, to=[patient.email], headers=headers)


def _address(name: str, *arguments: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
