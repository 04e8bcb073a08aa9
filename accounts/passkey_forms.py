"""Passkeys as a browser sends them: whatever is in there, the answer is a refusal in words and never a failure."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from crispy_forms.layout import Layout
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError

from accounts.sign_in_forms import PlainWords
from accounts.texts import LineField

REFUSED = "The passkey did not work. Please try again."
NAME_HELP = "So that you know it again, such as “My phone”."
LONGEST = 20_000
# What the library that reads it raises on made-up input.
MALFORMED = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(struct.error, UnsupportedAlgorithm),
)


class CredentialField(forms.JSONField):
    """What the browser's own script sends: an object of a moderate size."""

    def __init__(self) -> None:
        super().__init__(
            widget=forms.HiddenInput,
            error_messages={
                "required": "Press the button: your browser then asks for the passkey.",
                "invalid": REFUSED,
            },
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST:
            raise ValidationError(REFUSED, code="too_long")
        try:
            found = super().to_python(value)
        except (RecursionError, ValueError) as error:  # too deep, or a number of too many digits
            raise ValidationError(REFUSED, code="invalid") from error
        if found is not None and not isinstance(found, dict):
            raise ValidationError(REFUSED, code="invalid")
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what was sent, unread: it is never shown again."""
        return data


def name_field(**kwargs: Any) -> LineField:
    """Return the field of the name that a passkey has in the list."""
    return LineField(
        label="Name",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **kwargs,
    )


def read[T](reading: Callable[[], T]) -> T:
    """Return what reading the credential returns; raise ValidationError when it makes no sense."""
    try:
        return reading()
    except MALFORMED as error:
        raise ValidationError(REFUSED, code="invalid") from error


def kept(credential: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a new passkey that signing in needs, and nothing else that was sent along."""
    response, results = credential["response"], credential.get("clientExtensionResults") or {}
    resident = (results.get("credProps") or {}).get("rk") is True
    return {
        "id": credential["id"],
        "rawId": credential["rawId"],
        "type": "public-key",
        "response": {name: response[name] for name in ("clientDataJSON", "attestationObject")},
        "clientExtensionResults": {"credProps": {"rk": resident}},
    }


class AddWebAuthnForm(PlainWords, allauth_forms.AddWebAuthnForm):  # type: ignore[misc]
    """Add a passkey."""

    helps = {"name": NAME_HELP}
    name = name_field(required=False)
    credential = CredentialField()
    passwordless = None  # each passkey signs in by itself, if the device can

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name")  # the page's script fills in the rest

    def clean(self) -> dict[str, Any]:
        """Check what the browser's authenticator signed."""
        cleaned = read(super().clean) or {}
        if cleaned.get("credential"):
            cleaned["credential"] = read(lambda: kept(cleaned["credential"]))
        return cleaned


class EditWebAuthnForm(PlainWords, allauth_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Name a passkey anew."""

    helps = {"name": NAME_HELP}
    name = name_field()


class Signed(PlainWords):
    """Mixed into allauth's forms that take a passkey's signature."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        """Return the passkey that signed."""
        return read(super().clean_credential)  # type: ignore[misc]


class AuthenticateWebAuthnForm(Signed, allauth_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class ReauthenticateWebAuthnForm(Signed, allauth_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of the password, for a fresh sign-in."""


class LoginWebAuthnForm(Signed, allauth_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of address and password."""
