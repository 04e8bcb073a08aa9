"""A sign-in with a browser that was not used before is told by mail, once."""

from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD


def sign_in(client: Client, person: User) -> list[str]:
    """Sign in; return the subjects of the mails that this sent."""
    mail.outbox.clear()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/accounts/profile/").status_code == 200
    client.post("/accounts/logout/")
    return [message.subject for message in mail.outbox]


def test_each_new_browser_is_told_once(with_mail, alice, charlie):
    for person in (alice, charlie):
        person.emailaddress_set.update(verified=True)
    phone, laptop = Client(), Client()
    told = [
        sign_in(client, person)
        for client, person in (
            (phone, alice),
            (phone, alice),
            (laptop, alice),
            (phone, charlie),
            (phone, alice),
            (phone, charlie),
        )
    ]
    assert told == [
        ["A sign-in from a new browser"],
        [],
        ["A sign-in from a new browser"],
        ["A sign-in from a new browser"],
        [],
        [],
    ]


def test_a_made_up_mark_is_none(with_mail, alice):
    alice.emailaddress_set.update(verified=True)
    for value in ("", "x", "a:b:c", "\x00", "W10:x:y"):
        client = Client()
        client.cookies["device"] = value
        assert sign_in(client, alice) == ["A sign-in from a new browser"]


def test_the_mark_tells_nobody_who_it_is(alice):
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert "alice" not in client.cookies["device"].value
    assert (client.cookies["device"]["httponly"], client.cookies["device"]["samesite"]) == (True, "Lax")


def test_signing_up_is_no_news(with_mail, stranger, sign_up_data):
    stranger.post("/accounts/signup/", sign_up_data)
    assert [message.subject for message in mail.outbox] == ["Please confirm your e-mail address"]


def test_a_wrong_password_is_no_sign_in(with_mail, alice, stranger):
    stranger.post("/accounts/login/", {"login": alice.email, "password": "wrong wrong wrong"})
    assert (mail.outbox, "device" in stranger.cookies) == ([], False)
