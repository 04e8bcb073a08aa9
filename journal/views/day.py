"""Today, and any past day: what was taken and how it was."""

from datetime import date

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PatientRequest
from journal.day_page import DayPage, differences, open_day, toast, week_strip
from journal.day_records import StaleDay, save_day, undo_day
from journal.day_state import DayState
from journal.forms.day import DayForm
from journal.models.medicines import FIRST_DAY

TEMPLATE = "journal/day.html"
PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
def today(request: PatientRequest) -> HttpResponse:
    """Show or save the journal day it is now on the patient's own clock."""
    day = request.user.journal_day(timezone.now())
    if request.method != "POST" and not request.user.items.exists() and not request.user.medicines.exists():
        return redirect("journal:set_up")
    return _day(request, day, day)


@require_http_methods(PAGE_METHODS)
def check_in(request: PatientRequest, day: date) -> HttpResponse:
    """Show or save a past day."""
    return _day(request, day, _known_today(request, day))


@require_POST
def undo(request: PatientRequest, day: date) -> HttpResponse:
    """Take back the last save of a day."""
    now = _known_today(request, day)
    try:
        saved = undo_day(patient=request.user, day=day, version=_version(request), today=now)
    except StaleDay:
        page = open_day(request.user, day, now)
        return _show(request, page, page.form(), status=409, changed=True)
    return redirect(f"{open_day(request.user, day, now).address}?saved={saved}")


@require_http_methods(PAGE_METHODS)
def clear(request: PatientRequest, day: date) -> HttpResponse:
    """Ask, then empty a day; undo brings it back."""
    now = _known_today(request, day)
    page = open_day(request.user, day, now)
    if request.method != "POST":
        return render(request, "journal/clear_day.html", {"page": page, "version": page.loaded.version})
    version, nothing = _version(request), DayState()
    try:
        saved = save_day(patient=request.user, loaded=page.loaded, day=day, wanted=nothing, version=version, today=now)
    except StaleDay:
        return _show(request, page, page.form(), status=409, changed=True)
    return redirect(f"{page.address}?saved={saved}")


def _day(request: PatientRequest, day: date, now: date) -> HttpResponse:
    if request.method == "POST":
        return _save(request, day, now)
    page = open_day(request.user, day, now)
    return _show(request, page, page.form())


@transaction.atomic
def _save(request: PatientRequest, day: date, now: date) -> HttpResponse:
    page = open_day(request.user, day, now)
    form = page.form(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    version, wanted = form.cleaned_data["version"], form.wanted()
    try:
        saved = save_day(patient=request.user, loaded=page.loaded, day=day, wanted=wanted, version=version, today=now)
    except StaleDay:
        return _stale(request, day, now, wanted)
    return redirect(f"{page.address}?saved={saved}")


def _stale(request: PatientRequest, day: date, now: date, wanted: DayState) -> HttpResponse:
    """Tell that another screen saved first; a second press of the same answers is no conflict."""
    page = open_day(request.user, day, now)
    rows = differences(page, wanted)
    if not rows:
        return redirect(f"{page.address}?saved={page.loaded.version}")
    data = request.POST.copy()
    data["version"] = str(page.loaded.version)
    return _show(request, page, page.form(data), status=409, changed=True, differences=rows)


def _show(request: HttpRequest, page: DayPage, form: DayForm, status: int = 200, **more: object) -> HttpResponse:
    said = toast(page, request.GET.dict()) if status == 200 else ""
    context = {"page": page, "form": form, "week": week_strip(page), "said": said, **more}
    return render(request, TEMPLATE, context, status=status)


def _known_today(request: PatientRequest, day: date) -> date:
    now = request.user.journal_day(timezone.now())
    if not FIRST_DAY <= day <= now:
        raise Http404("That day is not in your journal.")
    return now


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404("The form's version is not a number.")
    return int(text)
