"""No other site can make a signed-in browser do anything, and no address shows a page under a wrong name."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests import site_map
from tests.architecture import PACKAGES, functions, python_sources
from tests.ldn_tracker.test_headers import ask
from tests.records import snapshot
from tests.test_bad_input import DAY, NOW, PASSWORD, full_patient

# Refusals come before any row is looked at, and the walk is long: once is enough.
pytestmark = pytest.mark.sqlite
DEAD = "A" * 43
OURS = "http://testserver"
# The gate's own check of where a post comes from stands in for the token; `dead` does nothing at all.
# Reminder mails are ended by mail programs too (RFC 8058): the sealed word in the address is the authority.
EXEMPT = {"share:report", "share:close", "share:dead", "reminders:unsubscribe"}
EXEMPT_IN_THE_CODE = {
    ("reports/share_views.py", "share"),
    ("reports/share_views.py", "close"),
    ("reports/share_views.py", "dead"),
    ("journal/views/reminders.py", "unsubscribe"),
}
FROM_ANYWHERE = {"share:dead", "reminders:unsubscribe"}


@dataclass
class Visit:
    """Alice's browser with a good token, and every address it knows."""

    alice: User
    client: Client
    addresses: dict[str, str]
    token: str

    def posts(self, *, token: bool = True, **headers: str) -> dict[str, int]:
        """Post to every address; return how each answered."""
        given = {"x-csrftoken": self.token} if token else {}
        return {
            name: post(
                self.client, address, {**given, **{key.replace("_", "-"): value for key, value in headers.items()}}
            )
            for name, address in self.addresses.items()
        }


def post(client: Client, address: str, headers: dict[str, str]) -> int:
    return ask(client, "POST", address, headers).status_code


@pytest.fixture
def visit(db, signed_in, settings) -> Iterator[Visit]:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALLOWED_HOSTS = ["testserver"]
    with time_machine.travel(NOW, tick=False):
        alice, _ = full_patient("alice@example.test")
        client = signed_in(alice)
        addresses = site_map.addresses_of(client, alice, day=DAY, token=DEAD)
        client.get("/accounts/profile/")
        client.handler.enforce_csrf_checks = True
        yield Visit(alice, client, addresses, client.cookies["csrf"].value)


def allowed(answers: dict[str, int]) -> set[str]:
    return {name for name, status in answers.items() if status != 403}


