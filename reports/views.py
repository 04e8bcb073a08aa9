"""The patient's own side of sharing: the links, a new one, what the recipient sees, ending one."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.fresh import fresh_sign_in_required
from accounts.requests import PatientRequest
from accounts.views import LEAVE_NOTHING
from ldn_tracker.events import security_event
from reports import cookies, tokens
from reports.actions import make_share, revoke_share
from reports.bars import bar, view_bar
from reports.cautions import cautions
from reports.files import as_pdf
from reports.forms import ShareForm
from reports.frozen import shown
from reports.listing import list_shares
from reports.made import made_context
from reports.rendering import page
from reports.rendering import render as render_report
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
    return _preview(form) if "preview" in request.POST else _make(request, form)


def _preview(form: ShareForm) -> HttpResponse:
    """Show the page of a valid form exactly as the recipient would get it; nothing is saved."""
    share = form.instance
    share.created_at, share.expires_at = form.now, form.expires_at
    report = load_report(share, form.now, [item.pk for item in form.chosen_items])
    warned = {"kind": "preview", "warnings": cautions(share, form.chosen_items, report)}
    return HttpResponse(page(render_report(report), {**bar(share), **warned}))


def _make(request: PatientRequest, form: ShareForm) -> HttpResponse:
    made = make_share(
        patient=request.user,
        share=form.instance,
        form_key=form.cleaned_data["form_key"],
        items=form.chosen_items,
        now=form.now,
        expires_at=form.expires_at,
        guarded=form.cleaned_data["guarded"],
    )
    if made is None:
        messages.info(request, ALREADY_MADE)
        return redirect("reports:shares")
    security_event("share_made", request, share=made.share.pk)
    report = made.report or load_report(made.share, form.now)
    warned = cautions(made.share, form.chosen_items, report)
    return render(request, "reports/made.html", {**made_context(made, report), "warnings": warned}, status=201)


@require_POST
@fresh_sign_in_required
def show(request: PatientRequest) -> HttpResponse:
    """Sign out here and open the link that was just made: the report alone is left on this screen."""
    token = request.POST.get("token", "")
    found = tokens.find_share(token) if tokens.is_well_formed(token) else None
    if found is None or found.patient_id != request.user.pk:
        messages.info(request, "This link does not open any more.")
        return redirect("reports:shares")
    get_adapter(request).logout(request)
    response = HttpResponse(status=303, headers={"Location": reverse("share:report", args=[token])})
    response.headers["Clear-Site-Data"] = LEAVE_NOTHING
    cookies.give(response, token, found)
    return response


@csp_override(settings.SECURE_CSP_WITHOUT_BOOTSTRAP)
@require_safe
def preview(request: PatientRequest, pk: int) -> HttpResponse:
    """Show exactly what the recipient sees, under a bar that says so."""
    now = timezone.now()
    share = get_object_or_404(request.user.shares, pk=pk)
    rendered = shown(share, now)
    if rendered is None:
        return HttpResponse(render_to_string("reports/gone.html", {"share": share}))
    return HttpResponse(page(rendered, view_bar(share, now)))


@csp_override(settings.SECURE_CSP_WITHOUT_BOOTSTRAP)
@require_safe
def pdf(request: PatientRequest, pk: int) -> HttpResponse:
    """Give the patient the same page as PDF; where none can be made, lead to the page, which prints."""
    share = get_object_or_404(request.user.shares, pk=pk)
    rendered = shown(share, timezone.now())
    made = as_pdf(rendered, share, back="preview/") if rendered else None
    return made or redirect("reports:preview", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then end a link for good."""
    now = timezone.now()
    share = get_object_or_404(request.user.shares, pk=pk)
    if request.method != "POST":
        return render(request, "reports/revoke.html", {"share": share, "works": share.works(now)})
    if revoke_share(share=share, now=now):
        security_event("share_revoked", request, share=share.pk)
        messages.success(request, "The link has ended. Nobody can open it any more.")
    else:
        messages.info(request, "This link had ended before.")
    return redirect("reports:shares")
