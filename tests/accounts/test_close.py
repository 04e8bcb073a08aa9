from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.actions import Goes
from accounts.models import RateWindow, User
from journal.models import CheckIn, DayVersion, Event, OverallChange, Visit
from reports.models import Share
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import errors, text, title
from tests.kept import check_kept_answers
from tests.large import big_patient

CLOSE, CLOSED = "/accounts/close/", "/accounts/closed/"
DAY = date(2026, 11, 22)
PLANTED = "planted words of"


@pytest.fixture(autouse=True)
def answers_are_kept(db):
    yield
    check_kept_answers()


def fill(person: User) -> None:
    """Give a person at least one row of every kind there is."""
    words = f"{PLANTED} {person.email}"
    medicine = factories.ldn(person, pharmacy=words, prescriber=words, reason_words=words)
    factories.step(medicine, DAY, reason=words)
    for number in (1, 2):
        factories.dose(medicine, DAY, number=number)
    pain, headache = factories.target(person), factories.side_effect(person)
    for ago in range(3):
        factories.check_in(person, DAY - timedelta(days=ago), {pain: ago, headache: 0}, note=words)
    DayVersion.objects.create(patient=person, day=DAY, version=1, state=words)
    OverallChange.objects.create(patient=person, day=DAY, value=2)
    Event.objects.create(patient=person, day=DAY, kind="other", text=words)
    Visit.objects.create(patient=person, day=DAY, text=words)
    person.batches.create(medicine=medicine, opened=DAY, number=words)
    factories.diary(person)
    now = timezone.now()
    share = Share.objects.create(
        patient=person,
        label=words,
        token_digest=person.email.encode(),
        created_at=now,
        expires_at=now + timedelta(days=30),
    )
    share.items.set([pain, headache])
    person.frozen_reports.create(share=share, content=words.encode(), made_at=now)
    share.openings.create(at=now, what="page", device="Firefox on Windows")
    person.waiting_imports.create(content=words.encode(), made_at=now)
    LogEntry.objects.create(user=person, object_id="1", object_repr=words, action_flag=CHANGE)
    person.authenticator_set.create(type="totp", data={"secret": "x"})
    person.usersession_set.create(ip="192.0.2.1", user_agent=words, session_key=f"gone {person.pk}")
    person.groups.add(Group.objects.get_or_create(name="everybody")[0])
    person.user_permissions.add(Permission.objects.first())


def whole_database() -> dict[str, list[tuple]]:
    """Every row of every model, those between two models included.

    Not the counts of tries: they name nobody, and `tidy` deletes them when they end.
    """
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model is not RateWindow
    }


@pytest.fixture
def filled(alice, charlie):
    fill(charlie)
    return charlie


def test_closing_leaves_the_database_as_if_the_person_had_never_been(db, signed_in, erin):
    charlie = factories.patient("charlie@example.test")
    fill(charlie)
    signed_in(charlie)
    before = whole_database()
    alice = factories.patient("alice@example.test")
    phone, laptop, half_way_in = signed_in(alice), Client(), Client()
    laptop.post("/accounts/login/", {"login": alice.email, "password": PASSWORD, "remember": "on"})
    fill(alice)
    half_way_in.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert half_way_in.session["account_login"]
    assert whole_database() != before
    assert phone.post(CLOSE, {"confirm": "on"}).headers["Location"] == CLOSED
    assert whole_database() == before
    assert laptop.get("/accounts/profile/").status_code == 302


def test_the_test_above_fills_every_kind_of_row(alice):
    fill(alice)
    empty = [
        relation.related_model._meta.label
        for relation in User._meta.related_objects
        if not relation.related_model._base_manager.filter(**{relation.field.name: alice}).exists()
    ]
    assert empty == []