def test_a_post_with_the_token_from_a_page_of_ours_is_not_refused(visit):
    for headers in (
        {},
        {"origin": OURS},
        {"origin": OURS, "sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
    ):
        assert allowed(visit.posts(**headers)) == set(visit.addresses)


def test_a_post_without_the_token_is_refused_everywhere_and_changes_nothing(visit):
    before = snapshot()
    assert allowed(visit.posts(token=False)) == EXEMPT
    assert snapshot() == before


FOREIGN = ["https://evil.test", "null", "http://testserver.evil.test", "http://testserver:81", ""]


def test_a_post_from_another_origin_is_refused_everywhere(visit):
    assert {origin: allowed(visit.posts(origin=origin)) for origin in FOREIGN} == dict.fromkeys(FOREIGN, FROM_ANYWHERE)


def test_a_post_that_the_browser_says_comes_from_another_site_is_refused_everywhere(visit):
    answers = [allowed(visit.posts(sec_fetch_site=where)) for where in ("cross-site", "same-site")]
    assert answers == [FROM_ANYWHERE] * 2


def test_the_refusal_is_in_plain_words(visit):
    answer = visit.client.post("/journal/", {}, headers={"x-csrftoken": visit.token, "sec-fetch-site": "cross-site"})
    assert (answer.status_code, "<h1>That form was not accepted</h1>" in answer.text) == (403, True)


def test_reading_from_another_site_is_not_refused(visit):
    answers = {
        name: ask(visit.client, "GET", address, {"sec-fetch-site": "cross-site"}).status_code
        for name, address in visit.addresses.items()
    }
    assert [name for name, status in answers.items() if status == 403] == []


def test_these_views_need_no_token_and_no_other():
    found = {
        (source.name, function.name)
        for source in python_sources(*PACKAGES)
        for function in functions(source)
        if "csrf_exempt" in {ast.unparse(each).split(".")[-1] for each in function.decorator_list}
    }
    named = {source.name for source in python_sources(*PACKAGES) if "csrf_exempt" in source.text}
    assert found == EXEMPT_IN_THE_CODE
    assert named == {"reports/share_views.py", "journal/views/reminders.py", "ldn_tracker/middleware.py"}


# A cache that goes by the end of an address would keep these as files.
FALSE_NAMES = ["x.css", "a.js", "x/../y.css", "%2e%2e%2fx.css", "..%2f..", "%00.css", "%0a.css", "%3f.css", ".css/"]
FALSE_ENDS = [".css", ";.css", ";x=/a.js", "%2fx.css", "%3bx.js", "%23.png", "\\x.css"]
# Takes anything, and says the same to everybody: that a link is not valid.
SAYS_NOTHING = {"account_reset_password_from_key"}


def shown_under_false_names(visit: Visit, names: list[str], ends: list[str]) -> dict[str, int]:
    """Return every false address that shows anything but the page of what is not there."""
    shown = {}
    for name, address in visit.addresses.items():
        for each in [address + end for end in names] + [address.rstrip("/") + end for end in ends]:
            answer = ask(visit.client, "GET", each, {})
            if answer.status_code == 301:  # to the same with a slash
                answer = ask(visit.client, "GET", answer.headers["Location"], {})
            if answer.status_code != 404 and name not in SAYS_NOTHING:
                shown[each] = answer.status_code
    return shown


def test_no_page_is_shown_under_the_name_of_a_file(visit):
    assert shown_under_false_names(visit, FALSE_NAMES, FALSE_ENDS) == {}
    for path in ("/journal/x.css", "/journal/history/..%2f..", "/accounts/profile/a.js", "/journal/;.css"):
        assert "There is nothing at this address" in visit.client.get(path).text


def test_a_page_that_took_any_end_would_be_found(visit):
    found = shown_under_false_names(visit, ["?x.css"], [])
    assert (found["/journal/?x.css"], len(found) > 40) == (200, True)


def test_a_foreign_host_is_refused_everywhere(visit):
    for host in ("evil.test", "testserver.evil.test", "testserver@evil.test", "testserver, evil.test", ""):
        for name in ("home", "account_login", "journal:today", "share:report", "live"):
            answer = ask(visit.client, "GET", visit.addresses[name], {"host": host})
            assert (host, name, answer.status_code) == (host, name, 400)


FORWARDED = {
    "x-forwarded-host": "evil.test",
    "x-forwarded-server": "evil.test",
    "x-forwarded-port": "81",
    "x-forwarded-prefix": "/evil",
    "x-original-url": "/evil",
    "x-rewrite-url": "/evil",
    "x-http-method-override": "DELETE",
    "forwarded": "for=203.0.113.9;host=evil.test;proto=https",
}


def visible(answer: HttpResponse) -> tuple[int, str, str]:
    return (
        answer.status_code,
        answer.headers.get("Location", ""),
        answer.text if "text/" in answer["Content-Type"] else "",
    )


@pytest.mark.parametrize("proxies", [0, 1])
def test_what_a_proxy_never_sets_changes_nothing(visit, settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    stranger = Client()
    for address in ("/", "/help/", "/journal/", "/accounts/password/reset/done/", f"/r/{DEAD}/", "/journal"):
        plain, forged = (visible(ask(stranger, "GET", address, headers)) for headers in ({}, FORWARDED))
        assert plain == forged


def test_without_proxies_no_header_makes_a_request_secure(visit):
    answer = ask(Client(), "GET", "/help/", {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"})
    assert "Strict-Transport-Security" not in answer.headers


ELSEWHERE = [
    "https://evil.test/",
    "//evil.test/",
    "///evil.test",
    "http:///evil.test",
    "https:evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.test/",
    " https://evil.test/",
]


def leads_away(answer: HttpResponse) -> str:
    """Return where the answer leads, if that is not on this host."""
    location = answer.headers.get("Location", "/")
    return location if not location.startswith("/") or location.startswith(("//", "/\\")) else ""


def test_next_leads_to_no_other_host_from_any_address(visit):
    visit.client.handler.enforce_csrf_checks = False
    led = {}
    for name, address in visit.addresses.items():
        for there in ELSEWHERE[:2]:
            for method in ("GET", "POST"):
                answer = ask(visit.client, method, f"{address}?{urlencode({'next': there})}", {})
                if away := leads_away(answer):
                    led[method, name] = away
    assert led == {}


def test_next_after_sign_in_leads_to_no_other_host(visit):
    typed = {"login": visit.alice.email, "password": PASSWORD}
    led = {
        there: Client().post("/accounts/login/", {**typed, "next": there}).headers["Location"] for there in ELSEWHERE
    }
    assert led == dict.fromkeys(ELSEWHERE, "/journal/")


@pytest.mark.parametrize("location", ["https://evil.test/", "//evil.test/", "/\\evil.test", "evil"])
def test_an_answer_that_leads_away_is_found(location):
    assert leads_away(HttpResponse(headers={"Location": location})) == location
