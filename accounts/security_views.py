"""Sign-in and security: the overview, recovery codes, devices, and allauth's pages with one thing added each."""

from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as passkey_auth
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sealing
from accounts.challenges import challenge_in_page, take_challenge
from accounts.devices import devices_of, end_sessions, signs_out_elsewhere
from accounts.factors import factors_of, unused_codes
from accounts.fresh import fresh_sign_in_required
from accounts.requests import PatientRequest
from accounts.second_factor import passkeys_work
from ldn_tracker.events import security_event


@require_safe
def security(request: PatientRequest) -> HttpResponse:
    """Say how the person signs in and where they are signed in."""
    found = devices_of(request.user, request.session.session_key, timezone.now())
    return render(request, "mfa/index.html", {"factors": factors_of(request.user), "devices": found})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def devices(request: PatientRequest) -> HttpResponse:
    """List where the person is signed in; POST signs out everywhere else."""
    if request.method == "POST":
        security_event("sessions_ended", request, count=end_sessions(request.user, but=request.session.session_key))
        messages.success(request, "Signed out everywhere else.")
        return redirect("usersessions_list")
    found = devices_of(request.user, request.session.session_key, timezone.now())
    return render(request, "usersessions/usersession_list.html", {"devices": found})


@require_POST
@fresh_sign_in_required
def end_device(request: PatientRequest, pk: int) -> HttpResponse:
    """Sign one device out."""
    device = get_object_or_404(request.user.usersession_set, pk=pk)  # type: ignore[attr-defined]
    device.end()
    security_event("sessions_ended", request, count=1)
    messages.success(request, "Signed out there.")
    return redirect("usersessions_list")


@require_safe
@fresh_sign_in_required
def recovery_codes(request: PatientRequest) -> HttpResponse:
    """Show the recovery codes that are left."""
    factors = factors_of(request.user)
    if not factors.codes:
        raise Http404
    try:
        codes = unused_codes(factors.codes)
    except sealing.Unsealable:
        codes = None
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes})


@require_safe
@fresh_sign_in_required
def recovery_codes_file(request: PatientRequest) -> HttpResponse:
    """Send the recovery codes that are left as a text file."""
    factors = factors_of(request.user)
    try:
        codes = unused_codes(factors.codes) if factors.codes else []
    except sealing.Unsealable:
        codes = []
    if not codes:
        raise Http404
    response = render(
        request, "mfa/recovery_codes/download.txt", {"codes": codes}, content_type="text/plain; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def new_recovery_codes(request: PatientRequest) -> HttpResponse:
    """Make ten new recovery codes; the old ones stop working."""
    factors = factors_of(request.user)
    if not factors.are_on:
        messages.error(request, "Switch on an app or add a passkey first.")
        return redirect("mfa_index")
    if request.method == "POST":
        generate_recovery_codes(request)
        return redirect("mfa_view_recovery_codes")
    return render(request, "mfa/recovery_codes/generate.html", {"factors": factors})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
@signs_out_elsewhere
def switch_on_app(request: PatientRequest) -> HttpResponseBase:
    """Switch on an app that shows codes."""
    try:
        response: HttpResponseBase = totp_views.activate_totp(request)
    except IntegrityError:  # in another tab, a moment ago
        return redirect("mfa_index")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
@signs_out_elsewhere
def switch_off_app(request: PatientRequest) -> HttpResponseBase:
    """Switch the app off."""
    response: HttpResponseBase = totp_views.deactivate_totp(request)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
@signs_out_elsewhere
def add_passkey(request: PatientRequest) -> HttpResponseBase:
    """Add a passkey, where the address lets a browser have one."""
    if not passkeys_work(request):
        return render(request, "mfa/webauthn/not_here.html", {"by_name": f"http://localhost:{request.get_port()}/"})
    try:
        return challenge_in_page(webauthn_views.add_webauthn)(request)
    except IntegrityError:  # two at once, which both make the first recovery codes
        return redirect("mfa_index")


@login_not_required
@require_safe
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """Return what the sign-in page's script asks the browser to sign; nothing is kept of it."""
    before = request.session.modified
    options = passkey_auth.begin_authentication()
    challenge = take_challenge(request)
    request.session.modified = before
    return JsonResponse({"request_options": options, "challenge": challenge})
