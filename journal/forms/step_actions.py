"""Hold, pause, stop, back to an earlier dose: a day, a press of a reason, done. And what became of a planned step."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.texts import LineField
from journal.figures.dates import date_text
from journal.forms.fields import DayField
from journal.forms.medicines import ASK_OVER, CONFIRM_LABEL, check_planned_amount, check_planned_day
from journal.models import DoseStep, Medicine
from journal.models.medicines import MG, OFF_KINDS, StepKind
from journal.plan import WaitingStep, derived_kind, dose_words, is_saved, neighbours, step_words

OWN_WORDS, UNSAID = "own", "unsaid"
REASONS = (
    ("side_effects", "Side effects"),
    ("cost", "Cost"),
    ("no_supply", "Could not get it"),
    ("procedure", "A procedure"),
    ("prescriber", "Prescriber said so"),
    (UNSAID, "I would rather not say"),
)
# Enter in the text field presses the first button, so that this one stands first.
WHY = ((OWN_WORDS, "As I wrote above"), *REASONS)
YES, MOVED, STAYED = "yes", "moved", "stayed"


class ReasonForm(forms.Form):
    """A reason as one press, the patient's own words beside it."""

    words = LineField(required=False, max_length=250, label="In your own words, if you like")
    why = forms.ChoiceField(
        choices=WHY,
        label="Why",
        error_messages={"required": "Press one of the reasons.", "invalid_choice": "Press one of the reasons."},
    )

    def check_words(self, data: dict[str, Any]) -> None:
        """Ask for the words where nothing else was chosen."""
        if data.get("why") == OWN_WORDS and not data.get("words") and "words" not in self.errors:
            self.add_error("words", "Write why, or press one of the reasons.")

    def reason(self) -> str:
        """Return what is kept: "side effects; vivid dreams"."""
        chosen = dict(REASONS).get(self.cleaned_data["why"], "") if self.cleaned_data["why"] != UNSAID else ""
        return "; ".join(part for part in (chosen[:1].lower() + chosen[1:], self.cleaned_data["words"]) if part)


class StepActionForm(ReasonForm):
    """One step from a day on: a hold, pause or stop, or the dose of an earlier step again."""

    day = DayField(label="From")
    drop_later = forms.BooleanField(required=False, label="Take the planned steps after it off the plan")
    prescriber_confirmed = forms.BooleanField(required=False, label=CONFIRM_LABEL)
    field_order = ("day", "drop_later", "prescriber_confirmed", "words", "why")

    def __init__(
        self, *args: Any, medicine: Medicine, kind: StepKind | None, source: DoseStep | None, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"day": today}
        self.medicine, self.kind, self.source, self.today = medicine, kind, source, today
        self.steps = sorted(medicine.steps.all(), key=lambda step: step.day)
        self.later = [step for step in self.steps if step.day > today and not step.confirmed]
        if not self.later:
            del self.fields["drop_later"]
        if not self._is_high():
            del self.fields["prescriber_confirmed"]

    @property
    def current(self) -> DoseStep | None:
        """The step the medicine is on today."""
        past = [step for step in self.steps if step.day <= self.today]
        return past[-1] if past else None

    def _is_high(self) -> bool:
        source = self.source or self.current
        off = self.kind in OFF_KINDS or source is None or source.amount is None
        return not off and self.medicine.is_ldn and source.unit == MG and source.amount > ASK_OVER  # type: ignore[union-attr,operator]

    def clean_day(self) -> date:
        """Refuse a slip in the year."""
        return check_planned_day(self.cleaned_data["day"], self.today)

    def clean(self) -> dict[str, Any]:
        """Work the step out, and check that it makes sense on that day."""
        data = super().clean() or self.cleaned_data
        self.check_words(data)
        if day := data.get("day"):
            before, _ = neighbours(self.steps, day)
            if problem := self._problem(before):
                self.add_error("day", problem)
            else:
                self._check_made(day, before, data)
        return data

    def _check_made(self, day: date, before: DoseStep | None, data: dict[str, Any]) -> None:
        self.step = self._made(day, before)
        if not self.errors:
            self.step.reason = self.reason()
        found = next((step for step in self.steps if step.day == day), None)
        if found and not is_saved(self.step, [found]):
            there = f"There is a step on that day already: {step_words(found)}."
            self.add_error("day", f"{there} Choose another day, or change that step.")
        try:
            confirmed = data.get("prescriber_confirmed", False)
            check_planned_amount(self.step.amount, self.medicine.is_ldn, self.step.unit, confirmed)
        except ValidationError as error:
            self.add_error("prescriber_confirmed" if "prescriber_confirmed" in self.fields else "day", error)

    def _problem(self, before: DoseStep | None) -> str:
        if self.kind == StepKind.STOP and (before is None or before.kind == StepKind.STOP):
            return "It was not being taken on that day, so there is nothing to stop."
        if self.kind in (StepKind.HOLD, StepKind.PAUSE) and (before is None or before.amount is None):
            return f"No dose is planned on that day, so there is nothing to {self.kind}."
        return ""

    def _made(self, day: date, before: DoseStep | None) -> DoseStep:
        step = DoseStep(medicine=self.medicine, patient_id=self.medicine.patient_id, day=day)
        step.confirmed = day <= self.today
        source = self.source or (None if self.kind in OFF_KINDS else before)
        if source:
            copy_dose(source, step)
        elif before:
            step.unit = before.unit
        step.kind = self.kind or derived_kind(step, before)
        return step

    def save_if_valid(self) -> bool:
        """Save the step, and take the later ones off where that is wished; all or nothing."""
        if not self.is_valid():
            return False
        if is_saved(self.step, self.steps):
            return True
        later = [step.pk for step in self.steps if step.day > self.step.day and not step.confirmed]
        try:
            with transaction.atomic():
                if self.cleaned_data.get("drop_later"):
                    self.medicine.steps.filter(pk__in=later).delete()
                self.step.save()
        except IntegrityError:
            self.add_error(None, "This was changed on another screen just now. Look at it, then save again.")
            return False
        return True


