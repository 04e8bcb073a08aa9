"""The fields of the account forms."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.countries import country_choices
from accounts.days import latest_day_on_earth
from accounts.long_select import LongSelect
from accounts.models import EARLIEST_BIRTH
from accounts.texts import LineField
from accounts.zones import usual_name, zone_choices


class TimeZoneField(forms.ChoiceField):
    """A time zone by its name; other names of UTC are UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: (("", "Choose your time zone"), *zone_choices()),
            label="Time zone",
            widget=LongSelect,
            error_messages={
                "required": "Choose the time zone you live in.",
                "invalid_choice": "Choose a time zone from the list.",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return usual_name(super().to_python(value))


class CountryField(forms.ChoiceField):
    """A country by its two-letter code, or "" for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: (("", "Not said"), *country_choices()),
            label="Country",
            widget=LongSelect,
            required=False,
            help_text="Decides which emergency numbers we show and which paper a report fits.",
            error_messages={"invalid_choice": "Choose a country from the list."},
            **kwargs,
        )


def name_field() -> LineField:
    """Return the field of the name that reports carry."""
    return LineField(
        label="Name for reports",
        max_length=100,
        required=False,
        help_text="As your prescriber knows you. Only people you share a report with see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class BirthDateField(forms.DateField):
    """A date of birth from the browser's own date control."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label="Date of birth",
            help_text="Printed on your reports if you give it.",
            widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": "Write the date as 1980-11-22."},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        """Refuse digits of other scripts, which strptime reads silently."""
        if isinstance(value, str) and not value.isascii():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        day = super().to_python(value)
        if day and not EARLIEST_BIRTH <= day <= latest_day_on_earth(timezone.now()):
            raise ValidationError("A date of birth lies between 1900 and today.", code="range")
        return day
