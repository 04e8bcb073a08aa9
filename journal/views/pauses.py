"""A gap in the doses that was a pause, or was none."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PatientRequest
from journal.forms.pause import PauseForm
from journal.pauses import find_dry_run, say_no_pause


@require_http_methods(["GET", "HEAD", "POST"])
def was_paused(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask from when to when there was a pause, and write it down as two steps."""
    row = get_object_or_404(request.user.medicines.prefetch_related("steps"), pk=pk)
    today = request.user.journal_day(timezone.now())
    found = find_dry_run(row, today)
    form = PauseForm(request.POST if request.method == "POST" else None, medicine=row, run=found, today=today)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved. On these days no dose was planned, so that none counts as missed.")
        return redirect("journal:medicines")
    context = {"medicine": row, "form": form, "run": found}
    return render(request, "journal/step_was_paused.html", context, status=422 if form.errors else 200)


@require_POST
def not_paused(request: PatientRequest, pk: int) -> HttpResponse:
    """Keep that the days without a dose were no pause."""
    row = get_object_or_404(request.user.medicines, pk=pk)
    now = timezone.now()
    say_no_pause(patient=request.user, medicine=row, today=request.user.journal_day(now), now=now)
    messages.success(request, "Noted. Those days are not asked about again.")
    return redirect("journal:medicines")
