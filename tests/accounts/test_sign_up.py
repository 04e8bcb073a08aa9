from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.accounts.pages import errors, text, title

SIGN_UP = "/accounts/signup/"
NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
def test_sign_up_makes_a_person_signs_in_and_goes_on_to_the_set_up(stranger, sign_up_data):
    response = stranger.post(SIGN_UP, sign_up_data)
    assert (response.status_code, response.headers["Location"]) == (302, "/journal/set-up/")
    person = User.objects.get()
    assert (person.email, person.name, person.time_zone, person.country, person.day_start_hour) == (
        "dana@example.test",
        "Dana Example",
        "Asia/Calcutta",
        "IN",
        4,
    )
    assert (person.consented_at, person.adult_confirmed_at, person.birth_date) == (NOW, NOW, None)
    assert person.check_password(sign_up_data["password1"])
    assert stranger.session["_auth_user_id"] == str(person.pk)
    assert list(EmailAddress.objects.values_list("user", "email", "primary", "verified")) == [
        (person.pk, "dana@example.test", True, False)
    ]


def test_sign_up_without_name_and_country_is_enough(stranger, sign_up_data):
    stranger.post(SIGN_UP, {**sign_up_data, "name": "", "country": ""})
    assert list(User.objects.values_list("name", "country")) == [("", "")]


def test_e_mail_address_is_kept_in_lower_case(stranger, sign_up_data):
    stranger.post(SIGN_UP, {**sign_up_data, "email": "  Dana.EXAMPLE@Example.TEST "})
    assert User.objects.get().email == "dana.example@example.test"


def test_letter_whose_lower_case_is_plain_is_kept_plain(stranger, sign_up_data):
    stranger.post(SIGN_UP, {**sign_up_data, "email": "\N{KELVIN SIGN}ay@example.test"})
    assert User.objects.get().email == "kay@example.test"


def test_page_names_the_fields_that_tools_rely_on(stranger):
    body = stranger.get(SIGN_UP).content.decode()
    for name in ("email", "password1", "password2", "name", "time_zone", "country", "adult", "consent"):
        assert f'name="{name}"' in body
    assert 'href="/privacy/"' in body
    assert 'src="/static/js/sign_up.js"' in body


def test_nothing_is_chosen_beforehand(stranger):
    form = stranger.get(SIGN_UP).context["form"]
    assert [form[name].value() for name in form.fields] == [None] * 8
    assert "checked" not in stranger.get(SIGN_UP).content.decode()


def test_page_without_anything_filled_in_says_what_is_needed(stranger):
    response = stranger.post(SIGN_UP, {})
    assert (response.status_code, title(response)) == (422, "Error: Sign up - LDN Tracker")
    assert errors(response) == [
        "E-mail address: This field is required.",
        "Password: This field is required.",
        "Password again: This field is required.",
        "Time zone: Choose the time zone you live in.",
        "I am 18 or older: This diary is for adults: confirm that you are 18 or older.",
        "I agree that what I enter about my health is kept here: "
        "Without your agreement nothing can be kept, so there can be no diary.",
    ]
    assert not User.objects.exists()


def test_refused_sign_up_keeps_what_was_typed_but_the_passwords(stranger, sign_up_data):
    response = stranger.post(SIGN_UP, {**sign_up_data, "consent": ""})
    body = response.content.decode()
    assert 'value="Dana Example"' in body
    assert 'value="dana@example.test"' in body
    assert '<option value="Asia/Calcutta" selected>' in body
    assert sign_up_data["password1"] not in body


LONG = "x" * 5000
BAD = {
    "email": [
        *("", LONG, f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'w' * 60}.example.test", "a@b.test\r\nBcc: c@d.test"),
        *("\x00@example.test", "\N{FACE WITH TEARS OF JOY}@example.test", "é@example.test", "a@éxample.test"),
        *("\N{LATIN SMALL LETTER LONG S}@example.test", "a\N{RIGHT-TO-LEFT MARK}@example.test", "NaN", "-1"),
    ],
    "name": ["x" * 101, "a\x00b", "a\x1bb", LONG],
    "time_zone": ["", "Mars/Base", "\x00", LONG, "NaN", "-1", "../etc/passwd", "EST5EDT", "\N{FACE WITH TEARS OF JOY}"],
    "country": ["XX", "gb", "\x00", LONG, "NaN", "-1", "\N{FULLWIDTH LATIN CAPITAL LETTER G}B"],
    "password1": ["", "short", "password1234", "dana@example.test", "correct\x00horse battery"],
    "password2": ["", "something else"],
    "adult": ["", "false", "False"],
    "consent": ["", "false"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_bad_value_is_refused_in_words_and_nothing_is_saved(stranger, sign_up_data, field, value):
    response = stranger.post(SIGN_UP, {**sign_up_data, field: value})
    assert response.status_code == 422
    assert title(response).startswith("Error: ")
    assert errors(response)
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    "name", ["\N{FACE WITH TEARS OF JOY}", "\N{RIGHT-TO-LEFT MARK}דנה", "NaN", "1e309", "-1", "x" * 100]
)
def test_odd_name_is_kept(stranger, sign_up_data, name):
    stranger.post(SIGN_UP, {**sign_up_data, "name": name})
    assert User.objects.get().name == name


def test_repeated_parameter_takes_the_last(stranger, sign_up_data):
    stranger.post(SIGN_UP, {**sign_up_data, "time_zone": ["Europe/Paris", "Europe/Rome"], "name": ["One", "Two"]})
    assert list(User.objects.values_list("time_zone", "name")) == [("Europe/Rome", "Two")]


def test_long_password_with_blanks_and_any_script_works(stranger, sign_up_data):
    password = " päss \N{FACE WITH TEARS OF JOY} " + "x" * 150
    stranger.post(SIGN_UP, {**sign_up_data, "password1": password, "password2": password})
    assert User.objects.get().check_password(password)


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "GMT"])
def test_other_names_of_utc_are_kept_as_utc(stranger, sign_up_data, name):
    stranger.post(SIGN_UP, {**sign_up_data, "time_zone": name})
    assert User.objects.get().time_zone == "UTC"


