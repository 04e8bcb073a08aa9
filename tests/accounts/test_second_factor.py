"""Codes from an app and recovery codes: switching on, signing in, the way back."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title, toasts
from tests.passkeys import APP, app_code, form_with, switch_on_app

SIGN_IN, STEP = "/accounts/login/", "/accounts/2fa/authenticate/"
CODES, SECURITY = "/accounts/2fa/recovery-codes/", "/accounts/2fa/"
ALICE = {"login": "alice@example.test", "password": PASSWORD}


def later(seconds: int = 31) -> time_machine.travel:
    """A moment when the app shows another code."""
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def half_signed_in() -> Client:
    client = Client()
    assert client.post(SIGN_IN, ALICE).headers["Location"] == STEP
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.fixture
def secret(alice, alice_client) -> str:
    return switch_on_app(alice_client)


@pytest.mark.django_db(transaction=True)  # what is said waits for the commit
def test_switching_on_shows_ten_codes_and_says_so(alice_client):
    switch_on_app(alice_client)
    page = alice_client.get(CODES)
    assert title(page) == "Your recovery codes - LDN Tracker"
    assert toasts(page) == [
        "From now on we ask for a code when you sign in.",
        "Your recovery codes are ready. Keep them safe.",
    ]
    assert len(re.findall(r"<li>\d{8}</li>", page.text)) == 10


def test_page_shows_the_key_as_picture_and_as_text_and_writes_nothing(alice_client):
    page = alice_client.get(APP)
    form = page.context["form"]
    assert f'd="{page.context["totp_svg"].split(chr(34) + "/>")[-2].rpartition(chr(34))[2]}"' in page.text
    assert form.spaced_secret.replace(" ", "") == form.secret
    assert form.spaced_secret in text(page)
    assert "data:" not in page.text
    assert "style=" not in page.text
    assert form.secret not in str(dict(alice_client.session))


def test_sign_in_asks_for_a_code_and_takes_the_one_the_app_shows(secret):
    client = half_signed_in()
    assert (title(client.get(STEP)), is_in(client)) == ("One more step - LDN Tracker", False)
    with later():
        assert client.post(STEP, {"code": app_code(secret)}).headers["Location"] == "/journal/"
        assert is_in(client)


def test_wrong_code_is_refused_in_words(secret):
    client = half_signed_in()
    response = client.post(STEP, {"code": "000000"})
    assert (response.status_code, title(response)) == (422, "Error: One more step - LDN Tracker")
    assert errors(response) == ["Code: This did not work: wrong, too old, or used already."]
    assert not is_in(client)


def test_a_code_of_the_app_works_for_thirty_seconds(secret):
    with later(60):
        code = app_code(secret)
        client = half_signed_in()
    with later(120):
        assert client.post(STEP, {"code": code}).status_code == 422


def test_the_code_that_switched_on_does_not_sign_in(alice, alice_client):
    with time_machine.travel(timezone.now(), tick=False):
        code = app_code(switch_on_app(alice_client))
        assert half_signed_in().post(STEP, {"code": code}).status_code == 422


def test_a_recovery_code_gets_in_once(alice_client, secret):
    (code, *_) = re.findall(r"<li>(\d{8})</li>", alice_client.get(CODES).text)
    first, second = half_signed_in(), half_signed_in()
    assert first.post(STEP, {"code": code}).headers["Location"] == "/journal/"
    assert second.post(STEP, {"code": code}).status_code == 422
    assert code not in alice_client.get(CODES).text
    assert "9 left." in text(alice_client.get(SECURITY))


def test_switching_off_takes_the_recovery_codes_along(alice_client, secret):
    response = alice_client.post("/accounts/2fa/totp/deactivate/", follow=True)
    assert toasts(response) == ["Codes from an app are switched off."]
    assert not Authenticator.objects.exists()
    assert Client().post(SIGN_IN, ALICE).headers["Location"] == "/journal/"


def test_a_wrong_code_does_not_switch_on_and_keeps_the_key(alice_client):
    page = alice_client.get(APP)
    (sealed,) = form_with(page, "code").fields["sealed"].chosen
    response = alice_client.post(APP, {"code": "000000", "sealed": sealed})
    assert (response.status_code, response.context["form"].secret) == (422, page.context["form"].secret)
    assert form_with(response, "code").fields["sealed"].chosen == [sealed]
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sealed", ["", "x", "QUJD", "\x00", "é", "x" * 5000])
def test_a_made_up_key_is_refused_and_a_new_one_shown(alice_client, sealed):
    response = alice_client.post(APP, {"code": "000000", "sealed": sealed})
    assert errors(response) == [
        "Code from the app: This page was open too long. Scan the new picture and type its code."
    ]
    (new,) = form_with(response, "code").fields["sealed"].chosen
    assert alice_client.post(APP, {"code": app_code(response.context["form"].secret), "sealed": new}).status_code == 302


def test_the_key_of_another_person_is_refused(alice, charlie, signed_in):
    page = signed_in(charlie).get(APP)
    (sealed,) = form_with(page, "code").fields["sealed"].chosen
    response = signed_in(alice).post(APP, {"code": app_code(page.context["form"].secret), "sealed": sealed})
    assert response.status_code == 422


def test_page_that_was_open_for_more_than_an_hour_is_refused(alice_client):
    page = alice_client.get(APP)
    (sealed,) = form_with(page, "code").fields["sealed"].chosen
    with later(3601):
        # Another sign-in keeps this one fresh.
        alice_client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": APP})
        data = {"code": app_code(page.context["form"].secret), "sealed": sealed}
        assert alice_client.post(APP, data).status_code == 422


def test_a_code_that_is_about_to_end_is_not_handed_to_a_test_unless_the_clock_stands(monkeypatch):
    clock = [1_800_000_028.0]  # 28 of the 30 seconds are over
    slept = SimpleNamespace(time=lambda: clock[0], sleep=lambda seconds: clock.append(clock.pop() + seconds))
    monkeypatch.setattr("tests.passkeys.time", slept)
    with time_machine.travel(clock[0], tick=False):
        app_code("JBSWY3DPEHPK3PXP")
    assert clock == [1_800_000_028.0]
    app_code("JBSWY3DPEHPK3PXP")
    assert 1_800_000_030 <= clock[0] < 1_800_000_030.2


@pytest.fixture
def morning(secret):
    """An early hour of tomorrow (UTC), so that a day's guesses fit into the day."""
    start = (timezone.now() + timedelta(days=1)).replace(hour=1, minute=0, second=15)
    with time_machine.travel(start, tick=False) as clock:
        yield clock


