"""How things are overall, against the time before LDN."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.sign_in_forms import plain_helper
from journal.forms.fields import DayField
from journal.models.medicines import FIRST_DAY
from journal.overall import WORDS

TAKEN = "You answered for that day already. Choose another day, or change that answer."


class OverallForm(forms.Form):
    """One of seven steps, and the day it was said; today unless another day is chosen."""

    value = forms.TypedChoiceField(
        choices=tuple(WORDS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        label="Compared with the time before LDN, how are things overall?",
        error_messages={"required": "Choose one of the seven.", "invalid_choice": "Choose one of the seven."},
    )
    day = DayField(label="Day", error_messages={"required": "Write the day.", "invalid": "Write it as 2026-11-22."})

    def __init__(self, *args: Any, today: date, first_dose: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.first_dose = today, first_dose
        self.fields["day"].widget.attrs.update({"min": first_dose.isoformat(), "max": today.isoformat()})
        self.helper = plain_helper(self)

    def clean_day(self) -> date:
        """Refuse a day that has not come, and one before there was any LDN to compare with."""
        day: date = self.cleaned_data["day"]
        if not FIRST_DAY <= day <= self.today:
            raise ValidationError("That day has not come yet." if day > self.today else "Choose a day from 1900 on.")
        if day < self.first_dose:
            raise ValidationError("That is before your first dose of LDN, so there was nothing to compare yet.")
        return day
