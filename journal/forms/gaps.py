"""The answer to "Did you take LDN on them?": which days, and one of three."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from journal.figures.dates import span_text
from journal.forms.fields import DayField
from journal.gaps import MOST, NOT_TAKEN, UNKNOWN, USUAL
from journal.models.medicines import FIRST_DAY


class GapForm(forms.Form):
    """Days in the past and what to say of them."""

    first = DayField()
    last = DayField()
    answer = forms.ChoiceField(choices=[(value, value) for value in (USUAL, NOT_TAKEN, UNKNOWN)])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse days to come, days in the wrong order, and more days than one tap may fill."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last:
            if not FIRST_DAY <= first <= last < self.today:
                raise forms.ValidationError("These are no days before today.")
            if data.get("answer") != UNKNOWN and (last - first).days >= MOST:
                raise forms.ValidationError("These are too many days to fill at once.")
        return data


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What the address says was filled in, so that it can be taken back."""

    first: date
    last: date
    answer: str

    @property
    def text(self) -> str:
        """The same as read_filled reads it."""
        return f"{self.first}_{self.last}_{self.answer}"

    @property
    def span(self) -> str:
        """The days in words."""
        return span_text(self.first, self.last)


def read_filled(text: str, today: date) -> Filled | None:
    """Return what was filled in, or None where the text says nothing of the kind."""
    form = GapForm(dict(zip(("first", "last", "answer"), text.split("_"), strict=False)), today=today)
    return Filled(**form.cleaned_data) if form.is_valid() else None
