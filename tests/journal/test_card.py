"""The medicine card: dose, last dose, the warning, room to write, and nothing else of the diary."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.medicine_card import MedicineCard, medicine_card
from journal.safety_cards import ON_THE_MEDICINE_CARD, STOPPED_WARNING, TAKES_WARNING
from tests import factories
from tests.statements import count_statements

URL = "/journal/card/"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False):
        yield


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


def test_card_needs_a_patient(client):
    answer = client.get(URL)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={URL}")


def test_card_is_one_tap_from_every_page(alice_client, medicine):
    factories.target(medicine.patient)
    for page in ("/journal/", "/journal/insights/", "/help/"):
        assert f'href="{URL}"' in alice_client.get(page).text, page


def test_card_tells_dose_and_last_dose(alice, medicine):
    factories.dose(medicine, date(2026, 11, 20), time=time(20, 0))
    factories.dose(medicine, date(2026, 11, 21), "late", time=time(21, 30), amount=3000)
    factories.dose(medicine, date(2026, 11, 22), "missed")
    assert medicine_card(alice, NOW) == MedicineCard(
        name="Alice Example",
        dose="4.5 mg capsule at 20:00, since 2 Oct 2026",
        last_dose="3 mg on 21 Nov 2026 at 21:30",
        prescriber="",
        made_on=TODAY,
    )


def test_a_dose_after_midnight_is_of_the_next_day_of_the_calendar(alice, medicine):
    factories.dose(medicine, date(2026, 11, 21), time=time(23, 30), number=1)
    factories.dose(medicine, date(2026, 11, 21), time=time(0, 30), number=2)
    assert medicine_card(alice, NOW).last_dose == "4.5 mg on 22 Nov 2026 at 00:30"


def test_of_two_doses_a_day_the_later_one_is_the_last(alice, medicine):
    factories.dose(medicine, date(2026, 11, 21), time=time(21, 0), number=1)
    factories.dose(medicine, date(2026, 11, 21), time=time(8, 0), number=2)
    assert medicine_card(alice, NOW).last_dose == "4.5 mg on 21 Nov 2026 at 21:00"


def test_a_dose_without_an_hour_has_its_day(alice, medicine):
    factories.dose(medicine, date(2026, 11, 21))
    assert medicine_card(alice, NOW).last_dose == "4.5 mg on 21 Nov 2026"


def test_a_dose_noted_ahead_is_not_the_last_one_until_its_hour(alice, medicine):
    factories.dose(medicine, date(2026, 11, 21), time=time(20, 55))
    factories.dose(medicine, TODAY, time=time(21, 0))
    morning = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
    assert medicine_card(alice, morning).last_dose == "4.5 mg on 21 Nov 2026 at 20:55"
    assert medicine_card(alice, morning.replace(hour=21, minute=0)).last_dose == "4.5 mg on 22 Nov 2026 at 21:00"


def test_a_dose_of_the_coming_night_is_not_the_last_one(alice, medicine):
    factories.dose(medicine, TODAY, time=time(8, 0), number=1)
    factories.dose(medicine, TODAY, time=time(1, 30), number=2)  # after midnight
    assert medicine_card(alice, NOW).last_dose == "4.5 mg on 22 Nov 2026 at 08:00"


def test_a_day_ahead_is_no_dose_unless_it_was_lived_elsewhere(alice, medicine):
    factories.dose(medicine, date(2026, 11, 21))
    factories.dose(medicine, date(2026, 11, 24))
    assert medicine_card(alice, NOW).last_dose == "4.5 mg on 21 Nov 2026"
    factories.dose(medicine, date(2026, 11, 23), time=time(8, 0))  # in Auckland, before landing in Honolulu
    alice.time_zone = "Pacific/Honolulu"
    landed = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Pacific/Honolulu"))
    assert medicine_card(alice, landed).last_dose == "4.5 mg in the last day or so, in another time zone"


@pytest.mark.parametrize(
    ("step", "dose"),
    [
        ({"kind": "pause", "amount": None, "hours": ""}, "paused since 3 Nov 2026"),
        ({"kind": "stop", "amount": None, "hours": ""}, "stopped since 3 Nov 2026"),
        ({"amount": 2250, "hours": "08:00 20:00"}, "2.25 mg capsule at 08:00 and 20:00, since 3 Nov 2026"),
        ({"amount": 500, "hours": "", "form": "drops"}, "0.5 mg drops, since 3 Nov 2026"),
        ({"amount": 500, "hours": "", "form": "other"}, "0.5 mg, since 3 Nov 2026"),
    ],
)
def test_card_tells_the_step_there_is_now(alice, medicine, step, dose):
    factories.step(medicine, date(2026, 11, 3), **step)
    factories.step(medicine, date(2026, 11, 23), 6000)
    assert medicine_card(alice, NOW).dose == dose


def test_what_is_not_in_the_record_has_a_line_to_write_on(alice, alice_client, medicine):
    alice.name = ""
    alice.save()
    assert alice_client.get(URL).text.count('class="write-here"') == 4  # name, last dose, later doses, prescriber
    alice.dose_steps.all().delete()
    factories.dose(medicine, date(2026, 11, 21))
    assert alice_client.get(URL).text.count('class="write-here"') == 4  # the dose instead of the last one


@pytest.mark.parametrize("first", [None, date(2026, 11, 30)])
def test_who_has_not_begun_has_no_card_that_says_so(alice, alice_client, first):
    if first:
        factories.step(factories.ldn(alice), first, confirmed=False)
    page = alice_client.get(URL).text
    assert "In your diary no dose of LDN has begun, so there is none yet" in page
    assert ("wallet" in page, "Opioids may not work" in page, "Print this page" in page) == (False, False, False)


@pytest.mark.parametrize("kind", ["stop", "pause"])
def test_after_a_stop_the_card_says_so_and_what_may_follow(alice_client, medicine, kind):
    factories.step(medicine, date(2026, 11, 3), None, kind=kind, hours="")
    factories.step(medicine, date(2026, 11, 29), 1500, kind="restart", confirmed=False)
    page = alice_client.get(URL).text
    stopped = kind == "stop"
    assert ("I took naltrexone, at a low dose (LDN), and have stopped it" in page) is stopped
    assert (STOPPED_WARNING in page, TAKES_WARNING in page) == (stopped, not stopped)
    assert [line for line in ON_THE_MEDICINE_CARD if line not in page] == []


def test_page_warns_of_opioids_and_leaves_room_for_the_prescriber(alice_client, medicine):
    page = alice_client.get(URL).text
    assert "Opioids may not work as expected: tell the team." in page
    assert "<dt>Prescriber, with telephone (write in by hand)</dt>" in page
    assert [line for line in ON_THE_MEDICINE_CARD if line not in page] == []
    assert page.count('class="write-here"') == 3  # last dose, later doses, prescriber


def test_the_prescriber_written_down_with_the_medicine_stands_on_the_card(alice, alice_client, medicine):
    address = f"/journal/medicines/{medicine.pk}/"
    assert "For your medicine card" in alice_client.get(address).text
    given = {"name": medicine.name, "is_ldn": "on", "form": "capsule", "prescriber": "Dr Example, 020 7946 0123"}
    assert alice_client.post(address, given).status_code == 302
    assert medicine_card(alice, NOW).prescriber == "Dr Example, 020 7946 0123"
    page = alice_client.get(URL).text
    assert "<dt>Prescriber</dt><dd>Dr Example, 020 7946 0123</dd>" in page
    assert "Prescriber, with telephone (write in by hand)" not in page


def test_the_prescriber_of_another_medicine_is_not_on_the_card(alice, medicine):
    factories.ldn(alice, name="Zolpidem", is_ldn=False, prescriber="Dr Other")
    assert medicine_card(alice, NOW).prescriber == ""


def test_nothing_else_of_the_diary_is_on_the_card(alice, alice_client, medicine):
    other = factories.ldn(alice, name="Zolpidem", is_ldn=False, position=1)
    factories.step(other, date(2026, 10, 3), 5000)
    factories.dose(other, TODAY, time=time(22, 0))
    medicine.reason, medicine.reason_words, medicine.pharmacy = "fibromyalgia", "aching all over", "Corner Pharmacy"
    medicine.save()
    headache = factories.side_effect(alice)
    factories.check_in(alice, TODAY, {headache: 3}, note="a private note")
    alice.events.create(day=TODAY, kind="stress", text="moved house")
    page = alice_client.get(URL).text
    assert "4.5 mg capsule" in page
    for secret in ("Zolpidem", "ibromyalgia", "aching", "Corner", "Headache", "private", "moved house", "alice@"):
        assert secret not in page, secret


def test_somebody_elses_doses_are_on_their_own_card(alice, charlie, medicine):
    factories.dose(medicine, TODAY)
    assert medicine_card(charlie, NOW) == MedicineCard(
        name="Charlie Example", dose="", last_dose="", prescriber="", made_on=TODAY
    )


def test_card_costs_five_statements_however_many_doses(alice_client, medicine):
    for day in range(1, 20):
        factories.dose(medicine, date(2026, 11, day))
    with count_statements() as statements:
        alice_client.get(URL)
    assert len(statements) == 5, str(statements)
