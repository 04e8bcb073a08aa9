"""Medicines, and the limits of a planned dose that every form keeps."""

from datetime import date, timedelta
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.texts import LineField
from journal.forms.fields import AmountField
from journal.forms.owned import OwnedForm
from journal.models import Medicine
from journal.models.medicines import FIRST_DAY, MG

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
        fields = ["name", "is_ldn", "form", "strength", "pharmacy", "prescriber", "reason", "reason_words"]
        field_classes = {"name": LineField}
        widgets = {"pharmacy": forms.TextInput, "prescriber": forms.TextInput, "reason_words": forms.TextInput}
        help_texts: ClassVar = {"prescriber": "For your medicine card: a name, and a telephone number if you like."}

    def clean_strength(self) -> int | None:
        """Refuse a strength of nothing."""
        strength: int | None = self.cleaned_data["strength"]
        if strength == 0:
            raise ValidationError("A strength is more than 0. Leave it empty if you do not know it.")
        return strength
