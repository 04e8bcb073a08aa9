"""tidy deletes what is over and nothing else, a few rows at a time, also twice at once."""

import secrets
from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts import invitations, once, outbox
from accounts.models import OutgoingMail, RateWindow, User
from journal.interchange.actions import keep_waiting
from journal.models import WaitingImport
from ldn_tracker import tidying
from tests import factories
from tests.places import empty_place
from tests.planted import plant
from tests.races import at_once
from tests.records import snapshot
from tests.statements import count_statements


@pytest.fixture(autouse=True)
def no_cached_values(db: None) -> None:
    """The table of the cache is no model's: what another test kept would still be there."""
    cache.clear()


def tidy() -> dict[str, int]:
    out = StringIO()
    call_command("tidy", stdout=out)
    return {words: int(count) for count, words in (line.split(" ", 1) for line in out.getvalue().splitlines())}


def session(seconds: int) -> str:
    store = SessionStore()
    store["word"] = "value"
    store.set_expiry(timedelta(seconds=seconds))
    store.save()
    return str(store.session_key)


def waiting(email: str, minutes: int) -> WaitingImport:
    patient = factories.patient(email)
    return keep_waiting(patient=patient, data=b"a file", now=timezone.now() - timedelta(minutes=minutes))


def window(seconds: int) -> RateWindow:
    now = int(timezone.now().timestamp())
    return RateWindow.objects.create(key=secrets.token_hex(16), used=1, ends_at=now + seconds)


def mail(hours: int) -> OutgoingMail:
    made = outbox.put(EmailMessage("Subject", "Words", "from@example.test", ["to@example.test"]))
    OutgoingMail.objects.filter(pk=made.pk).update(queued_at=timezone.now() - timedelta(hours=hours))
    return made


def device(key: str, hours: int) -> int:
    owner = User.objects.first() or factories.patient("owner@example.test")
    made = UserSession.objects.create(user=owner, session_key=key, ip="127.0.0.1", user_agent="")
    UserSession.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    return int(made.pk)


NOTHING = {
    "ended sessions": 0,
    "devices that are signed out": 0,
    "used codes that are out of date": 0,
    "counts of tries that are over": 0,
    "invitations that nobody used": 0,
    "mails that could not be sent in time": 0,
    "files that waited for over an hour": 0,
    "copies behind links that have ended": 0,
    "lines about openings over 90 days ago": 0,
    "cached values that are over": 0,
}


def test_what_is_over_goes_and_what_is_not_stays(db):
    kept = [session(60), waiting("a@example.test", 59).pk, window(60).key, mail(71).pk]
    devices = [device(kept[0], hours=48), device("new", hours=23)]
    device("gone", hours=48), device(session(-100), hours=25)
    assert (once.spend("test", "kept", timedelta(minutes=1)), once.spend("test", "gone", timedelta(0))) == (True, True)
    cache.set("kept", 1, 60)
    session(-1), session(-100_000), window(-1), mail(73)
    now = timezone.now()
    invitations.invite(email="fina@example.test", now=now)
    invitations.invite(email="gus@example.test", now=now - invitations.VALID)
    cache.set("gone", 1, 60)
    cursor = connection.cursor()
    cursor.execute("UPDATE cache SET expires = '2026-01-01 00:00:00' WHERE cache_key LIKE '%gone'")
    waiting("b@example.test", 59)
    WaitingImport.objects.exclude(pk=kept[1]).update(made_at=timezone.now() - timedelta(minutes=61))
    assert tidy() == {
        "ended sessions": 3,
        "devices that are signed out": 2,
        "used codes that are out of date": 1,
        "counts of tries that are over": 1,
        "invitations that nobody used": 1,
        "mails that could not be sent in time": 1,
        "files that waited for over an hour": 1,
        "copies behind links that have ended": 0,
        "lines about openings over 90 days ago": 0,
        "cached values that are over": 1,
    }
    assert [
        Session.objects.get().session_key,
        WaitingImport.objects.get().pk,
        RateWindow.objects.get().key,
        OutgoingMail.objects.get().pk,
    ] == kept
    assert list(UserSession.objects.order_by("pk").values_list("pk", flat=True)) == devices
    assert not once.spend("test", "kept", timedelta(minutes=1))
    assert cache.get("kept") == 1
    assert tidy() == NOTHING


def test_nothing_that_a_patient_wrote_goes(alice, charlie):
    for patient in (alice, charlie):
        plant(patient, patient.email[:3])
    OutgoingMail.objects.all().delete()
    before = snapshot()
    assert tidy() == NOTHING
    assert snapshot() == before


def test_rows_go_a_few_at_a_time(db, monkeypatch):
    for _ in range(7):
        session(-60)
    monkeypatch.setattr(tidying, "BATCH", 3)
    with count_statements() as statements:
        assert tidy()["ended sessions"] == 7
    deletes = [sql for sql, _ in statements.executed if sql.startswith("DELETE") and "django_session" in sql]
    assert len(deletes) == 3


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_delete_each_row_once(monkeypatch):
    monkeypatch.setattr(tidying, "BATCH", 10)
    cache.clear()
    kept = session(600)
    Session.objects.bulk_create(
        Session(session_key=f"k{number}", session_data="", expire_date=timezone.now()) for number in range(300)
    )
    RateWindow.objects.bulk_create(RateWindow(key=f"k{number}", used=1, ends_at=1) for number in range(300))
    for number in range(100):
        cache.set(f"k{number}", 1, 60)
    connection.cursor().execute("UPDATE cache SET expires = '2026-01-01 00:00:00'")
    counts = at_once(lambda number: tidying.tidy(timezone.now()), 4)
    sums = {words: sum(each[words] for each in counts) for words in NOTHING}
    assert (sums["ended sessions"], sums["counts of tries that are over"], sums["cached values that are over"]) == (
        300,
        300,
        100,
    )
    assert [each.session_key for each in Session.objects.all()] == [kept]
    assert tidy() == NOTHING


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_left_to_them(monkeypatch):
    held, free = session(-60), session(-60)
    with transaction.atomic():
        Session.objects.select_for_update().get(session_key=held)
        assert at_once(lambda number: tidying.tidy(timezone.now()), 1)[0]["ended sessions"] == 1
    assert [each.session_key for each in Session.objects.all()] == [held]
    assert free != held


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_tidied_is_said_in_a_sentence(tmp_path):
    with empty_place(tmp_path), pytest.raises(CommandError, match=r"The database cannot be tidied \(.*django_session"):
        tidy()
