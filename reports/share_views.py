"""What the holder of a link sees. No session, no user, no patient data before the button is pressed."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from reports import cookies, tokens
from reports.report import load_report

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
without_bootstrap = csp_override(settings.SECURE_CSP_WITHOUT_BOOTSTRAP)
_gzip = GZipMiddleware(lambda request: HttpResponse())


def varies_by_cookie(view: View) -> View:
    """Tell caches that the answer depends on the cookie, whichever answer it is."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        return response

    return wrapped


@without_bootstrap
@varies_by_cookie
@csrf_exempt  # the address is the authority, and forging an opening gains nothing
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Show the gate; on POST open the link; with its cookie show the report."""
    if request.method == "POST" and _comes_from_elsewhere(request):
        return _page("reports/refused.html", status=403)
    if not tokens.is_well_formed(token):
        return _dead()
    if request.method == "POST":
        return _open(request, token)
    opened = cookies.read(request, token)
    return _page("reports/gate.html") if opened is None else _show(request, token, opened)


@without_bootstrap
@varies_by_cookie
@login_not_required
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the link itself: the report is a page that prints, and not yet a file of its own."""
    if not tokens.is_well_formed(token):
        return _dead()
    return HttpResponse(status=303, headers={"Location": reverse("share:report", args=[token])})


@without_bootstrap
@varies_by_cookie
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def dead(request: HttpRequest) -> HttpResponse:
    """Answer every other address below the prefix like a link that does not open."""
    return _dead()


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether a browser says that another site's page sent this."""
    origin = request.headers.get("Origin")
    ours = (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
    if origin is not None and origin not in ours:
        return True
    return request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")


def _open(request: HttpRequest, token: str) -> HttpResponse:
    found = tokens.open_share(token, timezone.now())
    if found is None:
        return _dead()
    logger.info("share opened share=%s", found.pk)
    response = HttpResponse(status=303, headers={"Location": request.path})
    cookies.give(response, token, found)
    return response


def _show(request: HttpRequest, token: str, opened: cookies.Opened) -> HttpResponse:
    now = timezone.now()
    found = tokens.find_share(token, now)
    if found is None or (found.pk, found.version) != (opened.share_id, opened.version):
        response = _dead()
        cookies.take_back(response, token)
        return response
    response = _page("reports/report.html", {"report": load_report(found, now)})
    _gzip.process_response(request, response)
    return response


def _page(template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Return a page made without the request, so that no session, user or message can get into it."""
    return HttpResponse(render_to_string(template, context), status=status)


def _dead() -> HttpResponse:
    return _page("reports/dead.html", status=404)
