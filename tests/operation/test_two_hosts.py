"""Two app hosts with one PostgreSQL behind one nginx: what is done on one holds on the other."""

import re
import threading
from contextlib import contextmanager
from datetime import date
from http.client import IncompleteRead

import pytest

from tests import factories
from tests.operation.client import WebClient
from tests.operation.proxy import host_behind, running_proxy
from tests.operation.servers import PASSWORD

pytestmark = [pytest.mark.nginx, pytest.mark.postgresql]


@pytest.fixture
def proxy(tmp_path):
    with running_proxy(tmp_path / "nginx", hosts=2) as running:
        yield running


@pytest.fixture
def database(sites):
    """One database for both hosts."""
    return sites.new("postgresql").env["DATABASE_URL"]


@pytest.fixture
def only(proxy, sites, database):
    """only(0): a block in which the first host runs and the second does not."""

    @contextmanager
    def running(number):
        with host_behind(proxy, sites, "postgresql", number, DATABASE_URL=database) as site:
            yield site

    return running


@pytest.fixture
def alice(only):
    with only(0) as site, site.models():
        person = factories.patient("alice@example.test")
        person.emailaddress_set.update(verified=True)
        factories.step(factories.ldn(person), date(2026, 1, 1))
        site.give_password(person)
        return person


def opened(proxy, link):
    reader = proxy.client()
    return reader.request("POST", link, Origin=proxy.address).status


def test_what_one_host_does_holds_on_the_other(proxy, only, alice):
    browser = proxy.client()
    with only(0):
        assert browser.sign_in("alice@example.test", PASSWORD).status == 302
        assert (browser.get("/journal/").status, browser.get("/journal/").location) == (200, "")
    with only(1):  # the host that signed her in is gone
        assert browser.get("/journal/").status == 200
        made = browser.submit("/reports/new/", label="Dr Lee")
        link = re.search(r"/r/[\w-]{43}/", made.text)[0]
        assert opened(proxy, link) == 303
    with only(0):
        revoke = re.search(r"/reports/\d+/revoke/", browser.get("/reports/").text)[0]
        assert browser.submit(revoke).status == 302
    with only(1):
        assert opened(proxy, link) == 404


def test_signing_out_on_one_host_signs_out_on_the_other(proxy, only, alice):
    browser = proxy.client()
    with only(0):
        browser.sign_in("alice@example.test", PASSWORD)
        kept = dict(browser.cookies)
        assert browser.submit("/accounts/logout/").status == 302
    with only(1):
        again = WebClient(proxy.address, context=proxy.context(), cookies=kept)
        answer = again.get("/journal/")
        assert (answer.status, answer.location) == (302, "/accounts/login/?next=/journal/"), answer.text


def test_a_host_that_dies_under_load_costs_a_visitor_at_most_the_answer_it_was_in_the_middle_of(proxy, only):
    """What had not begun goes to the other host; of a page whose head was sent already nothing can be called back."""
    statuses, cut = [], []
    ended = threading.Event()

    def visit():
        while not ended.is_set():
            try:
                statuses.append(proxy.client().get("/help/").status)
            except IncompleteRead as error:
                cut.append(error)

    with only(0) as first, only(1):
        visitors = [threading.Thread(target=visit) for _ in range(4)]
        for visitor in visitors:
            visitor.start()
        wanted = len(statuses) + 50
        while len(statuses) < wanted:
            ended.wait(0.05)
        first.kill()
        wanted = len(statuses) + 200
        while len(statuses) < wanted:
            ended.wait(0.05)
        ended.set()
        for visitor in visitors:
            visitor.join()
    assert set(statuses) == {200}
    assert len(cut) <= len(visitors)


def test_with_no_host_left_the_proxy_says_so_itself(proxy):
    token = "T" * 43
    answer = proxy.client().get(f"/r/{token}/")
    assert (answer.status, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        503,
        "10",
        "private, no-store",
    )
    assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
    assert "<h1>The site cannot answer just now</h1>" in answer.text
    assert token not in proxy.written()
