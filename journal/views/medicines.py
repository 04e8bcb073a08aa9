"""Medicines: the list with what is taken now, and each one with its batches."""

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.amounts import format_amount
from journal.forms.medicines import MedicineForm
from journal.medicine_list import batch_warnings, make_cards
from journal.models import Medicine
from journal.pauses import pause_to_ask

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
def medicines(request: PatientRequest) -> HttpResponse:
    """List the medicines with their steps, and add one."""
    steps, batches = request.user.dose_steps.order_by("-day"), request.user.batches.order_by("-opened", "-id")
    rows = list(request.user.medicines.prefetch_related(Prefetch("steps", steps), Prefetch("batches", batches)))
    fresh = Medicine(position=len(rows), is_ldn=not any(row.is_ldn for row in rows))
    form = MedicineForm(request.POST if request.method == "POST" else None, patient=request.user, instance=fresh)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved. Now write its dose steps.")
        return redirect("journal:step_rows", form.instance.pk)
    today = request.user.journal_day(timezone.now())
    ldn = next((row for row in rows if row.is_ldn), None)
    run = pause_to_ask(request.user, ldn, today) if ldn else None
    context = {"cards": make_cards(rows, today), "form": form, "today": today, "run": run, "ldn": ldn}
    return render(request, "journal/medicines.html", context, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
def medicine(request: PatientRequest, pk: int) -> HttpResponse:
    """Change one medicine."""
    row = get_object_or_404(request.user.medicines, pk=pk)
    form = MedicineForm(request.POST if request.method == "POST" else None, patient=request.user, instance=row)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return redirect("journal:medicines")
    today = request.user.journal_day(timezone.now())
    step = row.steps.filter(day__lte=today).last()
    batches = [
        (batch, batch.strength and format_amount(batch.strength), list(batch_warnings(batch, step, today)))
        for batch in row.batches.order_by("-opened", "-id")
    ]
    context = {"medicine": row, "form": form, "batches": batches}
    return render(request, "journal/medicine.html", context, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
def medicine_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete a medicine with its steps and doses."""
    rows = request.user.medicines.annotate(
        step_count=Count("steps", distinct=True), dose_count=Count("doses", distinct=True)
    )
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, "Deleted.")
        return redirect("journal:medicines")
    return render(request, "journal/medicine_delete.html", {"medicine": row})
