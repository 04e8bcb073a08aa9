"""Medicines and their dose steps."""

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.forms.medicines import DoseStepForm, MedicineForm
from journal.models import DoseStep, Medicine

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
def medicines(request: PatientRequest) -> HttpResponse:
    """List the medicines with their steps, and add one."""
    rows = list(request.user.medicines.prefetch_related(Prefetch("steps", request.user.dose_steps.order_by("-day"))))
    has_ldn = any(row.is_ldn for row in rows)
    fresh = Medicine(position=len(rows), is_ldn=not has_ldn)
    form = MedicineForm(request.POST if request.method == "POST" else None, patient=request.user, instance=fresh)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved. Now write its dose steps.")
        return redirect("journal:step_new", form.instance.pk)
    today = request.user.journal_day(timezone.now())
    context = {"medicines": rows, "form": form, "today": today}
    return render(request, "journal/medicines.html", context, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
def medicine(request: PatientRequest, pk: int) -> HttpResponse:
    """Change one medicine."""
    row = get_object_or_404(request.user.medicines, pk=pk)
    form = MedicineForm(request.POST if request.method == "POST" else None, patient=request.user, instance=row)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return redirect("journal:medicines")
    context = {"medicine": row, "form": form}
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


@require_http_methods(PAGE_METHODS)
def step_new(request: PatientRequest, pk: int) -> HttpResponse:
    """Add a dose step to a medicine."""
    return _step(request, DoseStep(medicine=get_object_or_404(request.user.medicines, pk=pk)))


@require_http_methods(PAGE_METHODS)
def step(request: PatientRequest, pk: int) -> HttpResponse:
    """Change a dose step."""
    return _step(request, get_object_or_404(request.user.dose_steps.select_related("medicine"), pk=pk))


@require_http_methods(PAGE_METHODS)
def step_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete a dose step."""
    row = get_object_or_404(request.user.dose_steps.select_related("medicine"), pk=pk)
    if request.method == "POST":
        row.delete()
        messages.success(request, "Deleted.")
        return redirect("journal:medicines")
    return render(request, "journal/step_delete.html", {"step": row})


def _step(request: PatientRequest, row: DoseStep) -> HttpResponse:
    form = DoseStepForm(
        request.POST if request.method == "POST" else None,
        patient=request.user,
        medicine=row.medicine,
        today=request.user.journal_day(timezone.now()),
        instance=row,
    )
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return redirect("journal:medicines")
    context = {"step": row, "medicine": row.medicine, "form": form, "new": row._state.adding}
    return render(request, "journal/step.html", context, status=422 if form.errors else 200)
