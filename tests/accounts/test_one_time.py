"""What works once works once, however many ask in the same moment."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import once
from accounts.models import Spent, User
from tests.accounts.conftest import PASSWORD
from tests.devices import with_recovery_codes
from tests.passkeys import Passkeys, add_passkey, app_code, at_localhost, signed, switch_on_app
from tests.races import at_once

TIMES = 32
STEP, BY_PASSKEY = "/accounts/2fa/authenticate/", "/accounts/2fa/webauthn/login/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_limits(settings):
    """The limits alone would let five through: what is tested here is what stands behind them."""
    settings.ACCOUNT_RATE_LIMITS = False


def half_signed_in(person: User) -> Client:
    """A browser that has typed the password and has the second step before it."""
    client = Client()
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).headers["Location"] == STEP
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def test_spending_at_once_succeeds_once(db):
    assert at_once(lambda _: once.spend("test", "it", timedelta(minutes=1)), TIMES).count(True) == 1


def test_spending_again_after_its_time_succeeds_once(db):
    assert once.spend("test", "it", timedelta(seconds=0))
    assert at_once(lambda _: once.spend("test", "it", timedelta(minutes=1)), TIMES).count(True) == 1
    assert Spent.objects.count() == 1


def test_what_is_spent_is_spent_for_its_own_purpose_and_value_only(db):
    given = [("a", "x"), ("a", "x"), ("b", "x"), ("a", "y")]
    assert [once.spend(purpose, value, timedelta(minutes=1)) for purpose, value in given] == [True, False, True, True]
    assert not any("x" in row.digest for row in Spent.objects.all())


@pytest.mark.usefixtures("without_limits")
def test_one_of_many_gets_in_with_a_code_of_the_app(alice, alice_client):
    secret = switch_on_app(alice_client)
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        clients = [half_signed_in(alice) for _ in range(TIMES)]
        code = app_code(secret)
        at_once(lambda number: clients[number].post(STEP, {"code": code}), TIMES)
        assert [is_in(client) for client in clients].count(True) == 1


@pytest.mark.usefixtures("without_limits")
def test_one_of_many_gets_in_with_a_code_of_the_app_though_the_cache_forgets(alice, alice_client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    secret = switch_on_app(alice_client)
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        clients = [half_signed_in(alice) for _ in range(8)]
        code = app_code(secret)
        at_once(lambda number: clients[number].post(STEP, {"code": code}), 8)
        assert [is_in(client) for client in clients].count(True) == 1


@pytest.mark.usefixtures("without_limits")
def test_one_of_many_gets_in_with_a_recovery_code(alice, alice_client):
    switch_on_app(alice_client)
    alice.authenticator_set.filter(type="recovery_codes").delete()
    code, *_ = with_recovery_codes(alice)
    clients = [half_signed_in(alice) for _ in range(TIMES)]
    at_once(lambda number: clients[number].post(STEP, {"code": code}), TIMES)
    assert [is_in(client) for client in clients].count(True) == 1


@pytest.mark.usefixtures("without_limits")
def test_one_of_many_gets_in_with_one_signature_of_a_passkey(alice, alice_client):
    device = Passkeys()
    add_passkey(at_localhost(alice_client), device)
    clients = [at_localhost(Client()) for _ in range(8)]
    data = signed(device, clients[0])
    at_once(lambda number: clients[number].post(BY_PASSKEY, data), 8)
    assert [is_in(client) for client in clients].count(True) == 1


def test_guesses_at_a_code_are_five_however_many_come_at_once(alice, alice_client):
    switch_on_app(alice_client)
    noon = timezone.now().replace(hour=12, minute=0)  # counts start anew at midnight
    with time_machine.travel(noon):
        clients = [half_signed_in(alice) for _ in range(TIMES)]
        answers = at_once(lambda number: clients[number].post(STEP, {"code": "000000"}), TIMES)
    assert [answer.status_code for answer in answers] == [422] * TIMES
    assert sum("This did not work" in answer.text for answer in answers) == 5


@pytest.mark.usefixtures("without_limits")
def test_one_of_many_sets_a_password_with_one_link(alice):
    Client().post("/accounts/password/reset/", {"email": alice.email})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+/reset/key/\S+)", mail.outbox[-1].body)[1]
    clients = [Client() for _ in range(TIMES)]
    (path,) = {client.get(link).headers["Location"] for client in clients}

    def set_password(number):
        password = f"a new one, number {number}"
        answer = clients[number].post(path, {"password1": password, "password2": password})
        return answer.headers.get("Location", "").endswith("/key/done/") and password

    done = [password for password in at_once(set_password, TIMES) if password]
    assert len(done) == 1
    assert User.objects.get().check_password(done[0])


@pytest.mark.usefixtures("without_limits")
def test_one_of_many_confirms_an_address_with_one_link(with_mail, alice, caplog):
    Client().post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    link = re.search(r"http://127\.0\.0\.1:8000(\S+/confirm-email/\S+)", mail.outbox[-1].body)[1]
    at_once(lambda _: Client().post(link), TIMES)
    assert EmailAddress.objects.get().verified
    assert [getattr(record, "event", "") for record in caplog.records].count("email_confirmed") == 1