def guess(client: Client, code: str) -> list[str]:
    response = client.post(STEP, {"code": code})
    return errors(response) if response.status_code == 422 else []


WRONG = ["Code: This did not work: wrong, too old, or used already."]
NO_MORE_NOW = ["Code: Too many tries. Wait five minutes."]
NO_MORE_TODAY = ["Code: Too many tries today. Codes are taken again after midnight UTC."]


def guess_all_that_a_day_takes(clock) -> None:
    for _ in range(6):
        client = half_signed_in()
        assert [guess(client, "000000") for _ in range(6)] == [WRONG] * 5 + [NO_MORE_NOW]
        clock.shift(301)


def test_thirty_guesses_a_day_are_taken_and_then_no_code_until_midnight(morning, secret):
    guess_all_that_a_day_takes(morning)
    client = half_signed_in()
    assert (guess(client, "000000"), guess(client, app_code(secret)), is_in(client)) == (
        NO_MORE_TODAY,
        NO_MORE_TODAY,
        False,
    )
    morning.shift(timedelta(hours=23) - timedelta(seconds=6 * 301))  # an hour's first minute of the next day
    client = half_signed_in()
    assert (guess(client, app_code(secret)), is_in(client)) == ([], True)


def test_the_thirtieth_try_of_a_day_still_gets_in_and_is_not_counted_when_right(morning, secret):
    client = half_signed_in()
    for _ in range(29):
        assert guess(client, "000000") == WRONG
        morning.shift(61)
        client = half_signed_in()
    for _ in range(3):
        assert (guess(half_signed_in(), app_code(secret)), morning.shift(61)) == ([], None)


def test_right_codes_are_never_too_many(morning, secret):
    for _ in range(35):
        assert (guess(half_signed_in(), app_code(secret)), morning.shift(61)) == ([], None)
