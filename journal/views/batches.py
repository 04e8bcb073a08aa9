"""Batches of a medicine: a new bottle, box or prescription fill."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.forms.batches import BatchForm
from journal.models import Batch

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
def batch_new(request: PatientRequest, pk: int) -> HttpResponse:
    """Add a batch to a medicine."""
    return _edit(request, Batch(medicine=get_object_or_404(request.user.medicines, pk=pk)))


@require_http_methods(PAGE_METHODS)
def batch(request: PatientRequest, pk: int) -> HttpResponse:
    """Change a batch."""
    return _edit(request, get_object_or_404(request.user.batches.select_related("medicine"), pk=pk))


@require_http_methods(PAGE_METHODS)
def batch_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete a batch."""
    row = get_object_or_404(request.user.batches.select_related("medicine"), pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, "Deleted.")
        return redirect("journal:medicine", row.medicine_id)
    return render(request, "journal/medicine_batch_delete.html", {"batch": row})


def _edit(request: PatientRequest, row: Batch) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    today = request.user.journal_day(timezone.now())
    is_new, medicine = row._state.adding, row.medicine
    form = BatchForm(data, patient=request.user, medicine=medicine, today=today, instance=row)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return redirect("journal:medicine", medicine.pk)
    context = {"batch": row, "medicine": medicine, "form": form, "new": is_new}
    return render(request, "journal/medicine_batch.html", context, status=422 if form.errors else 200)
