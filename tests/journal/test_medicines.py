"""Medicines and dose steps: typed in, changed, deleted, and never somebody else's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import Dose, DoseStep, Medicine
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def medicine(alice):
    return factories.ldn(alice)


def typed(**given: object) -> dict[str, object]:
    return {"name": "Duloxetine", "form": "capsule", "strength": "", "pharmacy": "", "reason": "", **given}


def step_typed(**given: object) -> dict[str, object]:
    return {"day": "2026-11-20", "kind": "start", "amount": "4.5", "hours": "20:00", "reason": "", **given}


def test_no_medicine_yet_offers_the_form_as_ldn(alice_client):
    page = alice_client.get("/journal/medicines/").content.decode()
    assert "Add a medicine" in page
    assert "checked" in page


def test_the_list_shows_steps_with_planned_ones_marked(alice, alice_client, medicine):
    factories.step(medicine, date(2026, 11, 1), 1500)
    factories.step(medicine, date(2026, 12, 1), 3000, kind="increase")
    factories.step(medicine, date(2027, 1, 1), None, kind="pause", hours="")
    page = alice_client.get("/journal/medicines/").content.decode()
    for part in ("1.5 mg", "3 mg", "1 Dec 2026 (planned)", "pause"):
        assert part in page
    assert "1 Nov 2026 (planned)" not in page


def test_adding_a_medicine_leads_to_its_steps(alice, alice_client, medicine):
    response = alice_client.post("/journal/medicines/", typed(name="  Duloxetine ", strength="2,5", pharmacy="Mill"))
    added = alice.medicines.get(is_ldn=False)
    assert response["Location"] == f"/journal/medicines/{added.pk}/steps/several/"
    assert (added.name, added.strength, added.pharmacy, added.position) == ("Duloxetine", 2500, "Mill", 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "naltrexone  (ldn)"}, "You already have a medicine with this name."),
        ({"name": "ＮＡＬＴＲＥＸＯＮＥ"}, ""),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"is_ldn": "on"}, "One medicine is already marked as your LDN."),
        ({"form": "syrup"}, "Select a valid choice."),
        ({"strength": "0"}, "A strength is more than 0."),
        ({"strength": "-1"}, "Write a number such as 4.5"),
        ({"pharmacy": "x" * 121}, "at most 120 characters"),
        ({"pharmacy": "\x00"}, "Null characters are not allowed."),
        ({"reason": "because"}, "Select a valid choice."),
    ],
)
def test_a_medicine_that_cannot_be_is_refused(alice, alice_client, medicine, given, message):
    response = alice_client.post("/journal/medicines/", typed(**given))
    if not message:
        assert response.status_code == 302  # wide letters are another name: NFC does not fold them
        return
    assert response.status_code == 422
    assert message in response.content.decode()
    assert alice.medicines.count() == 1


def test_a_medicine_can_be_changed_and_keeps_its_own_name(alice, alice_client, medicine):
    body = typed(name="Naltrexone (LDN)", is_ldn="on", form="liquid", strength="1", reason="lupus", reason_words="mine")
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/", body).status_code == 302
    medicine.refresh_from_db()
    assert (medicine.form, medicine.strength, medicine.reason, medicine.reason_words) == (
        "liquid",
        1000,
        "lupus",
        "mine",
    )
    assert 'value="1"' in alice_client.get(f"/journal/medicines/{medicine.pk}/").content.decode()


def test_a_bad_change_is_refused_and_nothing_changes(alice_client, medicine):
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/", typed(name="")).status_code == 422
    medicine.refresh_from_db()
    assert medicine.name == "Naltrexone (LDN)"


def test_deleting_a_medicine_asks_with_its_counts(alice_client, medicine):
    factories.step(medicine, date(2026, 11, 1))
    factories.dose(medicine, date(2026, 11, 1))
    factories.dose(medicine, date(2026, 11, 2))
    page = alice_client.get(f"/journal/medicines/{medicine.pk}/delete/").content.decode()
    assert "1 dose step " in page
    assert "2 recorded doses" in page
    assert Medicine.objects.count() == 1
    alice_client.post(f"/journal/medicines/{medicine.pk}/delete/")
    assert (Medicine.objects.count(), DoseStep.objects.count(), Dose.objects.count()) == (0, 0, 0)


def test_adding_a_step_ahead(alice, alice_client, medicine):
    assert alice_client.get(f"/journal/medicines/{medicine.pk}/steps/new/").status_code == 200
    body = step_typed(day="2027-01-15", kind="increase", amount="3", hours="8:00, 20:00", reason="as prescribed")
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/steps/new/", body).status_code == 302
    step = alice.dose_steps.get()
    assert (step.day, step.kind, step.amount, step.unit, step.hours, step.reason) == (
        date(2027, 1, 15),
        "increase",
        3000,
        "mg",
        "08:00 20:00",
        "as prescribed",
    )
    assert step.doses_a_day == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"day": ""}, "This field is required."),
        ({"day": "0001-01-01"}, "Choose a day between 1900 and two years from now."),
        ({"day": "2028-11-22"}, "Choose a day between 1900 and two years from now."),
        ({"day": "2026-11-01", "amount": "3"}, "This medicine already has a step on that day."),
        ({"amount": ""}, "Write the dose, more than 0."),
        ({"amount": "0"}, "Write the dose, more than 0."),
        ({"amount": "1e309"}, "Write a number such as 4.5"),
        ({"kind": "pause"}, "A pause or a stop has no dose."),
        ({"kind": "leap"}, "Select a valid choice."),
        ({"hours": "8pm"}, "Write hours as 20:00"),
        ({"hours": " ".join(f"{hour:02}:00" for hour in range(7))}, "Write hours as 20:00"),
        ({"reason": "x" * 301}, "at most 300 characters"),
        ({"amount": "6.5"}, "Over 6 mg"),
        ({"amount": "10"}, "Over 6 mg"),
        ({"amount": "10.001"}, "Over 10 mg"),
    ],
)
def test_a_step_that_cannot_be_is_refused(alice, alice_client, medicine, given, message):
    factories.step(medicine, date(2026, 11, 1))
    response = alice_client.post(f"/journal/medicines/{medicine.pk}/steps/new/", step_typed(**given))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert alice.dose_steps.count() == 1


@pytest.mark.parametrize(("amount", "confirmed"), [("6", False), ("6.5", True), ("12", True)])
def test_a_high_step_is_kept_once_confirmed(alice, alice_client, medicine, amount, confirmed):
    body = step_typed(amount=amount) | ({"prescriber_confirmed": "on"} if confirmed else {})
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/steps/new/", body).status_code == 302
    assert alice.dose_steps.count() == 1


def test_another_medicine_has_its_own_unit_and_no_ldn_limit(alice, alice_client):
    other = Medicine.objects.create(patient=alice, name="Vitamin D")
    body = step_typed(amount="2000", unit="IU")
    assert alice_client.post(f"/journal/medicines/{other.pk}/steps/new/", body).status_code == 302
    assert alice.dose_steps.get().amount_text == "2000 IU"


@pytest.mark.parametrize("unit", ["", "two words", "x" * 17, "\x00"])
def test_a_unit_is_one_short_word(alice, alice_client, unit):
    other = Medicine.objects.create(patient=alice, name="Vitamin D")
    response = alice_client.post(f"/journal/medicines/{other.pk}/steps/new/", step_typed(amount="1", unit=unit))
    assert response.status_code == 422


def test_a_step_can_be_changed_to_a_stop(alice_client, medicine):
    step = factories.step(medicine, date(2026, 11, 1))
    assert 'value="4.5"' in alice_client.get(f"/journal/steps/{step.pk}/").content.decode()
    body = step_typed(day="2026-11-01", kind="stop", amount="", hours="")
    assert alice_client.post(f"/journal/steps/{step.pk}/", body).status_code == 302
    step.refresh_from_db()
    assert (step.kind, step.amount, step.amount_text, step.doses_a_day) == ("stop", None, "", 0)


def test_deleting_a_step_asks_and_keeps_the_doses(alice_client, medicine):
    step = factories.step(medicine, date(2026, 11, 1))
    factories.dose(medicine, date(2026, 11, 1))
    assert alice_client.get(f"/journal/steps/{step.pk}/delete/").status_code == 200
    assert DoseStep.objects.count() == 1
    alice_client.post(f"/journal/steps/{step.pk}/delete/")
    assert (DoseStep.objects.count(), Dose.objects.count()) == (0, 1)


def test_another_patients_medicine_and_step_are_not_found(alice_client, charlie):
    theirs = factories.ldn(charlie)
    step = factories.step(theirs, date(2026, 11, 1))
    for address in (
        f"/journal/medicines/{theirs.pk}/",
        f"/journal/medicines/{theirs.pk}/delete/",
        f"/journal/medicines/{theirs.pk}/steps/new/",
        f"/journal/steps/{step.pk}/",
        f"/journal/steps/{step.pk}/delete/",
    ):
        missing = address.replace(str(theirs.pk), "1").replace(str(step.pk), "1")
        for method in (alice_client.get, alice_client.post):
            foreign, gone = method(address), method(missing)
            assert (foreign.status_code, gone.status_code) == (404, 404)
            assert foreign.content == gone.content
    assert (Medicine.objects.count(), DoseStep.objects.count()) == (1, 1)
