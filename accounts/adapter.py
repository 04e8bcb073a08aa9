"""How allauth fits this site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import fresh, half_way, known_devices, sign_in_tries
from accounts.client_address import client_address
from accounts.devices import end_sessions, forget_device
from accounts.models import User
from ldn_tracker.events import security_event
from ldn_tracker.views import too_many_requests

LONGEST_ADDRESS = 254
# The ways to show that it is still you: the page of each, its words, and what one must have.
WAYS = {
    "account_reauthenticate": ("your password", {""}),
    "mfa_reauthenticate": ("a code", {"totp", "recovery_codes"}),
    "mfa_reauthenticate_webauthn": ("a passkey", {"webauthn"}),
}


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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the trusted proxies name."""
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try in place of allauth, whose count a stranger could fill for the owner.

        Who is signed in already sees it in the form, so that what was typed there stays.
        """
        wait = sign_in_tries.take(request, credentials.get("email", ""))
        if wait and request.user.is_authenticated:
            raise self.validation_error("too_many_login_attempts")
        if wait:
            raise ImmediateHttpResponse(too_many_requests(request, wait=wait))

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return the refusal; one for too many tries is logged, those of the second factor too."""
        if code == "too_many_login_attempts":
            security_event("rate_limited", context.request)
        refused: ValidationError = super().validation_error(code, *args)
        return refused

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Tell the person of a change; one of the second factor is logged by the name of its mail."""
        folder, _, what = template_prefix.rpartition("/")
        if folder == "mfa/email":
            security_event("factor_changed", context.request, user=user.pk, what=what)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user whose password it is; the right one counts as no try."""
        user: User | None = super().authenticate(request, **credentials)
        if user:
            sign_in_tries.succeeded(request, credentials.get("email", ""))
        return user

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Let in whoever has just chosen a new password by mail; called by allauth."""
        sign_in_tries.was_reset(request, credentials.get("email", ""))

    def set_password(self, user: User, password: str) -> None:
        """Save the password alone, so that nothing changed meanwhile elsewhere is undone."""
        user.set_password(password)
        user.save(update_fields=["password"])
        request = context.request
        here = request.session.session_key if request and request.user == user else None
        end_sessions(user, but=here)
        security_event("password_changed", request, user=user.pk)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the new person."""
        saved: User = super().save_user(request, user, form, commit)
        security_event("sign_up", request, user=saved.pk)
        return saved

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Bind the steps that are still to come to the password that stands now."""
        half_way.begin(request, user)
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refused

    def login(self, request: HttpRequest, user: User) -> None:
        """Start the session, every step of signing in being done, none of them with an older password."""
        if not half_way.still_counts(request, user):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        request.session.end_for_good(user, timezone.now())  # type: ignore[attr-defined]
        security_event("sign_in", request, user=user.pk)

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        number = request.user.pk
        forget_device(request.session.session_key)
        super().logout(request)
        if number is not None:
            security_event("sign_out", request, user=number)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log whose password was tried, if it is somebody's; asked in the same way for every address."""
        tried = User.objects.filter(email=credentials.get("email", "").lower()).values_list("pk", flat=True).first()
        security_event("sign_in_failed", request, user=tried)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Make the address the one that signs in; refused when it became somebody else's meanwhile."""
        try:
            with transaction.atomic():
                # Of several at once, with one link, this lets one go on.
                waiting = EmailAddress.objects.filter(pk=email_address.pk, verified=False)
                confirmed = bool(waiting.update(verified=True) and super().confirm_email(request, email_address))
                transaction.set_rollback(not confirmed)
        except IntegrityError:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        if confirmed:
            security_event("email_confirmed", request, user=email_address.user_id)
        return confirmed

    def post_login(self, request: HttpRequest, user: User, *, signup: bool, **kwargs: Any) -> HttpResponse:
        """Count a sign-up, which has just set the password, as a fresh sign-in; tell of a browser not seen before."""
        if signup:
            record_authentication(request, user, method="password")
        response: HttpResponse = super().post_login(request, user, signup=signup, **kwargs)
        if not signup and not known_devices.is_known(request, user):
            self.send_notification_mail("account/email/new_device", user)
        known_devices.remember(request, response, user)
        return response

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways to show that it is still you, in our words."""
        if not user.is_authenticated:
            return []
        password = {""} if user.has_usable_password() else set()
        return [
            {"id": name, "description": words, "url": reverse(name)}
            for name, (words, kinds) in WAYS.items()
            if kinds & (user.factors | password)
        ]

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
        """Queue a mail whose links start with SITE_URL, whatever host the request named; a command has none."""
        self.render_mail(template_prefix, email, {"email": email, "site": settings.SITE, **context}).send()
