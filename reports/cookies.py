"""The cookie of somebody who opened a link: it names the share and its version, nothing else.

It is called after its link, so that two open links live side by side, and signed together with
that name, so that one link's cookie is worth nothing under another's. Whether the share still
works is asked of the database at each request; the cookie only says that the button was pressed.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from reports import tokens
from reports.models import Share

LIFETIME = timedelta(hours=12)
SALT = "reports.share"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a valid cookie says: this share, in this version, was opened in the last 12 hours."""

    share_id: int
    version: int


def cookie_name(token: str) -> str:
    """Return the name of the link's cookie."""
    return f"{settings.SHARE_COOKIE_PREFIX}{tokens.cookie_suffix(token)}"


def read(request: HttpRequest, token: str) -> Opened | None:
    """Return what the link's cookie says, or None when there is none, it is forged or too old."""
    value = request.get_signed_cookie(cookie_name(token), default=None, salt=SALT, max_age=LIFETIME)
    if value is None:
        return None
    share_id, version = value.split(".")
    return Opened(share_id=int(share_id), version=int(version))


def give(response: HttpResponse, token: str, share: Share) -> None:
    """Set the link's cookie. __Host- names demand Path=/."""
    response.set_signed_cookie(
        cookie_name(token),
        f"{share.pk}.{share.version}",
        salt=SALT,
        max_age=LIFETIME,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take_back(response: HttpResponse, token: str) -> None:
    """Delete the link's cookie."""
    response.delete_cookie(cookie_name(token), path="/", samesite="Strict")
