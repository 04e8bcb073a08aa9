"""The challenge that a passkey signs travels signed in the page and works once: looking at a page writes nothing.

Allauth keeps it in the session, where each page that shows a passkey button would write.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse

from accounts import once

View = Callable[..., HttpResponseBase]
SALT = "accounts.challenges"
LASTING = timedelta(minutes=10)
STATE = (
    "mfa.webauthn.state"  # allauth's key; to ask allauth for it would load what checks passkeys (docs/decisions/0039)
)


def challenge_in_page(view: View) -> View:
    """Let an allauth view with passkeys keep its challenge in the page's context, as `challenge`."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and (state := _opened(request.POST.get("challenge", ""))):
            request.session[STATE] = state
        before = request.session.modified
        response = view(request, *args, **kwargs)
        challenge = take_challenge(request)
        if request.method != "POST":
            request.session.modified = before
        if isinstance(response, TemplateResponse):
            response.context_data = {**(response.context_data or {}), "challenge": challenge}
        return response

    return kept


def take_challenge(request: HttpRequest) -> str:
    """Take what allauth has put into the session out of it; return it signed, "" when there is none."""
    state = request.session.pop(STATE, None)
    return signing.dumps(state, salt=SALT) if state else ""


def _opened(text: str) -> dict[str, Any] | None:
    """Return the challenge of a page of ours, None when it is made up, too old or used."""
    try:
        state: dict[str, Any] = signing.loads(text, salt=SALT, max_age=LASTING)
    except signing.BadSignature:
        return None
    return state if once.spend("challenge", state["challenge"], LASTING) else None
