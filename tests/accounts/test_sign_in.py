from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title, toasts

SIGN_IN = "/accounts/login/"
SIGN_OUT = "/accounts/logout/"
ALICE = {"login": "alice@example.test", "password": PASSWORD}


def test_sign_in_leads_to_today(alice, stranger):
    response = stranger.post(SIGN_IN, ALICE)
    assert (response.status_code, response.headers["Location"]) == (302, "/journal/")
    assert stranger.session["_auth_user_id"] == str(alice.pk)


def test_address_in_capitals_signs_in(alice, stranger):
    assert stranger.post(SIGN_IN, {**ALICE, "login": "ALICE@Example.test"}).status_code == 302


def test_page_has_the_fields_that_tools_rely_on_and_no_placeholder(stranger):
    body = stranger.get(SIGN_IN).content.decode()
    for name in ("login", "password", "remember"):
        assert f'name="{name}"' in body
    assert "placeholder" not in body
    assert 'autocomplete="current-password"' in body


def test_page_asked_for_by_a_stranger_comes_after_signing_in(alice, stranger):
    there = stranger.get("/accounts/profile/")
    assert there.headers["Location"] == "/accounts/login/?next=/accounts/profile/"
    assert 'name="next" value="/accounts/profile/"' in stranger.get(there.headers["Location"]).content.decode()
    assert stranger.post(SIGN_IN, {**ALICE, "next": "/accounts/profile/"}).headers["Location"] == "/accounts/profile/"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://evil.test/",
            "//evil.test",
            "///evil.test",
            "http:///evil.test",
            "http:evil.test",
            "javascript:alert(1)",
        ),
        *(
            "\\\\evil.test",
            "/\\evil.test",
            " //evil.test",
            "http://testserver@evil.test/",
            "http://localhost/",
            "mailto:a@b.test",
        ),
        *("http://testserver.evil.test/", "\x00//evil.test", "http://127.0.0.1:8000/"),
    ],
)
def test_next_never_leads_to_another_host(alice, stranger, address):
    assert stranger.post(SIGN_IN, {**ALICE, "next": address}).headers["Location"] == "/journal/"


def test_next_to_this_host_over_http_is_refused_on_https(alice, stranger):
    answer = stranger.post(SIGN_IN, {**ALICE, "next": "http://testserver/journal/items/"}, secure=True)
    assert answer.headers["Location"] == "/journal/"


def test_who_is_signed_in_already_never_goes_to_another_host(alice_client):
    assert alice_client.get(f"{SIGN_IN}?next=https://evil.test/").headers["Location"] == "/journal/"


WRONG = [
    {"login": "alice@example.test", "password": "wrong wrong wrong"},
    {"login": "nobody@example.test", "password": PASSWORD},
    {"login": "nobody@example.test", "password": "wrong wrong wrong"},
]


@pytest.mark.parametrize("data", WRONG)
def test_wrong_password_and_unknown_address_are_answered_alike(alice, stranger, data):
    response = stranger.post(SIGN_IN, data)
    assert (response.status_code, title(response)) == (422, "Error: Sign in - LDN Tracker")
    assert errors(response) == ["The address or the password is not right."]
    assert f'value="{data["login"]}"' in response.content.decode()
    assert data["password"] not in response.content.decode()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "\x00",
        "x" * 5000,
        "\N{FACE WITH TEARS OF JOY}",
        "\N{RIGHT-TO-LEFT MARK}",
        "NaN",
        "1e309",
        "-1",
        "' OR 1=1 --",
    ],
)
@pytest.mark.parametrize("field", ["login", "password"])
def test_bad_value_is_refused_in_words(alice, stranger, field, value):
    response = stranger.post(SIGN_IN, {**ALICE, field: value})
    assert response.status_code == 422
    assert errors(response)


