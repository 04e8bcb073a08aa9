"""Which request, and whose, a line of the log belongs to.

Each request gets a number of its own (16 hexadecimal digits). A trusted proxy may name its own
instead (32, as nginx writes $request_id), so that its log and ours can be laid side by side. The
number is in no answer but our own error pages: the gate of a link must be the same byte for byte.
"""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

GetResponse = Callable[[HttpRequest], HttpResponse]
# Where gunicorn's access log finds what the application knows; no header can have such a name.
ID, USER, ROUTE = "ldn.request", "ldn.user", "ldn.route"
FROM_PROXY = re.compile(r"[0-9a-f]{32}", re.ASCII)

_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


class TracingMiddleware:
    """Give the request its number, and tell the access log whose it was and which view answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META[ID] = _id_from_proxy(request) or secrets.token_hex(8)
        before = _current.set(request)
        try:
            return self.get_response(request)
        finally:
            _current.reset(before)
            request.META[USER], request.META[ROUTE] = user_number(request), route(request)


def current_request() -> HttpRequest | None:
    """Return the request that is being answered, None outside of one."""
    return _current.get()


def request_id(request: HttpRequest) -> str:
    """Return the request's number, "" when it has none."""
    return str(request.META.get(ID, ""))


def user_number(request: HttpRequest) -> int | None:
    """Return the number of the signed-in user if the request has asked for it; a log line reads no session."""
    user = vars(request).get("user")
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


def route(request: HttpRequest) -> str | None:
    """Return the name of the address, never the address itself: what a stranger typed can be anything."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or None
    return "static" if request.path.startswith(settings.STATIC_URL) else None


def _id_from_proxy(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
    return given if FROM_PROXY.fullmatch(given) else ""
