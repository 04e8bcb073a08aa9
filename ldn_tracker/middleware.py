"""What every answer carries, and how long a sign-in lasts."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import Error, InterfaceError, InternalError, OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.template import loader
from django.template.response import TemplateResponse

from ldn_tracker.views import csrf_failure

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]
METHODS = ("GET", "HEAD", "POST")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
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


class MethodsMiddleware:
    """Answer 405 where allauth's views would take PUT for a POST, or redirect a verb that is none; and
    422 where they would show a refused form as if all was well.

    Our own views state methods and statuses themselves. Whoever refuses a verb, the page is this one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response.content = loader.get_template("405.html").render().encode()
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Allow"] = response.headers["Allow"].replace(", OPTIONS", "")  # we refuse it too
        return response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the refusal, or None to go on."""
        if not view.__module__.startswith("allauth."):
            return None
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if request.method == "HEAD":
            request.method = "GET"  # allauth counts every verb but GET as a try, and a look is none
        return None

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Return the answer, with the status that a refused form has."""
        forms = [each for each in (response.context_data or {}).values() if isinstance(each, BaseForm)]
        if request.method == "POST" and any(form.is_bound and form.errors for form in forms):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class OtherSitesMiddleware:
    """Refuse a POST that the browser says another site's page sent, a neighbour's too.

    Beside Django's token, not in its place: browsers too old to say it send nothing and go on. Views
    that need no token answer for themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the refusal, or None to go on."""
        if request.method in SAFE_METHODS or getattr(view, "csrf_exempt", False):
            return None
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            return csrf_failure(request, "sent by another site")
        return None


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, but an answer to something that was done is given even when the session cannot be saved.

    Django takes every failure for a session that is gone and says 400. One that is gone (signed out or
    closed on another screen) leads to sign-in. One that could only not be prolonged, because the
    database failed, goes on as it was; where it holds something new, as at sign-in, that is a 503.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session and return the answer."""
        try:
            saved: HttpResponse = super().process_response(request, response)
        except (SessionInterrupted, Error) as error:
            if not _database_failed(error):
                return redirect(settings.LOGIN_URL)
            if not getattr(request, "only_prolonged", False):
                raise OperationalError("The session could not be saved.") from error
            return response
        return saved


def _database_failed(error: BaseException) -> bool:
    """Return whether the database was the first cause, not the session's row that was gone."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (OperationalError, InternalError, InterfaceError)):
            return True
        cause = cause.__context__
    return False


class SessionLengthMiddleware:
    """Start a signed-in session's 12 hours or 30 days anew with each POST; reading never does.

    The length itself was set at sign-in. A session that nothing has read is left alone, so that
    the pages of a link never look one up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            return response  # whoever could not read the session would wait for the database again
        if request.method == "POST" and request.session.accessed and SESSION_KEY in request.session:
            request.only_prolonged = not request.session.modified  # type: ignore[attr-defined]
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
