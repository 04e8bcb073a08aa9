"""Codes of the second factor: from an app, and the recovery codes; each works once."""

import base64
import binascii
import logging
import time
from datetime import timedelta
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django import forms
from django.core.exceptions import ValidationError

from accounts import limits, once, sealing
from accounts.limits import Limit
from accounts.models import User
from accounts.sign_in_forms import PlainWords
from ldn_tracker.events import security_event

logger = logging.getLogger(__name__)

UNREADABLE = "What we keep of your second factor cannot be read any more. Please ask whoever runs this site."
TOO_MANY = "Too many tries. Wait five minutes."
TOO_MANY_TODAY = "Too many tries today. Codes are taken again after midnight UTC."
GUESSES = Limit(name="code of the second factor", amount=5, seconds=300)
# Of a million codes, 30 a day in one window each are one chance in a hundred in a year; wrong ones count.
GUESSES_TODAY = Limit(name="codes of the second factor in a day", amount=30, seconds=24 * 3600)
LASTING = timedelta(minutes=2)  # longer than a code of an app works, clocks of several hosts included
ENROLMENT_SECONDS = 3600
CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}


def count_guess(user: User) -> None:
    """Count a try at the person's code; raise ValidationError when there were too many, right or wrong."""
    for limit, told in ((GUESSES, TOO_MANY), (GUESSES_TODAY, TOO_MANY_TODAY)):
        if limits.take(limit, str(user.pk)):
            security_event("rate_limited", context.request)
            raise ValidationError(told, code="too_many")


def was_right(user: User) -> None:
    """Take the try back, and begin a new five minutes; what was guessed today stays counted."""
    limits.clear(GUESSES, str(user.pk))
    limits.give_back(GUESSES_TODAY, str(user.pk))


def spend_code(user: User, code: str) -> None:
    """Take an app's code out of use; raise ValidationError when it was used before."""
    if not once.spend("totp", f"{user.pk}:{normalize_user_code(code)}", LASTING):
        raise get_adapter().validation_error("incorrect_code")


class OneTimeCode(PlainWords):
    """Mixed into allauth's forms that ask for a code: it works once, and an unreadable secret is told."""

    words = {"code": "Code"}
    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(CODE_ATTRIBUTES)
        self.fields["code"].error_messages["required"] = "Type the code."

    def clean_code(self) -> str:
        """Return the code; allauth has checked it, and counted the try."""
        count_guess(self.user)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except sealing.Unsealable as error:
            logger.error("second factor of user=%s: %s", self.user.pk, error)
            raise ValidationError(UNREADABLE, code="unreadable") from error
        if self.authenticator.type == Authenticator.Type.TOTP:
            spend_code(self.user, code)
        was_right(self.user)
        return code


class AuthenticateForm(OneTimeCode, allauth_forms.AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class ReauthenticateForm(OneTimeCode, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code instead of the password, for a fresh sign-in."""


class ActivateTOTPForm(PlainWords):
    """Switch on an app: its secret travels sealed in the page, so that showing it writes nothing."""

    words = {"code": "Code from the app"}

    code = forms.CharField(
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES), error_messages={"required": "Type the code that the app shows."}
    )
    sealed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.secret = self._opened(self.data.get("sealed", "")) if self.is_bound else ""
        self.is_stale = self.is_bound and not self.secret
        if not self.secret:
            self.secret = generate_totp_secret()
            self.initial["sealed"] = sealed = self._sealed()
            if self.is_bound:
                self.data = {**self.data, "code": self.data.get("code", ""), "sealed": sealed}

    def clean_code(self) -> str:
        """Return the code when the app shows it now."""
        if self.is_stale:
            raise ValidationError("This page was open too long. Scan the new picture and type its code.", code="stale")
        count_guess(self.user)
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        spend_code(self.user, code)
        was_right(self.user)
        return code

    @property
    def spaced_secret(self) -> str:
        """The secret in groups of four, for typing."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def _place(self) -> str:
        return f"totp enrolment:{self.user.pk}"

    def _sealed(self) -> str:
        plain = f"{int(time.time())} {self.secret}".encode()
        return base64.urlsafe_b64encode(sealing.seal(self.user.wrapped_key, plain, self._place)).decode()

    def _opened(self, text: str) -> str:
        """Return the secret, "" when it is not one of ours or too old."""
        try:
            sealed = base64.b64decode(text, altchars=b"-_", validate=True)
            made, _, secret = sealing.unseal(self.user.wrapped_key, sealed, self._place).decode().partition(" ")
        except (sealing.Unsealable, binascii.Error, ValueError):
            return ""
        return secret if time.time() - int(made) < ENROLMENT_SECONDS else ""
