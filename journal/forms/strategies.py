"""A strategy: what is tried against a side effect, since when, and whether it was agreed."""

from datetime import date
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.texts import TextField
from journal.forms.events import DatedForm
from journal.forms.medicines import check_planned_day
from journal.forms.once import refuse_unnamed
from journal.learn import Library
from journal.models import Event
from journal.models.events import EventKind
from journal.models.items import Group
from journal.strategies import BY_SLUG, STRATEGIES, own_words, worded

OWN = "own"
MOST_WORDS = 400
AGREED = {True: "yes", False: "not_yet", None: ""}
AGAINST = (Group.SIDE_EFFECT, Group.WELLBEING)


class StrategyChoice(forms.Widget):
    """The ready-made strategies as large choices, each with how sure it is and what to know first."""

    template_name = "journal/widgets/strategies.html"
    use_fieldset = True

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        library = Library()
        rows = [(strategy, library.address(strategy.page)) for strategy in STRATEGIES]
        return {**super().get_context(name, value, attrs), "rows": rows, "own": OWN, "chosen": value}


class StrategyForm(DatedForm):
    """Something tried against a side effect, with the day it began."""

    strategy = forms.ChoiceField(
        choices=[*((each.slug, each.title) for each in STRATEGIES), (OWN, "Something else")],
        widget=StrategyChoice,
        label="What you try",
    )
    text = TextField(
        required=False, label="In your own words", max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )
    agreed = forms.ChoiceField(
        choices=[("yes", "Yes"), ("not_yet", "Not yet"), ("", "Leave it open")],
        required=False,
        widget=forms.RadioSelect,
        label="Agreed with your prescriber?",
    )

    class Meta:
        model = Event
        fields = ["strategy", "text", "day", "time", "against", "agreed"]

    def __init__(self, *args: Any, patient: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, today=today, **kwargs)
        del self.fields["time"]
        self.instance.kind = EventKind.STRATEGY
        self.fields["day"].label = "Since"
        against: Any = forms.ModelChoiceField(
            patient.items.filter(group__in=AGAINST), required=False, label="Against", empty_label="Not named"
        )
        self.fields["against"] = against
        if not self.instance._state.adding:
            self._show(self.instance)
        head = ["form_key"] if "form_key" in self.fields else []
        self.helper.layout = Layout(*head, "strategy", "text", "day", "against", InlineRadios("agreed"))

    def _show(self, row: Event) -> None:
        known = row.strategy in BY_SLUG
        shown = {"strategy": row.strategy if known else OWN, "text": own_words(row.text) if known else row.text}
        self.initial.update({**shown, "agreed": AGREED[row.agreed]})

    def clean_day(self) -> date:
        """Refuse a day that has not come: a strategy is written down once it is tried."""
        day = check_planned_day(self.cleaned_data["day"], self.today)
        if day > self.today:
            raise ValidationError("That day has not come yet. Write it down on the day you begin.", code="day")
        return day

    def clean_agreed(self) -> bool | None:
        """Return yes, not yet, or None when it was left open."""
        words = self.cleaned_data["agreed"]
        return next(value for value, text in AGREED.items() if text == words)

    def clean(self) -> dict[str, Any]:
        """Ask for words where the strategy is the patient's own."""
        data = super().clean() or self.cleaned_data
        if data.get("strategy") == OWN:
            data["strategy"] = ""
            try:
                refuse_unnamed(data.get("text", ""), "Write what you try.")
            except ValidationError as error:
                self.add_error("text", error)
        if "text" in data:
            data["text"] = worded(data.get("strategy", ""), data["text"])
        return data
