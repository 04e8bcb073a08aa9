"""Guessing is slow from anywhere, and shuts no owner out."""

from datetime import UTC, datetime
from itertools import cycle, islice

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.accounts.test_password import link

SIGN_IN = "/accounts/login/"
RIGHT = {"login": "alice@example.test", "password": "correct horse battery"}
WRONG = {**RIGHT, "password": "wrong"}


@pytest.fixture(autouse=True)
def noon():
    """Counts start anew at midnight (UTC): not in the middle of a test."""
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


def post(client: Client, address: str, typed: dict[str, str]) -> int:
    return client.post(SIGN_IN, typed, REMOTE_ADDR=address).status_code


def guess(addresses: list[str], times: int) -> list[int]:
    """Guess at Alice's password from each address in turn; return what each guess was answered."""
    return [post(Client(), address, WRONG) for address in islice(cycle(addresses), times)]


def test_a_thousand_guesses_from_eight_places_are_forty_and_the_owner_gets_in(alice):
    answers = guess([f"203.0.113.{number}" for number in range(8)], 1000)
    assert (answers.count(422), answers.count(429)) == (40, 960)
    assert post(Client(), "198.51.100.7", RIGHT) == 302


def test_even_the_right_password_must_wait_where_it_was_guessed_at(alice):
    guess(["203.0.113.1"], 5)
    assert post(Client(), "203.0.113.1", RIGHT) == 429


def test_guesses_from_a_hundred_places_are_a_hundred_and_the_owner_gets_in_from_where_they_were(alice):
    assert post(Client(), "198.51.100.7", RIGHT) == 302
    answers = guess([f"203.0.113.{number}" for number in range(250)], 500)
    assert (answers.count(422), answers.count(429)) == (100, 400)
    assert post(Client(), "198.51.100.7", RIGHT) == 302
    assert post(Client(), "198.51.100.8", RIGHT) == 429


def test_a_new_password_by_mail_lets_the_owner_in_from_anywhere(alice):
    guess([f"203.0.113.{number}" for number in range(101)], 101)
    owner = Client(REMOTE_ADDR="198.51.100.8")
    assert owner.post(SIGN_IN, RIGHT).status_code == 429
    owner.post("/accounts/password/reset/", {"email": alice.email})
    page = owner.get(link(), follow=True)
    chosen = "another long pass phrase"
    owner.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    assert owner.post(SIGN_IN, {**RIGHT, "password": chosen}).status_code == 302


def test_one_place_may_not_try_one_password_at_many_accounts(db):
    typed = [{"login": f"person{number}@example.test", "password": "wrong"} for number in range(55)]
    answers = [post(Client(), "203.0.113.1", each) for each in typed]
    assert answers == [422] * 50 + [429] * 5


def test_a_clinic_signs_in_sixty_times_in_a_minute_from_one_address(alice):
    answers = [post(Client(), "203.0.113.1", RIGHT) for _ in range(60)]
    assert answers == [302] * 60


@pytest.mark.parametrize("typed", ["ALICE@example.test", " alice@example.test "])
def test_the_account_is_the_same_however_its_address_is_written(alice, typed):
    guess(["203.0.113.1"], 5)
    assert post(Client(), "203.0.113.1", {**RIGHT, "login": typed}) == 429


def test_an_address_without_an_account_is_limited_alike(db):
    factories.patient("alice@example.test")
    nobody = {"login": "nobody@example.test", "password": "wrong"}
    answers = [[post(Client(), "203.0.113.1", typed) for _ in range(7)] for typed in (WRONG, nobody)]
    assert answers[0] == answers[1] == [422] * 5 + [429] * 2


def test_a_forged_header_opens_nothing(alice):
    client = Client()
    answers = [
        client.post(SIGN_IN, WRONG, headers={"x-forwarded-for": f"203.0.113.{number}"}).status_code
        for number in range(7)
    ]
    assert answers == [422] * 5 + [429] * 2


def test_a_house_is_one_place_whatever_address_it_picks(alice):
    answers = [post(Client(), f"2001:db8:1:2::{number}", WRONG) for number in range(7)]
    assert answers == [422] * 5 + [429] * 2
