"""The pages of the site as a whole: landing, help, privacy, probes and what is shown when something fails."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.http import require_safe

from ldn_tracker import schema


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
    return _public_page(request, "help.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and who can read it."""
    return _public_page(request, "privacy.html")


@login_not_required
@require_safe
def prescribers(request: HttpRequest) -> HttpResponse:
    """Tell the recipient of a report what it is and what it is not."""
    return _public_page(request, "prescribers.html")


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and has every migration, else 503."""
    try:
        is_ready = schema.is_current()
    except DatabaseError:
        is_ready = False
    words, status = ("ok\n", 200) if is_ready else ("not ready\n", 503)
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show that the request could not be read."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show that this account may not do that."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show that a form did not come from a page of ours, or from one that was open too long."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show one and the same page for what is gone, was never there or is somebody else's."""
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Ask for a pause after too many tries."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Show that we failed, or that the database is away; the page asks neither the session nor the database."""
    status = 503 if isinstance(sys.exception(), OperationalError) else 500
    return HttpResponse(loader.get_template(f"{status}.html").render(), status=status)


def _public_page(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template)
    # These are the only pages that a search engine may keep.
    response.headers["X-Robots-Tag"] = "index, follow"
    return response
