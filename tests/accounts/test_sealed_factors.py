"""What the database holds of a second factor: sealed, bound to its person, gone with the account."""

import base64

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory

from accounts import sealing
from accounts.models import User
from accounts.rotation import rotate_keys
from accounts.second_factor import MFAAdapter
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text
from tests.devices import SEED, with_recovery_codes
from tests.passkeys import APP, app_code, form_with, switch_on_app

STEP, CODES = "/accounts/2fa/authenticate/", "/accounts/2fa/recovery-codes/"


def everything() -> str:
    """Every cell of every table; sessions as what they say."""
    said = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [
                repr(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor.fetchall() for cell in row
            ]
    return "\n".join(said)


def opened(person: User, sealed: str) -> str:
    request = RequestFactory().get("/")
    request.user = person
    with context.request_context(request):
        return MFAAdapter().decrypt(sealed)


def test_no_table_holds_a_secret_at_any_moment(alice, alice_client):
    page = alice_client.get(APP)
    secret = page.context["form"].secret
    assert secret not in everything()
    (sealed,) = form_with(page, "code").fields["sealed"].chosen
    alice_client.post(APP, {"code": app_code(secret), "sealed": sealed})
    codes = text(alice_client.get(CODES))
    held = everything()
    seed = opened(alice, Authenticator.objects.get(type="recovery_codes").data["seed"])
    shown = [word for word in codes.split() if word.isdigit() and len(word) == 8]
    assert len(shown) == 10
    assert [word for word in (secret, seed, *shown) if word in held] == []
    assert opened(alice, Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_the_search_finds_a_secret_that_is_not_sealed(alice):
    alice.authenticator_set.create(type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert "JBSWY3DPEHPK3PXP" in everything()


def test_value_says_version_and_key_and_opens_after_the_master_key_was_rotated(alice, alice_client, settings):
    secret = switch_on_app(alice_client)
    held = Authenticator.objects.get(type="totp").data["secret"]
    assert base64.urlsafe_b64decode(held)[:2] == b"\x01\x01"
    settings.MASTER_KEYS_PREVIOUS = (settings.MASTER_KEY,)
    settings.MASTER_KEY = bytes(range(100, 132))
    assert rotate_keys().rewrapped == 1
    settings.MASTER_KEYS_PREVIOUS = ()
    assert opened(User.objects.get(), Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_a_secret_moved_to_another_person_does_not_open(alice, charlie, alice_client):
    switch_on_app(alice_client)
    held = Authenticator.objects.get(type="totp").data["secret"]
    with pytest.raises(sealing.Unsealable):
        opened(charlie, held)
    charlie.wrapped_key = User.objects.get(pk=alice.pk).wrapped_key  # as if the keys were swapped too
    with pytest.raises(sealing.Unsealable):
        opened(charlie, held)


@pytest.mark.parametrize("held", ["", "x", "QUJD", "é", "A" * 200])
def test_a_changed_secret_is_told_in_words_and_logged(alice, alice_client, caplog, held):
    switch_on_app(alice_client)
    for kind, name in (("totp", "secret"), ("recovery_codes", "seed")):
        Authenticator.objects.filter(type=kind).update(data={name: held, "used_mask": 0})
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    response = client.post(STEP, {"code": "123456"})
    told = "Code: What we keep of your second factor cannot be read any more. Please ask whoever runs this site."
    assert (response.status_code, errors(response)) == (422, [told])
    assert any(record.getMessage().startswith(f"second factor of user={alice.pk}: ") for record in caplog.records)
    assert "They cannot be read any more." in text(alice_client.get(CODES))
    assert alice_client.get("/accounts/2fa/recovery-codes/download/").status_code == 404
    assert alice_client.get("/accounts/2fa/").status_code == 200
    alice_client.post("/accounts/2fa/recovery-codes/generate/")
    assert "cannot be read" not in text(alice_client.get(CODES))


def test_closing_the_account_leaves_nothing_of_it(alice, alice_client):
    switch_on_app(alice_client)
    alice_client.post("/accounts/close/", {"confirm": "on"})
    assert not Authenticator.objects.exists()


def test_recovery_codes_of_the_file_are_those_of_the_page(alice, alice_client):
    codes = with_recovery_codes(alice)
    response = alice_client.get("/accounts/2fa/recovery-codes/download/")
    assert [line for line in response.text.splitlines() if line.isdigit()] == codes
    assert response.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert SEED not in everything()
