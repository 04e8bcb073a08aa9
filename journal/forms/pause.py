"""Days without a dose that were a pause: its first day, the day the dose was taken up again, and why."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from journal.figures.dates import date_text
from journal.figures.dry_runs import DryRun
from journal.forms.fields import AmountField, DayField
from journal.forms.medicines import CONFIRM_LABEL
from journal.forms.slips import CHECKED_LABEL
from journal.forms.step_actions import ReasonForm, copy_dose
from journal.forms.steps import TICKS, slips
from journal.models import DoseStep, Medicine
from journal.models.medicines import FIRST_DAY, StepKind
from journal.plan import is_saved, neighbours, step_words


class PauseForm(ReasonForm):
    """A pause between two days of one dose, kept as two steps or not at all."""

    first = DayField(label="First day without a dose")
    again = DayField(
        required=False, label="Taken again from", help_text="Leave it empty if you have not started again."
    )
    amount = AmountField(
        required=False,
        label="Dose then, if it was another one",
        help_text="Leave it empty if it was the same as before the pause.",
    )
    prescriber_confirmed = forms.BooleanField(required=False, label=CONFIRM_LABEL)
    checked = forms.BooleanField(required=False, label=CHECKED_LABEL)
    field_order = ("first", "again", "amount", "prescriber_confirmed", "checked", "words", "why")

    def __init__(self, *args: Any, medicine: Medicine, run: DryRun | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.medicine, self.today = medicine, today
        self.steps = sorted(medicine.steps.all(), key=lambda step: step.day)
        if run:
            self.initial = {"first": run.first, "again": run.after if run.taken_after else None}
        if not self.is_bound:
            for name in TICKS:
                del self.fields[name]
        self.wanted: list[DoseStep] = []

    def clean_first(self) -> date:
        """Refuse a day ahead: that is a pause to plan, not one that was."""
        day: date = self.cleaned_data["first"]
        if not FIRST_DAY <= day <= self.today:
            raise ValidationError("Choose a day that has come: today or earlier.", code="day")
        return day

    def clean(self) -> dict[str, Any]:
        """Check that a dose was planned on these days, and that no other step stands among them."""
        data = super().clean() or self.cleaned_data
        self.check_words(data)
        if not {"first", "again", "amount"} & set(self.errors):
            before, _ = neighbours(self.steps, data["first"])
            if before and not self.errors:
                self._make(data, before)
            if self.wanted and all(is_saved(step, self.steps) for step in self.wanted):
                self.wanted = []  # a second press of the same button
                return data
            for name, problem in self._problems(data["first"], data["again"], before).items():
                self.add_error(name, problem)
        return data

    def _problems(self, first: date, again: date | None, before: DoseStep | None) -> dict[str, str]:
        if again is not None and again <= first:
            return {"again": "That is not after the first day without a dose."}
        if again is not None and again > self.today:
            return {"again": "That day has not come yet. Leave it empty, and press Restart when you do."}
        if before is None or before.amount is None:
            return {"first": "No dose was planned on the day before, so that there was nothing to pause."}
        inside = [step for step in self.steps if first <= step.day <= (again or self.today)]
        if inside and inside[0].day > first and inside[0].amount is not None:
            if inside[0].day == again:
                return {}  # it is the restart
            if again is None:
                step = f"{step_words(inside[0])} from {date_text(inside[0].day)}"
                return {
                    "again": f"Your plan says {step}. If you took it again then, write that day; if not, change it."
                }
        if inside:
            words = f"{step_words(inside[0])} from {date_text(inside[0].day)}"
            return {"first": f"There is a step among these days: {words}. Change that step, or choose other days."}
        return {}

    def _make(self, data: dict[str, Any], before: DoseStep) -> None:
        owner = self.medicine.patient_id
        pause = DoseStep(medicine=self.medicine, patient_id=owner, day=data["first"], kind=StepKind.PAUSE)
        pause.unit, pause.reason = before.unit, self.reason()
        self.wanted = [pause]
        there = next((step for step in self.steps if step.day == data["again"] and step.amount is not None), None)
        if there and data["amount"] not in (None, there.amount):
            self.add_error(
                "amount", f"{step_words(there)} begins on that day. Change that step if it was another dose."
            )
        if there or data["again"] is None:
            return
        restart = DoseStep(medicine=self.medicine, patient_id=owner, day=data["again"], kind=StepKind.RESTART)
        copy_dose(before, restart)
        restart.reason = self.reason()
        if data["amount"] and data["amount"] != before.amount:
            restart.amount, restart.volume, restart.strength = data["amount"], None, None
        if data["amount"] == 0:
            self.add_error("amount", "Write more than 0, or leave it empty.")
        if restart.amount != before.amount:  # newly typed: the dose before the pause was asked about when it was
            for name, error in slips(restart, self.steps, data):
                self.add_error(name, error)
        self.wanted.append(restart)

    def save_if_valid(self) -> bool:
        """Save both steps and return True, or keep what was typed and return False."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                DoseStep.objects.bulk_create(self.wanted)
        except IntegrityError:
            self.add_error(None, "This was changed on another screen just now. Look at it, then save again.")
            return False
        return True
