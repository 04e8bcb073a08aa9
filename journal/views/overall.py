"""The overall impression of change, every four weeks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.forms.overall import TAKEN, OverallForm
from journal.models import OverallChange
from journal.overall_changes import OverallRow, change_overall, first_day_of_ldn, overall_rows, tell_overall

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
def overall(request: PatientRequest) -> HttpResponse:
    """List what was said overall, and ask about now; before the first dose there is nothing to ask."""
    today = request.user.journal_day(timezone.now())
    first = first_day_of_ldn(request.user, today)
    form = first and OverallForm(_data(request), today=today, first_dose=first, initial={"day": today})
    if form and form.is_valid():
        if tell_overall(patient=request.user, **form.cleaned_data):
            return _done(request, "Saved.")
        form.add_error("day", TAKEN)
    context = {"form": form, "rows": overall_rows(request.user)}
    return render(request, "journal/overall.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(PAGE_METHODS)
def overall_change(request: PatientRequest, pk: int) -> HttpResponse:
    """Change an answer or its day."""
    row: OverallChange = get_object_or_404(request.user.overall_changes, pk=pk)
    today = request.user.journal_day(timezone.now())
    first = min(row.day, first_day_of_ldn(request.user, today) or row.day)
    initial = {"day": row.day, "value": row.value}
    form = OverallForm(_data(request), today=max(today, row.day), first_dose=first, initial=initial)
    if form.is_valid():
        if change_overall(row=row, **form.cleaned_data):
            return _done(request, "Saved.")
        form.add_error("day", TAKEN)
    return render(
        request, "journal/overall_change.html", {"form": form, "row": row}, status=422 if form.errors else 200
    )


@require_http_methods(PAGE_METHODS)
def overall_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete an answer."""
    row = get_object_or_404(request.user.overall_changes, pk=pk)
    if request.method != "POST":
        return render(request, "journal/overall_delete.html", {"row": OverallRow.of(row)})
    row.delete()
    return _done(request, "Deleted.")


def _data(request: PatientRequest) -> object:
    return request.POST if request.method == "POST" else None


def _done(request: PatientRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("journal:overall")
