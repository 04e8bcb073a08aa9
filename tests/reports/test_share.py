"""The gate: who sees what at /r/<token>/, by a table written by hand."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from reports import cookies, tokens
from reports.models import Share
from tests import factories
from tests.reports.links import MOMENT, link, open_report, opened, visible
from tests.statements import count_statements

UNKNOWN = "u" * 43
MALFORMED = ("a" * 42, "a" * 44, "a" * 42 + "!", "é" * 43, "a" * 42 + "%0A", "a" * 21 + "%00" + "a" * 21)
GATE, DEAD, OPENED, REPORT, DELETED, NOT_ALLOWED = "gate", "dead", "303", "report", "dead, cookie deleted", "405"
OTHER_VERBS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

# state of the link, cookie of the visitor, verb -> answer
TABLE = {
    ("live", "none", "GET"): GATE,
    ("live", "none", "HEAD"): GATE,
    ("live", "none", "POST"): OPENED,
    ("live", "its own", "GET"): REPORT,
    ("live", "its own", "HEAD"): REPORT,
    ("live", "its own", "POST"): OPENED,
    ("live", "another's", "GET"): GATE,
    ("live", "another's", "HEAD"): GATE,
    ("live", "another's", "POST"): OPENED,
    ("live", "another's under its name", "GET"): GATE,
    ("live", "another's under its name", "HEAD"): GATE,
    ("live", "forged", "GET"): GATE,
    ("live", "forged", "HEAD"): GATE,
    ("live", "too old", "GET"): GATE,
    ("live", "of an older version", "GET"): DELETED,
    ("unknown", "none", "GET"): GATE,
    ("unknown", "none", "HEAD"): GATE,
    ("unknown", "none", "POST"): DEAD,
    ("unknown", "another's", "GET"): GATE,
    ("unknown", "another's", "POST"): DEAD,
    ("unknown", "another's under its name", "GET"): GATE,
    ("malformed", "none", "GET"): DEAD,
    ("malformed", "none", "HEAD"): DEAD,
    ("malformed", "none", "POST"): DEAD,
    ("malformed", "another's", "GET"): DEAD,
    **{
        (state, cookie, verb): answer
        for state in ("expired", "revoked", "closed", "inactive")
        for (cookie, verb), answer in {
            ("none", "GET"): GATE,
            ("none", "HEAD"): GATE,
            ("none", "POST"): DEAD,
            ("its own", "GET"): DELETED,
            ("its own", "HEAD"): DELETED,
            ("its own", "POST"): DEAD,
            ("another's", "GET"): GATE,
            ("another's", "POST"): DEAD,
        }.items()
    },
    **{
        (state, cookie, verb): NOT_ALLOWED
        for state in ("live", "unknown", "malformed", "expired", "revoked", "closed", "inactive")
        for cookie in ("none", "another's")
        for verb in OTHER_VERBS
    },
}


@pytest.fixture
def answers(alice: User, charlie: User) -> dict[str, tuple]:
    """The canonical answers, each taken from an ordinary case."""
    stranger = Client()
    return {
        GATE: visible(stranger.get(f"/r/{UNKNOWN}/")),
        DEAD: visible(stranger.post(f"/r/{UNKNOWN}/")),
        NOT_ALLOWED: visible(stranger.put(f"/r/{UNKNOWN}/")),
    }


def visitor(alice: User, charlie: User, state: str, cookie: str) -> tuple[Client, str]:
    """Return a stranger with a cookie, and the token of a link in a state."""
    made = link(alice)
    token = {"unknown": UNKNOWN, "malformed": MALFORMED[0]}.get(state, made.token)
    stranger = Client()
    if cookie == "its own":
        stranger = opened(token)
    elif cookie == "another's":
        stranger = opened(link(charlie).token)
    elif cookie == "another's under its name":
        other = link(charlie)
        value = opened(other.token).cookies[cookies.cookie_name(other.token)].value
        stranger.cookies[cookies.cookie_name(token)] = value
    elif cookie == "forged":
        stranger.cookies[cookies.cookie_name(token)] = f"{made.share.pk}.1:1xWL4W:eVZAfa_ig5wmgsClrEgy8IymF725ogc"
    elif cookie == "too old":
        with time_machine.travel(timezone.now() - timedelta(hours=12, seconds=1)):
            stranger = opened(link(alice).token)
            made = link(alice)
            token, stranger = made.token, opened(made.token)
    elif cookie == "of an older version":
        stranger = opened(token)
        Share.objects.filter(pk=made.share.pk).update(version=2)
    change(alice, made.share, state)
    return stranger, token


def change(alice: User, share: Share, state: str) -> None:
    now = timezone.now()
    if state == "expired":
        Share.objects.filter(pk=share.pk).update(created_at=now - timedelta(days=1), expires_at=now - MOMENT)
    elif state == "revoked":
        Share.objects.filter(pk=share.pk).update(revoked_at=now)
    elif state == "closed":
        alice.delete()
    elif state == "inactive":
        User.objects.filter(pk=alice.pk).update(is_active=False)


@pytest.mark.parametrize(("state", "cookie", "verb"), TABLE)
def test_answer_is_as_the_table_says(
    alice: User, charlie: User, answers: dict[str, tuple], state: str, cookie: str, verb: str
):
    stranger, token = visitor(alice, charlie, state, cookie)
    response = stranger.generic(verb, f"/r/{token}/")
    status, body, headers, set_cookies = visible(response)
    name, expected = cookies.cookie_name(token), TABLE[state, cookie, verb]
    if expected == OPENED:
        assert (status, body, headers["Location"], list(response.cookies)) == (303, b"", f"/r/{token}/", [name])
    elif expected == REPORT:
        assert (status, set_cookies, b"Alice Example" in body) == (200, [], verb == "GET")
    elif expected == DELETED:
        assert set_cookies == [f"{name}='' 0"]
        assert (status, body, headers) == (404, b"" if verb == "HEAD" else answers[DEAD][1], answers[DEAD][2])
    else:
        canonical = answers[expected]
        assert (status, headers, set_cookies) == (canonical[0], canonical[2], [])
        assert body == (b"" if verb == "HEAD" else canonical[1])


@pytest.mark.parametrize("token", MALFORMED)
def test_malformed_token_is_the_dead_page(db: None, token: str):
    assert visible(Client().get(f"/r/{token}/")) == visible(Client().post(f"/r/{UNKNOWN}/"))


@pytest.mark.parametrize("path", ["", "a/b/", f"{UNKNOWN}/report.xml", f"{UNKNOWN}/x/", "/"])
def test_other_address_below_the_prefix_is_the_dead_page(db: None, path: str):
    assert visible(Client().get(f"/r/{path}")) == visible(Client().post(f"/r/{UNKNOWN}/"))


def test_address_without_its_last_slash_finds_the_gate(db: None):
    response = Client().get(f"/r/{UNKNOWN}", follow=True)
    assert (response.redirect_chain, response.status_code) == ([(f"/r/{UNKNOWN}/", 301)], 200)


def test_gate_and_dead_page_ask_the_database_nothing_even_with_a_session(alice: User, alice_client: Client):
    made = link(alice)
    with count_statements() as statements:
        live, unknown = (visible(alice_client.get(f"/r/{token}/")) for token in (made.token, UNKNOWN))
        alice_client.get(f"/r/{MALFORMED[0]}/")
    assert statements == []
    assert live == unknown


def test_gate_and_dead_page_are_the_same_for_a_signed_in_patient(alice: User, alice_client: Client):
    made = link(alice)
    assert visible(alice_client.get(f"/r/{made.token}/")) == visible(Client().get(f"/r/{UNKNOWN}/"))
    assert visible(alice_client.post(f"/r/{UNKNOWN}/")) == visible(Client().post(f"/r/{UNKNOWN}/"))


def test_signed_in_patient_sees_the_same_report_as_a_stranger(alice: User, signed_in, charlie: User):
    factories.check_in(alice, timezone.localdate(), {factories.target(alice): 4})
    made = link(alice)
    reader = signed_in(charlie)
    reader.post(f"/r/{made.token}/")
    with time_machine.travel(timezone.now(), tick=False):
        assert visible(reader.get(f"/r/{made.token}/")) == visible(open_report(made.token))


def test_gate_says_what_it_is_without_any_patient_data(alice: User):
    made = link(alice, label="Doctor Marker")
    body = Client().get(f"/r/{made.token}/").content.decode()
    assert "A patient gave you this link to a diary summary they wrote." in body
    assert "No account needed. Not expecting it? Ask your patient." in body
    assert [
        word for word in ("Alice", "Marker", made.token, "LDN", "altrexone", "csrf", "<script") if word in body
    ] == []


def test_two_links_live_side_by_side(alice: User, charlie: User):
    first, second = link(alice), link(charlie)
    stranger = opened(first.token)
    stranger.post(f"/r/{second.token}/")
    names = [
        next(
            name
            for name in ("Alice Example", "Charlie Example")
            if name in stranger.get(f"/r/{token}/").content.decode()
        )
        for token in (first.token, second.token, first.token)
    ]
    assert names == ["Alice Example", "Charlie Example", "Alice Example"]


def test_ending_one_link_leaves_the_other_open(alice: User):
    first, second = link(alice), link(alice)
    stranger = opened(first.token)
    stranger.post(f"/r/{second.token}/")
    change(alice, first.share, "revoked")
    assert [stranger.get(f"/r/{each.token}/").status_code for each in (first, second)] == [404, 200]


def test_dead_cookie_is_deleted_so_that_the_gate_comes_back(alice: User):
    made = link(alice)
    stranger = opened(made.token)
    change(alice, made.share, "revoked")
    assert stranger.get(f"/r/{made.token}/").status_code == 404
    assert visible(stranger.get(f"/r/{made.token}/")) == visible(Client().get(f"/r/{UNKNOWN}/"))


def test_cookie_is_named_for_its_link_and_closed_to_scripts(alice: User):
    made = link(alice)
    name = cookies.cookie_name(made.token)
    morsel = opened(made.token).cookies[name]
    kept = {key: morsel[key] for key in ("path", "httponly", "samesite", "secure", "max-age", "domain")}
    assert kept == {
        "path": "/",
        "httponly": True,
        "samesite": "Strict",
        "secure": "",
        "max-age": 43200,
        "domain": "",
    }
    assert name.startswith(settings.SHARE_COOKIE_PREFIX)
    assert made.token not in f"{name}={morsel.value}"
    assert tokens.digest(made.token).hex()[:16] not in name


@override_settings(SHARE_COOKIE_PREFIX="__Host-share-", SESSION_COOKIE_SECURE=True)
def test_cookie_is_secure_on_https_when_given_and_when_deleted(alice: User):
    made = link(alice)
    stranger = Client()
    given = stranger.post(f"/r/{made.token}/", secure=True).cookies
    change(alice, made.share, "revoked")
    deleted = stranger.get(f"/r/{made.token}/", secure=True).cookies
    name = cookies.cookie_name(made.token)
    assert name.startswith("__Host-")
    assert [(each[name]["secure"], each[name]["path"]) for each in (given, deleted)] == [(True, "/"), (True, "/")]


def test_cookie_ends_after_twelve_hours(alice: User):
    made = link(alice)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        stranger = opened(made.token)
    titles = []
    for later in (timedelta(hours=11, minutes=59), timedelta(hours=12, seconds=2)):
        with time_machine.travel(start + later, tick=False):
            titles.append(b"Shared report" in stranger.get(f"/r/{made.token}/").content)
    assert titles == [True, False]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": settings.SITE_URL}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_opening_from_another_site_is_refused(alice: User, headers: dict[str, str], status: int):
    made = link(alice)
    response = Client().post(f"/r/{made.token}/", headers=headers)
    made.share.refresh_from_db()
    assert (response.status_code, made.share.opened_count) == (status, int(status == 303))


@pytest.mark.parametrize("token", [UNKNOWN, MALFORMED[0]])
def test_refusal_is_the_same_for_every_token(alice: User, token: str):
    headers = {"Sec-Fetch-Site": "cross-site"}
    live = Client().post(f"/r/{link(alice).token}/", headers=headers)
    assert visible(Client().post(f"/r/{token}/", headers=headers)) == visible(live)


def test_opening_needs_no_csrf_token(alice: User):
    assert Client(enforce_csrf_checks=True).post(f"/r/{link(alice).token}/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"Range": "bytes=0-10"}],
)
def test_conditional_and_partial_requests_get_the_whole_answer(alice: User, headers: dict[str, str]):
    made = link(alice)
    stranger = opened(made.token)
    before = stranger.get(f"/r/{made.token}/", headers=headers)
    change(alice, made.share, "revoked")
    after = stranger.get(f"/r/{made.token}/", headers=headers)
    assert [
        (each.status_code, each.has_header("ETag"), each.has_header("Last-Modified")) for each in (before, after)
    ] == [
        (200, False, False),
        (404, False, False),
    ]
    assert after.content == Client().post(f"/r/{UNKNOWN}/").content


def test_every_answer_is_kept_out_of_caches_and_search_engines(alice: User):
    made = link(alice)
    stranger = opened(made.token)
    every = [
        stranger.get(f"/r/{made.token}/"),
        stranger.get(f"/r/{UNKNOWN}/"),
        stranger.post(f"/r/{UNKNOWN}/"),
        stranger.post(f"/r/{made.token}/"),
        stranger.post(f"/r/{made.token}/", headers={"Origin": "null"}),
    ]
    wanted = {
        "Referrer-Policy": "strict-origin",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Cache-Control": "private, no-store",
        "Vary": "Cookie",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; "
        "font-src 'none'; connect-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    }
    report = wanted | {"Vary": "Accept-Encoding, Cookie"}  # the only answer that is compressed
    assert [{name: each.headers.get(name) for name in wanted} for each in every] == [report, *[wanted] * 4]


def test_method_not_allowed_names_the_three_and_is_kept_nowhere(db: None):
    response = Client().options(f"/r/{UNKNOWN}/")
    wanted = {"Allow": "GET, HEAD, POST", "Cache-Control": "private, no-store", "Referrer-Policy": "strict-origin"}
    assert {name: response.headers.get(name) for name in wanted} == wanted
    assert (response.status_code, UNKNOWN in response.text) == (405, False)
    assert "<h1>This address does not work that way</h1>" in response.text
