"""Dose steps, as typed in from the prescription: one with every detail, or several on one page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property

from accounts.models import User
from accounts.texts import LineField
from journal.forms.fields import AmountField, DayField, HoursField
from journal.forms.medicines import CONFIRM_LABEL, check_planned_amount, check_planned_day
from journal.forms.owned import OwnedForm
from journal.forms.slips import CHECKED_LABEL, check_tenfold, check_volume
from journal.models import DoseStep, Medicine
from journal.models.medicines import MG, OFF_KINDS, Form, StepKind
from journal.plan import derived_kind, is_saved, neighbours

ML_FORMS = (Form.LIQUID, Form.DROPS)
BY_DOSE = ("", "as the dose says")
FOLDED = ("form", "volume", "strength")
TICKS = ("prescriber_confirmed", "checked")
HOURS_HELP = "For example 20:00, or 08:00 20:00 for two doses a day."
NO_DOSE = "Write the dose, more than 0. To take none, choose pause or stop."
OFF_DOSE = "A pause or a stop has no dose. Leave the dose empty."


def slips(step: DoseStep, others: Sequence[DoseStep], ticks: dict[str, Any]) -> list[tuple[str, ValidationError]]:
    """Return what to ask about a planned dose and under which field, but for what the ticks answer already."""
    found, confirmed, checked = [], ticks.get("prescriber_confirmed", False), ticks.get("checked", False)
    try:
        check_planned_amount(step.amount, step.medicine.is_ldn, step.unit, confirmed)
        if not checked and not confirmed:
            check_tenfold(step, others)
    except ValidationError as error:
        found.append(("amount", error))
    if step.amount is not None and step.volume and step.strength and not checked:
        try:
            check_volume(step.amount, step.unit, step.volume, step.strength)
        except ValidationError as error:
            found.append(("volume", error))
    return found


def above_0(amount: int | None) -> int | None:
    """Refuse a volume or strength of nothing."""
    if amount == 0:
        raise ValidationError("Write more than 0, or leave it empty.", code="above_0")
    return amount


def _step(medicine: Medicine, data: dict[str, Any]) -> DoseStep:
    """Return a step of these answers, to be looked at."""
    names = ("day", "amount", "hours", "form", "volume", "strength")
    return DoseStep(medicine=medicine, unit=data.get("unit", MG), **{name: data.get(name) for name in names})


class DoseStepForm(OwnedForm):
    """From a day on, this dose. The kind follows from the dose before it where the patient does not say."""

    day = DayField(label="From", help_text="The first day of this step. It may lie ahead.")
    amount = AmountField(required=False, label="Dose", help_text="Leave it empty for a pause or a stop.")
    hours = HoursField(required=False, label="Usual hours", help_text=HOURS_HELP)
    kind = forms.ChoiceField(choices=[BY_DOSE, *StepKind.choices], required=False, label="What it does")
    volume = AmountField(required=False, label="How many mL that is", help_text="As the label says.")
    strength = AmountField(required=False, label="Strength in mg/mL", help_text="As the label says.")
    prescriber_confirmed = forms.BooleanField(required=False, label=CONFIRM_LABEL)
    checked = forms.BooleanField(required=False, label=CHECKED_LABEL)
    waits = forms.BooleanField(required=False, widget=forms.HiddenInput)  # put back as it was: not answered yet

    class Meta:
        model = DoseStep
        fields = ["day", "amount", "unit", "hours", "kind", "form", "volume", "strength", "reason"]
        field_classes = {"unit": LineField, "reason": LineField}
        widgets = {"reason": forms.TextInput}
        help_texts = {"form": "Only if this step comes as something else."}

    def __init__(self, *args: Any, patient: User, medicine: Medicine, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.instance.medicine, self.today = medicine, today
        step: DoseStep = self.instance
        self.was = None if step._state.adding else (step.day, step.kind, step.amount)
        if self.was is None:
            self.initial["kind"] = ""
        if medicine.is_ldn:
            self.fields["amount"].label = "Dose in mg"
            del self.fields["unit"]
        if not self.is_bound:
            for name in (*TICKS, "waits"):
                del self.fields[name]

    @cached_property
    def helper(self) -> FormHelper:
        """Fold away what only a liquid or another form needs, unless it is in use."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        ticks = [name for name in TICKS if name in self.fields]
        first = [name for name in self.fields if name not in (*FOLDED, *ticks)]
        in_use = any(self[name].value() or self[name].errors for name in FOLDED)
        is_open = " open" if in_use or self.instance.medicine.form in ML_FORMS else ""
        fold = HTML(f"<details class='fold'{is_open}><summary>In mL, or in another form</summary>")
        helper.layout = Layout(*first, fold, *FOLDED, HTML("</details>"), *ticks)
        return helper

    def clean_day(self) -> date:
        """Refuse a slip in the year."""
        return check_planned_day(self.cleaned_data["day"], self.today)

    def clean_volume(self) -> int | None:
        """Refuse a volume of nothing."""
        return above_0(self.cleaned_data["volume"])

    def clean_strength(self) -> int | None:
        """Refuse a strength of nothing."""
        return above_0(self.cleaned_data["strength"])

    def clean(self) -> dict[str, Any]:
        """Check the dose against its kind, its mL, the limits of a low dose and the steps beside it."""
        data = super().clean() or self.cleaned_data
        others = self._others()
        if not {"amount", "day", "kind"} & set(self.errors):
            self._check_kind(data, others)
        if not {"amount", "day", "unit", "volume", "strength"} & set(self.errors):
            self._check_amount(data, others)
        return data

    def _check_kind(self, data: dict[str, Any], others: Sequence[DoseStep]) -> None:
        amount, kind = data["amount"], data["kind"]
        if kind in OFF_KINDS and amount is not None:
            self.add_error("amount", OFF_DOSE)
        if kind not in OFF_KINDS and not amount:
            self.add_error("amount", NO_DOSE)
        if not kind:
            data["kind"] = derived_kind(_step(self.instance.medicine, data), neighbours(others, data["day"])[0])

    def _check_amount(self, data: dict[str, Any], others: Sequence[DoseStep]) -> None:
        self._fill_strength(data)
        if not {"volume", "strength"} & set(self.errors):
            for name, error in slips(_step(self.instance.medicine, data), others, data):
                self.add_error(name, error)

    def _fill_strength(self, data: dict[str, Any]) -> None:
        """A volume needs its strength: that of the medicine where none is written."""
        if data["volume"] and data["amount"] is None:
            self.add_error("volume", "There is no dose that these mL belong to. Leave them empty.")
        elif data["volume"] and not data["strength"]:
            data["strength"] = self.instance.medicine.strength
            if not data["strength"]:
                self.add_error("strength", "Write the strength too: how many mg are in one mL. It is on the label.")

    def save_if_valid(self) -> bool:
        """Save as every form does; a second press of the button finds its step saved, and is no error."""
        return super().save_if_valid() or (
            self.was is None and set(self.errors) == {NON_FIELD_ERRORS} and is_saved(self.instance, self._others())
        )

    def _others(self) -> list[DoseStep]:
        return [step for step in self.instance.medicine.steps.all() if step.pk != self.instance.pk]

    def as_typed(self) -> list[tuple[str, str]]:
        """Return the saved step as what somebody would type to get it back, ticks included."""
        fields = [self[name] for name in self.fields if name not in TICKS]
        typed = [(field.html_name, field.field.widget.format_value(field.value())) for field in fields]
        plain = [(name, value[0] if isinstance(value, list) else value) for name, value in typed]
        waits = [] if self.instance.confirmed else [("waits", "on")]
        return [*((name, str(value)) for name, value in plain if value), *((name, "on") for name in TICKS), *waits]

    def save(self, commit: bool = True) -> DoseStep:
        """A step that begins today or earlier has happened; one that lies ahead asks on its day."""
        step: DoseStep = self.instance
        if self.was != (step.day, step.kind, step.amount) or step.day > self.today:
            step.confirmed = step.day <= self.today and not self.cleaned_data.get("waits")
        super().save(commit)
        return step
