"""Mails about links: not a word of health, no label, and no address but that of the list of links."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User


def first_opening(patient: User) -> None:
    """Queue the word that a link was opened for the first time."""
    _queue(patient, "A link was opened", "reports/mails/first_opening.txt")


def locked(patient: User) -> None:
    """Queue the word that a link ended after five wrong passcodes."""
    _queue(patient, "A link has ended", "reports/mails/locked.txt")


def _queue(patient: User, subject: str, template: str) -> None:
    body = render_to_string(template, {"links": f"{settings.SITE_URL}{reverse('reports:shares')}"})
    EmailMessage(subject, body, to=[patient.email]).send()
