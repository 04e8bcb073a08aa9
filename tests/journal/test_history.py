"""The history: a month at a time, told in shapes and in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import Event
from journal.months import Month
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def words(response) -> dict[date, str]:
    return {day.day: day.words for week in response.context["weeks"] for day in week if day}


def test_history_says_what_each_day_holds(alice, alice_client):
    pain, medicine = factories.target(alice), factories.ldn(alice)
    factories.check_in(alice, date(2026, 11, 2), {pain: 0})
    factories.check_in(alice, date(2026, 11, 3))
    factories.check_in(alice, date(2026, 11, 4), note="words only")
    factories.dose(medicine, date(2026, 11, 5), "missed")
    factories.dose(medicine, date(2026, 11, 6), "skipped")
    factories.dose(medicine, date(2026, 11, 7), "skipped")
    factories.dose(medicine, date(2026, 11, 7), "missed", number=2)
    factories.dose(medicine, date(2026, 11, 8), "taken")
    factories.step(medicine, date(2026, 11, 9))
    factories.step(medicine, date(2026, 11, 10), amount=None, kind="pause")
    Event.objects.create(patient=alice, day=date(2026, 11, 11), kind="illness", text="private words")
    response = alice_client.get("/journal/history/")
    said = words(response)
    assert len(said) == 30
    assert {day.day: said[day] for day in said if said[day] not in ("no entry", "not yet")} == {
        2: "entry made",
        4: "entry made",
        5: "dose only, dose missed",
        6: "dose only, dose skipped",
        7: "dose only, dose missed",
        8: "dose only",
        9: "no entry, dose step: 4.5 mg",
        10: "no entry, dose step: pause",
        11: "no entry, event",
    }
    assert said[date(2026, 11, 22)] == "no entry"
    assert said[date(2026, 11, 23)] == "not yet"
    assert b"private words" not in response.content


def test_future_days_are_no_links(alice_client):
    page = alice_client.get("/journal/history/").content.decode()
    assert "/journal/2026-11-21/" in page
    assert "/journal/2026-11-23/" not in page


@pytest.mark.parametrize(
    "month", ["2026-12", "x", "2026-13", "0000-01", "9999-12", "٢٠٢٦-١١", "2026-11-01", "\x00", ""]
)
def test_a_month_that_is_none_shows_this_one(alice_client, month):
    assert alice_client.get("/journal/history/", {"month": month}).context["month"] == Month(2026, 11)


def test_earlier_months_open_and_lead_back(alice, alice_client):
    factories.check_in(alice, date(2025, 2, 14), note="first")
    response = alice_client.get("/journal/history/?month=2026-02")
    assert response.context["month"] == Month(2026, 2)
    assert "?month=2026-01" in response.content.decode()
    assert "?month=2026-03" in response.content.decode()
    assert "?month=2025-02" in response.content.decode()


def test_an_empty_history_says_how_to_begin(alice_client):
    assert "No entries yet" in alice_client.get("/journal/history/").content.decode()


def test_another_patients_days_are_not_in_it(charlie, alice_client):
    factories.check_in(charlie, date(2026, 11, 2), note="theirs")
    assert set(words(alice_client.get("/journal/history/")).values()) == {"no entry", "not yet"}


@pytest.mark.parametrize(
    ("text", "first", "last", "after"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-03"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026-03"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2027-01"),
    ],
)
def test_months_know_their_days(text, first, last, after):
    month = Month.parse(text)
    assert (month.first, month.last, str(month.next), str(month.next.previous)) == (first, last, after, text)


def test_weeks_start_on_monday_and_pad_the_rest():
    month = Month(2026, 11)
    weeks = month.weeks({date(2026, 11, number): number for number in range(1, 31)})
    assert weeks[0] == [None, None, None, None, None, None, 1]
    assert weeks[-1] == [30, None, None, None, None, None, None]