class AnswerForm(forms.Form):
    """What became of a planned step: it happened, on another day, or not."""

    answer = forms.ChoiceField(
        choices=[(YES, "Yes"), (MOVED, "Yes, but on another day"), (STAYED, "No")],
        label="Did it happen",
        error_messages={"required": "Press one of the answers.", "invalid_choice": "Press one of the answers."},
    )
    day = DayField(required=False, label="On another day")

    def __init__(self, *args: Any, waiting: WaitingStep, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting, self.today = waiting, today

    def clean(self) -> dict[str, Any]:
        """Check that the day has come, or that the other day is between the steps around it."""
        data = super().clean() or self.cleaned_data
        step = self.waiting.step
        if data.get("answer") in (YES, STAYED) and step.day > self.today:
            self.add_error(None, "That day has not come yet. It is asked about on its day.")
        if data.get("answer") == MOVED and "day" not in self.errors:
            if data.get("day") is None:
                self.add_error("day", "Write on which day it began, or will begin.")
            elif problem := self._wrong_day(data["day"]):
                self.add_error("day", problem)
        return data

    def _wrong_day(self, day: date) -> str:
        try:
            check_planned_day(day, self.today)
        except ValidationError as error:
            return str(error.message)
        step = self.waiting.step
        others = [other for other in step.medicine.steps.all() if other.pk != step.pk]
        before, after = neighbours(others, step.day)
        if before and day <= before.day:
            return f"The step before it began on {date_text(before.day)}: choose a later day."
        if after and day >= after.day:
            return (
                f"The next step is planned for {date_text(after.day)}: choose an earlier day, or move that one first."
            )
        return ""

    def saved(self) -> str:
        """Write a valid answer down and return what to say; "" when it was not valid, or the other day is taken."""
        if not self.is_valid():
            return ""
        try:
            with transaction.atomic():
                return self._apply()
        except IntegrityError:
            self.add_error(None, "This was changed on another screen just now. Look at it, then save again.")
            return ""

    def _apply(self) -> str:
        step, answer = self.waiting.step, self.cleaned_data["answer"]
        if answer == STAYED:
            return self._stayed(step)
        if answer == MOVED:
            step.day = self.cleaned_data["day"]
        step.confirmed = step.day <= self.today
        step.save(update_fields=["day", "confirmed"])
        return f"Saved: {step_words(step)} from {date_text(step.day)}."

    def _stayed(self, step: DoseStep) -> str:
        """Nothing changed: what was planned becomes a hold that says so, or goes where no dose came before."""
        before, planned = self.waiting.before, step_words(step)
        if before is None or before.amount is None:
            step.delete()
            return f"Saved: {planned} did not begin. It is off the plan."
        copy_dose(before, step)
        step.kind, step.confirmed = StepKind.HOLD, True
        step.reason = f"{planned} was planned, did not happen"
        step.save()
        return f"Saved: you stayed on {dose_words(before)}."


def copy_dose(source: DoseStep, step: DoseStep) -> None:
    """Give a step the dose, hours and form of another one."""
    step.amount, step.unit, step.hours = source.amount, source.unit, source.hours
    step.form, step.volume, step.strength = source.form, source.volume, source.strength
