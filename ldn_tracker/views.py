"""The pages of the site as a whole: landing, help, privacy, probes and what is shown when something fails."""

import math
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts.models import User
from ldn_tracker import schema, tracing
from ldn_tracker.events import security_event
from ldn_tracker.help_page import help_page
from ldn_tracker.kept import keep

without_bootstrap = csp_override(settings.SECURE_CSP_WITHOUT_BOOTSTRAP)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tell a stranger what this is; send a signed-in patient to today."""
    if request.user.is_authenticated:
        return redirect("journal:today")
    return _public_page(request, "home.html")


@login_not_required
@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """Say whom to call, emergencies first."""
    country = request.user.country if isinstance(request.user, User) else ""
    return _public_page(request, "help.html", **help_page(country))


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and who can read it."""
    return _public_page(request, "privacy.html", contact=settings.CONTACT_EMAIL)


@login_not_required
@require_safe
def prescribers(request: HttpRequest) -> HttpResponse:
    """Tell the recipient of a report what it is and what it is not."""
    return _public_page(request, "prescribers.html")


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process answers; the database is not asked."""
    return _probe(request, "ok\n")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and has every migration, else 503."""
    try:
        is_ready = schema.is_current()
    except Error:
        is_ready = False
    words, status = ("ok\n", 200) if is_ready else ("not ready\n", 503)
    return _probe(request, words, status)


def _probe(request: HttpRequest, words: str, status: int = 200) -> HttpResponse:
    """Answer HEAD, which every save with a script asks, with the headers alone: the web server warns of a body."""
    body = "" if request.method == "HEAD" else words
    size = {"Content-Length": str(len(words))}
    return HttpResponse(body, content_type="text/plain; charset=utf-8", status=status, headers=size)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show that the request could not be read, or that it was too large to be read."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"{status}.html", status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show that this account may not do that."""
    security_event("permission_refused", request)
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show that a form did not come from a page of ours, or from one that was open too long."""
    security_event("csrf_refused", request)
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show one and the same page for what is gone, was never there or is somebody else's.

    A reason that is nobody's secret, such as a day that has not come, brings a page of its own.
    """
    asked = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
    if asked is not None and tracing.user_number(request) is not None:
        security_event("object_refused", request, object=asked)
    return render(request, getattr(exception, "template_name", "404.html"), status=404)


@without_bootstrap
def too_many_requests(request: HttpRequest, exception: Exception | None = None, wait: int = 300) -> HttpResponse:
    """Ask for a pause of so many seconds; like the pages below, this one asks neither session nor database."""
    security_event("rate_limited", request)
    page = loader.get_template("429.html").render({"minutes": math.ceil(wait / 60)})
    return HttpResponse(page, status=429, headers={"Retry-After": str(wait)})


@without_bootstrap
def server_error(request: HttpRequest) -> HttpResponse:
    """Show that we failed, or that the database did, with what was typed.

    The page asks neither the session nor the database. The connection is given up: what comes back
    may be another server, or a file that can be written again.
    """
    status = 503 if isinstance(sys.exception(), Error) else 500
    if status == 503 and not connection.in_atomic_block:
        connection.close()
    # By the number the operator finds it in the log.
    page = loader.get_template(f"{status}.html").render({"number": tracing.request_id(request), "kept": keep(request)})
    return HttpResponse(page, status=status, headers={"Retry-After": "30"} if status == 503 else {})


def _public_page(request: HttpRequest, template: str, **shown: object) -> HttpResponse:
    response = render(request, template, shown)
    # These are the only pages that a search engine may keep.
    response.headers["X-Robots-Tag"] = "index, follow"
    return response
