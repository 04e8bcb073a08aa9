"""What bringing a file in shows and saves; journal.views.interchange says at which address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.requests import PatientRequest
from journal.forms.interchange import ConfirmForm, ImportForm, posted_directions
from journal.interchange import wording
from journal.interchange.actions import (
    NoLongerWaiting,
    NotSaved,
    RecordChanged,
    keep_waiting,
    preview_file,
    preview_waiting,
    save_waiting,
)
from journal.interchange.plan import Plan
from journal.interchange.reading import FileRefused
from journal.interchange.rows import MedicineRow
from journal.interchange.uploads import TOO_LARGE
from journal.medicine_names import cards_for_all
from journal.models import WaitingImport
from journal.safety_cards import NO_CARD, SafetyCard
from ldn_tracker.events import security_event

GONE = (
    "No file is waiting: it was saved already, or another one took its place, or an hour has passed. "
    "Nothing was changed now. To go on, choose the file again."
)


def take_in(request: PatientRequest) -> HttpResponse:
    """Take a file in, and show what it would do; nothing is saved yet."""
    if request.method != "POST":
        return render(request, "journal/import.html", {"form": ImportForm()})
    if "confirm" in request.POST and not request.FILES:
        return _confirm(request)
    too_large = TOO_LARGE in request.META
    form = ImportForm(request.POST, {} if too_large else request.FILES, too_large=too_large)
    if not form.is_valid():
        return render(request, "journal/import.html", {"form": form}, status=413 if too_large else 422)
    return _bring_in(request, form)


def show_waiting(request: PatientRequest) -> HttpResponse:
    """Show what the waiting file would do, and save it once that is confirmed."""
    if request.method == "POST":
        return _confirm(request)
    try:
        waiting = _waiting(request)
        return _show(request, preview_waiting(patient=request.user, waiting=waiting, now=timezone.now()), waiting)
    except NoLongerWaiting:
        messages.info(request, GONE)
        return redirect("journal:import")


def _bring_in(request: PatientRequest, form: ImportForm) -> HttpResponse:
    data, now = form.cleaned_data["file"].read(), timezone.now()
    try:
        plan = preview_file(patient=request.user, data=data, now=now, directions={})
    except FileRefused as error:
        form.add_error("file", str(error))
        return render(request, "journal/import.html", {"form": form}, status=422)
    if plan.refused:
        return _show(request, plan, None)
    keep_waiting(patient=request.user, data=data, now=now)
    return redirect("journal:import_preview")


def _waiting(request: PatientRequest) -> WaitingImport:
    """Return the file that waits, the one the page is about; raise NoLongerWaiting."""
    waiting = request.user.waiting_imports.usable(timezone.now()).first()
    asked = request.POST.get("preview", "").partition(".")[0]
    if waiting is None or asked not in ("", str(waiting.pk)):
        raise NoLongerWaiting
    return waiting


def _confirm(request: PatientRequest) -> HttpResponse:
    """Save the waiting file when every direction was chosen and the record is as it was shown."""
    now, directions = timezone.now(), posted_directions(request.POST)
    seen = request.POST.get("preview", "").partition(".")[2]
    if "confirm" not in request.POST:
        return _gone(request)
    try:
        waiting = _waiting(request)
        done = save_waiting(patient=request.user, waiting=waiting, now=now, directions=directions, seen=seen)
    except NoLongerWaiting:
        return _gone(request)
    except NotSaved as refusal:
        return _show(request, refusal.plan, waiting, changed=isinstance(refusal, RecordChanged))
    security_event("import", request)
    count = wording.total(done)
    messages.success(request, f"Saved: {count.new} new, {count.changed} changed, {count.same} the same as before.")
    return redirect("journal:medicines" if _cards(done) else "journal:history")


def _cards(plan: Plan) -> list[tuple[SafetyCard, list[str]]]:
    """Return the safety cards to the medicines that the file brings, with their names."""
    return cards_for_all((row.name, row.is_ldn) for row in _medicines(plan))


def _medicines(plan: Plan) -> list[MedicineRow]:
    return [row for row in plan.writes["medicine"] if isinstance(row, MedicineRow)]


def _gone(request: PatientRequest) -> HttpResponse:
    form = ImportForm({})
    form.errors.clear()
    form.add_error(None, GONE)
    return render(request, "journal/import.html", {"form": form}, status=422)


def _show(request: PatientRequest, plan: Plan, waiting: WaitingImport | None, *, changed: bool = False) -> HttpResponse:
    """Show a plan: 422 when it cannot be saved, 409 when the record is not as it was."""
    form = _confirm_form(request, plan, waiting)
    context = {
        "form": form,
        "plan": plan,
        "changed": changed,
        "counts": list(wording.counts_in_words(plan)),
        "refusals": wording.refusals_in_words(plan),
        "changes": wording.changes_in_words(plan),
        "settings": wording.settings_in_words(plan),
        "cards": _cards(plan),
        "no_card": NO_CARD if any(not row.is_ldn for row in _medicines(plan)) else "",
    }
    failed = plan.refused or form.errors
    return render(request, "journal/import_preview.html", context, status=409 if changed else 422 if failed else 200)


def _confirm_form(request: PatientRequest, plan: Plan, waiting: WaitingImport | None) -> ConfirmForm:
    """Return the form for this plan, with the directions that were chosen already."""
    token = f"{waiting.pk}.{plan.digest}" if waiting else ""
    if "confirm" not in request.POST:
        return ConfirmForm(initial={"preview": token}, asked=plan.asked)
    answers = request.POST.copy()
    answers["preview"] = token
    return ConfirmForm(answers, asked=plan.asked)
