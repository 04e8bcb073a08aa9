"""What every answer carries, and how long a sign-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from ldn_tracker.messages import MessageCookie
from ldn_tracker.middleware import HeadersMiddleware

SIGNED_IN_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'none'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


def headers(client: Client, address: str) -> dict[str, str]:
    """Return what an answer carries; a file is closed."""
    answer = client.get(address)
    for close in answer._resource_closers:  # closing the answer itself would close the test's database connection
        close()
    return dict(answer.headers)


@pytest.mark.parametrize("address", ["/help/", "/favicon.ico", "/nothing-here/", "/accounts/login/"])
def test_every_answer_carries_the_headers(db: None, address: str) -> None:
    found = headers(Client(), address)
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert "Access-Control-Allow-Origin" not in found


def test_pages_are_kept_by_no_cache_and_static_files_are(alice_client: Client) -> None:
    kept = {
        address: headers(alice_client, address)["Cache-Control"]
        for address in ("/journal/", "/accounts/profile/", "/nothing-here/", "/favicon.ico")
    }
    assert kept == {
        "/journal/": "private, no-store",
        "/accounts/profile/": "private, no-store",
        "/nothing-here/": "private, no-store",
        "/favicon.ico": "max-age=60, public",
    }


def test_a_view_may_say_otherwise() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    found = HeadersMiddleware(view)(RequestFactory().get("/")).headers
    assert (found["Cache-Control"], found["X-Robots-Tag"]) == ("public, max-age=60", "noindex, nofollow, noarchive")


def sign_in(user: User, *, remember: bool) -> Client:
    """Sign in through the page, at SIGNED_IN_AT."""
    client = Client()
    typed = {"login": user.email, "password": "correct horse battery", **({"remember": "on"} if remember else {})}
    with time_machine.travel(SIGNED_IN_AT, tick=False):
        assert client.post("/accounts/login/", typed).status_code == 302
    return client


def is_signed_in(client: Client, after: timedelta) -> bool:
    """Return whether a page opens so long after the sign-in."""
    with time_machine.travel(SIGNED_IN_AT + after, tick=False):
        return client.get("/accounts/profile/").status_code == 200


def post_something(client: Client, after: timedelta) -> None:
    """Post to a page of a signed-in patient so long after the sign-in."""
    with time_machine.travel(SIGNED_IN_AT + after, tick=False):
        assert client.post("/accounts/profile/", {}).status_code == 422


LENGTHS = [(True, timedelta(days=30)), (False, timedelta(hours=12))]


@pytest.mark.parametrize(("remember", "length"), LENGTHS)
def test_a_sign_in_ends_after_its_length(alice: User, remember: bool, length: timedelta) -> None:
    client = sign_in(alice, remember=remember)
    assert is_signed_in(client, length - timedelta(seconds=1))
    assert not is_signed_in(client, length + timedelta(seconds=1))


@pytest.mark.parametrize(("remember", "length"), LENGTHS)
def test_a_post_starts_the_same_length_anew(alice: User, remember: bool, length: timedelta) -> None:
    client = sign_in(alice, remember=remember)
    post_something(client, length / 2)
    assert is_signed_in(client, length * 1.5 - timedelta(seconds=1))
    assert not is_signed_in(client, length * 1.5 + timedelta(seconds=1))


@pytest.mark.parametrize(("remember", "length"), LENGTHS)
def test_reading_prolongs_nothing_and_writes_nothing(alice: User, remember: bool, length: timedelta) -> None:
    client = sign_in(alice, remember=remember)
    before = list(Session.objects.values())
    assert is_signed_in(client, length / 2)
    assert list(Session.objects.values()) == before
    assert not is_signed_in(client, length + timedelta(seconds=1))


def test_cookie_of_a_sign_in_that_is_not_kept_ends_with_the_browser(alice: User) -> None:
    ages = [sign_in(alice, remember=remember).cookies["session"]["max-age"] for remember in (True, False)]
    assert ages == [60 * 60 * 24 * 30, ""]


def test_a_post_of_a_stranger_makes_no_session(db: None) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "nobody@example.test", "password": "wrong"})
    assert Session.objects.count() == 0


def test_a_message_is_shown_once_and_writes_nothing_when_it_is_shown(alice_client: Client, rf: RequestFactory) -> None:
    said = HttpResponse()
    storage = MessageCookie(rf.get("/"))
    storage.add(20, "Saved.")
    storage.update(said)
    alice_client.cookies["messages"] = said.cookies["messages"].value
    before = list(Session.objects.values())
    first, second = (alice_client.get("/accounts/profile/") for _ in range(2))
    assert b"Saved." in first.content
    assert b"Saved." not in second.content
    assert list(Session.objects.values()) == before


def test_a_forged_message_is_not_shown(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["messages"] = '[["__json_message",0,25,"Forged."]]:forged'
    request._messages = MessageCookie(request)  # type: ignore[attr-defined]
    shown: list[Message] = list(get_messages(request))
    assert shown == []
