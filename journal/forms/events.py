"""Events and visits."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from journal.forms.fields import ClockField, DayField
from journal.forms.medicines import check_planned_day
from journal.forms.owned import OwnedForm
from journal.models import Event, Visit
from journal.models.events import PLANNABLE_KINDS


class EventForm(OwnedForm):
    """Something dated that may matter beside the doses."""

    day = DayField(label="Day")
    time = ClockField(required=False, label="Time, if it matters")

    class Meta:
        model = Event
        fields = ["day", "time", "kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, patient: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Only what can be planned may lie ahead."""
        data = super().clean() or self.cleaned_data
        if day := data.get("day"):
            self._check_day(day, data.get("kind"))
        return data

    def _check_day(self, day: date, kind: str | None) -> None:
        try:
            check_planned_day(day, self.today)
            if day > self.today and kind not in PLANNABLE_KINDS:
                raise ValidationError("That day has not come yet. Only a procedure or travel can be planned ahead.")
        except ValidationError as error:
            self.add_error("day", error)


class VisitForm(OwnedForm):
    """An appointment with the prescriber, past or to come."""

    day = DayField(label="Day")
    time = ClockField(required=False, label="Time, if you know it")

    class Meta:
        model = Visit
        fields = ["day", "time", "text"]
        labels = {"text": "With whom, about what"}
        widgets = {"text": forms.TextInput}

    def __init__(self, *args: Any, patient: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """Refuse a slip in the year."""
        return check_planned_day(self.cleaned_data["day"], self.today)
