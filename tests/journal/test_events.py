"""Events and visits: dated, in the patient's own words, planned only where that makes sense."""

import base64
import json
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import Event, Visit
from tests import factories
from tests.html_forms import post_forms

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
        ({"kind": "strategy"}, "Select a valid choice."),
        ({"kind": "medicine_started", "text": ""}, "Write which medicine."),
        ({"kind": "medicine_stopped", "text": " "}, "Write which medicine."),
        ({"kind": "lab", "text": ""}, "Write the result as it stands on the paper."),
        ({"kind": "other", "text": ""}, "Write what happened."),
        ({"form_key": "x" * 44}, "Open this page again, then save."),
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


@pytest.mark.parametrize("kind", ["illness", "stress", "period", "travel", "opioid", "procedure"])
def test_a_kind_that_speaks_for_itself_needs_no_words(alice, alice_client, kind):
    assert alice_client.post("/journal/events/new/", typed(kind=kind, text="")).status_code == 302
    assert (alice.events.get().kind, alice.events.get().text) == (kind, "")


def form_key(client, address: str = "/journal/events/new/") -> str:
    return str(re.search(r'name="form_key" value="([^"]+)"', client.get(address).text)[1])


def test_one_form_sent_twice_makes_one_event_and_both_answers_lead_to_it(alice, alice_client):
    body = typed(form_key=form_key(alice_client))
    answers = [alice_client.post("/journal/events/new/", body) for _ in range(2)]
    (event,) = alice.events.all()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, f"/journal/events/?added={event.pk}")
    ] * 2


def test_two_forms_with_the_same_answers_are_two_events(alice, alice_client):
    for _ in range(2):
        alice_client.post("/journal/events/new/", typed(form_key=form_key(alice_client)))
    assert alice.events.count() == 2


def test_one_form_sent_again_with_other_answers_loses_neither(alice, alice_client):
    key = form_key(alice_client)
    for text in ("a cold", "the flu"):
        alice_client.post("/journal/events/new/", typed(form_key=key, text=text))
    assert sorted(event.text for event in alice.events.all()) == ["a cold", "the flu"]


def test_one_key_used_by_two_patients_makes_an_event_for_each(alice, alice_client, charlie, signed_in):
    body = typed(form_key=form_key(alice_client))
    for client in (alice_client, signed_in(charlie)):
        assert client.post("/journal/events/new/", body).status_code == 302
    assert (alice.events.count(), charlie.events.count()) == (1, 1)


def test_a_new_event_is_taken_back_by_one_press_and_brought_back_by_another(alice, alice_client):
    saved = alice_client.post("/journal/events/new/", typed(time="09:30"), follow=True)
    event = alice.events.get()
    assert "Saved." in saved.text
    undo = next(form for form in post_forms(saved.text) if form.action.endswith("/delete/"))
    assert undo.action == f"/journal/events/{event.pk}/delete/"
    deleted = alice_client.post(undo.action, follow=True)
    assert alice.events.count() == 0
    assert "Deleted." in deleted.text
    assert "/journal/events/restore/" in [form.action for form in post_forms(deleted.text)]
    back = alice_client.post("/journal/events/restore/", follow=True)
    assert "It is back." in back.text
    again = alice.events.get()
    assert [again.pk, again.day, again.time, again.kind, again.text] == [
        event.pk,
        date(2026, 11, 20),
        time(9, 30),
        "illness",
        "stomach bug",
    ]
    assert "There is nothing to bring back." in alice_client.post("/journal/events/restore/", follow=True).text
    assert alice.events.count() == 1


def test_a_deleted_visit_is_brought_back(alice, alice_client):
    visit = Visit.objects.create(patient=alice, day=date(2026, 11, 1), text="Dr Lee")
    alice_client.post(f"/journal/visits/{visit.pk}/delete/")
    assert alice.visits.count() == 0
    alice_client.post("/journal/events/restore/")
    back = alice.visits.get()
    assert (back.pk, back.day, back.time, back.text) == (visit.pk, date(2026, 11, 1), None, "Dr Lee")


def test_what_was_deleted_stands_in_the_session_only_sealed(alice, alice_client):
    event = Event.objects.create(patient=alice, day=date(2026, 11, 1), kind="stress", text="moved house again")
    alice_client.post(f"/journal/events/{event.pk}/delete/")
    kept = alice_client.session["last_deleted"]
    assert set(kept) == {"model", "id", "sealed"}
    assert b"moved" not in base64.b64decode(kept["sealed"])
    assert "moved" not in json.dumps(dict(alice_client.session.items()))


def test_nobody_brings_back_what_another_deleted(alice, alice_client, charlie, signed_in):
    event = Event.objects.create(patient=alice, day=date(2026, 11, 1), kind="stress", text="exam")
    alice_client.post(f"/journal/events/{event.pk}/delete/")
    answer = signed_in(charlie).post("/journal/events/restore/", follow=True)
    assert "There is nothing to bring back." in answer.text
    assert Event.objects.count() == 0


@pytest.mark.parametrize("name", ["added", "changed", "deleted"])
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 19, "9" * 40, "٣", "\x00"])
def test_an_address_that_names_no_row_offers_no_undo(alice_client, name, value):
    page = alice_client.get("/journal/events/", {name: value})
    assert page.status_code == 200
    assert [form.action for form in post_forms(page.text) if "journal" in form.action] == []


def test_an_event_of_another_is_not_offered_to_be_taken_back(alice_client, charlie):
    event = Event.objects.create(patient=charlie, day=date(2026, 11, 1), kind="stress", text="theirs")
    page = alice_client.get(f"/journal/events/?added={event.pk}").text
    assert str(event.pk) not in page


def test_events_are_listed_by_month_and_page_the_latest_first(alice, alice_client):
    first = date(2026, 1, 1)
    for number in range(45):
        day = first + timedelta(days=7 * number)
        Event.objects.create(patient=alice, day=day, kind="stress", text=f"word {number:02}.")
    newest, oldest = (alice_client.get("/journal/events/", {"page": number}).text for number in (1, 2))
    assert re.findall(r"word (\d\d)\.", newest) == [f"{number:02}" for number in range(44, 4, -1)]
    assert re.findall(r"word (\d\d)\.", oldest) == [f"{number:02}" for number in range(4, -1, -1)]
    assert re.findall(r"<h3>(.*?)</h3>", newest)[:2] == ["November 2026", "October 2026"]
    assert re.findall(r"<h3>(.*?)</h3>", oldest) == ["January 2026"]
    assert ("Earlier events" in newest, "Later events" in newest) == (True, False)
    assert ("Earlier events" in oldest, "Later events" in oldest) == (False, True)


def test_all_visits_are_on_the_page_the_older_ones_folded(alice, alice_client):
    for number in range(7):
        Visit.objects.create(patient=alice, day=date(2026, number + 1, 1), text=f"visit {number}.")
    page = alice_client.get("/journal/events/").text
    assert re.findall(r"visit (\d)\.", page) == list("6543210")
    assert "2 earlier visits" in page


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
