"""The number of a request: made by us, or by a proxy that we trust."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from ldn_tracker import tracing
from ldn_tracker.tracing import TracingMiddleware

OURS = re.compile(r"[0-9a-f]{16}")
FROM_PROXY = "0123456789abcdef" * 2


def traced(request: HttpRequest) -> str:
    """Return the number that a request gets."""
    TracingMiddleware(lambda request: HttpResponse())(request)
    return tracing.request_id(request)


def test_each_request_has_a_number_of_its_own(rf: RequestFactory) -> None:
    numbers = {traced(rf.get("/")) for _ in range(50)}
    assert len(numbers) == 50
    assert all(OURS.fullmatch(number) for number in numbers)


def test_number_of_a_trusted_proxy_is_taken(rf: RequestFactory, settings) -> None:
    settings.TRUSTED_PROXIES = 1
    assert traced(rf.get("/", headers={"X-Request-ID": FROM_PROXY})) == FROM_PROXY


def test_number_from_anybody_else_is_not(rf: RequestFactory) -> None:
    assert OURS.fullmatch(traced(rf.get("/", headers={"X-Request-ID": FROM_PROXY})))


@pytest.mark.parametrize(
    "given", ["", "x", FROM_PROXY + "0", FROM_PROXY[:-1], FROM_PROXY[:-1] + "\n", FROM_PROXY.upper(), "٣" * 32]
)
def test_number_in_another_form_is_not_taken_even_from_a_proxy(rf: RequestFactory, settings, given: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert OURS.fullmatch(traced(rf.get("/", HTTP_X_REQUEST_ID=given)))


def test_no_header_of_an_answer_holds_the_number(alice_client: Client) -> None:
    answer = alice_client.get("/journal/items/")
    number = tracing.request_id(answer.wsgi_request)
    assert OURS.fullmatch(number)
    assert [name for name, value in answer.headers.items() if number in value] == []


def test_current_request_is_there_only_while_it_is_answered(rf: RequestFactory) -> None:
    seen: list[HttpRequest | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(tracing.current_request())
        raise ZeroDivisionError

    request = rf.get("/")
    with pytest.raises(ZeroDivisionError):
        TracingMiddleware(view)(request)
    assert (seen, tracing.current_request()) == ([request], None)


def test_a_line_looks_up_no_person_that_the_request_did_not_ask_for(rf: RequestFactory) -> None:
    asked: list[str] = []
    request = rf.get("/")
    request.user = SimpleLazyObject(lambda: asked.append("asked"))
    assert (tracing.user_number(request), asked) == (None, [])


def test_access_log_is_told_person_and_route(alice_client: Client, alice: User) -> None:
    meta = alice_client.get("/journal/items/").wsgi_request.META
    assert (meta[tracing.USER], meta[tracing.ROUTE]) == (alice.pk, "journal:items")
    meta = Client().get("/alice@example.test/").wsgi_request.META
    assert (meta[tracing.USER], meta[tracing.ROUTE]) == (None, None)
    assert Client().get("/static/css/none.css").wsgi_request.META[tracing.ROUTE] == "static"


def test_person_is_who_signed_in_during_the_request(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    assert tracing.user_number(request) is None
    request.user = User(pk=7)
    assert tracing.user_number(request) == 7
