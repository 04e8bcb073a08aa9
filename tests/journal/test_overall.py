"""The overall change: asked every four weeks, one answer a day, changed and deleted."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.diary_settings import keep_rhythm
from journal.models import OverallChange
from journal.overall import WORDS, is_due
from tests import factories
from tests.races import at_once

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))
TODAY = date(2026, 11, 22)
CARD = "Overall, every four weeks</h2>"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def taking(alice):
    """Alice began LDN 40 days ago."""
    factories.step(factories.ldn(alice), ago(40))
    factories.target(alice)
    return alice


def answers(patient) -> list[tuple[date, int]]:
    return list(patient.overall_changes.values_list("day", "value"))


@pytest.mark.parametrize(
    ("first_dose", "last_answer", "due"),
    [
        (None, None, False),
        (None, ago(100), False),
        (ago(27), None, False),
        (ago(28), None, True),
        (ago(60), ago(27), False),
        (ago(60), ago(28), True),
        (ago(27), ago(60), False),
    ],
)
def test_it_is_asked_every_28_days_from_the_first_dose(first_dose, last_answer, due):
    assert is_due(TODAY, first_dose, last_answer) is due


def test_the_seven_steps_have_words_of_their_own():
    assert list(WORDS) == [1, 2, 3, 4, 5, 6, 7]
    assert len(set(WORDS.values())) == 7


def test_today_asks_when_it_is_due_and_not_after_the_answer(taking, alice_client):
    assert CARD in alice_client.get("/journal/").content.decode()
    assert CARD not in alice_client.get(f"/journal/{ago(1)}/").content.decode()
    taking.overall_changes.create(day=ago(3), value=4)
    assert CARD not in alice_client.get("/journal/").content.decode()


def test_the_page_of_the_week_asks_too(taking, alice_client):
    keep_rhythm(patient=taking, weekly=True, week_ends_on=2)
    assert CARD in alice_client.get("/journal/").content.decode()


def test_before_the_first_dose_there_is_nothing_to_compare(alice, alice_client):
    factories.step(factories.ldn(alice), TODAY + timedelta(days=1))
    factories.target(alice)
    assert "Not yet" in alice_client.get("/journal/overall/").content.decode()
    assert alice_client.post("/journal/overall/", {"value": "1", "day": str(TODAY)}).status_code == 422
    assert answers(alice) == []
    assert CARD not in alice_client.get("/journal/").content.decode()


def test_an_answer_is_kept_with_its_day_and_listed(taking, alice_client):
    assert f'value="{TODAY}"' in alice_client.get("/journal/overall/").content.decode()
    for value, day in ((3, ago(30)), (6, TODAY)):
        answer = alice_client.post("/journal/overall/", {"value": value, "day": str(day)})
        assert (answer.status_code, answer["Location"]) == (302, "/journal/overall/")
    assert answers(taking) == [(ago(30), 3), (TODAY, 6)]
    page = alice_client.get("/journal/overall/").content.decode()
    assert page.index("Much worse</td>") < page.index("A little better</td>")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"value": ""}, "Choose one of the seven."),
        ({"value": "8"}, "Choose one of the seven."),
        ({"value": "0"}, "Choose one of the seven."),
        ({"value": "four"}, "Choose one of the seven."),
        ({"day": ""}, "Write the day."),
        ({"day": "22.11.2026"}, "Write it as 2026-11-22."),
        ({"day": "2026-11-23"}, "That day has not come yet."),
        ({"day": "0001-01-01"}, "Choose a day from 1900 on."),
        ({"day": str(ago(41))}, "That is before your first dose of LDN"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(taking, alice_client, given, message):
    answer = alice_client.post("/journal/overall/", {"value": "2", "day": str(TODAY), **given})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert answers(taking) == []


def test_the_same_answer_twice_is_one_and_another_for_that_day_is_asked_about(taking, alice_client):
    body = {"value": "2", "day": str(TODAY)}
    assert [alice_client.post("/journal/overall/", body).status_code for _ in range(2)] == [302, 302]
    answer = alice_client.post("/journal/overall/", body | {"value": "3"})
    assert answer.status_code == 422
    assert "You answered for that day already." in answer.content.decode()
    assert answers(taking) == [(TODAY, 2)]


def test_an_answer_can_be_changed_and_moved_but_not_onto_another(taking, alice_client):
    first, _ = (taking.overall_changes.create(day=day, value=4) for day in (ago(30), TODAY))
    address = f"/journal/overall/{first.pk}/"
    assert alice_client.get(address).status_code == 200
    assert alice_client.post(address, {"value": "5", "day": str(ago(29))}).status_code == 302
    answer = alice_client.post(address, {"value": "1", "day": str(TODAY)})
    assert answer.status_code == 422
    assert "You answered for that day already." in answer.content.decode()
    assert answers(taking) == [(ago(29), 5), (TODAY, 4)]


def test_an_answer_from_before_the_first_dose_that_was_brought_in_can_be_kept(taking, alice_client):
    row = taking.overall_changes.create(day=ago(90), value=4)
    address = f"/journal/overall/{row.pk}/"
    assert alice_client.post(address, {"value": "5", "day": str(ago(90))}).status_code == 302
    assert answers(taking) == [(ago(90), 5)]


def test_an_answer_is_deleted_after_asking(taking, alice_client):
    row = taking.overall_changes.create(day=TODAY, value=4)
    address = f"/journal/overall/{row.pk}/delete/"
    assert "22 Nov 2026: No change" in alice_client.get(address).content.decode()
    assert answers(taking) == [(TODAY, 4)]
    assert alice_client.post(address).status_code == 302
    assert answers(taking) == []


def test_another_patients_answer_is_not_found(taking, charlie, alice_client):
    theirs = charlie.overall_changes.create(day=TODAY, value=4)
    for action in ("", "delete/"):
        for method in (alice_client.get, alice_client.post):
            foreign, missing = (method(f"/journal/overall/{pk}/{action}") for pk in (theirs.pk, 999999))
            assert (foreign.status_code, missing.status_code) == (404, 404)
            assert foreign.content == missing.content
    assert answers(charlie) == [(TODAY, 4)]


@pytest.mark.django_db(transaction=True)
def test_one_day_answered_on_many_screens_at_once_has_one_answer(taking, signed_in):
    clients = [signed_in(taking) for _ in range(12)]

    def tell(number: int) -> int:
        body = {"value": str(number % 2 + 1), "day": str(TODAY)}
        return clients[number].post("/journal/overall/", body).status_code

    assert set(at_once(tell, 12)) == {302, 422}
    assert OverallChange.objects.count() == 1


def test_insights_list_what_was_said_and_history_leads_there(taking, alice_client):
    page = alice_client.get("/journal/insights/").content.decode()
    assert "Overall, against the time before LDN" not in page
    taking.overall_changes.create(day=ago(10), value=5)
    page = alice_client.get("/journal/insights/").content.decode()
    assert "<li>12 Nov 2026: <strong>A little worse</strong></li>" in page
    assert 'href="/journal/overall/"' in alice_client.get("/journal/history/").content.decode()
