"""The nine safety questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.diary_settings import diary_of, keep_safety_answers
from journal.emergency_numbers import numbers_of
from journal.forms.safety import SafetyForm
from journal.red_flags import REVIEWED_BY, REVIEWED_ON
from journal.safety_cards import NO_CARD
from journal.safety_questions import read_answers


@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: PatientRequest) -> HttpResponse:
    """Show the questions with the cards of what was answered yes, and keep the answers."""
    diary = diary_of(request.user)
    data = request.POST if request.method == "POST" else None
    form = SafetyForm(data, answers=read_answers(diary.safety_answers), call=numbers_of(request.user.country))
    if request.method == "POST" and form.is_valid():
        today = request.user.journal_day(timezone.now())
        keep_safety_answers(patient=request.user, answers=form.cleaned_data, today=today)
        messages.success(request, "Saved.")
        return redirect("journal:safety")
    context = {
        "form": form,
        "answered_on": diary.safety_answered_on,
        "no_card": NO_CARD,
        "reviewed_on": REVIEWED_ON,
        "reviewed_by": REVIEWED_BY,
    }
    return render(request, "journal/safety.html", context, status=422 if form.errors else 200)
