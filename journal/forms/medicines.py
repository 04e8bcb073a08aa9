"""Medicines and their dose steps, as typed in from the prescription."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.texts import LineField
from journal.forms.fields import AmountField, DayField, HoursField
from journal.forms.owned import OwnedForm
from journal.models import DoseStep, Medicine
from journal.models.medicines import FIRST_DAY, MG, OFF_KINDS

ASK_OVER, REFUSE_OVER = 6_000, 10_000
FARTHEST_PLAN = timedelta(days=730)
CONFIRM_LABEL = "My prescriber confirmed this"
OVER_6 = (
    "Over 6 mg is more than low-dose naltrexone usually means. If it is right, tick “My prescriber confirmed this”."
)
OVER_10 = "Over 10 mg is not a low dose. It is kept only if you tick “My prescriber confirmed this”."


def check_planned_amount(amount: int | None, is_ldn: bool, unit: str, confirmed: bool) -> None:
    """Refuse a planned naltrexone dose over 6 mg that nobody confirmed; amounts in thousandths."""
    if amount is None or confirmed or not is_ldn or unit != MG:
        return
    if amount > REFUSE_OVER:
        raise ValidationError(OVER_10, code="over_10")
    if amount > ASK_OVER:
        raise ValidationError(OVER_6, code="over_6")


def check_planned_day(day: date, today: date) -> date:
    """Refuse a day that is a slip: before 1900 or more than two years ahead."""
    if day < FIRST_DAY or day > today + FARTHEST_PLAN:
        raise ValidationError("Choose a day between 1900 and two years from now.", code="day")
    return day


class MedicineForm(OwnedForm):
    """Something the patient takes."""

    strength = AmountField(required=False, label="Strength in mg/mL", help_text="For a liquid or drops only.")

    class Meta:
        model = Medicine
        fields = ["name", "is_ldn", "form", "strength", "pharmacy", "reason", "reason_words"]
        field_classes = {"name": LineField}
        widgets = {"pharmacy": forms.TextInput, "reason_words": forms.TextInput}

    def clean_strength(self) -> int | None:
        """Refuse a strength of nothing."""
        strength: int | None = self.cleaned_data["strength"]
        if strength == 0:
            raise ValidationError("A strength is more than 0. Leave it empty if you do not know it.")
        return strength


class DoseStepForm(OwnedForm):
    """From a day on, this dose."""

    day = DayField(label="From", help_text="The first day of this step. It may lie ahead.")
    amount = AmountField(required=False, label="Dose", help_text="Leave it empty for a pause or a stop.")
    hours = HoursField(
        required=False, label="Usual hours", help_text="For example 20:00, or 08:00 20:00 for two doses a day."
    )
    prescriber_confirmed = forms.BooleanField(required=False, label=CONFIRM_LABEL)

    class Meta:
        model = DoseStep
        fields = ["day", "kind", "amount", "unit", "hours", "reason"]
        field_classes = {"unit": LineField}
        widgets = {"reason": forms.TextInput}

    def __init__(self, *args: Any, patient: User, medicine: Medicine, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.instance.medicine, self.today = medicine, today
        if medicine.is_ldn:
            del self.fields["unit"]
        if not self.is_bound:
            del self.fields["prescriber_confirmed"]

    def clean_day(self) -> date:
        """Refuse a slip in the year."""
        return check_planned_day(self.cleaned_data["day"], self.today)

    def clean(self) -> dict[str, Any]:
        """Check the dose against its kind and the limits of a low dose."""
        data = super().clean() or self.cleaned_data
        amount, kind, ldn = data.get("amount"), data.get("kind"), self.instance.medicine.is_ldn
        if "amount" in self.errors:
            return data
        if kind in OFF_KINDS and amount is not None:
            self.add_error("amount", "A pause or a stop has no dose. Leave the dose empty.")
        if kind and kind not in OFF_KINDS and not amount:
            self.add_error("amount", "Write the dose, more than 0. To take none, choose pause or stop.")
        try:
            check_planned_amount(amount, ldn, data.get("unit", MG), data.get("prescriber_confirmed", False))
        except ValidationError as error:
            self.add_error("amount", error)
        return data
