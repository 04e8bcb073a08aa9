"""The patient's own side of sharing: the links, a new one, what the recipient sees, ending one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fresh import fresh_sign_in_required
from accounts.requests import PatientRequest
from journal.figures.dates import date_text
from reports.actions import make_share, revoke_share
from reports.forms import ShareForm
from reports.listing import list_shares
from reports.report import load_report

ALREADY_MADE = "This link was already made. It was shown once; if you did not copy it, end it and make a new one."


@require_safe
def shares(request: PatientRequest) -> HttpResponse:
    """List the patient's links, the newest first."""
    now = timezone.now()
    return render(request, "reports/shares.html", {"lines": list_shares(request.user, now)})


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def new(request: PatientRequest) -> HttpResponse:
    """Make a link and show it, this once, in the answer to the form.

    The token is in no address, session or cookie, so there is nothing to redirect to. The same
    form sent again (a reload, a double tap) makes no second link.
    """
    now = timezone.now()
    if request.method != "POST":
        return render(request, "reports/new.html", {"form": ShareForm(patient=request.user, now=now)})
    form = ShareForm(request.POST, patient=request.user, now=now)
    if not form.is_valid():
        return render(request, "reports/new.html", {"form": form}, status=422)
    return _make(request, form)


def _make(request: PatientRequest, form: ShareForm) -> HttpResponse:
    made = make_share(
        patient=request.user,
        share=form.instance,
        form_key=form.cleaned_data["form_key"],
        items=form.chosen_items,
        now=form.now,
        expires_at=form.expires_at,
    )
    if made is None:
        messages.info(request, ALREADY_MADE)
        return redirect("reports:shares")
    link = f"{settings.SITE_URL}{reverse('share:report', args=[made.token])}"
    until = date_text(form.expires_at.astimezone(request.user.zone).date())
    return render(request, "reports/made.html", {"share": made.share, "link": link, "until": until}, status=201)


@csp_override(settings.SECURE_CSP_WITHOUT_BOOTSTRAP)
@require_safe
def preview(request: PatientRequest, pk: int) -> HttpResponse:
    """Show exactly what the recipient sees, under a bar that says so."""
    now = timezone.now()
    share = get_object_or_404(request.user.shares, pk=pk)
    context = {"report": load_report(share, now), "preview": True, "works": share.works(now)}
    return HttpResponse(render_to_string("reports/report.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then end a link for good."""
    now = timezone.now()
    share = get_object_or_404(request.user.shares, pk=pk)
    if request.method != "POST":
        return render(request, "reports/revoke.html", {"share": share, "works": share.works(now)})
    if revoke_share(share=share, now=now):
        messages.success(request, "The link has ended. Nobody can open it any more.")
    else:
        messages.info(request, "This link had ended before.")
    return redirect("reports:shares")
