"""Which browsers somebody signed in with before: a signed mark in the browser itself, and nothing in the database.

The mark is a keyed digest for each account, so that who looks into a browser learns no address and
no number; it lasts as long as browsers keep a cookie, and signs nobody in.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User

SALT = "accounts.known_devices"
LASTING = timedelta(days=400)
AT_MOST = 10  # people who sign in with one browser


def is_known(request: HttpRequest, user: User) -> bool:
    """Return whether this browser signed in as this person before."""
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Leave the mark in the browser, the latest last."""
    marks = [mark for mark in _marks(request) if mark != _mark(user)]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([*marks, _mark(user)][-AT_MOST:], salt=SALT),
        max_age=LASTING,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    try:
        marks: list[str] = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=LASTING
        )
    except signing.BadSignature:
        return []
    return marks


def _mark(user: User) -> str:
    return salted_hmac(SALT, str(user.pk), algorithm="sha256").hexdigest()[:22]
