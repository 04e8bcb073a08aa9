"""A fresh sign-in, tried on the page that closes the account and on a view of its own."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils import timezone

from accounts.fresh import is_fresh
from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title
from tests.passkeys import app_code, switch_on_app
from tests.records import snapshot

CLOSE = "/accounts/close/"
GUARDED = [CLOSE, "/accounts/email/"]


@pytest.fixture
def eleven_minutes_later(alice_client):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        yield alice_client


@pytest.mark.parametrize("path", GUARDED)
def test_page_opens_within_ten_minutes_of_signing_in(alice_client, path):
    with time_machine.travel(timezone.now() + timedelta(minutes=9, seconds=55)):
        assert alice_client.get(path).status_code == 200


@pytest.mark.parametrize("path", GUARDED)
def test_page_asks_for_the_password_after_ten_minutes_and_comes_back(eleven_minutes_later, path):
    client = eleven_minutes_later
    asked = client.get(f"{path}?from=1")
    assert asked.status_code == 302
    page = client.get(asked.headers["Location"])
    assert (title(page), page.context["redirect_field_value"]) == ("Is it you? - LDN Tracker", f"{path}?from=1")
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": f"{path}?from=1"})
    assert answer.headers["Location"] == f"{path}?from=1"
    assert client.get(path).status_code == 200


def test_head_asks_too(eleven_minutes_later):
    assert eleven_minutes_later.head(CLOSE).status_code == 302


def test_signing_in_and_signing_up_count_as_fresh(alice, stranger, sign_up_data):
    stranger.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert stranger.get(CLOSE).status_code == 200
    stranger.logout()
    stranger.post("/accounts/signup/", sign_up_data)
    assert stranger.get(CLOSE).status_code == 200


def test_wrong_password_on_the_way_is_refused(eleven_minutes_later):
    response = eleven_minutes_later.post("/accounts/reauthenticate/", {"password": "wrong", "next": CLOSE})
    assert (response.status_code, errors(response)) == (422, ["Password: This is not your password."])
    assert eleven_minutes_later.get(CLOSE).status_code == 302


def test_the_way_leads_to_no_other_host(eleven_minutes_later):
    response = eleven_minutes_later.post(
        "/accounts/reauthenticate/", {"password": PASSWORD, "next": "https://evil.test/"}
    )
    assert response.headers["Location"] == "/journal/"


def test_post_does_nothing_before_the_password_and_keeps_what_was_typed(eleven_minutes_later, alice):
    response = eleven_minutes_later.post(CLOSE, {"confirm": "on", "word": ["one", "two <b>"]})
    assert (response.status_code, title(response)) == (403, "Is it you? - LDN Tracker")
    body = response.content.decode()
    assert '<input type="hidden" name="confirm" value="on">' in body
    assert '<input type="hidden" name="word" value="one">' in body
    assert '<input type="hidden" name="word" value="two &lt;b&gt;">' in body
    assert body.count('name="csrfmiddlewaretoken"') == 2  # this form's and sign-out's
    assert User.objects.filter(pk=alice.pk).exists()


def test_what_was_posted_is_not_kept_on_the_server(eleven_minutes_later):
    eleven_minutes_later.post(CLOSE, {"word": "planted"})
    assert all("planted" not in str(session.get_decoded()) for session in Session.objects.all())


def test_post_goes_on_after_the_right_password(eleven_minutes_later, alice):
    response = eleven_minutes_later.post(CLOSE, {"confirm": "on", "password": PASSWORD})
    assert response.headers["Location"] == "/accounts/closed/"
    assert not User.objects.filter(pk=alice.pk).exists()


def test_post_without_what_the_page_needs_lands_on_the_page_itself(eleven_minutes_later):
    response = eleven_minutes_later.post(CLOSE, {"password": PASSWORD})
    assert (response.status_code, title(response)) == (422, "Error: Close your account - LDN Tracker")
    assert eleven_minutes_later.get(CLOSE).status_code == 200


@pytest.mark.parametrize("password", ["", "wrong", "\x00", "x" * 5000, "\N{FACE WITH TEARS OF JOY}"])
def test_post_with_a_wrong_password_is_refused_and_still_keeps_what_was_typed(eleven_minutes_later, alice, password):
    response = eleven_minutes_later.post(CLOSE, {"confirm": "on", "password": password})
    assert (response.status_code, title(response)) == (422, "Error: Is it you? - LDN Tracker")
    assert '<input type="hidden" name="confirm" value="on">' in response.content.decode()
    assert User.objects.filter(pk=alice.pk).exists()


def test_somebody_elses_password_is_refused(eleven_minutes_later, charlie, alice):
    charlie.set_password("another password of charlie")
    charlie.save()
    response = eleven_minutes_later.post(CLOSE, {"confirm": "on", "password": "another password of charlie"})
    assert response.status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()


def test_guessing_is_limited(eleven_minutes_later):
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        answers = [eleven_minutes_later.post(CLOSE, {"password": "wrong"}) for _ in range(11)]
    assert [errors(answer) for answer in answers[:6]] == [["Password: This is not your password."]] * 5 + [
        ["Password: Too many tries. Wait five minutes, or ask for a new password."]
    ]
    assert (answers[10].status_code, answers[10].headers["Retry-After"]) == (429, "600")


def test_the_records_of_another_person_in_the_session_do_not_count(alice_client, charlie):
    session = alice_client.session
    session["account_authentication_methods_user"] = str(charlie.pk)
    session.save()
    assert alice_client.get(CLOSE).status_code == 302


def test_a_session_without_records_is_not_fresh(alice_client):
    session = alice_client.session
    del session["account_authentication_methods"]
    session.save()
    assert alice_client.get(CLOSE).status_code == 302


def test_a_stranger_is_never_fresh(stranger):
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), stranger.session
    assert not is_fresh(request)
    assert stranger.post(CLOSE, {"confirm": "on"}).headers["Location"] == f"/accounts/login/?next={CLOSE}"


def test_page_says_that_nothing_was_done(eleven_minutes_later):
    assert "Nothing was done yet, and what you typed is kept." in text(eleven_minutes_later.post(CLOSE))


@pytest.fixture
def with_app(alice_client):
    return switch_on_app(alice_client)


def test_a_code_instead_of_the_password_goes_on_with_what_was_typed(alice_client, with_app):
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        asked = alice_client.post(CLOSE, {"confirm": "on"})
        assert (asked.status_code, 'name="fresh-code"' in asked.text) == (403, True)
        wrong = alice_client.post(CLOSE, {"confirm": "on", "fresh-code": "000000"})
        assert (wrong.status_code, errors(wrong)) == (
            422,
            ["Code: This did not work: wrong, too old, or used already."],
        )
        assert 'name="confirm" value="on"' in wrong.text
        assert User.objects.exists()
        right = alice_client.post(CLOSE, {"confirm": "on", "fresh-code": app_code(with_app)})
        assert right.headers["Location"] == "/accounts/closed/"
        assert not User.objects.exists()


def test_a_code_on_the_way_to_a_page_counts_too(alice_client, with_app):
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        page = alice_client.get(f"/accounts/reauthenticate/?next={CLOSE}")
        assert f'href="/accounts/2fa/reauthenticate/?next={CLOSE.replace("/", "%2F")}"' in page.text
        data = {"code": app_code(with_app), "next": CLOSE}
        assert alice_client.post("/accounts/2fa/reauthenticate/", data).headers["Location"] == CLOSE
        assert alice_client.get(CLOSE).status_code == 200


def test_without_a_second_factor_no_code_is_asked_for(eleven_minutes_later):
    assert "fresh-code" not in eleven_minutes_later.post(CLOSE, {"confirm": "on"}).text
    assert eleven_minutes_later.post(CLOSE, {"confirm": "on", "fresh-code": "000000"}).status_code == 422


FRESH_PAGES = [
    *(CLOSE, "/accounts/email/", "/accounts/sessions/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"),
    *(
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ),
    *("/accounts/2fa/totp/deactivate/", "/accounts/2fa/webauthn/keys/1/edit/", "/accounts/2fa/webauthn/keys/1/remove/"),
]


@pytest.mark.parametrize("path", FRESH_PAGES)
@pytest.mark.parametrize("minutes", [0, 11])
def test_reading_a_guarded_page_writes_nothing(alice_client, with_app, path, minutes):
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        before = snapshot()
        answer = alice_client.get(path)
        assert snapshot() == before
        if minutes:
            assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")


@pytest.mark.parametrize(
    "path", [path for path in FRESH_PAGES if "recovery-codes/" not in path[-16:] and "download" not in path]
)
def test_posting_to_a_guarded_page_keeps_nothing_of_it_on_the_server(alice_client, with_app, path):
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert alice_client.post(path, {"planted": "a secret word"}).status_code == 403
        assert "a secret word" not in str(dict(alice_client.session))
