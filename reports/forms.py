"""The form that makes a link."""

import re
import secrets
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from journal.figures.dates import date_text
from journal.forms.fields import DayField
from journal.forms.owned import OwnedForm
from journal.models import Item
from journal.models.items import Group
from journal.models.medicines import FIRST_DAY, StepKind
from journal.names import name_key
from reports.models import PeriodKind, Share
from reports.periods import MOST_DAYS_SINCE_VISIT, USUAL_DAYS, usual_kind
from reports.summaries import ALWAYS_INCLUDED, MOST_QUESTIONS

LIVES = (("2", "48 hours"), ("7", "7 days"), ("30", "30 days"), ("90", "90 days"))
USUAL_LIFE = "30"
FROZEN, LIVING = "frozen", "living"
KINDS = (
    (FROZEN, "Frozen: it stays as it is today"),
    (LIVING, "Living: it shows what you add until the link ends"),
)
PRIVATE = ("includes_safety", "includes_self_harm", "includes_notes")
MOST_WORKING = 50
FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,43}", re.ASCII)
MOOD = name_key("Mood")
TICKED = (Group.TARGET, Group.SIDE_EFFECT, Group.WELLBEING)
GROUPS = {
    Group.TARGET: "What you hope will change",
    Group.WELLBEING: "Wellbeing",
    Group.OTHER: "Your own items",
    Group.SIDE_EFFECT: "Side effects",
    Group.CRAVING: "",
}
OPEN_AGAIN = "Open this page again: a part of the form is missing."


class ItemsField(forms.TypedMultipleChoiceField):
    """Ticks for the patient's own items by id; another patient's id is no valid choice."""

    def __init__(self, choices: list[Any], label: str, ticked: list[int], help_text: str = "") -> None:
        super().__init__(
            choices=choices,
            coerce=int,
            initial=ticked,
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": "Choose from your own items.",
                "invalid_list": "Choose from your own items.",
            },
        )


def is_private(item: Item) -> bool:
    """Return whether an item is left out unless the patient ticks it: mood, alcohol, cravings."""
    return item.group == Group.CRAVING or item.name_key == MOOD


