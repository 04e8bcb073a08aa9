"""Reminders: how the patient wants them, the calendar that a program asks for, and the end of mails."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.request import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PatientRequest
from journal.forms.reminders import RemindersForm
from journal.reminders.actions import end_calendar, end_mails, keep_reminders, make_calendar, reminders_of
from journal.reminders.addresses import find_calendar, find_mails
from journal.reminders.feed import calendar_of

NOTHING = "There is nothing at this address."


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: PatientRequest) -> HttpResponse:
    """Show and change when and how to be reminded."""
    kept = reminders_of(request.user)
    form = RemindersForm(request.POST if request.method == "POST" else None, reminders=kept)
    if request.method == "POST" and form.is_valid():
        keep_reminders(patient=request.user, hour=form.cleaned_data["hour"], by_mail=form.cleaned_data["by_mail"])
        messages.success(request, "Saved.")
        return redirect("journal:reminders")
    context = {"form": form, "calendar": bool(kept.calendar_digest)}
    return render(request, "journal/reminders.html", context, status=422 if form.errors else 200)


@require_POST
def reminder_calendar(request: PatientRequest) -> HttpResponse:
    """Make or replace the calendar's address and show it, this once, in the answer."""
    secret = make_calendar(patient=request.user)
    address = f"{settings.SITE_URL}{reverse('reminders:calendar', args=[secret])}"
    return render(request, "journal/reminder_calendar.html", {"address": address}, status=201)


@require_POST
def reminder_calendar_end(request: PatientRequest) -> HttpResponse:
    """End the calendar's address."""
    ended = end_calendar(patient=request.user)
    said = "The address has ended. Take the calendar off your devices." if ended else "There was no address."
    messages.success(request, said)
    return redirect("journal:reminders")


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar program the days that are not logged yet."""
    found = find_calendar(token)
    if found is None:
        raise Http404(NOTHING)
    return HttpResponse(calendar_of(found, timezone.now()), content_type="text/calendar; charset=utf-8")


@csrf_exempt  # a mail program posts it (RFC 8058); the word in the address is the authority
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then end reminder mails; looking ends nothing, and nobody needs to sign in."""
    found = find_mails(token)
    if found is None:
        raise Http404(NOTHING)
    if request.method == "POST":
        end_mails(found)
    return render(request, "journal/unsubscribe.html", {"done": request.method == "POST"})
