"""A new password ends what was begun with the old one: somebody who stands at the second step begins anew."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from accounts import half_way
from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_password import BETTER, CHANGE, GOOD, NEW, RESET, link
from tests.devices import with_recovery_codes
from tests.passkeys import Passkeys, add_passkey, at_localhost

STEP = "/accounts/2fa/authenticate/"


def half_signed_in(password: str = PASSWORD) -> Client:
    client = at_localhost(Client())
    answer = client.post("/accounts/login/", {"login": "alice@example.test", "password": password})
    assert answer.headers["Location"] == STEP
    return client


def change(owner: Client) -> None:
    assert owner.post(CHANGE, GOOD).status_code == 302


def reset_by_mail(owner: Client) -> None:
    visitor = Client()
    visitor.post(RESET, {"email": "alice@example.test"})
    visitor.post(visitor.get(link()).headers["Location"], NEW)


@pytest.fixture
def device(alice_client: Client) -> Passkeys:
    made = Passkeys()
    assert add_passkey(at_localhost(alice_client), made).status_code == 302
    return made


@pytest.fixture
def codes(alice: User, device: Passkeys) -> list[str]:
    alice.authenticator_set.filter(type="recovery_codes").delete()
    return with_recovery_codes(alice)


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def by_passkey(client: Client, device: Passkeys, page) -> str:
    signed = device.sign(page.context["js_data"]["request_options"])
    data = {"credential": json.dumps(signed), "challenge": page.context["challenge"]}
    return client.post(STEP, data).headers["Location"]


NEW_PASSWORD = pytest.mark.parametrize("renew", [change, reset_by_mail])


@NEW_PASSWORD
def test_a_code_after_the_password_was_renewed_does_not_get_in(
    alice_client: Client, codes: list[str], renew: Callable[[Client], None]
) -> None:
    thief = half_signed_in()
    renew(alice_client)
    assert thief.post(STEP, {"code": codes[0]}).headers["Location"] == "/accounts/login/"
    assert (is_in(thief), thief.get(STEP).headers["Location"]) == (False, "/accounts/login/")
    owner = half_signed_in(BETTER)  # the code was not even looked at
    assert (owner.post(STEP, {"code": codes[0]}).headers["Location"], is_in(owner)) == ("/journal/", True)


@NEW_PASSWORD
def test_a_passkey_after_the_password_was_renewed_does_not_get_in(
    alice_client: Client, device: Passkeys, renew: Callable[[Client], None]
) -> None:
    thief = half_signed_in()
    page = thief.get(STEP)
    renew(alice_client)
    assert (by_passkey(thief, device, page), is_in(thief)) == ("/accounts/login/", False)


@NEW_PASSWORD
def test_guesses_with_the_old_password_count_no_more(
    alice_client: Client, codes: list[str], renew: Callable[[Client], None]
) -> None:
    thief = half_signed_in()
    renew(alice_client)
    assert {thief.post(STEP, {"code": "000000"}).status_code for _ in range(6)} == {302}
    assert half_signed_in(BETTER).post(STEP, {"code": codes[0]}).status_code == 302


def test_a_password_renewed_while_the_code_is_looked_at_does_not_get_in_either(
    alice_client: Client, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door itself asks too, not only the page before it."""
    answers = iter([True, False])
    thief = half_signed_in()
    monkeypatch.setattr(half_way, "still_counts", lambda request, user: next(answers))
    assert thief.post(STEP, {"code": codes[0]}).headers["Location"] == "/accounts/login/"
    assert not is_in(thief)


def test_without_a_new_password_both_ways_get_in(alice_client: Client, device: Passkeys, codes: list[str]) -> None:
    first, second = half_signed_in(), half_signed_in()
    assert first.post(STEP, {"code": codes[0]}).headers["Location"] == "/journal/"
    assert (by_passkey(second, device, second.get(STEP)), is_in(first), is_in(second)) == ("/journal/", True, True)
