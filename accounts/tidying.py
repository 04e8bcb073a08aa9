"""What of sign-in, limits and mail may go because its time is over."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from accounts import delivery, devices, invitations, limits, once


def may_go(now: datetime) -> dict[str, QuerySet[Any]]:
    """Return the rows that may be deleted, by what they are in words."""
    return {
        "ended sessions": Session.objects.filter(expire_date__lte=now),
        "devices that are signed out": devices.signed_out(now),
        "used codes that are out of date": once.ended(now),
        "counts of tries that are over": limits.ended(now),
        "invitations that nobody used": invitations.ended(now),
        "mails that could not be sent in time": delivery.given_up(now),
    }
