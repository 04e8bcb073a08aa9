"""The settings of the diary."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.diary_settings import diary_of, keep_rhythm
from journal.forms.settings import DiaryForm

SAID = {True: "Saved. Your diary asks once a week now.", False: "Saved. Your diary asks every day now."}


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PatientRequest) -> HttpResponse:
    """Show and change how the diary is kept."""
    form = DiaryForm(request.POST if request.method == "POST" else None, diary=diary_of(request.user))
    if request.method == "POST" and form.is_valid():
        weekly = form.cleaned_data["rhythm"] == "weekly"
        keep_rhythm(patient=request.user, weekly=weekly, week_ends_on=form.cleaned_data["week_ends_on"])
        messages.success(request, SAID[weekly])
        return redirect("journal:settings")
    return render(request, "journal/settings.html", {"form": form}, status=422 if form.errors else 200)
