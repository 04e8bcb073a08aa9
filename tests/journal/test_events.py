"""Events and visits: dated, in the patient's own words, planned only where that makes sense."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import Event, Visit
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def typed(**given: object) -> dict[str, object]:
    return {"day": "2026-11-20", "time": "", "kind": "illness", "text": "stomach bug", **given}


def test_empty_lists_say_what_belongs_here(alice_client):
    page = alice_client.get("/journal/events/").content.decode()
    assert "No events yet" in page
    assert "No visits written down" in page


def test_an_event_is_saved_listed_and_its_words_are_sealed(alice, alice_client):
    assert 'value="2026-11-22"' in alice_client.get("/journal/events/new/").content.decode()
    assert alice_client.post("/journal/events/new/", typed(time="09:30")).status_code == 302
    event = alice.events.get()
    assert (event.day, event.time, event.kind, event.text) == (
        date(2026, 11, 20),
        time(9, 30),
        "illness",
        "stomach bug",
    )
    assert "20 Nov 2026, 09:30" in alice_client.get("/journal/events/").content.decode()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"day": ""}, "This field is required."),
        ({"day": "2026-11-23"}, "That day has not come yet."),
        ({"day": "9999-12-31", "kind": "procedure"}, "Choose a day between 1900 and two years from now."),
        ({"day": "0001-01-01"}, "Choose a day between 1900 and two years from now."),
        ({"day": "today"}, "Write the day as 2026-11-22."),
        ({"time": "24:00"}, "Write the time as 20:00."),
        ({"kind": "visit"}, "Select a valid choice."),
        ({"text": "x" * 501}, "at most 500 characters"),
        ({"text": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_an_event_that_cannot_be_is_refused(alice, alice_client, given, message):
    response = alice_client.post("/journal/events/new/", typed(**given))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert alice.events.count() == 0


@pytest.mark.parametrize("kind", ["procedure", "travel"])
def test_what_can_be_planned_may_lie_ahead(alice, alice_client, kind):
    assert alice_client.post("/journal/events/new/", typed(day="2026-12-24", kind=kind)).status_code == 302
    assert alice.events.count() == 1


def test_an_event_changes_and_goes(alice, alice_client):
    event = Event.objects.create(patient=alice, day=date(2026, 11, 1), kind="stress", text="exam")
    assert "exam" in alice_client.get(f"/journal/events/{event.pk}/").content.decode()
    alice_client.post(f"/journal/events/{event.pk}/", typed(text="moved house"))
    event.refresh_from_db()
    assert (event.kind, event.text) == ("illness", "moved house")
    assert alice_client.post(f"/journal/events/{event.pk}/", typed(kind="x")).status_code == 422
    assert "moved house" in alice_client.get(f"/journal/events/{event.pk}/delete/").content.decode()
    assert alice.events.count() == 1
    alice_client.post(f"/journal/events/{event.pk}/delete/")
    assert alice.events.count() == 0


def test_a_visit_may_lie_ahead_and_says_so(alice, alice_client):
    assert alice_client.get("/journal/visits/new/").status_code == 200
    assert alice_client.post("/journal/visits/new/", {"day": "2026-12-02", "text": "Dr Lee"}).status_code == 302
    visit = alice.visits.get()
    assert (visit.day, visit.text) == (date(2026, 12, 2), "Dr Lee")
    assert "2 Dec 2026 (to come)" in alice_client.get("/journal/events/").content.decode()
    alice_client.post(f"/journal/visits/{visit.pk}/", {"day": "2026-11-02", "text": "Dr Lee", "time": "10:00"})
    visit.refresh_from_db()
    assert (visit.day, visit.time) == (date(2026, 11, 2), time(10, 0))
    assert alice_client.get(f"/journal/visits/{visit.pk}/delete/").status_code == 200
    alice_client.post(f"/journal/visits/{visit.pk}/delete/")
    assert alice.visits.count() == 0


@pytest.mark.parametrize("day", ["", "2028-11-23", "1899-12-31", "NaN"])
def test_a_visit_on_an_impossible_day_is_refused(alice, alice_client, day):
    assert alice_client.post("/journal/visits/new/", {"day": day, "text": ""}).status_code == 422
    assert alice.visits.count() == 0


def test_another_patients_events_and_visits_are_not_found(alice_client, charlie):
    event = Event.objects.create(patient=charlie, day=date(2026, 11, 1), kind="stress", text="theirs")
    visit = Visit.objects.create(patient=charlie, day=date(2026, 11, 1), text="theirs")
    assert b"theirs" not in alice_client.get("/journal/events/").content
    for address in (f"/journal/events/{event.pk}/", f"/journal/visits/{visit.pk}/"):
        for suffix in ("", "delete/"):
            assert alice_client.get(address + suffix).status_code == 404
            assert alice_client.post(address + suffix, typed()).status_code == 404
    assert (Event.objects.get().text, Visit.objects.get().text) == ("theirs", "theirs")


def test_a_closed_day_of_another_patient_stays_out_of_history(alice, charlie, alice_client):
    factories.check_in(charlie, date(2026, 11, 1), note="theirs")
    assert b"theirs" not in alice_client.get("/journal/history/").content
