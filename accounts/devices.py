"""Where somebody is signed in, in words as coarse as they can be and still be known again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.requests import PatientRequest

View = Callable[..., HttpResponseBase]
# The first that fits: later ones are named by those before them too.
BROWSERS = {
    "Firefox": r"Firefox/|FxiOS/",
    "Edge": r"Edg",
    "Samsung Internet": r"SamsungBrowser/",
    "Opera": r"OPR/",
    "Chrome": r"Chrome/|CriOS/|Chromium/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Windows": r"Windows",
    "Mac": r"Macintosh|Mac OS X",
    "Linux": r"Linux|X11",
}


@dataclass(frozen=True, kw_only=True)
class Device:
    """One sign-in that still works: its number, since when, in which browser, and whether it is this one."""

    pk: int
    since: datetime
    words: str
    is_this: bool


def devices_of(user: User, this_key: str | None, now: datetime) -> list[Device]:
    """Return where the person is signed in, the latest first; looking changes nothing."""
    rows = list(user.usersession_set.order_by("-created_at", "-pk"))  # type: ignore[attr-defined]
    alive = set(
        Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=now).values_list(
            "session_key", flat=True
        )
    )
    return [
        Device(
            pk=row.pk,
            since=row.created_at,
            words=browser_words(row.user_agent),
            is_this=row.session_key == this_key,
        )
        for row in rows
        if row.session_key in alive
    ]


def signed_out(now: datetime) -> "QuerySet[UserSession]":
    """Return the devices whose session is gone; for a day none, because a sign-in may be under way."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    rows: QuerySet[UserSession] = UserSession.objects.filter(~Exists(alive), created_at__lte=now - timedelta(days=1))
    return rows


def browser_words(user_agent: str) -> str:
    """Return a browser in words, such as "Firefox on Android"; versions say nothing to a reader."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    return f"{browser or 'A browser'} on {system}" if system else browser or "A browser we do not know"


def _first(kinds: dict[str, str], text: str) -> str:
    return next((name for name, pattern in kinds.items() if re.search(pattern, text)), "")


def signs_out_elsewhere(view: View) -> View:
    """Let a view that changes how somebody signs in give this session a new key and end all others."""

    @wraps(view)
    def ending(request: PatientRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        before = _factor_numbers(request.user)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and _factor_numbers(request.user) != before:
            move_session(request)
            end_sessions(request.user, but=request.session.session_key)
        return response

    return ending


def _factor_numbers(user: Any) -> set[int]:
    return set(user.authenticator_set.values_list("pk", flat=True))


def move_session(request: HttpRequest) -> None:
    """Give the session a new key, in the list of devices too: a key somebody caught before is worth nothing now."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old or "").update(session_key=request.session.session_key)


def forget_device(session_key: str | None) -> None:
    """Delete what the list held of a session that ends."""
    UserSession.objects.filter(session_key=session_key or "").delete()


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End every listed session of the person but one; return how many."""
    rows = user.usersession_set.exclude(session_key=but or "")  # type: ignore[attr-defined]
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user, session_key__in=keys).delete()
    return len(keys)
