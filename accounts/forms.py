"""Sign-up, profile and closing the account."""

from typing import Any

from allauth.account import app_settings
from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.signup import prevent_enumeration
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import decoys
from accounts.form_fields import BirthDateField, CountryField, TimeZoneField, name_field
from accounts.models import User
from accounts.sign_in_forms import LENGTH_HELP, PlainWords, plain_helper

HOURS = tuple((hour, f"{hour:02}:00") for hour in range(7))


def privacy_link() -> SafeString:
    """Return the way to the privacy page, in a new tab so that a half-filled form is not lost."""
    words = '<a href="{}" target="_blank" rel="noopener">What is kept and why</a> (opens a new tab)'
    return format_html(words, reverse("privacy"))


class SignupForm(PlainWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """Sign up: how to sign in, whose clock, and the two things that must be agreed to."""

    words = {"email": "E-mail address", "password1": "Password", "password2": "Password again"}
    helps = {
        "email": "You sign in with it.",
        "password1": LENGTH_HELP,
        "name": "As your prescriber knows you. You can leave it empty.",
        "time_zone": "Decides when a day of the diary begins and ends.",
        "country": "Decides which emergency numbers we show.",
    }

    name = name_field()
    time_zone = TimeZoneField()
    country = CountryField()
    adult = forms.BooleanField(
        label="I am 18 or older",
        error_messages={"required": "This diary is for adults: confirm that you are 18 or older."},
    )
    consent = forms.BooleanField(
        label="I agree that what I enter about my health is kept here",
        error_messages={"required": "Without your agreement nothing can be kept, so there can be no diary."},
    )
    field_order = ["email", "password1", "password2", "name", "time_zone", "country", "adult", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].help_text = privacy_link()
        self.helper.layout = Layout(
            Fieldset("How you sign in", "email", "password1", "password2"),
            Fieldset("About you", "name", "time_zone", "country"),
            Fieldset("Before you start", "adult", "consent"),
        )

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save user and address, or neither. An address that is taken is answered like a free one.

        Two sign-ups at once for one address: the database lets one through, and the other is
        answered as if it had come a moment later.
        """
        if self.account_already_exists:
            decoys.sign_up(self.cleaned_data["password1"], **self._about())
            return super().try_save(request)  # type: ignore[no-any-return]
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:
            return self._just_taken(request)

    def _just_taken(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        if app_settings.EMAIL_VERIFICATION == app_settings.EmailVerificationMethod.MANDATORY:
            return None, prevent_enumeration(request, email=self.cleaned_data["email"])
        messages.error(request, "Your account is there already. Sign in.")
        return None, redirect("account_login")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Fill in what allauth does not know; called by it between saving user and address."""
        about = self._about()
        for name, value in about.items():
            setattr(user, name, value)
        user.save(update_fields=list(about))

    def _about(self) -> dict[str, Any]:
        typed = {name: self.cleaned_data[name] for name in ("name", "time_zone", "country")}
        return {**typed, **dict.fromkeys(("adult_confirmed_at", "consented_at"), timezone.now())}


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What reports say about the person, and the clock of the diary."""

    name = name_field()
    birth_date = BirthDateField()
    country = CountryField()
    time_zone = TimeZoneField(help_text="Days you already logged stay where they are.")
    day_start_hour = forms.TypedChoiceField(
        choices=HOURS,
        coerce=int,
        label="Hour the day starts",
        help_text="A dose at 00:30 belongs to the evening before when the day starts at 04:00.",
        error_messages={"invalid_choice": "Choose an hour from 00:00 to 06:00."},
    )

    class Meta:
        model = User
        fields = ["name", "birth_date", "country", "time_zone", "day_start_hour"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(self)

    def save(self, commit: bool = True) -> User:
        """Save these fields only: a password changed meanwhile on another device stays changed."""
        user: User = self.instance
        user.save(update_fields=self.Meta.fields)
        return user


class CloseForm(forms.Form):
    """Close the account for good."""

    confirm = forms.BooleanField(
        label="Yes, delete all of it for good",
        error_messages={"required": "Tick the box if you want to close the account. Nothing was deleted."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(self)
