"""Today, and any past day: what was taken and how it was."""

from datetime import date

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PatientRequest
from journal import look_back
from journal.day_page import open_day, open_to_save
from journal.day_records import StaleDay, is_recorded_ahead, save_day
from journal.day_saving import Saved, conflicts, save_answers, undo_save
from journal.day_state import DayState
from journal.diary_settings import standing_of
from journal.forms.day import Answers
from journal.gaps import gap_before
from journal.models.medicines import FIRST_DAY
from journal.views.rendered_day import render_day

PAGE_METHODS = ["GET", "HEAD", "POST"]
NOON = 12


class DayToCome(Http404):
    """The day has not come yet, so that nothing can be there."""

    template_name = "journal/day_to_come.html"


@require_http_methods(PAGE_METHODS)
def today(request: PatientRequest) -> HttpResponse:
    """Show or save the journal day it is now on the patient's own clock."""
    now = request.user.journal_day(timezone.now())
    if request.method == "POST":
        return _save(request, None, now)
    diary = standing_of(request.user)
    day = diary.day_to_ask(now)
    page = open_day(request.user, day, now, diary, morning=_is_morning(request, day))
    if not page.items and not page.steps and not request.user.medicines.exists():
        return redirect("journal:set_up")
    return render_day(request, page, page.form(), gap=gap_before(page))


@require_http_methods(PAGE_METHODS)
def check_in(request: PatientRequest, day: date) -> HttpResponse:
    """Show or save a past day."""
    now = _known_today(request, day)
    if request.method == "POST":
        return _save(request, day, now)
    page = open_day(request.user, day, now, morning=_is_morning(request, day))
    return render_day(request, page, page.form())


@require_POST
def undo(request: PatientRequest, day: date) -> HttpResponse:
    """Take back the last save of a day."""
    now = _known_today(request, day)
    night = _version(request, "night") if "night" in request.POST else None
    version = _version(request) if night is None or "version" in request.POST else None
    try:
        saved = Saved(version=version, night=night, new=_new(request))
        undone = undo_save(patient=request.user, day=day, saved=saved, today=now)
    except StaleDay:
        page = open_day(request.user, day, now)
        return render_day(request, page, page.form(), status=409, changed=True)
    return redirect(f"{open_day(request.user, day, now).address}?{undone.query}")


@require_http_methods(PAGE_METHODS)
@transaction.atomic
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
        return render_day(request, page, page.form(), status=409, changed=True)
    look_back.look_over_everything(request.user, now)
    return redirect(f"{page.address}?saved={saved}")


@transaction.atomic
def _save(request: PatientRequest, asked: date | None, now: date) -> HttpResponse:
    page = open_to_save(request.user, asked, now)
    day = page.day
    form = page.form(request.POST)
    if not form.is_valid():
        page = open_day(request.user, day, now)
        return render_day(request, page, page.form(request.POST), status=422)
    answers = form.answers()
    try:
        saved = save_answers(page=page, answers=answers)
    except StaleDay:
        return _stale(request, day, now, answers)
    return redirect(f"{page.address}?{saved.query}")


def _stale(request: PatientRequest, day: date, now: date, answers: Answers) -> HttpResponse:
    """Tell that another screen saved first; a second press of the same answers is no conflict."""
    page = open_day(request.user, day, now)
    again = page.form(request.POST)
    answers = again.answers() if again.is_valid() else answers  # "just now" is what the first press said
    rows = conflicts(page, answers)
    if not rows:
        saved = Saved(version=page.loaded.version, night=page.before.version if answers.night else None)
        return redirect(f"{page.address}?{saved.query}")
    data = request.POST.copy()
    data["version"] = str(page.loaded.version)
    return render_day(request, page, page.form(data), status=409, changed=True, differences=rows)


def _is_morning(request: PatientRequest, day: date) -> bool:
    """Return whether it is before noon of this journal day on the patient's own clock."""
    clock = timezone.now().astimezone(request.user.zone)
    return clock.date() == day and clock.hour < NOON


def _known_today(request: PatientRequest, day: date) -> date:
    instant = timezone.now()
    now = request.user.journal_day(instant)
    if FIRST_DAY <= day <= now or is_recorded_ahead(request.user, day, instant):
        return now
    if day > now:
        raise DayToCome
    raise Http404


def _version(request: HttpRequest, name: str = "version") -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404("The form's version is not a number.")
    return int(text)


def _new(request: HttpRequest) -> int | None:
    text = request.POST.get("new", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