def test_address_in_use_is_said_where_there_is_no_mail_server(alice, stranger, sign_up_data):
    response = stranger.post(SIGN_UP, {**sign_up_data, "email": "ALICE@example.test"})
    assert errors(response) == ["E-mail address: This address is in use."]
    assert User.objects.count() == 1


def test_sign_up_for_a_taken_address_is_answered_like_one_for_a_free_address(with_mail, alice, sign_up_data):
    free, taken = Client(), Client()
    answers = [
        free.post(SIGN_UP, sign_up_data),
        taken.post(SIGN_UP, {**sign_up_data, "email": "alice@example.test"}),
    ]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (302, "/accounts/confirm-email/")
    ] * 2
    assert [sorted(answer.cookies) for answer in answers] == [sorted(answers[0].cookies)] * 2
    assert sorted(answers[0].headers) == sorted(answers[1].headers)
    pages = [text(client.get("/accounts/confirm-email/")) for client in (free, taken)]
    assert pages[0].replace("dana", "alice") == pages[1]
    assert [message.to for message in mail.outbox] == [["dana@example.test"], ["alice@example.test"]]
    assert mail.outbox[1].subject == "You have an account already"
    assert User.objects.filter(email="alice@example.test").count() == 1
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone) == ("Alice Example", "Europe/London")


def test_with_a_mail_server_nobody_gets_in_before_the_address_is_confirmed(with_mail, stranger, sign_up_data):
    stranger.post(SIGN_UP, sign_up_data)
    assert stranger.get("/journal/").status_code == 302
    link = next(word for word in mail.outbox[0].body.split() if "confirm-email" in word)
    assert link.startswith("http://127.0.0.1:8000/accounts/confirm-email/")
    path = link.removeprefix("http://127.0.0.1:8000")
    assert "dana@example.test" in text(stranger.get(path))
    assert not EmailAddress.objects.get().verified
    assert stranger.post(path).headers["Location"] == reverse("account_login")
    assert EmailAddress.objects.get().verified
    signed_in = stranger.post("/accounts/login/", {"login": "dana@example.test", "password": sign_up_data["password1"]})
    assert signed_in.headers["Location"] == "/journal/"


class Meanwhile:
    """Somebody else takes the address between the check of the form and the save."""

    def __init__(self, monkeypatch):
        from accounts.forms import SignupForm

        saved = SignupForm.save

        def save(form, request):
            User.objects.bulk_create([User(email=form.cleaned_data["email"])])
            return saved(form, request)

        monkeypatch.setattr(SignupForm, "save", save)


def test_two_sign_ups_at_once_for_one_address_are_answered_without_an_error(monkeypatch, stranger, sign_up_data):
    Meanwhile(monkeypatch)
    response = stranger.post(SIGN_UP, sign_up_data, follow=True)
    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "Your account is there already. Sign in." in text(response)


def test_two_sign_ups_at_once_with_a_mail_server_are_answered_like_one(with_mail, monkeypatch, stranger, sign_up_data):
    Meanwhile(monkeypatch)
    assert stranger.post(SIGN_UP, sign_up_data).headers["Location"] == "/accounts/confirm-email/"


def test_who_is_signed_in_goes_on_to_today(alice_client):
    assert alice_client.get(SIGN_UP).headers["Location"] == "/journal/"


@pytest.mark.parametrize("address", ["https://evil.test/", "//evil.test/", "http:///evil.test", "javascript:alert(1)"])
def test_next_leads_nowhere_else(stranger, sign_up_data, address):
    response = stranger.post(SIGN_UP, {**sign_up_data, "next": address})
    assert response.headers["Location"] == "/journal/set-up/"


def test_next_leads_to_our_own_pages(stranger, sign_up_data):
    response = stranger.post(SIGN_UP, {**sign_up_data, "next": "/journal/items/"})
    assert response.headers["Location"] == "/journal/items/"


def test_the_thirty_first_sign_up_in_ten_minutes_must_wait(stranger):
    with time_machine.travel(timezone.now(), tick=False):
        answers = [stranger.post(SIGN_UP, {}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [422] * 30 + [429]
    assert answers[30].headers["Retry-After"] == "600"
    assert "Please wait a little" in text(answers[30])


@pytest.mark.parametrize("verb", ["patch", "delete", "trace"])
def test_other_verbs_are_refused(stranger, verb):
    assert getattr(stranger, verb)(SIGN_UP).status_code == 405
