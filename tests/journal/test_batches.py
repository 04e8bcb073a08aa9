"""Batches: what stands on the label, and plainly said when a bottle is past its date or of another strength."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests import factories
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def medicine(alice):
    return factories.ldn(alice, pharmacy="Mill Road")


def typed(**given: str) -> dict[str, str]:
    return {"opened": "2026-11-20", "number": " LD 42 ", "expires": "", "strength": "1", "pharmacy": "Mill", **given}


def batch(medicine, **fields):
    return medicine.batches.create(patient=medicine.patient, **{"opened": date(2026, 11, 1), **fields})


def test_a_new_batch_opens_today_from_the_usual_pharmacy(alice_client, medicine):
    page = alice_client.get(f"/journal/medicines/{medicine.pk}/batches/new/").text
    assert 'value="2026-11-22"' in page
    assert 'value="Mill Road"' in page


def test_a_batch_is_kept_listed_changed_and_deleted(alice, alice_client, medicine):
    back = f"/journal/medicines/{medicine.pk}/"
    added = alice_client.post(f"{back}batches/new/", typed(expires="2027-05-31"))
    assert added["Location"] == back
    row = alice.batches.get()
    assert (row.medicine, row.opened, row.expires, row.strength, row.number, row.pharmacy) == (
        medicine,
        date(2026, 11, 20),
        date(2027, 5, 31),
        1000,
        "LD 42",
        "Mill",
    )
    listed = alice_client.get(back).text
    assert "Opened 20 Nov 2026</strong>, number LD 42, 1 mg/mL, from Mill, use before 31 May 2027." in listed
    assert alice_client.post(f"/journal/batches/{row.pk}/", typed(number="LD 43")).status_code == 302
    row.refresh_from_db()
    assert (row.number, row.expires) == ("LD 43", None)
    assert "opened on 20 Nov 2026, number LD 43" in alice_client.get(f"/journal/batches/{row.pk}/delete/").text
    assert alice.batches.count() == 1
    assert alice_client.post(f"/journal/batches/{row.pk}/delete/")["Location"] == back
    assert alice.batches.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"opened": ""}, "opened"),
        ({"opened": "2026-11-23"}, "opened"),
        ({"opened": "1899-12-31"}, "opened"),
        ({"expires": "2100-01-02"}, "expires"),
        ({"expires": "1899-12-31"}, "expires"),
        ({"strength": "0"}, "strength"),
        ({"strength": "strong"}, "strength"),
        ({"number": "x" * 61}, "number"),
        ({"pharmacy": "x" * 121}, "pharmacy"),
    ],
)
def test_a_batch_that_cannot_be_is_refused(alice, alice_client, medicine, given, field):
    page = alice_client.post(f"/journal/medicines/{medicine.pk}/batches/new/", typed(**given))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert alice.batches.count() == 0


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2026-11-21", "Past its date: to be used before 21 Nov 2026."),
        ("2026-11-22", "Past its date: to be used before 22 Nov 2026."),
        ("2026-11-23", "To be used before 23 Nov 2026: that is soon."),
        ("2026-12-06", "To be used before 6 Dec 2026: that is soon."),
        ("2026-12-07", ""),
    ],
)
def test_a_date_that_is_past_or_near_is_said_on_both_pages(alice_client, medicine, expires, said):
    batch(medicine, expires=expires)
    for address in ("/journal/medicines/", f"/journal/medicines/{medicine.pk}/"):
        page = alice_client.get(address).text
        assert said in page
        assert ("alert-warning" in page) == bool(said)


def test_only_the_batch_opened_last_is_spoken_of_on_the_list(alice_client, medicine):
    batch(medicine, opened=date(2026, 10, 1), expires=date(2026, 11, 1))
    batch(medicine, opened=date(2026, 11, 1), expires=date(2027, 11, 1))
    assert "Past its date" not in alice_client.get("/journal/medicines/").text
    assert "Past its date" in alice_client.get(f"/journal/medicines/{medicine.pk}/").text


@pytest.mark.parametrize(("strength", "said"), [(2000, True), (1000, False), (None, False)])
def test_another_strength_than_the_dose_is_measured_by_is_said(alice_client, medicine, strength, said):
    factories.step(medicine, date(2026, 11, 1), volume=4500, strength=1000)
    batch(medicine, strength=strength)
    page = alice_client.get("/journal/medicines/").text
    assert ("It is 2 mg/mL; your dose is written in mL of 1 mg/mL." in page) == said


def test_the_medicine_page_asks_the_same_number_of_statements_for_many_batches(alice_client, medicine):
    counts = []
    for number in (1, 10):
        for _ in range(number):
            batch(medicine)
        with count_statements() as statements:
            alice_client.get(f"/journal/medicines/{medicine.pk}/")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_another_patients_batch_is_not_found(alice_client, charlie):
    theirs = factories.ldn(charlie)
    row = batch(theirs)
    for address in (f"/journal/medicines/{theirs.pk}/batches/new/", f"/journal/batches/{row.pk}/"):
        assert alice_client.get(address).status_code == 404
        assert alice_client.post(address, typed()).status_code == 404
    assert alice_client.post(f"/journal/batches/{row.pk}/delete/").status_code == 404
    assert charlie.batches.count() == 1
