"""Make links, and open them as their recipient would."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reports.actions import MadeShare, make_share
from reports.models import Share

MOMENT = timedelta(milliseconds=1)  # the clock of SQLite knows no shorter one
made_keys = iter(range(10**6))


def link(patient: User, *, days: int = 30, items: Any = None, guarded: bool = False, **fields: Any) -> MadeShare:
    """Return a new link of the patient, a living one unless told; all items are on it unless given."""
    now = timezone.now()
    made = make_share(
        patient=patient,
        share=Share(**{"label": "Tuesday visit", "is_frozen": False, **fields}),
        form_key=f"{next(made_keys):022}",
        items=patient.items.all() if items is None else items,
        now=now,
        expires_at=now + timedelta(days=days),
        guarded=guarded,
    )
    assert made is not None
    return made


def opened(token: str, passcode: str = "") -> Client:
    """Return a stranger who has pressed the button, with the passcode where there is one."""
    stranger = Client()
    assert stranger.post(f"/r/{token}/", {"passcode": passcode} if passcode else {}).status_code == 303
    return stranger


def open_report(token: str) -> HttpResponse:
    """Return the report as a stranger sees it."""
    return opened(token).get(f"/r/{token}/")


def visible(response: HttpResponse) -> tuple[int, bytes, dict[str, str], list[str]]:
    """Return all that a recipient can tell two answers by."""
    cookies = [f"{name}={morsel.value!r} {morsel['max-age']!r}" for name, morsel in response.cookies.items()]
    return response.status_code, response.content, dict(response.headers), cookies
