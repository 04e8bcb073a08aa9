"""Everything typed survives a failed save: the page that says so holds it, and no secret."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from accounts.models import User
from ldn_tracker import kept
from tests import factories, site_map
from tests.devices import with_recovery_codes
from tests.html_forms import post_forms

DAY = date(2026, 11, 20)
ADDRESS = f"/journal/{DAY}/"
NOTE = '  Slept badly.\r\nThen "better" </textarea><script>alert(1)</script> & so on'


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


def failing(error: Exception):
    """Let every statement of the block fail."""

    def fail(*args: object) -> None:
        raise error

    return connection.execute_wrapper(fail)


def post_and_fail(client: Client, address: str, answers: dict, error: Exception | None = None):
    client.raise_request_exception = False
    with failing(error or OperationalError("secret detail of db-7.internal")):
        return client.post(address, answers)


def sent_again(page) -> dict[str, list[str]]:
    """Return what the button of the page sends, with line breaks as a browser sends them."""
    [form] = post_forms(page.text)
    assert (form.action, form.has_token) == ("", True)
    return {
        name: [text.replace("\r\n", "\n").replace("\n", "\r\n") for text in each] for name, each in form.sent.items()
    }


@pytest.mark.parametrize("error", [OperationalError("secret detail"), InterfaceError("secret detail")])
def test_day_that_meets_a_dead_database_comes_back_with_everything_typed(alice_client, pain, error):
    answers = {"version": ["0"], f"item_{pain.pk}": ["5"], "note": [NOTE]}

    page = post_and_fail(alice_client, ADDRESS, answers, error)

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert sent_again(page) == answers
    assert "Slept badly." in page.text
    assert "<script" not in page.text
    assert "secret detail" not in page.text
    assert page["Cache-Control"] == "private, no-store"


def test_the_button_saves_what_was_typed(alice, alice_client, pain):
    answers = {"version": "0", f"item_{pain.pk}": "5", "note": NOTE}
    again = sent_again(post_and_fail(alice_client, ADDRESS, answers))

    assert alice_client.post(ADDRESS, again).status_code == 302

    saved = alice.check_ins.get()
    assert (saved.day, saved.note, saved.ratings.get().value) == (DAY, NOTE.replace("\r\n", "\n").strip(), 5)


def test_the_button_carries_a_token_that_the_next_post_accepts(alice, signed_in, pain):
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(alice).cookies
    token = client.get(ADDRESS).context["csrf_token"]
    page = post_and_fail(client, ADDRESS, {"version": "0", "note": "Kept", "csrfmiddlewaretoken": str(token)})
    [again] = [line for line in page.text.splitlines() if 'name="csrfmiddlewaretoken"' in line]

    new_token = again.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post(ADDRESS, {**sent_again(page), "csrfmiddlewaretoken": new_token}).status_code == 302


def test_fault_of_our_own_keeps_what_was_typed_too(alice_client, pain):
    page = post_and_fail(alice_client, ADDRESS, {"note": "Typed at length"}, ZeroDivisionError("secret detail"))

    assert (page.status_code, sent_again(page)) == (500, {"note": ["Typed at length"]})
    assert "secret detail" not in page.text


def test_what_another_site_sent_is_not_shown(alice, signed_in):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = signed_in(alice).cookies
    with failing(OperationalError()):
        refused = client.post(ADDRESS, {"note": "Planted by another site"})
    assert "Planted by another site" not in refused.text


def test_passcode_on_the_page_of_a_link_is_not_shown(db):
    page = post_and_fail(Client(), f"/r/{'x' * 43}/", {"passcode": "314159", "note": "Planted by a stranger"})
    assert page.status_code == 503
    assert ("314159" in page.text, "Planted" in page.text, post_forms(page.text)) == (False, False, [])


def test_password_and_file_are_not_kept_and_it_is_said(client, db):
    page = post_and_fail(client, "/accounts/login/", {"login": "alice@example.test", "password": "correct horse"})
    assert (page.status_code, sent_again(page)) == (503, {"login": ["alice@example.test"]})
    assert "correct horse" not in page.text
    assert "you will be asked for it again" in page.text


def test_page_stays_a_page_whatever_was_sent(alice_client):
    page = post_and_fail(alice_client, ADDRESS, {"note": "long " * 50_000})
    assert (page.status_code, post_forms(page.text), len(page.content) < 10_000) == (503, [], True)


def test_reading_a_page_that_fails_shows_no_form(alice_client):
    alice_client.raise_request_exception = False
    with failing(OperationalError()):
        page = alice_client.get(ADDRESS)
    assert (page.status_code, page["Retry-After"], post_forms(page.text)) == (503, "30", [])


def test_session_is_not_asked_for_again_after_it_could_not_be_read(alice_client):
    asked = []

    def fail(execute, sql, *rest):
        asked.append(sql)
        raise OperationalError

    alice_client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        assert alice_client.post(ADDRESS, {"note": "once"}).status_code == 503
    assert len(asked) == 1


def test_every_secret_field_of_the_site_is_known_as_one(alice, alice_client):
    """Found by what a form says to the browser; and no field that is none is left out."""
    alice.emailaddress_set.update(verified=True)
    fields = {}
    for client, patient in ((alice_client, alice), (Client(), None)):
        for address in site_map.addresses_of(client, patient, day=DAY, token="x" * 43).values():
            page = client.get(address)
            if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                fields |= secrets_of(page)
    fields |= secrets_of(asked_for_a_fresh_sign_in(alice, alice_client))
    assert {name for name, secret in fields.items() if secret != bool(kept.SECRET.search(name))} == set()
    assert {name for name, secret in fields.items() if secret} >= {"password", "password1", "oldpassword", "fresh-code"}


def secrets_of(page) -> dict[str, bool]:
    """Return whether each field of a page's forms is a secret."""
    return {name: is_secret(each) for form in post_forms(page.text) for name, each in form.fields.items()}


def asked_for_a_fresh_sign_in(person: User, client: Client):
    """The page that is an answer to a post alone: it asks for the password or a code, with what was typed carried."""
    with_recovery_codes(person)
    with time_machine.travel(datetime(2026, 11, 21, 12, 11, tzinfo=UTC), tick=False):
        return client.post("/accounts/close/", {"confirm": "on"})


def test_code_typed_for_a_fresh_sign_in_is_not_kept(alice, alice_client):
    page = post_and_fail(alice_client, "/accounts/close/", {"confirm": "on", "fresh-code": "271828"})
    assert (page.status_code, sent_again(page), "271828" in page.text) == (503, {"confirm": ["on"]}, False)
    assert "you will be asked for it again" in page.text


def is_secret(each) -> bool:
    said = each.attributes.get("autocomplete", "")
    # What a passkey signed is in a hidden field; the passcode of a link is read out and must be read back.
    return (
        each.kind == "password"
        or each.name in ("credential", "passcode")
        or said in ("one-time-code", "current-password", "new-password")
    )
