"""Set-up: why, what, since when, and what to rate."""

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PatientRequest
from journal.actions import set_up as save_set_up
from journal.forms.set_up import SetUpForm
from journal.start import load_baseline


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
        return redirect("journal:set_up_done")  # the same form, sent twice: the first one made everything
    return redirect("journal:set_up_done")


@require_safe
def set_up_done(request: PatientRequest) -> HttpResponse:
    """Say what was set up, what the baseline allows to compare, and where to go on."""
    today = request.user.journal_day(timezone.now())
    baseline = load_baseline(request.user, today)
    if baseline is None:
        return redirect("journal:set_up")
    context = {
        "baseline": baseline,
        "steps": request.user.dose_steps.filter(medicine__is_ldn=True),
        "items": request.user.items.filter(resting=False),
        "visit": request.user.visits.filter(day__gte=today).first(),
    }
    return render(request, "journal/set_up_done.html", context)
