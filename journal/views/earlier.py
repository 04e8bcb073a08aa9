"""Earlier answers of a day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PatientRequest
from journal.earlier import earlier_answers


@require_safe
def earlier(request: PatientRequest, day: date) -> HttpResponse:
    """Show what a day held before each later save."""
    is_today = day == request.user.journal_day(timezone.now())
    context = {"day": day, "is_today": is_today, "versions": earlier_answers(request.user, day)}
    return render(request, "journal/earlier.html", context)
