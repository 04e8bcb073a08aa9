"""A device that keeps passkeys, and an app that shows codes, as software."""

import json
import secrets
import time
from hashlib import sha256
from typing import Any

import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from tests.html_forms import Form, post_forms

ORIGIN = "http://localhost"
PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40
PERIOD, TO_TYPE = 30, 3  # seconds that a code is shown, and that are left to post it
APP, ADD, LIST = "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/"


def app_code(secret: str, to_type: int = TO_TYPE) -> str:
    """The code that an app with this secret shows now; where the clock runs, one that lasts until it is posted."""
    while not time_machine.escape_hatch.is_travelling() and time.time() % PERIOD > PERIOD - to_type:
        time.sleep(0.1)
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def switch_on_app(client: Client) -> str:
    """Switch on codes from an app; return the secret that it was given."""
    page = client.get(APP)
    secret = page.context["form"].secret
    (sealed,) = form_with(page, "code").fields["sealed"].chosen
    answer = client.post(APP, {"code": app_code(secret), "sealed": sealed})
    assert answer.status_code == 302, answer.text
    return secret


def form_with(page: Any, name: str) -> Form:
    """The form of a page that has a field."""
    return next(form for form in post_forms(page.text) if name in form.fields)


class Passkeys:
    """A device: it makes one passkey and signs with it. Flags say whether it asked for finger or PIN."""

    def __init__(self, origin: str = ORIGIN, flags: int = PRESENT | VERIFIED) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.origin, self.flags, self.user = secrets.token_bytes(16), origin, flags, ""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer navigator.credentials.create()."""
        wanted = options["publicKey"]
        self.user = wanted["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        new = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(wanted["rp"]["id"], self.flags | NEW_KEY) + new
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", wanted["challenge"])),
            "attestationObject": websafe_encode(attestation),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer navigator.credentials.get()."""
        wanted = options["publicKey"]
        said, data = self._client_data("webauthn.get", wanted["challenge"]), self._data(wanted["rpId"], self.flags)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(said),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.user,
        }
        return self._answer(response, {})

    def _answer(self, response: dict[str, Any], results: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": results,
        }

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()).digest() + bytes([flags]) + bytes(4)


def at_localhost(client: Client) -> Client:
    """The client as a browser that opens the site by its name."""
    client.defaults["SERVER_NAME"] = "localhost"
    return client


def add_passkey(client: Client, device: Passkeys, name: str = "My phone") -> Any:
    """Add a passkey; return the answer."""
    page = client.get(ADD)
    credential = device.make(page.context["js_data"]["creation_options"])
    return client.post(ADD, answered(page, credential) | {"name": name})


def answered(page: Any, credential: dict[str, Any]) -> dict[str, str]:
    """What the page's script fills in."""
    return {"credential": json.dumps(credential), "challenge": page.context["challenge"]}


def signed(device: Passkeys, stranger: Client) -> dict[str, str]:
    """What the sign-in page's script posts."""
    found = stranger.get("/accounts/2fa/webauthn/challenge/").json()
    return {"credential": json.dumps(device.sign(found["request_options"])), "challenge": found["challenge"]}