class ShareForm(OwnedForm):
    """Who it is for, which days, what they may see, how long the link works."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=43, error_messages={"required": OPEN_AGAIN})
    first_day = DayField(required=False, label="From")
    last_day = DayField(required=False, label="To")
    kind = forms.ChoiceField(
        choices=KINDS,
        initial=FROZEN,
        required=False,
        widget=forms.RadioSelect,
        label="Frozen or living",
    )
    guarded = forms.BooleanField(
        required=False,
        label="Ask for a passcode",
        help_text="We make six digits and show them once. Tell them apart from the link, by phone or in person.",
    )
    life = forms.ChoiceField(
        choices=LIVES, initial=USUAL_LIFE, widget=forms.RadioSelect, label="How long the link works"
    )

    class Meta:
        model = Share
        fields = ["label", "period", "first_day", "last_day", "includes_events", "includes_medicines", *PRIVATE]
        fields += ["questions", "mails_first_opening"]
        widgets = {
            "label": forms.TextInput(attrs={"autocomplete": "off"}),
            "questions": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {
            "label": "Who is it for",
            "includes_events": "Events, visits and what you tried",
            "includes_medicines": "Other medicines",
            "includes_notes": "Your notes",
            "includes_self_harm": "Ticks about thoughts of self-harm",
            "includes_safety": "Your answers about liver, kidney and pregnancy",
            "questions": "Questions you want to ask",
            "mails_first_opening": "Mail me when it is first opened",
        }
        help_texts = {
            "label": "For example: Tuesday visit. The recipient sees it too, so name no illness and no medicine.",
            "includes_notes": "Read them through first.",
            "questions": f"One a line, at most {MOST_QUESTIONS}. Three fit the page well.",
        }

    def __init__(self, *args: Any, patient: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, patient=patient, instance=Share(), **kwargs)
        self.patient, self.now, self.today = patient, now, patient.journal_day(now)
        self.fields["form_key"].initial = secrets.token_urlsafe(16)
        self.fields["period"] = self._periods()
        # The instance's default would win over the field's initial value.
        self.initial["period"] = self.fields["period"].initial
        self.items = list(patient.items.all())
        self._offer_items()
        self.helper.layout = Layout(
            "form_key",
            "label",
            "period",
            Div("first_day", "last_day", css_class="field-group"),
            *(["items"] if "items" in self.fields else []),
            "includes_events",
            "includes_medicines",
            Fieldset(
                "Left out unless you tick it",
                *(["private_items"] if "private_items" in self.fields else []),
                *PRIVATE,
                css_class="field-off",
            ),
            "questions",
            InlineRadios("life"),
            "kind",
            "guarded",
            "mails_first_opening",
        )

    def _periods(self) -> forms.ChoiceField:
        visit = self.patient.visits.filter(day__lt=self.today).order_by("-day").values_list("day", flat=True).first()
        since = f"Since the last visit, {date_text(visit)}" if visit else ""
        if visit and (self.today - visit).days >= MOST_DAYS_SINCE_VISIT:
            since += f" (the last {MOST_DAYS_SINCE_VISIT} days of it)"
        words = {
            PeriodKind.WEEKS_12: f"The last 12 weeks, now from {date_text(self.today - timedelta(USUAL_DAYS - 1))}",
            PeriodKind.SINCE_VISIT: since,
            PeriodKind.SINCE_STEP: self._since_step(),
            PeriodKind.ALL: "Everything",
            PeriodKind.DATES: "From one day to another:",
        }
        return forms.ChoiceField(
            choices=[(kind.value, text) for kind, text in words.items() if text],
            initial=usual_kind(self.today, visit),
            widget=forms.RadioSelect,
            label="Which days",
        )

    def _since_step(self) -> str:
        steps = self.patient.dose_steps.filter(medicine__is_ldn=True, day__lte=self.today).exclude(kind=StepKind.HOLD)
        step = steps.order_by("-day").values_list("day", flat=True).first()
        return f"Since the last dose step, {date_text(step)}" if step else ""

    def _offer_items(self) -> None:
        order = list(GROUPS)
        items = sorted(self.items, key=lambda item: (order.index(Group(item.group)), item.target_rank or 0))
        open_items = [item for item in items if not is_private(item)]
        private = [item for item in items if is_private(item)]
        if open_items:
            grouped = groupby(open_items, key=lambda item: GROUPS[Group(item.group)])
            self.fields["items"] = ItemsField(
                [(name, [(item.pk, item.name) for item in some]) for name, some in grouped],
                "What they may see",
                [item.pk for item in open_items if item.group in TICKED],
                f"Always on the page: your name and date of birth if given, {ALWAYS_INCLUDED}.",
            )
        if private:
            choices = [(item.pk, item.name) for item in private]
            self.fields["private_items"] = ItemsField(choices, "Mood, alcohol, cravings", [])

    def clean_form_key(self) -> str:
        """Refuse a key that this form did not make."""
        key = str(self.cleaned_data["form_key"])
        if not FORM_KEY.fullmatch(key):
            raise ValidationError(OPEN_AGAIN, code="form_key")
        return key

    def clean(self) -> dict[str, Any]:
        """Keep dates only where they were chosen, and check that they are."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("period") == PeriodKind.DATES:
            self._check_dates(cleaned.get("first_day"), cleaned.get("last_day"))
        else:
            cleaned["first_day"] = cleaned["last_day"] = None
        if len(cleaned.get("questions", "").splitlines()) > MOST_QUESTIONS:
            self.add_error("questions", f"At most {MOST_QUESTIONS} questions, one a line.")
        self.instance.is_frozen = cleaned.get("kind") != LIVING
        if self.patient.shares.usable().count() >= MOST_WORKING:
            raise ValidationError(f"{MOST_WORKING} links work already. End one first.", code="too_many")
        return cleaned

    def _check_dates(self, first: date | None, last: date | None) -> None:
        for name, day in (("first_day", first), ("last_day", last)):
            if day is None and name not in self.errors:
                self.add_error(name, "Write the day, or choose other days above.")
            elif day is not None and not FIRST_DAY <= day <= self.today:
                self.add_error(name, "Choose a day from 1900 to today.")
        if first and last and last < first and not self.errors:
            self.add_error("last_day", "The period ends before it begins.")

    @property
    def chosen_items(self) -> list[Item]:
        """The ticked items of a valid form."""
        ticked = {*self.cleaned_data.get("items", []), *self.cleaned_data.get("private_items", [])}
        return [item for item in self.items if item.pk in ticked]

    @property
    def expires_at(self) -> datetime:
        """When the link of a valid form ends."""
        return self.now + timedelta(days=int(self.cleaned_data["life"]))
