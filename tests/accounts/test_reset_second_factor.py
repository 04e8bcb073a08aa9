"""The operator's way back for somebody who lost phone, passkey and recovery codes."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.conftest import PASSWORD
from tests.passkeys import switch_on_app


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("reset_second_factor", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def locked_out(alice, alice_client) -> Client:
    switch_on_app(alice_client)
    return alice_client


def test_the_password_alone_signs_in_again_and_sessions_are_ended(alice, locked_out, charlie, signed_in, caplog):
    charlies = signed_in(charlie)
    switch_on_app(charlies)
    assert run("Alice@example.test", "--yes") == (
        "Taken away: 2. The password alone signs them in now; their sessions are ended.\n"
    )
    assert locked_out.get("/accounts/profile/").status_code == 302
    answer = Client().post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD})
    assert answer.headers["Location"] == "/journal/"
    assert set(Authenticator.objects.values_list("user", flat=True)) == {charlie.pk}
    assert charlies.get("/accounts/profile/").status_code == 200
    events = [record for record in caplog.records if getattr(record, "event", "") == "operator_command"]
    assert [(record.user_number, record.facts) for record in events] == [(alice.pk, {"command": "reset_second_factor"})]
    assert "alice" not in caplog.text


def test_the_person_is_told_by_mail(with_mail, locked_out):
    mail.outbox.clear()
    run("alice@example.test", "--yes")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["alice@example.test"], "The second step was switched off")
    ]
    assert "http://127.0.0.1:8000/accounts/password/reset/" in mail.outbox[0].body


@pytest.mark.parametrize("answer", ["", "y", "no"])
def test_anything_but_yes_changes_nothing(locked_out, monkeypatch, answer):
    monkeypatch.setattr("builtins.input", lambda _: answer)
    with pytest.raises(CommandError, match=r"Nothing was changed\."):
        run("alice@example.test")
    assert Authenticator.objects.count() == 2


def test_nobody_there_to_answer_changes_nothing(locked_out, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match=r"Nothing was changed\."):
        run("alice@example.test")
    assert Authenticator.objects.count() == 2


def test_yes_is_enough(locked_out, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    run("alice@example.test")
    assert not Authenticator.objects.exists()


def test_an_unknown_address_is_told(db):
    with pytest.raises(CommandError, match=r"There is no account with this address\."):
        run("nobody@example.test", "--yes")
