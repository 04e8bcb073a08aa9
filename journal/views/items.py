"""What the patient rates: add, change, rest, reorder."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PatientRequest
from journal import actions
from journal.forms.items import BuiltInItemForm, ItemForm
from journal.models import Item

PAGE_METHODS = ["GET", "HEAD", "POST"]
STEPS = {"up": -1, "down": 1}


@require_http_methods(PAGE_METHODS)
def items(request: PatientRequest) -> HttpResponse:
    """List what is rated, and add a ready-made item."""
    rows = list(request.user.items.all())
    form = BuiltInItemForm(request.POST if request.method == "POST" else None, items=rows)
    if request.method == "POST" and form.is_valid():
        item = actions.add_built_in(patient=request.user, template=form.cleaned_data["built_in"])
        if item is None:
            form.add_error("built_in", "This is on your list already.")
        else:
            messages.success(request, f"{item.name} is on your list now.")
            return redirect("journal:items")
    return render(request, "journal/items.html", {"items": rows, "form": form}, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
def item_new(request: PatientRequest) -> HttpResponse:
    """Add an item of the patient's own."""
    return _item(request, Item(position=actions.next_position(request.user)), "journal/item_new.html")


@require_http_methods(PAGE_METHODS)
def item(request: PatientRequest, pk: int) -> HttpResponse:
    """Change an item."""
    return _item(request, get_object_or_404(request.user.items, pk=pk), "journal/item.html")


@require_POST
def item_move(request: PatientRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    row = get_object_or_404(request.user.items, pk=pk)
    if step := STEPS.get(request.POST.get("direction", "")):
        actions.move_item(patient=request.user, item=row, step=step)
    return redirect("journal:items")


@require_POST
def item_rest(request: PatientRequest, pk: int) -> HttpResponse:
    """Let an item rest (it is no longer asked, its answers stay), or ask about it again."""
    row = get_object_or_404(request.user.items, pk=pk)
    row.resting = request.POST.get("resting") == "yes"
    row.save(update_fields=["resting"])
    messages.success(request, f"{row.name} rests now." if row.resting else f"{row.name} is asked again.")
    return redirect("journal:items")


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
