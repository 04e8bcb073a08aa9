"""Passkeys: added, used to sign in, as second step and for a fresh sign-in; and what is refused."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.test import Client
from django.utils import timezone

from accounts import challenges
from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title, toasts
from tests.passkeys import (
    ADD,
    LIST,
    PRESENT,
    Passkeys,
    add_passkey,
    answered,
    at_localhost,
    signed,
    switch_on_app,
)

BY_PASSKEY, STEP, AGAIN = (
    f"/accounts/2fa/{path}/" for path in ("webauthn/login", "authenticate", "webauthn/reauthenticate")
)
ALICE = {"login": "alice@example.test", "password": PASSWORD}
REFUSED = "This did not work: wrong, too old, or used already."


@pytest.fixture
def client(alice_client) -> Client:
    return at_localhost(alice_client)


@pytest.fixture
def device(client) -> Passkeys:
    made = Passkeys()
    assert add_passkey(client, made).headers["Location"] == "/accounts/2fa/recovery-codes/"
    return made


def stranger() -> Client:
    return at_localhost(Client())


def test_the_challenge_is_where_allauth_keeps_it():
    assert challenges.STATE == auth.STATE_SESSION_KEY


def test_adding_is_said_and_listed(client, device):
    page = client.get(LIST)
    assert (title(page), toasts(page)[0]) == ("Your passkeys - LDN Tracker", "The passkey is added.")
    assert "My phone" in text(page)
    assert "not used yet" in text(page)


def test_only_what_signing_in_needs_is_kept(client):
    made, page = Passkeys(), client.get(ADD)
    credential = made.make(page.context["js_data"]["creation_options"]) | {"extra": "\x00 planted"}
    client.post(ADD, answered(page, credential))
    data = Authenticator.objects.get(type="webauthn").data
    assert (data["name"], sorted(data["credential"])) == (
        "Passkey 1",
        ["clientExtensionResults", "id", "rawId", "response", "type"],
    )
    assert sorted(data["credential"]["response"]) == ["attestationObject", "clientDataJSON"]


def test_a_passkey_signs_in_without_password_and_code(client, device):
    switch_on_app(client)
    visitor = stranger()
    answer = visitor.post(BY_PASSKEY, signed(device, visitor) | {"next": "/journal/items/"})
    assert answer.headers["Location"] == "/journal/items/"
    assert visitor.get("/accounts/close/").status_code == 200  # and that is a fresh sign-in


def test_after_the_password_the_passkey_is_asked_for(client, device):
    visitor = stranger()
    assert visitor.post("/accounts/login/", ALICE).headers["Location"] == STEP
    page = visitor.get(STEP)
    answer = visitor.post(STEP, answered(page, device.sign(page.context["js_data"]["request_options"])))
    assert answer.headers["Location"] == "/journal/"
    assert visitor.get("/accounts/profile/").status_code == 200


def test_a_passkey_makes_a_sign_in_fresh(client, device):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get("/accounts/close/").status_code == 302
        page = client.get(f"{AGAIN}?next=/accounts/close/")
        data = answered(page, device.sign(page.context["js_data"]["request_options"]))
        assert client.post(AGAIN, data | {"next": "/accounts/close/"}).headers["Location"] == "/accounts/close/"
        assert client.get("/accounts/close/").status_code == 200


def test_a_signature_works_once(client, device):
    visitor, thief = stranger(), stranger()
    data = signed(device, visitor)
    assert visitor.post(BY_PASSKEY, data).headers["Location"] == "/journal/"
    assert thief.post(BY_PASSKEY, data).headers["Location"] == "/accounts/login/"
    assert thief.get("/accounts/profile/").status_code == 302


def test_a_challenge_older_than_ten_minutes_is_refused(client, device):
    visitor = stranger()
    data = signed(device, visitor)
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=2)):
        assert toasts(visitor.post(BY_PASSKEY, data, follow=True)) == [REFUSED]


@pytest.mark.parametrize(
    "other", [Passkeys(), Passkeys(origin="https://evil.test"), Passkeys(origin="http://localhost.evil.test")]
)
def test_a_signature_of_another_key_or_for_another_site_is_refused(alice, client, device, other):
    other.id, other.user = device.id, device.user
    if other.origin != "http://localhost":
        other.key = device.key
    visitor = stranger()
    assert toasts(visitor.post(BY_PASSKEY, signed(other, visitor), follow=True)) == [REFUSED]


def test_a_device_that_did_not_ask_for_finger_or_pin_is_refused(client, device):
    device.flags = PRESENT
    visitor = stranger()
    assert toasts(visitor.post(BY_PASSKEY, signed(device, visitor), follow=True)) == [REFUSED]
    assert add_passkey(client, Passkeys(flags=PRESENT)).status_code == 422


def test_a_passkey_of_alice_is_none_for_charlie(alice, charlie, device, signed_in):
    charlies = at_localhost(signed_in(charlie))
    add_passkey(charlies, Passkeys())
    page = charlies.get(AGAIN)
    response = charlies.post(AGAIN, answered(page, device.sign(page.context["js_data"]["request_options"])))
    assert (response.status_code, errors(response)) == (422, [REFUSED])
    mine = Authenticator.objects.get(user=alice, type="webauthn")
    for path in ("edit", "remove"):
        address = f"/accounts/2fa/webauthn/keys/{mine.pk}/{path}/"
        assert (charlies.get(address).status_code, charlies.post(address, {"name": "x"}).status_code) == (404, 404)


def test_who_is_switched_off_does_not_get_in_by_passkey(client, device):
    User.objects.update(is_active=False)
    visitor = stranger()
    answer = visitor.post(BY_PASSKEY, signed(device, visitor))
    assert answer.headers["Location"] == "/accounts/inactive/"


def test_renaming_and_removing(client, device):
    (pk,) = Authenticator.objects.filter(type="webauthn").values_list("pk", flat=True)
    assert client.post(f"/accounts/2fa/webauthn/keys/{pk}/edit/", {"name": "  My  tablet "}).status_code == 302
    assert "My tablet" in text(client.get(LIST))
    assert client.post(f"/accounts/2fa/webauthn/keys/{pk}/edit/", {"name": "x" * 41}).status_code == 422
    assert title(client.get(f"/accounts/2fa/webauthn/keys/{pk}/remove/")) == "Remove this passkey? - LDN Tracker"
    client.post(f"/accounts/2fa/webauthn/keys/{pk}/remove/")
    assert not Authenticator.objects.exists()  # the recovery codes went along
    visitor = stranger()
    assert toasts(visitor.post(BY_PASSKEY, signed(device, visitor), follow=True)) == [REFUSED]


def test_an_address_of_numbers_says_where_passkeys_work(alice_client):
    alice_client.defaults["SERVER_NAME"] = "127.0.0.1"
    page = alice_client.get(ADD)
    assert title(page) == "Passkeys do not work at this address - LDN Tracker"
    assert "http://localhost:80/" in text(page)


BAD = [
    *("", "x", "null", "[]", "7", '"x"', "{}", "NaN", '{"id": 1}', "\x00", "[" * 100_000, "9" * 5_000, '{"a":' * 4_000),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": None}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "A", "rawId": "é", "type": "x", "response": {"clientDataJSON": 5, "attestationObject": []}}),
]
MADE_UP = [
    {"clientDataJSON": value, "attestationObject": value, "authenticatorData": value, "signature": value}
    for value in ("", "AA", "oWNmbXQ", "////", "gYGBgYGBgYGBgYGBgYGBgYGB", "e30", "bnVsbA", "oA", "-" * 50)
]
BAD += [
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {**each, "userHandle": handle}})
    for each in MADE_UP
    for handle in ("AA", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", None, 5)
]


@pytest.mark.parametrize("credential", BAD)
def test_made_up_credentials_are_refused(client, device, credential):
    page = client.get(ADD)
    data = {"credential": credential, "challenge": page.context["challenge"]}
    response = client.post(ADD, data)
    assert (response.status_code, title(response)) == (422, "Error: Add a passkey - LDN Tracker")
    visitor = stranger()
    challenge = visitor.get("/accounts/2fa/webauthn/challenge/").json()["challenge"]
    answer = visitor.post(BY_PASSKEY, {"credential": credential, "challenge": challenge})
    assert answer.headers["Location"] == "/accounts/login/"
    page = client.get(AGAIN)
    assert client.post(AGAIN, {**data, "challenge": page.context["challenge"]}).status_code == 422


@pytest.mark.parametrize("challenge", ["", "x", "a:b:c", "\x00", "é"])
def test_a_made_up_challenge_is_refused(client, challenge):
    page = client.get(ADD)
    credential = Passkeys().make(page.context["js_data"]["creation_options"])
    assert client.post(ADD, {"credential": json.dumps(credential), "challenge": challenge}).status_code == 422
