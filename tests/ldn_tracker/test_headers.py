"""Every address in every state carries exactly the headers of header_table.py, on both profiles."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts import limits
from accounts.models import User
from ldn_tracker.limits import POSTS
from ldn_tracker.messages import MessageCookie
from tests import site_map
from tests.ldn_tracker.header_table import ALWAYS, COOKIES, HTTPS, KINDS, PLACES, STALE
from tests.ldn_tracker.test_settings import HTTPS as HTTPS_ENVIRONMENT
from tests.ldn_tracker.test_settings import PROFILE, loaded
from tests.test_bad_input import DAY, NOW, full_patient

# What a header says does not depend on the database, and the walk is long: once is enough.
pytestmark = pytest.mark.sqlite
DEAD = "A" * 43
ON_HTTPS = {
    "host": "diary.example.org",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "203.0.113.9",
    "referer": "https://diary.example.org/",
}


@dataclass
class Site:
    """A profile with Alice's addresses, and how a browser of each kind asks."""

    https: bool
    alice: User
    token: str

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Alice's addresses by name; a token that opens nothing stands in those of links."""
        return site_map.addresses_of(self.signed_in(), self.alice, day=DAY, token=DEAD)

    def client(self, **options: object) -> Client:
        """Return a stranger's browser."""
        return Client(headers=ON_HTTPS if self.https else None, **options)

    def signed_in(self, session_age: int = 0) -> Client:
        """Return Alice's browser; she typed her password so many seconds ago."""
        client = self.client()
        client.force_login(self.alice, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        at = timezone.now().timestamp() - session_age
        session["account_authentication_methods"] = [{"method": "password", "at": at}]
        session["account_authentication_methods_user"] = str(self.alice.pk)
        session.save()
        return client

    def faults(self, answer: HttpResponse, expected: str) -> list[str]:
        """Return what differs from the table; expected is "200 page"."""
        status, _, kind = expected.partition(" ")
        found = [] if str(answer.status_code) == status else [f"status {answer.status_code}, not {status}"]
        return found + header_faults(answer, kind, self.https) + cookie_faults(answer, self.https)


def header_faults(answer: HttpResponse, kind: str, https: bool) -> list[str]:
    """Return each header that is missing, too many or different."""
    wanted = {**ALWAYS, **KINDS[kind], **(HTTPS if https else {})}
    found = []
    for name in sorted({*wanted, *answer.headers}):
        want, have = wanted.get(name), answer.headers.get(name)
        if want is None or have is None:
            same = want is None and have is None
        else:
            same = bool(want.fullmatch(have)) if isinstance(want, re.Pattern) else parts(want) == parts(have)
        if not same:
            found.append(f"{name}: {have}")
    return found


def parts(value: str) -> list[str]:
    """Return the parts of a list in one order: Vary is a set."""
    return sorted(value.split(", "))


def cookie_faults(answer: HttpResponse, https: bool) -> list[str]:
    """Return each cookie that the table does not have, or not so."""
    found = []
    for name, morsel in answer.cookies.items():
        known = [
            each for pattern, each in COOKIES.items() if re.fullmatch(("__Host-" if https else "") + pattern, name)
        ]
        ages = ("expires", "max-age", "comment", "version")
        attributes = {key: value for key, value in morsel.items() if value and key not in ages}
        wanted = {**(known[0] if known else {}), **({"secure": True} if https else {})}
        if not morsel.value:  # taken back: Django repeats no HttpOnly there
            wanted.pop("httponly", None)
            attributes.pop("httponly", None)
        if not known or attributes != wanted:
            found.append(f"cookie {name}: {attributes}")
    return found


@pytest.fixture(scope="session")
def https_profile(tmp_path_factory) -> dict[str, object]:
    """The settings of an https site behind one proxy, as far as they differ."""
    profile = loaded(tmp_path_factory.mktemp("profile"), **HTTPS_ENVIRONMENT)
    profile["SECURE_PROXY_SSL_HEADER"] = tuple(profile["SECURE_PROXY_SSL_HEADER"])
    return {name: profile[name] for name in [*PROFILE, "SITE_URL", "TRUSTED_PROXIES"]}


@pytest.fixture(params=["http on this machine", "https behind a proxy"])
def site(request, db, settings, https_profile, monkeypatch) -> Iterator[Site]:
    https = request.param.startswith("https")
    if https:
        for name, value in https_profile.items():
            setattr(settings, name, value)
        monkeypatch.setattr(MessageCookie, "cookie_name", settings.MESSAGE_COOKIE_NAME)  # read when it is imported
    with time_machine.travel(NOW, tick=False):
        alice, token = full_patient("alice@example.test")
        yield Site(https, alice, token)


def ask(client: Client, method: str, address: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Ask with the cookies the browser has now, and take back what was done. Another site reads with its Origin."""
    if headers is None:
        headers = {} if method == "POST" else {"origin": "https://evil.test"}
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, address, headers=headers)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def test_every_address_has_a_row_and_every_row_an_address():
    assert {place.name for place in site_map.places()} == set(PLACES)


@pytest.mark.parametrize("who", ["stranger", "patient"])
def test_every_address_answers_as_the_table_says(site, who):
    client = site.client() if who == "stranger" else site.signed_in()
    row = 0 if who == "stranger" else 2
    wrong = {}
    for name, address in site.addresses.items():
        read, posted = PLACES[name][row : row + 2]
        for method, expected in (("GET", read), ("HEAD", read), ("POST", posted)):
            if faults := site.faults(ask(client, method, address), expected):
                wrong[f"{method} {name}"] = faults
    assert wrong == {}


def test_who_signed_in_long_ago_is_answered_as_the_table_says(site):
    client = site.signed_in(session_age=660)
    wrong = {}
    for name, address in site.addresses.items():
        read, posted = STALE.get(name, PLACES[name][2:])
        for method, expected in (("GET", read), ("POST", posted)):
            if faults := site.faults(ask(client, method, address), expected):
                wrong[f"{method} {name}"] = faults
    assert wrong == {}


@pytest.mark.parametrize("who", ["stranger", "patient"])
def test_every_other_verb_is_refused_with_the_same_headers(site, who):
    client = site.client() if who == "stranger" else site.signed_in()
    wrong = {}
    for name, address in site.addresses.items():
        for method in ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "FOO"):
            answer = ask(client, method, address)
            kinds = ["verb", "verb of mine", "link verb"]
            if who == "stranger" and answer.status_code == 302:
                kinds = ["on"]  # our own views ask who it is first
            if min((site.faults(answer, f"{answer.status_code} {kind}") for kind in kinds), key=len):
                wrong[f"{method} {name}"] = (answer.status_code, dict(answer.headers))
            if answer.status_code not in (302, 405):
                wrong[f"{method} {name} status"] = answer.status_code
    assert wrong == {}


def test_a_living_link_and_what_becomes_of_it(site):
    address, reader = f"/r/{site.token}/", site.client()
    opened = reader.post(address)
    states = {
        "303 link on": [opened, site.client().get(f"{address}report.pdf")],
        "200 link pdf": [reader.get(f"{address}report.pdf")],
        "200 link words": [reader.get(f"{address}report.txt")],
        "200 report": [reader.get(address), reader.get(address, headers={"if-none-match": "*", "range": "bytes=0-9"})],
        "200 link": [site.client().get(address)],
        "405 link verb": [reader.options(address)],
        "403 link": [reader.post(address, headers={"sec-fetch-site": "cross-site"})],
    }
    site.alice.shares.update(revoked_at=timezone.now())
    states["404 link"] = [reader.get(address), site.client().post(address), reader.get("/r/x/y/", follow=False)]
    wrong = {kind: [site.faults(answer, kind) for answer in answers] for kind, answers in states.items()}
    assert {kind: found for kind, found in wrong.items() if any(found)} == {}
    assert list(opened.cookies) == [name for name in opened.cookies if "share-" in name] != []


def states_of_refusal(site: Site) -> Iterator[tuple[str, HttpResponse]]:
    """Yield an answer for each way to be refused, with its row."""
    patient, stranger = site.signed_in(), site.client()
    checked = site.client(enforce_csrf_checks=True)
    yield "404 page", stranger.get("/nothing-here/")
    yield "404 page", patient.get("/journal/items/999999999/")
    yield "404 page", stranger.get("/static/nothing.0123456789ab.css")
    yield "403 page", checked.post("/accounts/login/", {})
    yield "403 page", patient.post("/journal/", {}, headers={"sec-fetch-site": "cross-site"})
    yield "413 page", stranger.post("/accounts/login/", {"login": "x" * 1_100_000})
    yield "400 page", stranger.post("/accounts/login/", {f"f{number}": "" for number in range(500)})
    yield "301 on", stranger.get("/journal")
    yield "400 anonymous", stranger.get("/help/", headers={"host": "evil.test"})
    for _ in range(POSTS["account_signup"][0].limit.amount):
        limits.take(POSTS["account_signup"][0].limit, "203.0.113.9" if site.https else "127.0.0.1")
    yield "429 wait", stranger.post("/accounts/signup/", {})


def test_every_refusal_answers_as_the_table_says(site):
    wrong = [
        (expected, faults) for expected, answer in states_of_refusal(site) if (faults := site.faults(answer, expected))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("bad", "400 page"),
        ("refused", "403 page"),
        ("hurried", "429 wait"),
        ("broken", "500 bare"),
        ("away", "503 wait"),
    ],
)
def test_every_failure_answers_as_the_table_says(site, settings, how, expected):
    settings.ROOT_URLCONF = "tests.ldn_tracker.failing_urls"
    client = site.signed_in()
    client.raise_request_exception = False
    assert site.faults(client.get(f"/fail/{how}/"), expected) == []


@pytest.fixture
def built(settings, tmp_path: Path) -> str:
    """Build one style sheet as `prepare` builds all; return its address."""
    source = tmp_path / "source" / "css"
    source.mkdir(parents=True)
    (source / "app.css").write_text("body { color: black }\n" * 50)
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "built"
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0)
    (name,) = (path.name for path in (tmp_path / "built" / "css").glob("app.????????????.css"))
    return f"/static/css/{name}"


def test_static_files_are_kept_for_ever_and_depend_on_nobody(site, built):
    for client in (site.client(), site.signed_in()):
        answers = [client.get(built), client.get(built, headers={"origin": "https://evil.test"}), client.head(built)]
        assert [site.faults(answer, "200 static") for answer in answers] == [[]] * 3
        icon = client.get("/favicon.ico")
        assert site.faults(icon, "200 icon") == []
        close([*answers, icon])


def close(answers: list[HttpResponse]) -> None:
    """Close the files; closing the answers themselves would close the test's database connection."""
    for answer in answers:
        for closer in answer._resource_closers:
            closer()


def test_plain_http_leads_to_https_on_the_same_host_only(site):
    plain = Client(headers={**ON_HTTPS, "x-forwarded-proto": "http"} if site.https else None)
    answer = plain.get("/help/")
    wanted = (301, "https://diary.example.org/help/") if site.https else (200, None)
    assert (answer.status_code, answer.headers.get("Location")) == wanted


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Server": "gunicorn"}, "Server: gunicorn"),
        ({"Access-Control-Allow-Origin": "*"}, "Access-Control-Allow-Origin: *"),
        ({"ETag": '"x"'}, 'ETag: "x"'),
        ({"X-Frame-Options": "SAMEORIGIN"}, "X-Frame-Options: SAMEORIGIN"),
        ({"Content-Type": "text/html"}, "Content-Type: text/html"),
        ({"Strict-Transport-Security": "max-age=1"}, "Strict-Transport-Security: max-age=1"),
    ],
)
def test_a_header_too_many_or_different_is_found(site, change, fault):
    answer = site.client().get("/accounts/closed/")
    for name, value in change.items():
        answer.headers[name] = value
    assert site.faults(answer, "200 page") == [fault]


@pytest.mark.parametrize("name", ALWAYS)
def test_a_missing_header_is_found(site, name):
    answer = site.client().get("/accounts/closed/")
    del answer.headers[name]
    assert site.faults(answer, "200 page") == [f"{name}: None"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tracker", {"httponly": True, "samesite": "Lax"}),
        ("{}session", {"samesite": "Lax"}),
        ("{}session", {"httponly": True, "samesite": "None"}),
        ("{}session", {"httponly": True, "samesite": "Lax", "path": "/journal/"}),
        ("{}csrf", {"httponly": True, "samesite": "Lax", "domain": "example.org"}),
    ],
)
def test_a_cookie_that_is_not_in_the_table_or_not_so_is_found(site, name, options):
    answer = site.client().get("/accounts/closed/")
    prefix = "__Host-" if site.https else ""
    answer.set_cookie(name.format(prefix), "x", secure=site.https, **options)
    assert len(site.faults(answer, "200 page")) == 1


def test_a_cookie_without_secure_is_found_on_https(site):
    answer = site.client().get("/accounts/closed/")
    answer.set_cookie("__Host-session" if site.https else "session", "x", httponly=True, samesite="Lax")
    assert bool(site.faults(answer, "200 page")) is site.https
