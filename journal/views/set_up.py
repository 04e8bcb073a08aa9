"""Set-up: why, what, since when, and what to rate."""

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.actions import set_up as save_set_up
from journal.forms.set_up import SetUpForm


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: PatientRequest) -> HttpResponse:
    """Ask a new patient once; who has a journal already goes there."""
    if request.user.medicines.exists() or request.user.items.exists():
        return redirect("journal:today")
    form = SetUpForm(request.POST if request.method == "POST" else None, today=request.user.journal_day(timezone.now()))
    if request.method != "POST":
        return render(request, "journal/set_up.html", {"form": form})
    if not form.is_valid():
        return render(request, "journal/set_up.html", {"form": form}, status=422)
    try:
        save_set_up(patient=request.user, answers=form.cleaned_data)
    except IntegrityError:
        return redirect("journal:today")  # the same form, sent twice: the first one made everything
    return redirect("journal:today")
