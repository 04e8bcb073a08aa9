"""The second factor as this site keeps and shows it: allauth's, with sealed secrets and our words."""

import base64
import binascii
import ipaddress
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import sealing
from accounts.models import User
from accounts.qr import qr_svg
from ldn_tracker.events import security_event


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seal secrets with the person's own key; name the site by its host and never by what it is about."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This cannot be switched off.",
        "cannot_generate_recovery_codes": "Switch on an app or add a passkey first.",
        "incorrect_code": "This did not work: wrong, too old, or used already.",
    }

    def encrypt(self, text: str) -> str:
        """Return the text sealed under the key of whose page this is, and bound to them."""
        return sealed_secret(whose(), text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed; raise Unsealable when it was changed, moved, or its key is gone."""
        person = whose()
        try:
            sealed = base64.b64decode(encrypted_text, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise sealing.Unsealable("not base64") from error
        return sealing.unseal(person.wrapped_key, sealed, _place(person)).decode()

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Return the refusal; one of a code or a passkey is logged, whatever page asked for it."""
        if code == "incorrect_code":
            security_event("factor_failed", context.request, user=_number())
        refused: ValidationError = super().validation_error(code, *args)
        return refused

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an <svg>, whatever the theme dark on light, without inline style."""
        return qr_svg(url)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return the name of a passkey that got none."""
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"  # type: ignore[attr-defined]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is for: this host."""
        host = host_of(context.request)
        return {"id": host, "name": host}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, str | bytes]:
        """Return whose passkey it is, by the address they sign in with."""
        entity: dict[str, str | bytes] = super().get_public_key_credential_user_entity(user)
        return {**entity, "name": user.email, "display_name": user.email}


def sealed_secret(person: User, text: str) -> str:
    """Return a secret of the person's second factor as the database holds it."""
    return base64.urlsafe_b64encode(sealing.seal(person.wrapped_key, text.encode(), _place(person))).decode()


def whose() -> User:
    """Return the person of this request: signed in, or half way there with the second factor still to come."""
    request = context.request
    person: User = request.user if request.user.is_authenticated else request._login_stage.login.user
    return person


def _number() -> int | None:
    """Return the person's number; with a passkey alone nobody is known before it is right."""
    try:
        return whose().pk
    except AttributeError:
        return None


def host_of(request: HttpRequest) -> str:
    """Return the host that the browser sees, without its port."""
    return urlsplit(f"//{request.get_host()}").hostname or "" if settings.SITE.loopback else str(settings.SITE.host)


def passkeys_work(request: HttpRequest) -> bool:
    """Return whether a browser lets this address have passkeys: never one of numbers."""
    try:
        ipaddress.ip_address(host_of(request))
    except ValueError:
        return True
    return False


def _place(person: User) -> str:
    return f"mfa.Authenticator.data:{person.pk}"
