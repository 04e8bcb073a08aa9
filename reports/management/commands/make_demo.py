"""Make a demo patient on this machine, and print once how to get in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from journal.demo import EMAIL, make_demo_patient
from ldn_tracker.events import security_event
from reports.actions import make_share
from reports.models import PeriodKind, Share

LINK_DAYS = 30
# Without the letters and digits that are taken for one another.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
BLOCK = """
  ------------------------------------------------------------------
  A demo patient is ready: Robin Example, invented, with 200 days.

  Sign in    {site}{sign_in}
  E-mail     {email}
  Password   {password}

  What a prescriber opens, without an account (works for {days} days):
  {link}

  Both are shown only now. Close the account to be rid of the demo.
  ------------------------------------------------------------------
"""


@dataclass(frozen=True, kw_only=True)
class Demo:
    """How to get in: the password, and the token of the link. Neither is stored."""

    password: str
    token: str


class Command(BaseCommand):
    """Make the demo patient of a fresh installation."""

    help = "Make a demo patient with 200 days and a share link; only on this machine and only without any user."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print it, or say why not; neither is a failure."""
        if reason := why_not():
            self.stdout.write(f"No demo patient: {reason}")
            return
        security_event("operator_command", command="make_demo")
        demo = make_demo(now=timezone.now())
        self.stdout.write(
            BLOCK.format(
                site=settings.SITE_URL,
                sign_in=reverse(settings.LOGIN_URL),
                email=EMAIL,
                password=demo.password,
                link=settings.SITE_URL + reverse("share:report", args=[demo.token]),
                days=LINK_DAYS,
            )
        )


def why_not() -> str:
    """Return why no demo patient is made here, or ""."""
    if not settings.SITE.loopback:
        return "this site can be reached from elsewhere (SITE_URL)."
    if User.objects.exists():
        return "there are accounts already."
    return ""


@transaction.atomic
def make_demo(*, now: datetime) -> Demo:
    """Make the patient and a link to their whole report."""
    password = "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
    patient = make_demo_patient(password=password, now=now)
    made = make_share(
        patient=patient,
        share=Share(label="Dr Example, pain clinic", period=PeriodKind.ALL),
        form_key=secrets.token_urlsafe(32),
        items=patient.items.all(),
        now=now,
        expires_at=now + timedelta(days=LINK_DAYS),
    )
    assert made is not None  # noqa: S101  # a form key that is new cannot have made one before
    return Demo(password=password, token=made.token)
