from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title, toasts

CHANGE, SET, RESET = "/accounts/password/change/", "/accounts/password/set/", "/accounts/password/reset/"
BETTER = "a new one, better than that"
GOOD = {"oldpassword": PASSWORD, "password1": BETTER, "password2": BETTER}
NEW = {"password1": BETTER, "password2": BETTER}
BAD_NEW = ["", "short", "passwordpassword1"[:8], "\x00" * 12, "alice@example.test"]


def test_change_keeps_this_device_signed_in_and_ends_the_others(alice, signed_in):
    here, there = signed_in(alice), signed_in(alice)
    response = here.post(CHANGE, GOOD, follow=True)
    assert (response.redirect_chain, toasts(response)) == ([("/accounts/profile/", 302)], ["Your password is changed."])
    assert there.get("/accounts/profile/").status_code == 302
    assert User.objects.get().check_password(BETTER)


def test_change_needs_the_password_of_now(alice, alice_client):
    response = alice_client.post(CHANGE, {**GOOD, "oldpassword": "wrong"})
    assert (response.status_code, title(response)) == (422, "Error: Change your password - LDN Tracker")
    assert errors(response) == ["Password now: This is not your password now."]
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("value", BAD_NEW)
def test_change_refuses_a_bad_new_password(alice, alice_client, value):
    response = alice_client.post(CHANGE, {**GOOD, "password1": value, "password2": value})
    assert response.status_code == 422
    assert errors(response)
    assert User.objects.get().check_password(PASSWORD)


def test_change_refuses_two_different_new_ones(alice_client):
    response = alice_client.post(CHANGE, {**GOOD, "password2": "another one altogether"})
    assert errors(response) == ["New password again: You must type the same password each time."]


def test_change_is_told_by_mail(with_mail, alice, alice_client):
    alice_client.post(CHANGE, GOOD)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["alice@example.test"], "Your password was changed")
    ]


def test_change_does_not_undo_what_was_saved_meanwhile(alice):
    from accounts.sign_in_forms import ChangePasswordForm

    form = ChangePasswordForm(data=GOOD, user=User.objects.get())
    assert form.is_valid()
    User.objects.update(name="From the phone")
    form.save()
    assert (User.objects.get().name, User.objects.get().check_password(BETTER)) == ("From the phone", True)


def test_a_person_without_a_password_can_set_one(alice, alice_client):
    alice.set_unusable_password()
    alice.save()
    client = Client()
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(CHANGE).headers["Location"] == SET
    assert title(client.get(SET)) == "Set a password - LDN Tracker"
    assert client.post(SET, {**NEW, "password2": "x"}).status_code == 422
    assert toasts(client.post(SET, NEW, follow=True)) == ["Your password is set."]
    assert User.objects.get().check_password(BETTER)


def link() -> str:
    address = next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word)
    return address.removeprefix("http://127.0.0.1:8000")


def test_reset_by_mail(alice, stranger):
    response = stranger.post(RESET, {"email": "ALICE@example.test"}, follow=True)
    assert (response.redirect_chain, title(response)) == (
        [("/accounts/password/reset/done/", 302)],
        "Look at your mail - LDN Tracker",
    )
    page = stranger.get(link(), follow=True)
    assert page.redirect_chain[0][0].endswith("-set-password/")
    assert title(page) == "Choose a new password - LDN Tracker"
    done = stranger.post(page.redirect_chain[0][0], NEW, follow=True)
    assert title(done) == "Your password is changed - LDN Tracker"
    assert User.objects.get().check_password(BETTER)


@pytest.mark.parametrize("value", BAD_NEW)
def test_reset_refuses_a_bad_new_password(alice, stranger, value):
    stranger.post(RESET, {"email": alice.email})
    path = stranger.get(link()).headers["Location"]
    response = stranger.post(path, {"password1": value, "password2": value})
    assert title(response) == "Error: Choose a new password - LDN Tracker"
    assert User.objects.get().check_password(PASSWORD)


def test_reset_link_works_once(alice, stranger):
    stranger.post(RESET, {"email": alice.email})
    first = link()
    stranger.post(stranger.get(first).headers["Location"], NEW)
    assert title(Client().get(first)) == "This link no longer works - LDN Tracker"


def test_reset_link_dies_with_the_password_and_with_time(alice, stranger):
    stranger.post(RESET, {"email": alice.email})
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert title(stranger.get(link())) == "This link no longer works - LDN Tracker"
    alice.set_password("changed meanwhile somewhere")
    alice.save()
    assert title(stranger.get(link())) == "This link no longer works - LDN Tracker"


def test_reset_ends_every_session(alice, alice_client, stranger):
    stranger.post(RESET, {"email": alice.email})
    stranger.post(stranger.get(link()).headers["Location"], NEW)
    assert alice_client.get("/accounts/profile/").status_code == 302


def test_reset_link_opened_by_somebody_else_signs_them_out(alice, charlie, signed_in, stranger):
    stranger.post(RESET, {"email": alice.email})
    client = signed_in(charlie)
    assert title(client.get(link(), follow=True)) == "Choose a new password - LDN Tracker"
    assert client.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize(
    "path", ["1-abc", "zzzzzzzzzzzzzzzzzzzzzzz-x", "0-x", "1-set-password", f"1-{'x' * 3000}", "1-%00"]
)
def test_made_up_reset_link_is_told_as_one_that_no_longer_works(alice, stranger, path):
    response = stranger.get(f"{RESET}key/{path}/")
    assert (response.status_code, title(response)) == (200, "This link no longer works - LDN Tracker")


@pytest.mark.parametrize("mail_profile", ["with_mail", None])
def test_reset_answers_alike_for_known_and_unknown_addresses(request, alice, mail_profile):
    if mail_profile:
        request.getfixturevalue(mail_profile)
    answers = [Client().post(RESET, {"email": address}) for address in ("alice@example.test", "nobody@example.test")]
    assert [
        (answer.status_code, answer.headers["Location"], answer.content, dict(answer.cookies)) for answer in answers
    ] == [(302, "/accounts/password/reset/done/", b"", {})] * 2
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["alice@example.test"], "Choose a new password"),
        (["nobody@example.test"], "There is no account with this address"),
    ]


@pytest.mark.parametrize(
    "value",
    ["", "\x00", "x" * 5000, "NaN", "-1", "é@example.test", "a@b.test\r\nBcc: c@d.test", "\N{FACE WITH TEARS OF JOY}"],
)
def test_reset_refuses_a_bad_address_in_words(stranger, value):
    response = stranger.post(RESET, {"email": value})
    assert title(response) == "Error: Forgot your password - LDN Tracker"
    assert errors(response)
    assert mail.outbox == []


def test_reset_is_limited(alice, stranger):
    with time_machine.travel(timezone.now(), tick=False):
        answers = [stranger.post(RESET, {"email": email}) for email in [alice.email] * 5 + ["Alice@Example.test "]]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[5].headers["Retry-After"] == "3600"


def test_reset_page_leads_back(stranger):
    assert "Back to sign in" in text(stranger.get(RESET))
