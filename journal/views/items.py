"""What the patient rates: add, change, rest, reorder."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PatientRequest
from journal import actions
from journal.asked import always_asked, is_seventh
from journal.forms.items import BuiltInItemForm, ItemForm, SeventhForm
from journal.items_done import read_done
from journal.models import Item

PAGE_METHODS = ["GET", "HEAD", "POST"]
STEPS = {"up": -1, "down": 1}

type View[**P] = Callable[Concatenate[PatientRequest, P], HttpResponse]


def one_at_a_time[**P](view: View[P]) -> View[P]:
    """Let a post wait for the patient's other posts: of two screens that each see five items, one adds the sixth."""

    @wraps(view)
    def waiting(request: PatientRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            actions.wait_for_others(request.user)
            return view(request, *args, **kwargs)

    return waiting


@require_http_methods(PAGE_METHODS)
@one_at_a_time
def items(request: PatientRequest) -> HttpResponse:
    """List what is rated, and add a ready-made item."""
    rows = list(request.user.items.all())
    data = request.POST if request.method == "POST" else None
    form = BuiltInItemForm(data, items=rows, wanted=request.GET.get("add", ""))
    if request.method == "POST" and form.is_valid():
        template, rests = form.cleaned_data["built_in"], form.cleaned_data["rests"]
        item = actions.add_built_in(patient=request.user, template=template, rests=rests)
        if item is None:
            form.add_error("built_in", "This is on your list already.")
        else:
            messages.success(request, f"{item.name} is on your list now.")
            return redirect("journal:items")
    context = {
        "items": rows,
        "form": form,
        "done": read_done({} if form.is_bound else request.GET, rows),
        "asked": len(always_asked(rows)),
    }
    return render(request, "journal/items.html", context, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
@one_at_a_time
def item_new(request: PatientRequest) -> HttpResponse:
    """Add an item of the patient's own."""
    return _item(request, Item(position=actions.next_position(request.user)), "journal/item_new.html")


@require_http_methods(PAGE_METHODS)
@one_at_a_time
def item(request: PatientRequest, pk: int) -> HttpResponse:
    """Change an item."""
    return _item(request, get_object_or_404(request.user.items, pk=pk), "journal/item.html")


@require_POST
def item_move(request: PatientRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    row = get_object_or_404(request.user.items, pk=pk)
    direction = request.POST.get("direction", "")
    if direction not in STEPS:
        return redirect("journal:items")
    actions.move_item(patient=request.user, item=row, step=STEPS[direction])
    return redirect(f"{reverse('journal:items')}?{urlencode({direction: row.pk})}")


@require_POST
@one_at_a_time
def item_rest(request: PatientRequest, pk: int) -> HttpResponse:
    """Let an item rest (it is no longer asked, its answers stay), or ask about it again; a seventh asks for a place."""
    row = get_object_or_404(request.user.items, pk=pk)
    if request.POST.get("resting") == "yes":
        actions.rest_item(item=row, resting=True)
        return redirect(f"{reverse('journal:items')}?rests={row.pk}")
    others = [other for other in request.user.items.all() if other.pk != row.pk]
    if not is_seventh(others, row.group):
        actions.wake_item(item=row, rests=None)
        return redirect(f"{reverse('journal:items')}?wakes={row.pk}")
    form = SeventhForm(request.POST, items=others)
    if not form.is_valid():
        return render(request, "journal/item_seventh.html", {"item": row, "form": form}, status=422)
    rests = form.cleaned_data["rests"]
    actions.wake_item(item=row, rests=rests)
    return redirect(f"{reverse('journal:items')}?wakes={row.pk}&rests={rests.pk}")


@require_POST
def item_headline(request: PatientRequest, pk: int) -> HttpResponse:
    """Make a target the headline."""
    row = get_object_or_404(request.user.items.filter(target_rank__isnull=False), pk=pk)
    if not actions.make_headline(patient=request.user, item=row):
        raise Http404("This is no target any more.")
    messages.success(request, f"{row.name} is your headline now.")
    return redirect("journal:items")


def _item(request: PatientRequest, row: Item, template: str) -> HttpResponse:
    others = [other for other in request.user.items.all() if other.pk != row.pk]
    form = ItemForm(
        request.POST if request.method == "POST" else None, patient=request.user, items=others, instance=row
    )
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return redirect("journal:items")
    return render(request, template, {"item": row, "form": form}, status=422 if form.errors else 200)
