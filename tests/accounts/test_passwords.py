"""Which passwords are taken, from all lengths and scripts, and which are too easy to guess."""

import gzip
from pathlib import Path

import django.contrib.auth
import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from accounts.passwords import PlainWordsValidator
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors

CHANGE = "/accounts/password/change/"
COMMON = Path(django.contrib.auth.__file__).parent / "common-passwords.txt.gz"
BOB = User(email="bob.wilkinson@clinic.example", name="Bob Wilkinson")


def refused(password: str, user: User | None = BOB) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


TAKEN = [
    *("correct horse battery", "aaaaaaaa bbbb cccc", "7bJ#kq0!zVwx", "482739105638271", "my dog eats four pages a day"),
    *(
        "πέντε γάτες στον ήλιο",
        "пять кошек на солнце",
        "五只猫在阳光下睡觉很舒服啊",
        " pässwörd with 😀 inside ",
        "x7" + "y9w" * 66,
    ),
    *("tracker of seven grey wolves", "password of the old lighthouse"),
]
GUESSED = [
    *(
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123123123123",
        "121212121212",
        "passwordpassword",
        "password1234",
        "Password123!",
    ),
    *("123456789012", "qwertyuiop12", "qwertyuiopasdf", "abcdefghijkl", "zyxwvutsrqpo", "1qaz2wsx3edc", "987654321098"),
    *(
        "ldntracker2026",
        "LDN-Tracker-1",
        "naltrexone123",
        "Naltrexone2026!",
        "symptomdiary",
        "my ldn diary 1",
    ),
    *(
        "bobwilkinson1",
        "wilkinson2026",
        "bob.wilkinson",
        "bob@clinic.example",
        "iloveyou1234",
        "!!!sunshine!!!",
        "letmein12345",
    ),
]


@pytest.mark.parametrize("password", TAKEN)
def test_password_is_taken(password):
    assert not refused(password)


@pytest.mark.parametrize("password", GUESSED)
def test_password_is_refused(password):
    assert refused(password)


def test_every_common_password_of_our_length_is_refused():
    with gzip.open(COMMON, "rt") as file:
        common = [line.strip() for line in file]
    long_enough = [password for password in common if len(password) >= 12]
    assert len(long_enough) > 50
    assert [password for password in long_enough if not refused(password)] == []


def test_the_three_thousand_most_common_drawn_out_to_our_length_are_refused():
    """As people draw them out: the word twice or three times, and with digits behind."""
    with gzip.open(COMMON, "rt") as file:
        words = [word for word in (line.strip() for line in file) if word.isalpha() and len(word) >= 4]
    drawn_out = [f"{word}{'1234567890!!!!'[: max(1, 12 - len(word))]}" for word in words[:3000]]
    assert [password for password in drawn_out if len(password) >= 12 and not refused(password)] == []


@pytest.mark.parametrize(("length", "ok"), [(11, False), (12, True), (64, True), (200, True), (201, False)])
def test_length_is_twelve_to_two_hundred(length, ok):
    password = ("h7Kw" + "qX9 vB3_mN5+pL1z" * 20)[:length]
    assert refused(password) is not ok


def test_nothing_is_trimmed_cut_or_changed(alice, alice_client):
    password = "  pässwörd 😀 kept as typed, seventy-three bytes and more, to the last one!  "
    assert len(password.encode()) > 73
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert alice_client.post(CHANGE, data).status_code == 302
    for wrong in (password.strip(), password[:-1], password.replace("ä", "a"), password[:72]):
        assert Client().post("/accounts/login/", {"login": alice.email, "password": wrong}).status_code == 422
    assert Client().post("/accounts/login/", {"login": alice.email, "password": password}).status_code == 302


def test_refusal_says_what_to_do(alice_client):
    data = {"oldpassword": PASSWORD, "password1": "ldntracker2026", "password2": "ldntracker2026"}
    assert errors(alice_client.post(CHANGE, data)) == [
        "New password: This is too easy to guess: take out your address, this site's own words, runs of keys "
        "and repetitions, and too little is left."
    ]


@pytest.mark.parametrize("password", ["\ud800" * 12, "a\0" * 8, "", "x" * 100_000])
def test_odd_passwords_are_no_failure(password):
    if password:
        try:
            PlainWordsValidator().validate(password, BOB)
        except ValidationError as error:
            assert error.messages