def test_no_table_holds_anything_of_the_person_afterwards(alice, filled, signed_in):
    fill(alice)
    client = signed_in(alice)
    client.post(CLOSE, {"confirm": "on"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(
                [[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor.fetchall()]
            )
            assert "alice" not in rows
            assert repr(bytes(alice.wrapped_key))[2:-1] not in rows


def test_page_says_what_goes_counted(alice, filled, alice_client):
    fill(alice)
    response = alice_client.get(CLOSE)
    assert (response.status_code, title(response)) == (200, "Close your account - LDN Tracker")
    assert [(kind.count, kind.words) for kind in response.context["goes"]][:1] == [(3, "check-ins")]
    assert {(kind.count, kind.words) for kind in response.context["goes"]} == {
        (3, "check-ins"),
        (2, "items"),
        (2, "doses"),
        (1, "email address"),
        (1, "medicine"),
        (1, "dose step"),
        (1, "earlier version of a day"),
        (1, "overall impression"),
        (1, "batch of a medicine"),
        (1, "set of diary settings and safety answers"),
        (1, "set of reminder settings"),
        (1, "notice"),
        (1, "event"),
        (1, "visit"),
        (1, "link"),
        (1, "copy behind a frozen link"),
        (1, "file waiting to be brought in"),
        (1, "entry in the log of the staff pages"),
        (1, "second step, passkey or set of recovery codes"),
        (1, "device you are signed in on"),
    }
    assert "3 check-ins 2" in text(response)


def test_kinds_without_rows_are_left_out(alice):
    assert actions.what_goes(user=alice) == [Goes(count=1, words="email address")]


def test_looking_changes_nothing(alice, filled, alice_client):
    fill(alice)
    before = whole_database()
    alice_client.get(CLOSE)
    alice_client.head(CLOSE)
    assert whole_database() == before


@pytest.mark.parametrize("data", [{}, {"confirm": ""}, {"confirm": "false"}, {"confirm": "False"}])
def test_without_the_tick_nothing_goes(alice, alice_client, data):
    before = whole_database()
    response = alice_client.post(CLOSE, data)
    del before["sessions.Session"]  # a POST prolongs it
    assert (response.status_code, title(response)) == (422, "Error: Close your account - LDN Tracker")
    assert errors(response) == [
        "Yes, delete all of it for good: Tick the box if you want to close the account. Nothing was deleted."
    ]
    assert {label: rows for label, rows in whole_database().items() if label in before} == before


def test_closing_ends_on_a_public_page_and_empties_the_browser(alice_client):
    response = alice_client.post(CLOSE, {"confirm": "on"})
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert title(alice_client.get(CLOSED)) == "Your account is closed - LDN Tracker"
    assert title(Client().get(CLOSED)) == "Your account is closed - LDN Tracker"


def test_nobody_can_sign_in_afterwards_and_the_address_is_free_again(alice_client, sign_up_data):
    alice_client.post(CLOSE, {"confirm": "on"})
    stranger = Client()
    assert stranger.post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD}).status_code == 422
    stranger.post("/accounts/signup/", {**sign_up_data, "email": "alice@example.test"})
    again = User.objects.get()
    assert (again.email, actions.what_goes(user=again)) == (
        "alice@example.test",
        [Goes(count=1, words="email address"), Goes(count=1, words="device you are signed in on")],
    )


def test_sessions_of_others_and_of_strangers_stay(alice_client, charlie, signed_in):
    signed_in(charlie)
    stranger = Client().session
    stranger["something"] = 1
    stranger.save()
    alice_client.post(CLOSE, {"confirm": "on"})
    assert sorted(session.get_decoded().get("_auth_user_id", "") for session in Session.objects.all()) == [
        "",
        str(charlie.pk),
    ]


def test_many_sessions_of_one_person_all_end(alice, signed_in, charlie):
    for _ in range(5):
        signed_in(alice)
    signed_in(charlie)
    actions.BATCH, before = 2, actions.BATCH
    try:
        actions.close_account(user=alice)
    finally:
        actions.BATCH = before
    assert Session.objects.count() == 1


def test_a_session_that_cannot_be_read_is_no_obstacle(alice, alice_client):
    Session.objects.create(session_key="x" * 32, session_data="junk", expire_date=timezone.now())
    assert alice_client.post(CLOSE, {"confirm": "on"}).status_code == 302


def test_a_person_with_ten_years_of_entries_can_close(alice, alice_client):
    big_patient(alice, days=400, items=20)
    assert alice_client.post(CLOSE, {"confirm": "on"}).status_code == 302
    assert not CheckIn.objects.exists()


def test_stranger_is_sent_to_sign_in(stranger):
    assert stranger.get(CLOSE).headers["Location"] == f"/accounts/login/?next={CLOSE}"


@pytest.mark.parametrize("verb", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", [CLOSE, CLOSED])
def test_other_verbs_are_refused(alice_client, path, verb):
    assert getattr(alice_client, verb)(path).status_code == 405


def test_the_last_page_cannot_be_posted_to(stranger):
    assert stranger.post(CLOSED).status_code == 405