def test_the_sixth_guess_at_one_account_must_wait_and_the_right_password_too(alice, stranger):
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(5):
            stranger.post(SIGN_IN, WRONG[0])
        answer = stranger.post(SIGN_IN, ALICE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    assert "Wait 5 minutes, then try again." in text(answer)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert stranger.post(SIGN_IN, ALICE).status_code == 302


def test_who_is_switched_off_is_told_so_only_after_the_right_password(alice, stranger):
    User.objects.update(is_active=False)
    assert errors(stranger.post(SIGN_IN, WRONG[0])) == ["The address or the password is not right."]
    response = stranger.post(SIGN_IN, ALICE, follow=True)
    assert response.redirect_chain == [("/accounts/inactive/", 302)]
    assert "This account is closed to sign-in" in text(response)
    assert "_auth_user_id" not in stranger.session


def test_with_a_mail_server_an_unconfirmed_address_gets_a_mail_instead(with_mail, alice, stranger):
    response = stranger.post(SIGN_IN, ALICE)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in stranger.session
    assert [message.subject for message in mail.outbox] == ["Please confirm your e-mail address"]


def test_with_a_mail_server_a_confirmed_address_signs_in(with_mail, alice, stranger):
    EmailAddress.objects.update(verified=True)
    assert stranger.post(SIGN_IN, ALICE).headers["Location"] == "/journal/"


@pytest.mark.parametrize(("ticked", "ends_with_browser"), [({}, True), ({"remember": "on"}, False)])
def test_keep_me_signed_in_outlives_the_browser(alice, stranger, ticked, ends_with_browser):
    stranger.post(SIGN_IN, {**ALICE, **ticked})
    assert stranger.session.get_expire_at_browser_close() is ends_with_browser


def test_sign_in_makes_a_new_session_key(alice, stranger):
    stranger.post(SIGN_IN, {**ALICE, "login": "bob@example.test"})
    stranger.get(f"{SIGN_IN}?next=/journal/")
    session = stranger.session
    session["planted"] = "by somebody else"
    session.save()
    stranger.cookies["session"] = before = session.session_key
    stranger.post(SIGN_IN, ALICE)
    assert stranger.session.session_key != before


def test_signing_in_shows_no_message(alice, stranger):
    stranger.post(SIGN_IN, ALICE)
    assert toasts(stranger.get("/accounts/profile/")) == []


def test_signing_out_asks_first_and_changes_nothing(alice_client):
    response = alice_client.get(SIGN_OUT)
    assert (response.status_code, title(response)) == (200, "Sign out - LDN Tracker")
    assert "Clear-Site-Data" not in response.headers
    assert alice_client.get("/accounts/profile/").status_code == 200


def test_signing_out_ends_the_session_and_empties_the_browser(alice_client):
    key = alice_client.cookies["session"].value
    response = alice_client.post(SIGN_OUT)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    alice_client.cookies["session"] = key
    assert alice_client.get("/accounts/profile/").status_code == 302


def test_what_was_not_yet_said_is_not_said_to_whoever_comes_next(alice, alice_client):
    item = factories.side_effect(alice, "Night sweats")
    alice_client.post(f"/journal/items/{item.pk}/rest/", {"resting": "yes"})
    alice_client.post(SIGN_OUT)
    page = alice_client.get(SIGN_IN).content.decode()
    assert ("You are signed out." in page, "Night sweats" in page) == (True, False)


def test_signing_out_leads_to_no_other_host(alice_client):
    assert alice_client.post(SIGN_OUT, {"next": "https://evil.test/"}).headers["Location"] == "/"


def test_a_stranger_who_signs_out_is_sent_to_the_first_page(stranger):
    assert (stranger.get(SIGN_OUT).headers["Location"], stranger.post(SIGN_OUT).headers["Location"]) == ("/", "/")


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
def test_signing_out_refuses_other_verbs(alice_client, verb):
    assert getattr(alice_client, verb)(SIGN_OUT).status_code == 405


def test_pages_never_answer_in_json(alice, stranger):
    response = stranger.post(SIGN_IN, ALICE | {"password": "wrong"}, headers={"accept": "application/json"})
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_limits_are_told_with_the_time_to_wait(stranger):
    with time_machine.travel(timezone.now(), tick=False):
        answers = [stranger.post(SIGN_IN, {}) for _ in range(61)]
    assert (answers[59].status_code, answers[60].status_code) == (422, 429)
    assert answers[60].headers["Retry-After"] == "60"
    assert "Wait a minute, then try again." in text(answers[60])


def test_a_person_made_by_the_operator_has_a_row_of_the_address(db):
    person = factories.patient("Fay@Example.test")
    assert list(person.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("fay@example.test", True, False)
    ]
