"""Nobody can learn from sign-in, sign-up or reset whether an address is known: bytes, headers and work are alike.

How long they take is measured by `python -m tests.enumeration_timing`.
"""

import re

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from accounts.models import OutgoingMail, User
from accounts.outbox import opened
from tests.accounts.conftest import PASSWORD
from tests.accounts.queue import QUEUE, WORKS
from tests.statements import count_statements

KNOWN, UNKNOWN = "alice@example.test", "nobod@example.test"  # of one length
WRONG = "wrong wrong wrong"


class Counted(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    times = 0

    def encode(self, password, salt):
        Counted.times += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def queue(with_mail, settings):
    settings.MAILERS = {"default": QUEUE, "outgoing": WORKS}
    settings.PASSWORD_HASHERS = ["tests.accounts.test_enumeration.Counted"]


@pytest.fixture(params=[True, False], ids=["confirmed", "unconfirmed"])
def known(request, alice) -> User:
    alice.emailaddress_set.update(verified=request.param)
    return alice


@pytest.fixture(params=[True, False], ids=["active", "closed to sign-in"])
def any_known(request, known) -> User:
    User.objects.update(is_active=request.param)
    return known


def seen(answer, address: str) -> tuple:
    """All that an answer shows, with what is random or the address itself struck out."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode().replace(address, "ADDRESS"))
    headers = {name: value for name, value in answer.headers.items() if name not in ("Expires", "X-Request-Id")}
    cookies = {
        name: (len(morsel.value), {key: value for key, value in morsel.items() if key != "expires"})
        for name, morsel in answer.cookies.items()
    }
    return answer.status_code, headers, cookies, body


def kinds(statements: list[str]) -> list[str]:
    """The verbs of the statements, sorted; of the cache, where a row may be new or there already, the number alone."""
    return sorted("CACHE" if '"cache"' in sql else sql.split()[0] for sql in statements)


def ask(path: str, data: dict[str, str], address: str) -> tuple[tuple, int, int, int, list[str]]:
    """Post as somebody new; return what is seen, statements, hashes, queued mails and kinds of statement."""
    Counted.times, mails = 0, OutgoingMail.objects.count()
    client = Client()
    with count_statements() as statements:
        answer = client.post(path, data)
    after = [seen(answer, address)]
    if answer.status_code == 302:
        after.append(seen(client.get(answer.headers["Location"]), address))
    number = OutgoingMail.objects.count() - mails
    return tuple(after), len(statements), Counted.times, number, kinds(statements)


def both(path: str, fields: dict[str, str], name: str) -> list[tuple]:
    """Ask with an unknown and then with the known address, the caches of limits being warm for this client."""
    cache.clear()
    for warm in ("a@example.test", "b@example.test"):
        Client().post(path, {**fields, name: warm})
    return [ask(path, {**fields, name: address}, address) for address in (UNKNOWN, KNOWN)]


def test_sign_in_is_alike(any_known):
    unknown, known = both("/accounts/login/", {"password": WRONG}, "login")
    assert known == unknown
    assert known[1:4] == (unknown[1], 2, 0)


def test_reset_is_alike(any_known):
    unknown, known = both("/accounts/password/reset/", {}, "email")
    assert known == unknown
    assert known[2:4] == (0, 1)


def test_sign_up_is_alike(any_known, sign_up_data):
    unknown, known = both("/accounts/signup/", sign_up_data, "email")
    assert (known[0], known[1:4]) == (unknown[0], unknown[1:4])
    assert known[2:4] == (1, 1)
    # Two rows that were never seen go again, where the new account is read twice.
    assert sorted([*known[4], "SELECT", "SELECT"]) == sorted([*unknown[4], "DELETE", "DELETE"])
    assert User.objects.filter(email__endswith="@decoy.invalid").count() == 0


def test_sign_up_twice_is_alike(any_known, sign_up_data):
    answers = []
    for address in (UNKNOWN, KNOWN):
        Client().post("/accounts/signup/", {**sign_up_data, "email": address})
        answers.append(ask("/accounts/signup/", {**sign_up_data, "email": address}, address))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("tries", [5, 6])
def test_guessing_is_limited_alike(known, tries):
    answers = []
    with time_machine.travel("2026-11-26T12:00Z", tick=False):
        for address in (UNKNOWN, KNOWN):
            for _ in range(tries):
                answer = Client().post("/accounts/login/", {"login": address, "password": WRONG})
            answers.append(seen(answer, address))
    assert answers[0] == answers[1]
    assert answers[0][0] == (429 if tries == 6 else 422)


def test_the_comparison_sees_one_more_statement_or_hash(known):
    one = ask("/accounts/login/", {"login": KNOWN, "password": WRONG}, KNOWN)
    right = ask("/accounts/login/", {"login": KNOWN, "password": PASSWORD}, KNOWN)
    assert [a != b for a, b in zip(one, right, strict=True)][:3] == [True, True, True]


def test_an_address_that_waits_to_be_confirmed_gets_no_key_to_the_account(alice, stranger):
    alice.emailaddress_set.update(verified=True)
    alice.emailaddress_set.create(email="typo@example.test", verified=False)
    answer = ask("/accounts/password/reset/", {"email": "typo@example.test"}, "typo@example.test")
    assert answer[3] == 1
    assert opened(OutgoingMail.objects.get()).subject == "There is no account with this address"
