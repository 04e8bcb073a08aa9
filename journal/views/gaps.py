"""Welcome back: fill in the doses of empty days by one tap, and take that back."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import PatientRequest
from journal import gaps
from journal.day_page import open_day
from journal.day_records import StaleDay
from journal.forms.gaps import Filled, GapForm
from journal.views.rendered_day import render_day

MEANWHILE = "These days were changed on another screen. Nothing was filled in here; look again."
SAID = {gaps.USUAL: "LDN as usual", gaps.NOT_TAKEN: "LDN not taken"}


@require_POST
def answer(request: PatientRequest) -> HttpResponse:
    """Keep the answer: doses on the empty days, or that it is not known."""
    now = request.user.journal_day(timezone.now())
    form = GapForm(request.POST, today=now)
    if not form.is_valid():
        return _refused(request, form, now)
    data = Filled(**form.cleaned_data)
    try:
        count = gaps.answer_gap(patient=request.user, first=data.first, last=data.last, answer=data.answer, today=now)
    except StaleDay:
        messages.warning(request, MEANWHILE)
        return redirect("journal:today")
    if data.answer == gaps.UNKNOWN:
        messages.success(request, "Left empty. You can fill in any day from the history.")
        return redirect("journal:today")
    messages.success(request, f"Saved: {SAID[data.answer]} on {_days(count)}, {data.span}.")
    return redirect(f"{reverse('journal:today')}?filled={data.text}")


@require_POST
def undo(request: PatientRequest) -> HttpResponse:
    """Take back what the answer filled in."""
    now = request.user.journal_day(timezone.now())
    form = GapForm(request.POST, today=now)
    if not form.is_valid():
        return _refused(request, form, now)
    try:
        undone = gaps.undo_gap(patient=request.user, today=now, **form.cleaned_data)
    except StaleDay:
        messages.warning(request, MEANWHILE)
    else:
        messages.success(request, f"Taken back on {_days(undone)}. They are asked about again.")
    return redirect("journal:today")


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _refused(request: PatientRequest, form: GapForm, today: date) -> HttpResponse:
    """Show today's page with what was wrong: the form has no field that a person fills in."""
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    page = open_day(request.user, today, today)
    return render_day(request, page, page.form(), status=422)
