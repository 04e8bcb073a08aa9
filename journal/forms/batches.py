"""A new bottle, box or batch of a medicine."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.texts import LineField
from journal.forms.fields import AmountField, DayField
from journal.forms.owned import OwnedForm
from journal.forms.steps import above_0
from journal.models import Batch, Medicine
from journal.models.medicines import FIRST_DAY

LAST_DAY = date(2100, 1, 1)


class BatchForm(OwnedForm):
    """What stands on the label, and when it was opened."""

    opened = DayField(label="Opened on")
    expires = DayField(required=False, label="Use before", help_text="The date on the label.")
    strength = AmountField(required=False, label="Strength in mg/mL", help_text="For a liquid, drops or cream only.")

    class Meta:
        model = Batch
        fields = ["opened", "number", "expires", "strength", "pharmacy"]
        field_classes = {"number": LineField, "pharmacy": LineField}
        widgets = {"number": forms.TextInput, "pharmacy": forms.TextInput}

    def __init__(self, *args: Any, patient: User, medicine: Medicine, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.instance.medicine, self.today = medicine, today
        if self.instance._state.adding:
            self.initial.update(opened=today, pharmacy=medicine.pharmacy)

    def clean_opened(self) -> date:
        """Refuse a day that is a slip or has not come yet."""
        day: date = self.cleaned_data["opened"]
        if not FIRST_DAY <= day <= self.today:
            raise ValidationError("Choose the day it was opened: today or earlier.", code="day")
        return day

    def clean_expires(self) -> date | None:
        """Refuse a slip in the year."""
        day: date | None = self.cleaned_data["expires"]
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("Write the date on the label, such as 2027-05-31.", code="day")
        return day

    def clean_strength(self) -> int | None:
        """Refuse a strength of nothing."""
        return above_0(self.cleaned_data["strength"])
