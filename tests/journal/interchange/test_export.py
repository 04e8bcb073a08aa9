"""Take the record out: /journal/export/."""

import time
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from journal.interchange.bundle import read_zip
from journal.interchange.outgoing import export_zip
from tests import factories
from tests.records import snapshot

URL = reverse("journal:export")


@pytest.fixture
def record(alice):
    factories.check_in(alice, date(2026, 11, 20), {factories.target(alice): 4}, note="my secret words")
    return alice


def test_page_says_what_is_in_the_file_and_changes_nothing(record, alice_client):
    before = snapshot()
    response = alice_client.get(URL)
    assert response.status_code == 200
    assert b"Download my data" in response.content
    assert snapshot() == before


def test_post_hands_out_the_zip_under_a_neutral_name(record, alice_client):
    response = alice_client.post(URL)
    assert (response.status_code, response.content) == (200, export_zip(record))
    assert response["Content-Type"] == "application/zip"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_file_is_named_for_the_patients_own_journal_day(record, signed_in):
    record.time_zone = "Pacific/Auckland"
    record.save()
    with time_machine.travel("2026-11-22T18:00:00Z", tick=False):
        response = signed_in(record).post(URL)
    assert response["Content-Disposition"] == 'attachment; filename="journal-2026-11-23.zip"'


def test_export_holds_nothing_of_anybody_else(record, charlie, signed_in):
    csv_member, json_member = read_zip(signed_in(charlie).post(URL).content)
    assert b"my secret words" not in csv_member + json_member
    assert csv_member.count(b"\r\n") == 1


@pytest.fixture
def stale_client(record, alice_client):
    """Alice's client eleven minutes after the password was typed."""
    session = alice_client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 660}]
    session.save()
    return alice_client


def test_export_after_more_than_ten_minutes_asks_for_the_password(stale_client):
    response = stale_client.post(URL)
    assert response.status_code == 403
    assert "application/zip" not in response["Content-Type"]
    assert stale_client.get(URL).status_code == 302


def test_export_with_the_password_typed_again_is_handed_out(record, stale_client):
    assert stale_client.post(URL, {"password": "wrong password"}).status_code == 422
    assert stale_client.post(URL, {"password": "correct horse battery"}).content == export_zip(record)


def test_stranger_is_sent_to_sign_in(client, db):
    for response in (client.get(URL), client.post(URL)):
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(alice_client, method):
    assert getattr(alice_client, method)(URL).status_code == 405
