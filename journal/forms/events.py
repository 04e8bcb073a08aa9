"""Events and visits."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from accounts.models import User
from journal.forms.fields import ClockField, DayField
from journal.forms.medicines import check_planned_day
from journal.forms.once import OnceForm, refuse_unnamed
from journal.models import Event, Visit
from journal.models.events import PLANNABLE_KINDS, EventKind

# In the order of the page. A strategy has a form of its own (journal/forms/strategies.py).
KINDS = (
    EventKind.ILLNESS,
    EventKind.STRESS,
    EventKind.PERIOD,
    EventKind.TRAVEL,
    EventKind.MEDICINE_STARTED,
    EventKind.MEDICINE_STOPPED,
    EventKind.OPIOID,
    EventKind.PROCEDURE,
    EventKind.LAB,
    EventKind.OTHER,
)
NEED_WORDS = {
    EventKind.MEDICINE_STARTED: "Write which medicine.",
    EventKind.MEDICINE_STOPPED: "Write which medicine.",
    EventKind.LAB: "Write the result as it stands on the paper.",
    EventKind.OTHER: "Write what happened.",
}
NOT_YET = "That day has not come yet. Only a procedure, travel or a visit can be planned ahead."


class DatedForm(OnceForm):
    """Something with a day, and a time if it matters."""

    day = DayField(label="Day")
    time = ClockField(required=False, label="Time, if it matters")

    def __init__(self, *args: Any, patient: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, **kwargs)
        self.today = today


class EventForm(DatedForm):
    """Something dated that may matter beside the doses."""

    class Meta:
        model = Event
        fields = ["kind", "text", "day", "time"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 2})}
        labels = {"kind": "What was it", "text": "In your own words"}
        help_texts = {
            "text": "A medicine by its name, a lab result as it is written. For the others you may leave it empty."
        }

    def __init__(self, *args: Any, patient: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, today=today, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            choices=[(kind.value, capfirst(kind.label)) for kind in KINDS],
            widget=forms.RadioSelect,
            label="What was it",
        )
        head = ["form_key"] if "form_key" in self.fields else []
        days = Div("day", "time", css_class="field-group")
        self.helper.layout = Layout(*head, Field("kind", wrapper_class="tiles"), "text", days)

    def clean(self) -> dict[str, Any]:
        """Only what can be planned may lie ahead; some kinds say nothing without words."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        for name, check in (("day", self._check_day), ("text", self._check_text)):
            try:
                if name in data:
                    check(data[name], kind)
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def _check_day(self, day: date | None, kind: str | None) -> None:
        if day is None:
            return
        check_planned_day(day, self.today)
        if day > self.today and kind not in PLANNABLE_KINDS:
            raise ValidationError(NOT_YET, code="day")

    def _check_text(self, text: str, kind: str | None) -> None:
        if kind in NEED_WORDS:
            refuse_unnamed(text, NEED_WORDS[EventKind(kind)])


class VisitForm(DatedForm):
    """An appointment with the prescriber, past or to come."""

    time = ClockField(required=False, label="Time, if you know it")

    class Meta:
        model = Visit
        fields = ["day", "time", "text"]
        labels = {"text": "With whom, about what"}
        widgets = {"text": forms.TextInput}

    def clean_day(self) -> date:
        """Refuse a slip in the year."""
        return check_planned_day(self.cleaned_data["day"], self.today)
