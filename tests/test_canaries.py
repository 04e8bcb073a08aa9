"""The watch over every test sees a leak by each way, of each kind, and nothing where there is none."""

import logging
import secrets
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import User
from tests import factories
from tests.canaries import leaks, pytest_runtest_call, watch
from tests.reports.links import link

NOTE = "woke at four, as if on stilts"
LEAKS = {
    "log": ["a log line"],
    "address": ["an address"],
    "title": ["a title"],
    "403": ["a page 403"],
    "404": ["a page 404"],
    "500": ["a page 500"],
    "raised": ["a page 404"],
    "form": [],
    "page": [],
}


@pytest.fixture
def written(alice: User) -> User:
    """Alice, who wrote a note; nobody says of it that it is a canary."""
    alice.events.create(day=date(2026, 11, 20), kind="other", text=NOTE)
    return alice


@pytest.mark.parametrize("where", LEAKS)
def test_a_note_that_gets_out_is_seen(written: User, settings, where: str) -> None:
    settings.ROOT_URLCONF = "tests.leaky_urls"
    with leaks() as found:
        Client().get(f"/leak/{where}/")
    assert found == [f"{place} holds {NOTE!r}" for place in LEAKS[where]]


def test_a_page_that_gives_back_what_was_typed_may_hold_it_but_no_secret(written: User, settings) -> None:
    settings.ROOT_URLCONF = "tests.leaky_urls"
    made = secrets.token_urlsafe(16)
    with leaks() as found:
        answer = Client(raise_request_exception=False).post("/leak/broken/", {"text": NOTE, "key": made})
    assert (answer.status_code, NOTE in answer.text) == (500, True)
    assert found == [f"a page 500 holds {made!r}"]


def test_a_note_in_a_mail_is_seen(written: User) -> None:
    with leaks() as found:
        mail.EmailMessage("Hello", f"You wrote: {NOTE}", to=["alice@example.test"]).send()
    assert found == [f"a mail holds {NOTE!r}"]


def test_own_address_in_a_mail_is_no_leak(alice: User) -> None:
    with leaks() as found:
        mail.EmailMessage("Hello", "You are alice@example.test.", to=["alice@example.test"]).send()
    assert found == []


def test_what_was_posted_is_seen_in_the_log_even_if_it_was_not_saved(written: User, settings) -> None:
    settings.ROOT_URLCONF = "tests.leaky_urls"
    with leaks() as found:
        Client().post("/leak/log/", {"text": "typed, and refused"})
    assert found == ["a log line holds 'typed, and refused'"]


def log_line(text: str) -> list[str]:
    """Return what the watch finds in a line."""
    with leaks() as found:
        logging.getLogger("accounts").warning("said: %s", text)
    return found


KINDS: dict[str, Callable[[User], str]] = {
    "address of a person": lambda alice: alice.email,
    "name of a person": lambda alice: alice.name,
    "password": lambda alice: "correct horse battery",
    "name of an item": lambda alice: factories.target(alice, "Ringing ears").name,
    "name of a medicine": lambda alice: factories.ldn(alice).name,
    "label of a link": lambda alice: link(alice, label="For Doctor Marker").share.label,
    "note": lambda alice: factories.check_in(alice, date(2026, 11, 20), note=NOTE).note,
    "session key": lambda alice: Session.objects.get().session_key,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_canary_is_seen_in_a_log_line(alice: User, alice_client: Client, kind: str) -> None:
    canary = KINDS[kind](alice)
    assert log_line(canary) == [f"a log line holds {canary!r}"]


def test_a_token_is_taken_for_a_canary_where_it_is_made(alice: User, settings) -> None:
    made = link(alice)
    assert made.token in watch.secret
    assert secrets.token_urlsafe(16) in watch.secret
    # In a log line it is struck out before it can be seen; in an address it is seen.
    assert log_line(made.token) == []
    with leaks() as found:
        Client().get(f"/accounts/profile/?from={made.token}")
    assert found == [f"an address holds {made.token!r}"]


def test_a_link_may_lead_to_itself(alice: User) -> None:
    with leaks() as found:
        assert Client().post(f"/r/{link(alice).token}/").status_code == 303
    assert found == []


def test_canaries_of_another_test_are_forgotten() -> None:
    assert (watch.personal, watch.secret, watch.posted, watch.leaks) == (set(), set(), set(), [])


@pytest.mark.parametrize(("leaked", "fails"), [([], False), (["a log line holds 'note'"], True)])
def test_a_leak_fails_its_test_and_nothing_else_does(leaked: list[str], fails: bool) -> None:
    with leaks() as found:
        hook = pytest_runtest_call()
        next(hook)
        found += leaked
        with pytest.raises(pytest.fail.Exception if fails else StopIteration, match="Leaked: " if fails else None):
            hook.send(None)
