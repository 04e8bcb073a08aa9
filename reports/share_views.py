"""What the holder of a link sees. No session, no user, no patient data before the button is pressed."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.devices import browser_words
from ldn_tracker.events import security_event
from reports import cookies, tokens
from reports.bars import bar
from reports.files import as_pdf
from reports.frozen import shown
from reports.models import Opened, Share
from reports.opening import Attempt, note_file, open_link
from reports.rendering import Rendered, page

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
        security_event("csrf_refused", request)
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
def text(request: HttpRequest, token: str) -> HttpResponse:
    """Give the holder of an opened link the report as text; anybody else is led to the link itself."""
    return _file(request, token, Opened.TEXT, _as_text)


@without_bootstrap
@varies_by_cookie
@login_not_required
@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Give the holder of an opened link the report as PDF; where none can be made, the page itself prints."""
    return _file(request, token, Opened.PDF, as_pdf)


@without_bootstrap
@varies_by_cookie
@csrf_exempt  # as above: another site is refused, and nothing is lost but what the button gives back
@login_not_required
@require_POST
def close(request: HttpRequest, token: str) -> HttpResponse:
    """Close the report on this device: take the link's cookie back, whatever the link is worth, and say so.

    The report is in no cache; Clear-Site-Data makes the browser forget the page it would go back to as well. Not
    "storage": nothing of a report is there, and the draft of a patient who looks at the own link may be.
    """
    if _comes_from_elsewhere(request):
        security_event("csrf_refused", request)
        return _page("reports/refused.html", status=403)
    if not tokens.is_well_formed(token):
        return _dead()
    response = _page("reports/closed.html")
    cookies.take_back(response, token)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


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
    attempt = open_link(token, request.POST.get("passcode", ""), timezone.now(), _device(request))
    _log_mistyped(request, attempt)
    if attempt.share is None:
        return _page("reports/gate.html", _asks(attempt), status=422) if attempt.tries_left else _dead()
    share = attempt.share
    security_event("share_opened", request, user=share.patient_id, share=share.pk)
    response = HttpResponse(status=303, headers={"Location": request.path})
    cookies.give(response, token, share)
    return response


def _log_mistyped(request: HttpRequest, attempt: Attempt) -> None:
    """Write down a wrong passcode by the link's number; the last one is an event of its own."""
    share = attempt.mistyped
    if share is None:
        return
    if attempt.tries_left:
        security_event("passcode_failed", request, user=share.patient_id, share=share.pk)
    else:
        security_event("share_locked", request, user=share.patient_id, share=share.pk)


def _asks(attempt: Attempt) -> dict[str, Any]:
    return {"tries_left": attempt.tries_left}


def _held(token: str, opened: cookies.Opened) -> Share | None:
    """Return the share that the cookie opened, if it still works in that version."""
    found = tokens.find_share(token)
    return found if found and (found.pk, found.version) == (opened.share_id, opened.version) else None


def _show(request: HttpRequest, token: str, opened: cookies.Opened) -> HttpResponse:
    now = timezone.now()
    share = _held(token, opened)
    rendered = shown(share, now) if share else None
    if share is None or rendered is None:
        return _died(token)
    response = HttpResponse(page(rendered, bar(share)))
    _gzip.process_response(request, response)
    return response


def _file(
    request: HttpRequest, token: str, what: Opened, make: Callable[[Rendered, Share], HttpResponse | None]
) -> HttpResponse:
    """Return the report as a file; without the cookie, or where no such file can be made, 303 to the link."""
    if not tokens.is_well_formed(token):
        return _dead()
    opened, now = cookies.read(request, token), timezone.now()
    to_the_link = HttpResponse(status=303, headers={"Location": reverse("share:report", args=[token])})
    if opened is None:
        return to_the_link
    share = _held(token, opened)
    rendered = shown(share, now) if share else None
    if share is None or rendered is None:
        return _died(token)
    response = make(rendered, share)
    if response is not None and response.status_code == 200 and request.method == "GET":
        note_file(share, now, what, _device(request))
    return response or to_the_link


def _as_text(rendered: Rendered, share: Share) -> HttpResponse:
    return HttpResponse(rendered.text, content_type="text/plain; charset=utf-8")


def _device(request: HttpRequest) -> str:
    """Return where somebody reads, as coarse as can be; nothing else of the request is kept."""
    return browser_words(request.headers.get("User-Agent", ""))


def _died(token: str) -> HttpResponse:
    response = _dead()
    cookies.take_back(response, token)
    return response


def _page(template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Return a page made without the request, so that no session, user or message can get into it."""
    return HttpResponse(render_to_string(template, context), status=status)


def _dead() -> HttpResponse:
    return _page("reports/dead.html", status=404)
