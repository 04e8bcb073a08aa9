"""Each limited address takes what its limit says and then asks to wait; what must not be limited is not."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts import limits, second_factor_forms, sign_in_tries
from ldn_tracker.limits import POSTS, QUESTIONS, Limited, by_address, by_mailbox, by_person
from tests.ldn_tracker import pages
from tests.reports.links import link
from tests.site_map import places

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
UNIT = {"minute": 60, "minutes": 60, "hour": 3600, "hours": 3600}
NAME = "alice@example.test"
VALUES = {"key": "made-up", "uidb36": "1", "token": "A" * 43}
COUNTED_BY = {by_address: "network address", by_person: "person", by_mailbox: "e-mail address"}


@pytest.fixture(autouse=True)
def noon(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def address_of(name: str) -> str:
    place = next(place for place in places() if place.name == name)
    return place.address(VALUES[argument] for argument in place.arguments)


def use_up(limited: Limited, who: str, left: int = 0) -> None:
    """Count all tries but so many."""
    for _ in range(limited.limit.amount - left):
        assert limits.take(limited.limit, who) == 0


@pytest.mark.parametrize(("name", "number"), [(name, number) for name in POSTS for number in range(len(POSTS[name]))])
def test_the_last_post_passes_and_the_next_must_wait(name, number, alice, alice_client):
    limited = POSTS[name][number]
    client = alice_client if limited.who is by_person else Client()
    use_up(limited, {by_person: str(alice.pk), by_address: "127.0.0.1", by_mailbox: NAME}[limited.who], left=1)
    last, refused = (client.post(address_of(name), {"email": NAME}) for _ in range(2))
    assert last.status_code != 429
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(limited.limit.seconds))
    assert pages.heading(refused) == "Please wait a little"


@pytest.mark.parametrize("name", POSTS)
def test_reading_is_not_counted(name, alice, alice_client):
    for limited in POSTS[name]:
        use_up(limited, {by_person: str(alice.pk), by_address: "127.0.0.1", by_mailbox: NAME}[limited.who])
    for client in (alice_client, Client()):
        assert client.get(address_of(name)).status_code in (200, 302, 404, 405)


def test_the_last_search_passes_the_next_must_wait_and_the_page_itself_opens(client):
    (limited,) = QUESTIONS["learn:search"]
    use_up(limited, "127.0.0.1", left=1)
    for address in ("/learn/search/", "/learn/search/"):
        assert client.get(address).status_code == 200
    assert client.get("/learn/search/?q=sleep").status_code == 200
    for refused in (client.get("/learn/search/?q=sleep"), client.head("/learn/search/?q=sleep")):
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert client.get("/learn/search/").status_code == 200


def test_search_goes_on_where_it_cannot_be_counted(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_ratewindow RENAME TO away")
    assert client.get("/learn/search/?q=sleep").status_code == 200


def test_every_limited_address_is_there():
    assert [name for name in (*POSTS, *QUESTIONS) if name not in {place.name for place in places()}] == []


def test_diary_is_never_limited(alice_client):
    saved = [alice_client.post("/journal/", {"version": 0}).status_code for _ in range(70)]
    assert 429 not in saved
    assert not {name for name in POSTS if name.startswith("journal:")} - {
        "journal:export",
        "journal:import",
        "journal:import_preview",
        "journal:reminder_calendar",  # makes a secret
    }


def test_forty_dead_links_from_one_address_do_not_shut_a_living_one(alice):
    token = link(alice).token
    answers = [Client().post(f"/r/{number:043}/").status_code for number in range(40)]
    assert answers == [404] * 40
    assert Client().post(f"/r/{token}/").status_code == 303


def test_a_post_that_is_refused_anyway_is_not_counted(db):
    client = Client(enforce_csrf_checks=True)
    answers = {client.post("/accounts/signup/", {}).status_code for _ in range(40)}
    assert answers == {403}


def test_the_page_of_a_link_that_must_wait_reads_no_session(alice_client, django_assert_num_queries):
    use_up(POSTS["share:report"][0], "127.0.0.1")
    with django_assert_num_queries(2):  # the count, and how long to wait
        answer = alice_client.post(f"/r/{'A' * 43}/")
    assert (answer.status_code, "data:" in answer.headers["Content-Security-Policy"]) == (429, False)


def test_what_allauth_would_count_itself_is_left_to_us():
    counted = {name for name, rate in settings.ACCOUNT_RATE_LIMITS.items() if rate}
    assert counted == {"confirm_email"}


def in_the_code() -> set[tuple[str, int, int, str]]:
    """Return every limit: name, posts, seconds, counted by."""
    found = {
        (each.limit, COUNTED_BY[each.who]) for limited in (*POSTS.values(), *QUESTIONS.values()) for each in limited
    }
    found |= {
        (sign_in_tries.HERE, "account and network address"),
        (sign_in_tries.ADDRESS, "network address"),
        (second_factor_forms.GUESSES, "person"),
        (second_factor_forms.GUESSES_TODAY, "person"),
        (sign_in_tries.ACCOUNT, "account, but not from where it was signed in to in the last 30 days"),
    }
    return {(limit.name, limit.amount, limit.seconds, who) for limit, who in found}


def in_the_docs(text: str) -> set[tuple[str, int, int, str]]:
    """Return every row of the table of limits."""
    rows = re.findall(r"^\| ([^|`]+) \| (\d+) \| (\d+) (\w+) \| ([^|]+) \|$", text, re.MULTILINE)
    return {(name, int(posts), int(count) * UNIT[unit], who) for name, posts, count, unit, who in rows}


def test_table_in_the_docs_is_what_is_counted():
    assert in_the_docs((settings.BASE_DIR / "docs" / "settings.md").read_text()) == in_the_code()


def test_a_row_of_the_table_is_read():
    assert in_the_docs("| sign up | 30 | 10 minutes | network address |") == {("sign up", 30, 600, "network address")}


def test_without_its_table_sign_in_is_closed_and_the_diary_open(alice_client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_ratewindow RENAME TO away")
    assert alice_client.get("/journal/history/").status_code == 200
    assert Client(raise_request_exception=False).post("/accounts/login/", {}).status_code == 503
