"""What a person has in their pocket while they walk the site: a passkey, an app for codes, recovery codes."""

import json
from typing import Any

from allauth.core import context
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core import signing
from django.test import RequestFactory

from accounts.challenges import SALT
from accounts.models import User
from accounts.second_factor import sealed_secret
from accounts.second_factor_forms import ActivateTOTPForm
from tests.html_forms import Form
from tests.passkeys import Passkeys, app_code

HOST = "testserver"
SEED = "5eed" * 20


def with_recovery_codes(person: User) -> list[str]:
    """Give the person recovery codes; return them."""
    row = person.authenticator_set.create(
        type="recovery_codes", data={"seed": sealed_secret(person, SEED), "used_mask": 0}
    )
    request = RequestFactory().get("/")
    request.user = person
    with context.request_context(request):
        return row.wrap().get_unused_codes()


class Device:
    """A passkey and recovery codes; with has=False the person has none yet."""

    def __init__(self, person: User, *, has: bool = True) -> None:
        self.person, self.passkey = person, Passkeys(origin=f"https://{HOST}")
        made = self.passkey.make(self._options("AAAA"))
        self.codes: list[str] = []
        if has:
            WebAuthn.add(person, "My phone", made)
            self.codes = with_recovery_codes(person)

    def _options(self, challenge: str) -> dict[str, Any]:
        wanted = {"challenge": challenge, "rp": {"id": HOST}, "rpId": HOST, "user": {"id": "AAAA"}}
        return {"publicKey": wanted}

    def knows(self, form: Form) -> dict[str, list[str]]:
        """Return what the person types into a form, or what their device answers for them."""
        fields = form.fields
        known: dict[str, list[str]] = {}
        if "sealed" in fields:
            given = ActivateTOTPForm(data={"sealed": fields["sealed"].chosen[0]}, user=self.person)
            known["code"] = [app_code(given.secret)]
        elif "code" in fields:
            known["code"] = self.codes[:1]
        if "challenge" in fields and any(fields["challenge"].chosen):
            asked = self._options(signing.loads(fields["challenge"].chosen[0], salt=SALT)["challenge"])
            answer = Passkeys(self.passkey.origin).make(asked) if "name" in fields else self.passkey.sign(asked)
            known["credential"] = [json.dumps(answer)]
        return known
