"""Events and visits."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PatientRequest
from journal import last_deleted
from journal.event_cards import event_cards
from journal.forms.events import EventForm, VisitForm
from journal.forms.strategies import StrategyForm
from journal.models import Event, Visit
from journal.models.events import EventKind
from journal.strategies import REVIEWED, WAITING
from journal.strategy_days import days_around

PAGE_METHODS = ["GET", "HEAD", "POST"]
EVENTS_A_PAGE, VISITS_SHOWN = 40, 5
HIGHEST_ID = 2**63 - 1
Form = type[EventForm | StrategyForm | VisitForm]


@require_http_methods(["GET", "HEAD"])
def events(request: PatientRequest) -> HttpResponse:
    """List the events by month, the latest first, and the visits."""
    page = Paginator(request.user.events.order_by("-day", "-time", "-pk"), EVENTS_A_PAGE)
    visits = list(request.user.visits.order_by("-day", "-time", "-pk"))
    context = {
        "today": request.user.journal_day(timezone.now()),
        "page": page.get_page(request.GET.get("page")),
        "visits": visits[:VISITS_SHOWN],
        "earlier_visits": visits[VISITS_SHOWN:],
        **_just_done(request, visits),
    }
    return render(request, "journal/events.html", context)


@require_http_methods(PAGE_METHODS)
def event_new(request: PatientRequest) -> HttpResponse:
    """Add an event."""
    return _edit(request, EventForm, Event(), "Add an event")


@require_http_methods(PAGE_METHODS)
def strategies(request: PatientRequest) -> HttpResponse:
    """Show what can be tried against a side effect, and write down what is tried."""
    return _edit(request, StrategyForm, Event(), "Something tried")


@require_http_methods(PAGE_METHODS)
def event(request: PatientRequest, pk: int) -> HttpResponse:
    """Change an event."""
    row = get_object_or_404(request.user.events, pk=pk)
    if row.kind == EventKind.STRATEGY:
        return _edit(request, StrategyForm, row, "Something tried")
    return _edit(request, EventForm, row, "Change an event")


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


@require_POST
def event_restore(request: PatientRequest) -> HttpResponse:
    """Bring back the event or visit that was deleted last."""
    row = last_deleted.bring_back(request.session, request.user)
    messages.success(request, "It is back." if row else "There is nothing to bring back.")
    return redirect("journal:events")


def _edit(request: PatientRequest, form_class: Form, row: Event | Visit, title: str) -> HttpResponse:
    today = request.user.journal_day(timezone.now())
    data = request.POST if request.method == "POST" else None
    form = form_class(data, patient=request.user, today=today, instance=row, initial={"day": row.day or today})
    is_new = row._state.adding
    if request.method == "POST" and form.save_if_valid():
        return redirect(_after_saving(form.instance, is_new=is_new))
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "title": title,
        "saved": not is_new,
        "visit": isinstance(row, Visit),
        "strategy": form_class is StrategyForm,
        "waiting": WAITING,
        "reviewed": REVIEWED,
    }
    if isinstance(row, Event) and row.kind == EventKind.STRATEGY and not is_new:
        context["around"], context["steps"] = days_around(request.user, row, today)
    return render(request, "journal/event.html", context, status=422 if form.errors else 200)


def _after_saving(row: Event | Visit, *, is_new: bool) -> str:
    """Return where a saved event or visit leads: the list, which says so and offers to undo a new one."""
    return f"{reverse('journal:events')}?{'added' if is_new else 'changed'}={row.pk}"


def _just_done(request: PatientRequest, visits: list[Visit]) -> dict[str, Any]:
    """Return what the list says about the last press: a row was added or changed, or can be brought back."""
    added, changed, deleted = (_id(request.GET.get(name, "")) for name in ("added", "changed", "deleted"))
    done: dict[str, Any] = {"changed": changed is not None, "deleted": deleted}
    if added is not None:
        done["added_visit"] = next((row for row in visits if row.pk == added), None)
        done["added"] = done["added_visit"] or request.user.events.filter(pk=added).first()
    saved = done.get("added") or (changed and request.user.events.filter(pk=changed).first())
    if isinstance(saved, Event):
        done["saved_event"], done["cards"] = saved, event_cards(saved)
    if deleted is not None:
        done["deleted"] = last_deleted.kept_id(request.session) == deleted
    return done


def _id(text: str) -> int | None:
    """Return a row id of an address; None for what is none, or what no database takes for one."""
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(HIGHEST_ID))
    return int(text) if digits and int(text) <= HIGHEST_ID else None


def _delete(request: PatientRequest, row: Event | Visit, title: str) -> HttpResponse:
    if request.method == "POST":
        last_deleted.keep(request.session, row)
        pk = row.pk
        row.delete()
        return redirect(f"{reverse('journal:events')}?deleted={pk}")
    return render(request, "journal/event_delete.html", {"row": row, "title": title})
