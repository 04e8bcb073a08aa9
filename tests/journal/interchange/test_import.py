"""Bring a file in: /journal/import/."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from journal.interchange import actions
from journal.interchange.incoming import TOO_LARGE
from journal.models import WaitingImport
from tests.journal.interchange.files import LDN, PAIN, csv_file, document, zip_of
from tests.records import snapshot

URL, PREVIEW = reverse("journal:import"), reverse("journal:import_preview")
NOTE = "2026-11-20,,note,,,,,my secret words"


def upload(client, data, name="journal.csv"):
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def test_page_shows_the_form(alice_client):
    response = alice_client.get(URL)
    assert response.status_code == 200
    assert b'type="file"' in response.content
    assert b'enctype="multipart/form-data"' in response.content


def test_file_waits_sealed_until_it_is_confirmed(alice, alice_client):
    response = upload(alice_client, csv_file(NOTE))
    assert (response.status_code, response["Location"]) == (302, PREVIEW)
    waiting = alice.waiting_imports.get()
    assert b"secret" not in bytes(waiting.content)
    assert actions.waiting_data(alice, waiting) == csv_file(NOTE)
    assert alice.check_ins.count() == 0


def test_zip_is_taken_under_any_name(alice, alice_client):
    assert upload(alice_client, zip_of(journal_csv=csv_file(), journal_json=document()), "x").status_code == 302


def test_refused_row_is_shown_by_line_and_reason_and_nothing_waits(alice, alice_client):
    response = upload(alice_client, csv_file(NOTE, "2026-11-21,,score,Pain,11,0-10,daily,"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Line 3: 11 is not on the scale 0-10." in text
    assert "<title>Error: " in text
    assert 'name="confirm"' not in text
    assert not alice.waiting_imports.exists()


def test_refusals_past_the_hundredth_are_counted(alice_client):
    text = upload(alice_client, csv_file(*["x,,note,,,,,x"] * 150)).content.decode()
    assert "150 rows cannot be kept, so nothing can be saved" in text
    assert "Only the first 100 are listed." in text


def test_file_that_is_something_else_is_refused_in_words(alice, alice_client):
    response = upload(alice_client, b"hello")
    assert response.status_code == 422
    assert "The first line is not the header" in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert not alice.waiting_imports.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choose a file."),
        ({"file": "text"}, "Choose a file."),
        ({"file": SimpleUploadedFile("x", b"")}, "The file is empty."),
    ],
)
def test_post_without_a_file_is_refused(alice_client, data, message):
    response = alice_client.post(URL, data)
    assert response.status_code == 422
    assert message in response.content.decode()


@pytest.fixture
def small_limit(monkeypatch):
    monkeypatch.setattr("journal.interchange.uploads.MOST_BYTES", 1000)
    monkeypatch.setattr("journal.interchange.uploads.DRAINED", 4000)


@pytest.mark.parametrize("size", [1001, 3000, 9000])
def test_upload_over_the_limit_is_answered_in_words(alice, alice_client, small_limit, size):
    response = upload(alice_client, b"x" * size)
    assert response.status_code == 413
    assert TOO_LARGE in response.content.decode()
    assert not alice.waiting_imports.exists()


def test_upload_over_the_limit_keeps_the_token_that_stands_before_it(alice, signed_in, small_limit):
    client = signed_in(alice)
    client.handler.enforce_csrf_checks = True
    token = client.get(URL).context["csrf_token"]
    file = SimpleUploadedFile("journal.csv", b"x" * 3000)
    assert client.post(URL, {"csrfmiddlewaretoken": str(token), "file": file}).status_code == 413


def test_upload_at_the_limit_is_read(alice_client, small_limit):
    data = csv_file(NOTE)
    assert upload(alice_client, data + b"\r\n" * ((1000 - len(data)) // 2)).status_code == 302


def test_two_files_together_over_the_limit_are_refused(alice_client, small_limit):
    files = {"file": SimpleUploadedFile("a", b"x" * 600), "other": SimpleUploadedFile("b", b"x" * 600)}
    assert alice_client.post(URL, files).status_code == 413


def test_new_file_takes_the_place_of_the_one_that_waits(alice, alice_client):
    upload(alice_client, csv_file(NOTE))
    upload(alice_client, csv_file(LDN))
    assert actions.waiting_data(alice, alice.waiting_imports.get()) == csv_file(LDN)


def test_files_of_others_whose_hour_is_over_are_swept_away(alice, charlie, alice_client, signed_in):
    upload(signed_in(charlie), csv_file(PAIN))
    WaitingImport.objects.update(made_at="2020-01-01T00:00:00Z")
    upload(alice_client, csv_file(NOTE))
    assert [waiting.patient for waiting in WaitingImport.objects.all()] == [alice]


def test_get_changes_nothing(alice_client):
    before = snapshot()
    assert alice_client.get(URL, {"confirm": "yes"}).status_code == 200
    assert snapshot() == before


def test_stranger_is_sent_to_sign_in(client, db):
    for response in (client.get(URL), client.post(URL), client.get(PREVIEW), client.post(PREVIEW)):
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("url", [URL, PREVIEW])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(alice_client, method, url):
    assert getattr(alice_client, method)(url).status_code == 405
