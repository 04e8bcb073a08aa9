"""How allauth fits this site."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import fresh
from accounts.models import User

logger = logging.getLogger(__name__)
LONGEST_ADDRESS = 254


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our addresses, mails without health words, and a fresh sign-in that counts the sign-in itself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed to sign-in.",
        "duplicate_email": "This is the address you have now.",
        "email_password_mismatch": "The address or the password is not right.",
        "email_taken": "This address is in use.",
        "enter_current_password": "This is not your password now.",
        "incorrect_password": "This is not your password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or ask for a new password.",
    }

    def clean_email(self, email: str) -> str:
        """Refuse what the database or a mail server could not take.

        Outside ASCII, Python and the database disagree about lower case, and look-alike letters
        make two addresses of what a reader takes for one.
        """
        if not email.isascii():
            raise ValidationError("Write the address without accents and special letters.", code="ascii")
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(f"An address has at most {LONGEST_ADDRESS} characters.", code="max_length")
        return email

    def set_password(self, user: User, password: str) -> None:
        """Save the password alone, so that nothing changed meanwhile elsewhere is undone."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Make the address the one that signs in; refused when it became somebody else's meanwhile."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False

    def post_login(self, request: HttpRequest, user: User, *, signup: bool, **kwargs: Any) -> HttpResponse:
        """Count a sign-up, which has just set the password, as a fresh sign-in."""
        if signup:
            record_authentication(request, user, method="password")
        response: HttpResponse = super().post_login(request, user, signup=signup, **kwargs)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password when the last sign-in is not fresh."""
        return not fresh.is_fresh(context.request)

    def is_safe_url(self, url: str) -> bool:
        """Allow this host only, and https only where we are on https."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer everybody with pages: nothing here speaks JSON."""
        return False

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Go on to the set-up of the diary."""
        return reverse("journal:set_up")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the account."""
        return reverse("accounts:profile")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Go back to the account, or to sign in."""
        return reverse("accounts:profile" if context.request.user.is_authenticated else "account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Say where the mail went: without a mail server it is on the server's terminal."""
        words = {"has_mail": settings.MAIL is not None, **(message_context or {})}
        super().add_message(request, level, message_template, words, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links start with SITE_URL, whatever host the request named.

        A mail server that does not answer must not lose what was saved before: the page says how
        to have the mail sent again.
        """
        try:
            super().send_mail(template_prefix, email, {"site": settings.SITE, **context})
        except OSError as error:
            logger.error("mail not sent %s: %s", template_prefix, type(error).__name__)
