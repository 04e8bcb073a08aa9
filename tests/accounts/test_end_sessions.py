"""The operator signs people out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests import factories
from tests.accounts.conftest import PASSWORD


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("end_sessions", *arguments, stdout=out)
    return out.getvalue()


def is_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


def test_one_person_is_signed_out_everywhere_and_nobody_else(alice, charlie, signed_in):
    phone, laptop, other = signed_in(alice), Client(), signed_in(charlie)
    laptop.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "remember": "on"})
    assert run(" ALICE@example.test ") == "Sessions ended: 2.\n"
    assert [is_in(client) for client in (phone, laptop, other)] == [False, False, True]
    assert run(alice.email) == "Sessions ended: 0.\n"


def test_everybody_is_signed_out(alice, charlie, signed_in):
    clients = [
        signed_in(alice),
        signed_in(charlie),
        signed_in(factories.patient("root@example.test", is_superuser=True)),
    ]
    assert run("--all") == "Sessions ended: 3.\n"
    assert [is_in(client) for client in clients] == [False] * 3


def test_an_address_of_nobody_is_told_and_ends_nothing(alice, alice_client):
    with pytest.raises(CommandError, match=r"^There is no account with this address\.$"):
        run("nobody@example.test")
    assert is_in(alice_client)


@pytest.mark.parametrize("arguments", [[], ["alice@example.test", "--all"]])
def test_it_must_be_said_who_and_one_way_only(alice, alice_client, arguments):
    with pytest.raises(CommandError):
        run(*arguments)
    assert is_in(alice_client)
