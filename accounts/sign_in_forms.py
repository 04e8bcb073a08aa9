"""Allauth's own forms in our words."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from accounts import decoys
from accounts.models import User
from ldn_tracker.events import security_event

LENGTH_HELP = "At least 12 characters, and not one of the common ones. A few words in a row are easy to keep."


def plain_helper(form: forms.BaseForm) -> FormHelper:
    """Return crispy's helper for a form whose template writes the form tag, the token and the button."""
    helper = FormHelper(form)
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class PlainWords(forms.Form):
    """Mixed into allauth's forms: our labels and helps, no placeholders."""

    words: dict[str, str] = {}
    helps: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.helps.get(name, "")
        self.helper = plain_helper(self)


class LoginForm(PlainWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """Sign in."""

    words = {"login": "E-mail address", "password": "Password", "remember": "Keep me signed in"}
    helps = {"remember": "Only on a device that nobody else uses."}


class AddEmailForm(PlainWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Change the e-mail address: the new one waits beside the old one until it is confirmed."""

    words = {"email": "New e-mail address"}

    def save(self, request: HttpRequest) -> EmailAddress:
        """Return the new address, unconfirmed; the one that signs in stays, confirmed or not."""
        with transaction.atomic():
            waiting = EmailAddress.objects.filter(user=self.user, verified=False)
            waiting.exclude(email=self.user.email).delete()
            address = EmailAddress.objects.create(user=self.user, email=self.cleaned_data["email"])
        send_verification_email_to_address(request, address)
        security_event("email_change_asked", request, user=self.user.pk)
        return address


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Change the password."""

    words = {"oldpassword": "Password now", "password1": "New password", "password2": "New password again"}
    helps = {"password1": LENGTH_HELP}


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Set a first password."""

    words = {"password1": "New password", "password2": "New password again"}
    helps = {"password1": LENGTH_HELP}


class InvitedForm(PlainWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Choose the password of an account that an invitation makes."""

    words = {"password1": "Password", "password2": "Password again"}
    helps = {"password1": LENGTH_HELP}


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Ask for the mail that leads to a new password."""

    words = {"email": "E-mail address"}

    def clean_email(self) -> str:
        """Find whose address it is, by one statement; an address that waits to be confirmed is nobody's yet."""
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        self.users = list(User.objects.filter(email=email, is_active=True))
        return self.cleaned_data["email"]  # type: ignore[no-any-return]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue the mail; logged alike whether the address is somebody's or not, so that it takes the same time."""
        if not self.users:
            decoys.make_reset_key(self.cleaned_data["email"].lower())
        email = str(super().save(request, **kwargs))
        security_event("reset_asked", request, user=next((user.pk for user in self.users), None))
        return email


class ResetPasswordKeyForm(PlainWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose the new password."""

    words = {"password1": "New password", "password2": "New password again"}
    helps = {"password1": LENGTH_HELP}

    def save(self) -> None:
        """Save the password unless the link was used in this very moment: its key dies with the old password.

        Who comes second is shown what the link is now: one that no longer works.
        """
        with transaction.atomic():
            unchanged = User.objects.select_for_update().filter(pk=self.user.pk, password=self.user.password).first()
            if unchanged is None:
                raise ImmediateHttpResponse(redirect(context.request.path))
            super().save()


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Confirm the password."""

    words = {"password": "Password"}
