"""Events and visits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.forms.events import EventForm, VisitForm
from journal.models import Event, Visit

PAGE_METHODS = ["GET", "HEAD", "POST"]
SHOWN = 200


@require_http_methods(["GET", "HEAD"])
def events(request: PatientRequest) -> HttpResponse:
    """List the events and visits, the latest first."""
    context = {
        "today": request.user.journal_day(timezone.now()),
        "events": request.user.events.order_by("-day", "-time")[:SHOWN],
        "visits": request.user.visits.order_by("-day", "-time")[:SHOWN],
    }
    return render(request, "journal/events.html", context)


@require_http_methods(PAGE_METHODS)
def event_new(request: PatientRequest) -> HttpResponse:
    """Add an event."""
    return _edit(request, EventForm, Event(), "Add an event")


@require_http_methods(PAGE_METHODS)
def event(request: PatientRequest, pk: int) -> HttpResponse:
    """Change an event."""
    return _edit(request, EventForm, get_object_or_404(request.user.events, pk=pk), "Change an event")


@require_http_methods(PAGE_METHODS)
def event_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete an event."""
    return _delete(request, get_object_or_404(request.user.events, pk=pk), "Delete this event?")


@require_http_methods(PAGE_METHODS)
def visit_new(request: PatientRequest) -> HttpResponse:
    """Add a visit."""
    return _edit(request, VisitForm, Visit(), "Add a visit")


@require_http_methods(PAGE_METHODS)
def visit(request: PatientRequest, pk: int) -> HttpResponse:
    """Change a visit."""
    return _edit(request, VisitForm, get_object_or_404(request.user.visits, pk=pk), "Change a visit")


@require_http_methods(PAGE_METHODS)
def visit_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete a visit."""
    return _delete(request, get_object_or_404(request.user.visits, pk=pk), "Delete this visit?")


def _edit(
    request: PatientRequest, form_class: type[EventForm | VisitForm], row: Event | Visit, title: str
) -> HttpResponse:
    today = request.user.journal_day(timezone.now())
    data = request.POST if request.method == "POST" else None
    form = form_class(data, patient=request.user, today=today, instance=row, initial={"day": row.day or today})
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return redirect("journal:events")
    context = {
        "row": row,
        "form": form,
        "title": title,
        "saved": not row._state.adding,
        "visit": isinstance(row, Visit),
    }
    return render(request, "journal/event.html", context, status=422 if form.errors else 200)


def _delete(request: PatientRequest, row: Event | Visit, title: str) -> HttpResponse:
    if request.method == "POST":
        row.delete()
        messages.success(request, "Deleted.")
        return redirect("journal:events")
    return render(request, "journal/event_delete.html", {"row": row, "title": title})
