"""Dose steps: typed in, held, paused, stopped, gone back to, and asked about on their day."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PatientRequest
from journal.forms.step_actions import REASONS, AnswerForm, StepActionForm
from journal.forms.step_rows import StepRowsForm
from journal.forms.steps import DoseStepForm
from journal.models import DoseStep, Medicine
from journal.models.medicines import StepKind
from journal.plan import WaitingStep, dose_words, neighbours
from journal.red_flags import REVIEWED_BY, REVIEWED_ON
from journal.safety_cards import AFTER_STOPPING

PAGE_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE_METHODS)
def step_new(request: PatientRequest, pk: int) -> HttpResponse:
    """Add a dose step to a medicine, with every detail."""
    return _step(request, DoseStep(medicine=get_object_or_404(request.user.medicines, pk=pk)))


@require_http_methods(PAGE_METHODS)
def step_rows(request: PatientRequest, pk: int) -> HttpResponse:
    """Add several dose steps of a medicine at once."""
    row = get_object_or_404(request.user.medicines, pk=pk)
    today = request.user.journal_day(timezone.now())
    data = request.POST if request.method == "POST" else None
    form = StepRowsForm(data, patient=request.user, medicine=row, today=today)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return _after(form.wanted, row)
    context = {"medicine": row, "form": form}
    return render(request, "journal/step_rows.html", context, status=422 if form.errors else 200)


@require_http_methods(PAGE_METHODS)
def step(request: PatientRequest, pk: int) -> HttpResponse:
    """Change a dose step."""
    return _step(request, get_object_or_404(request.user.dose_steps.select_related("medicine"), pk=pk))


@require_http_methods(PAGE_METHODS)
def step_delete(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask, then delete a dose step; what is shown then can put it back."""
    row = get_object_or_404(request.user.dose_steps.select_related("medicine"), pk=pk)
    before, after = neighbours(row.medicine.steps.all(), row.day)
    today = request.user.journal_day(timezone.now())
    context = {"step": row, "before": before, "after": after, "today": today}
    if request.method != "POST":
        return render(request, "journal/step_delete.html", context)
    typed = _as_typed(request, row, today)
    row.delete()
    return render(request, "journal/step_deleted.html", {"step": row, "put_back": typed})


@require_http_methods(PAGE_METHODS)
def step_action(request: PatientRequest, pk: int, kind: StepKind) -> HttpResponse:
    """Hold, pause or stop a medicine from a day on."""
    return _act(request, get_object_or_404(request.user.medicines, pk=pk), kind, None)


@require_http_methods(PAGE_METHODS)
def step_again(request: PatientRequest, pk: int) -> HttpResponse:
    """Take the dose of an earlier step again from a day on."""
    taken = request.user.dose_steps.exclude(amount=None).select_related("medicine")
    source = get_object_or_404(taken, pk=pk)
    return _act(request, source.medicine, None, source)


@require_http_methods(PAGE_METHODS)
@transaction.atomic
def step_answer(request: PatientRequest, pk: int) -> HttpResponse:
    """Ask what became of a planned step, and write it down; an answer given before stands.

    A step that did not begin is off the plan; what is shown then can put it back.
    """
    rows = request.user.dose_steps.select_related("medicine").select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=pk)
    back = "journal:today" if request.POST.get("back") == "today" else "journal:medicines"
    if row.confirmed and request.method == "POST":
        return redirect(back)
    waiting = WaitingStep(step=row, before=neighbours(row.medicine.steps.all(), row.day)[0])
    today = request.user.journal_day(timezone.now())
    form = AnswerForm(request.POST if request.method == "POST" else None, waiting=waiting, today=today)
    typed = _as_typed(request, row, today)  # its reason can be read only while it is there
    if request.method == "POST" and (said := form.saved()):
        if row.pk is None:
            return render(request, "journal/step_deleted.html", {"step": row, "put_back": typed, "said": said})
        messages.success(request, said)
        return _after([row], row.medicine, back)
    context = {"waiting": waiting, "form": form, "back": request.POST.get("back", ""), "today": today}
    return render(request, "journal/step_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def stopped(request: PatientRequest) -> HttpResponse:
    """Say once, after a stop was saved, what to know after stopping."""
    return render(request, "journal/step_stopped.html", {"card": AFTER_STOPPING, "on": REVIEWED_ON, "by": REVIEWED_BY})


def _as_typed(request: PatientRequest, row: DoseStep, today: date) -> list[tuple[str, str]]:
    form = DoseStepForm(None, patient=request.user, medicine=row.medicine, today=today, instance=row)
    return form.as_typed()


def _act(request: PatientRequest, row: Medicine, kind: StepKind | None, source: DoseStep | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    today = request.user.journal_day(timezone.now())
    form = StepActionForm(data, medicine=row, kind=kind, source=source, today=today)
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved.")
        return _after([form.step], row)
    dose = source or (form.current if kind == StepKind.HOLD else None)
    words = dose_words(dose) if dose and dose.amount is not None else ""
    context = {"medicine": row, "form": form, "kind": kind, "words": words, "reasons": REASONS}
    return render(request, "journal/step_action.html", context, status=422 if form.errors else 200)


def _after(steps: list[DoseStep], medicine: Medicine, back: str = "journal:medicines") -> HttpResponse:
    """Go on to the list; after a stop of the LDN that has happened, to what to know first."""
    stops = any(step.kind == StepKind.STOP and step.confirmed for step in steps)
    return redirect("journal:stopped" if stops and medicine.is_ldn else back)


def _step(request: PatientRequest, row: DoseStep) -> HttpResponse:
    form = DoseStepForm(
        request.POST if request.method == "POST" else None,
        patient=request.user,
        medicine=row.medicine,
        today=request.user.journal_day(timezone.now()),
        instance=row,
    )
    is_new, was_stop = row._state.adding, row.kind == StepKind.STOP and row.confirmed
    if request.method == "POST" and form.save_if_valid():
        messages.success(request, "Saved." if is_new else "Saved. The figures follow.")
        return _after([] if was_stop else [form.instance], row.medicine)
    context = {"step": row, "medicine": row.medicine, "form": form, "new": is_new}
    return render(request, "journal/step.html", context, status=422 if form.errors else 200)
