"""Set-up in one page: why, what, since when, and what to rate."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.texts import LineField
from journal import catalogue
from journal.forms.fields import AmountField, DayField, HoursField
from journal.forms.medicines import CONFIRM_LABEL, check_planned_amount, check_planned_day
from journal.models.medicines import MG, Form, Reason

STARTED = [
    ("yes", "Yes, I take it"),
    ("not_yet", "Not yet: I log some days before the first dose"),
]
FOLD = """<details class="more"{%% if %s %%} open{%% endif %%}><summary>%s<svg class="icon chev" viewBox="0 0 24 24"
aria-hidden="true" focusable="false"><path d="M5 9l7 7 7-7"/></svg></summary><div class="more-body">"""
WATCHED = "Side effects: " + ", ".join(catalogue.OFTEN_WATCHED).lower() + ", or others"
TARGETS = [("", "none"), *((template.name, template.name) for template in catalogue.TARGETS)]
NOT_AHEAD = "You chose “not yet”, and this day is past. Change one of the two."
NOT_PAST = "You chose “yes, I take it”, and this day lies ahead. Change one of the two."


def _names(templates: tuple[catalogue.ItemTemplate, ...]) -> list[tuple[str, str]]:
    return [(template.name, template.name) for template in templates]


class SetUpForm(forms.Form):
    """What a new patient is asked once; everything can be changed later."""

    reason = forms.ChoiceField(
        choices=[("", "I would rather not say"), *Reason.choices], required=False, label="What LDN was prescribed for"
    )
    reason_words = LineField(required=False, max_length=200, label="In your own words")
    started = forms.ChoiceField(
        choices=STARTED,
        required=False,
        widget=forms.RadioSelect,
        label="Do you take LDN already?",
        help_text="Days logged before the first dose are your baseline: what later days are compared with.",
        error_messages={"invalid_choice": "Choose one of the two."},
    )
    amount = AmountField(
        required=False,
        label="Dose in mg",
        help_text="As prescribed, such as 1.5. Leave it empty if you do not have one yet.",
    )
    day = DayField(required=False, label="From", help_text="The first day of this dose. It may lie ahead.")
    hours = HoursField(required=False, label="Usual hour", help_text="Such as 21:00.")
    form = forms.ChoiceField(choices=Form.choices, label="It comes as", initial=Form.CAPSULE)
    medicine_name = LineField(max_length=80, label="Name of the medicine", initial=catalogue.LDN_NAME)
    pharmacy = LineField(required=False, max_length=120, label="Pharmacy")
    prescriber_confirmed = forms.BooleanField(required=False, label=CONFIRM_LABEL)
    headline = forms.ChoiceField(
        choices=[("", "Choose one"), *TARGETS[1:]],
        label="What you hope will change most",
        error_messages={"required": "Choose what you hope will change most."},
        help_text="Your headline. Chosen now, so that it is not chosen later because it looks good.",
    )
    second = forms.ChoiceField(choices=TARGETS, required=False, label="A second one")
    third = forms.ChoiceField(choices=TARGETS, required=False, label="A third one")
    wellbeing = forms.MultipleChoiceField(
        choices=_names(catalogue.WELLBEINGS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[template.name for template in catalogue.WELLBEINGS],
        label="How you are",
    )
    side_effects = forms.MultipleChoiceField(
        choices=_names(catalogue.SIDE_EFFECTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=list(catalogue.OFTEN_WATCHED),
        label="Side effects to watch",
        help_text="The ones asked about every day. You can add others on the day they come.",
    )

    visit = DayField(
        required=False,
        label="Next visit to your prescriber",
        help_text="If you know it. The report for that visit is then one tap away.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not self.is_bound:
            del self.fields["prescriber_confirmed"]
        confirmed = ["prescriber_confirmed"] if self.is_bound else []
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            _card("Why", "reason", "reason_words"),
            _card(
                "Your LDN",
                "started",
                "amount",
                *confirmed,
                "day",
                "hours",
                "form",
                *_folded("Name and pharmacy", "medicine_name", "pharmacy"),
            ),
            _card("What you hope will change", "headline", "second", "third"),
            _card("What to ask every day", "wellbeing", *_folded(WATCHED, "side_effects")),
            _card("Your next visit", "visit"),
        )

    def clean_day(self) -> date | None:
        """Refuse a slip in the year."""
        day: date | None = self.cleaned_data["day"]
        return check_planned_day(day, self.today) if day else None

    def clean_visit(self) -> date | None:
        """Refuse a visit that was, and a slip in the year."""
        visit: date | None = self.cleaned_data["visit"]
        if visit and visit < self.today:
            raise ValidationError("That day is past. Write the next visit, or leave it empty.")
        return check_planned_day(visit, self.today) if visit else None

    def clean(self) -> dict[str, Any]:
        """A dose needs its day and a day its dose; each target once."""
        data = super().clean() or self.cleaned_data
        self._check_dose(data)
        chosen = [data[name] for name in ("headline", "second", "third") if data.get(name)]
        if len(set(chosen)) < len(chosen):
            self.add_error("second", "Choose each only once.")
        return data

    def _check_dose(self, data: dict[str, Any]) -> None:
        amount, day = data.get("amount"), data.get("day")
        if "amount" in self.errors or "day" in self.errors:
            return
        started = data.get("started")
        data["begun"] = bool(day and day <= self.today and started != "not_yet")
        if day and started == "not_yet" and day < self.today:
            self.add_error("day", NOT_AHEAD)
        if day and started == "yes" and day > self.today:
            self.add_error("day", NOT_PAST)
        if started == "yes" and not amount:
            self.add_error("amount", "Write the dose you take now, as on the label.")
        if (amount is not None or started == "yes") and not day:
            self.add_error("day", "Write from which day this dose counts.")
        if day and not amount and started != "yes":
            self.add_error("amount", "Write the dose, more than 0, or leave the day empty too.")
        try:
            check_planned_amount(amount, True, MG, data.get("prescriber_confirmed", False))
        except ValidationError as error:
            self.add_error("amount", error)


def _folded(title: str, *fields: str) -> tuple[Any, ...]:
    """Fold away what is filled in already; what is wrong stands open."""
    wrong = " or ".join(f"form.{field}.errors" for field in fields)
    return HTML(FOLD % (wrong, title)), *fields, HTML("</div></details>")


def _card(title: str, *fields: str) -> Div:
    return Div(HTML(f"<h2>{title}</h2>"), *fields, css_class="card")
