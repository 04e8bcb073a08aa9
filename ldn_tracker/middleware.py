"""What every answer carries, and how long a sign-in lasts."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]
METHODS = ("GET", "HEAD", "POST")
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class HeadersMiddleware:
    """Forbid what we never use; keep every page that does not say otherwise out of caches and search engines."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AllauthMethodsMiddleware:
    """Answer 405 where allauth's views would take PUT for a POST, or redirect a verb that is none.

    Our own views state their methods themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the refusal, or None to go on."""
        if request.method not in METHODS and view.__module__.startswith("allauth."):
            return HttpResponseNotAllowed(METHODS)
        return None


class SessionLengthMiddleware:
    """Start a signed-in session's 12 hours or 30 days anew with each POST; reading never does.

    The length itself was set at sign-in. A session that nothing has read is left alone, so that
    the pages of a link never look one up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and request.session.accessed and SESSION_KEY in request.session:
            request.session.modified = True
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compress pages for a phone on a thin line.

    What a share link answers goes out as it is: the gate must be the same to the byte, and
    Django pads compressed pages with random bytes against guessing by length (BREACH). The
    report itself is compressed by its view.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer compressed, unless it is a share link's."""
        if request.path.startswith("/r/"):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
