"""The history: a month at a time, told in shapes and in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template.loader import render_to_string

from journal.history_days import Entry, HistoryDay
from journal.models import Event
from journal.months import Month
from tests import factories
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def words(response) -> dict[date, str]:
    return {day.day: day.words for week in response.context["weeks"] for day in week if day}


def test_history_says_what_each_day_holds(alice, alice_client):
    pain, medicine = factories.target(alice), factories.ldn(alice)
    zinc = factories.ldn(alice, name="Zinc", is_ldn=False)
    factories.check_in(alice, date(2026, 11, 1), {pain: 4}, weekly=True, entered_day=date(2026, 11, 4))
    factories.check_in(alice, date(2026, 11, 2), {pain: 0}, entered_day=date(2026, 11, 4))
    factories.check_in(alice, date(2026, 11, 3))
    factories.check_in(alice, date(2026, 11, 4), note="words only", entered_day=None, version=3)
    factories.dose(medicine, date(2026, 11, 5), "missed")
    factories.dose(medicine, date(2026, 11, 6), "skipped")
    factories.dose(medicine, date(2026, 11, 7), "skipped")
    factories.dose(medicine, date(2026, 11, 7), "missed", number=2)
    factories.dose(medicine, date(2026, 11, 8), "taken")
    factories.step(zinc, date(2026, 11, 9), 20_000)
    factories.step(medicine, date(2026, 11, 9), 3000)
    factories.step(medicine, date(2026, 11, 10), amount=None, kind="pause")
    Event.objects.create(patient=alice, day=date(2026, 11, 11), kind="illness", text="private words")
    factories.check_in(alice, date(2026, 11, 12), {pain: 1}, alarms="breathing")
    factories.dose(medicine, date(2026, 11, 12), "missed")
    factories.check_in(alice, date(2026, 11, 13), alarms="liver")
    alice.visits.create(day=date(2026, 11, 25), text="private words")
    alice.events.create(day=date(2026, 11, 25), kind="procedure", text="private words")
    factories.step(medicine, date(2026, 11, 26), 4500)
    response = alice_client.get("/journal/history/")
    said = words(response)
    assert len(said) == 30
    assert {day.day: said[day] for day in said if said[day] not in ("not logged", "still to come")} == {
        1: "logged for the week, entered late",
        2: "logged",
        4: "logged, saved 3 times",
        5: "dose only, dose missed",
        6: "dose only, dose skipped",
        7: "dose only, dose missed",
        8: "dose only",
        9: "not logged, step to 3 mg, step to 20 mg of Zinc",
        10: "not logged, pause",
        11: "not logged, event",
        12: "logged, alarm sign ticked, dose missed",
        13: "not logged, alarm sign ticked",
        25: "still to come, 2 events",
        26: "still to come, planned step to 4.5 mg",
    }
    assert (said[date(2026, 11, 22)], said[date(2026, 11, 23)]) == ("not logged", "still to come")
    assert b"private words" not in response.content


def test_each_day_is_read_out_with_its_month_and_words(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 12), {factories.target(alice): 1})
    page = alice_client.get("/journal/history/").content.decode()
    assert '12<span class="visually-hidden"> November: logged</span>' in page
    assert page.count('scope="col"') == 7


MARKS = {
    "logged": '<circle class="k k-full" cx="8" cy="8" r="5.5"/>',
    "logged for the week": '<path class="k k-full" d="M3 3h10v10H3z"/>',
    "dose only": '<path class="k k-full" d="M8 2.5a5.5 5.5 0 0 0 0 11z"/>',
    "not logged": 'stroke-dasharray="2 2"',
    "alarm sign ticked": '<path class="k" d="M8 1.5L15 14H1zM8 6v4M8 11.5v1"/>',
    "dose missed": '<path class="k" d="M3 3l10 10M13 3L3 13"/>',
    "dose skipped": '<path class="k" d="M2 8h12M8 4a4 4 0 0 1 0 8a4 4 0 0 1 0-8"/>',
    "entered late": '<path class="k" d="M4 2h8L4 14h8z"/>',
    "event": '<path class="k" d="M4 2h8v12l-4-3-4 3z"/>',
}


@pytest.mark.parametrize(
    ("entry", "more", "expected"),
    [
        (Entry(logged=True), {}, {"logged"}),
        (Entry(logged=True, weekly=True), {}, {"logged for the week"}),
        (None, {"dose_said": True, "not_taken": "missed"}, {"dose only", "dose missed"}),
        (None, {"dose_said": True, "not_taken": "skipped"}, {"dose only", "dose skipped"}),
        (None, {"events": 1}, {"not logged", "event"}),
        (Entry(logged=False, flagged=True), {}, {"not logged", "alarm sign ticked"}),
        (Entry(logged=True, entered_day=date(2026, 11, 5)), {}, {"logged", "entered late"}),
    ],
)
def test_each_word_has_a_mark_of_its_own_shape(entry, more, expected):
    day = HistoryDay(day=date(2026, 11, 2), today=date(2026, 11, 22), entry=entry, **more)
    html = render_to_string("journal/_day_cell.html", {"day": day, "today": day.today})
    assert set(day.said) == expected
    assert {word for word, mark in MARKS.items() if mark in html} == expected


@pytest.mark.parametrize(("entered", "late"), [(1, False), (2, False), (4, False), (5, True), (None, False)])
def test_an_entry_is_late_more_than_two_days_after_its_day(entered, late):
    entered_day = date(2026, 11, entered) if entered else None
    entry = Entry(logged=True, entered_day=entered_day)
    assert HistoryDay(day=date(2026, 11, 2), today=date(2026, 11, 22), entry=entry).late is late


def test_days_saved_more_than_once_are_named(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 4), note="words", version=3)
    factories.check_in(alice, date(2026, 11, 5), note="words")
    page = " ".join(alice_client.get("/journal/history/").content.decode().split())
    assert '<a href="/journal/2026-11-04/">4 Nov</a> (3 times). Earlier answers are kept' in page


def test_the_month_in_words_names_days_with_something_to_say(alice, alice_client):
    factories.check_in(alice, date(2026, 11, 4), note="words")
    factories.dose(factories.ldn(alice), date(2026, 11, 5), "missed")
    response = alice_client.get("/journal/history/")
    assert [(day.day, day.words) for day in response.context["notable"]] == [
        (date(2026, 11, 5), "dose only, dose missed")
    ]


def test_future_days_are_no_links(alice_client):
    page = alice_client.get("/journal/history/").content.decode()
    assert "/journal/2026-11-21/" in page
    assert "/journal/2026-11-23/" not in page


@pytest.mark.parametrize(
    "month", ["2026-12", "x", "2026-13", "0000-01", "9999-12", "٢٠٢٦-١١", "2026-11-01", "\x00", ""]
)
def test_a_month_that_is_none_shows_this_one(alice_client, month):
    assert alice_client.get("/journal/history/", {"month": month}).context["month"] == Month(2026, 11)


@pytest.mark.parametrize(
    ("asked", "month"),
    [
        ({"month": "3", "year": "2025"}, Month(2025, 3)),
        ({"month": "11", "year": "2026"}, Month(2026, 11)),
        ({"month": "12", "year": "2026"}, Month(2026, 11)),
        ({"month": "13", "year": "2025"}, Month(2026, 11)),
        ({"month": "3", "year": ""}, Month(2026, 11)),
        ({"year": "2025"}, Month(2026, 11)),
    ],
)
def test_the_boxes_jump_to_a_month(alice_client, asked, month):
    assert alice_client.get("/journal/history/", asked).context["month"] == month


def test_the_years_to_jump_to_are_those_of_the_diary(alice, alice_client):
    assert list(alice_client.get("/journal/history/").context["years"]) == [2026]
    factories.check_in(alice, date(2024, 2, 14), note="first")
    assert list(alice_client.get("/journal/history/").context["years"]) == [2026, 2025, 2024]


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        ("2026-11", ["2025-11", "2026-10"]),
        ("2026-10", ["2025-10", "2026-09", "2026-11"]),
        ("2025-01", ["2024-01", "2024-12", "2025-02", "2026-01"]),
        ("1900-01", ["1900-02", "1901-01"]),
    ],
)
def test_a_month_leads_a_month_and_a_year_back_and_on_but_not_past_today(alice_client, asked, ways):
    response = alice_client.get("/journal/history/", {"month": asked})
    assert (response.status_code, [str(way) for way in response.context["ways"]]) == (200, ways)


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
    assert set(words(alice_client.get("/journal/history/")).values()) == {"not logged", "still to come"}


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
    assert (month.first, month.last, str(month.next), str(month.next.later(-1))) == (first, last, after, text)


def test_weeks_start_on_monday_and_pad_the_rest():
    month = Month(2026, 11)
    weeks = month.weeks({date(2026, 11, number): number for number in range(1, 31)})
    assert weeks[0] == [None, None, None, None, None, None, 1]
    assert weeks[-1] == [30, None, None, None, None, None, None]


@pytest.mark.parametrize("days", [1, 28])
def test_a_month_executes_seven_statements_however_much_is_in_it(alice, alice_client, days):
    pain, medicine = factories.target(alice), factories.ldn(alice)
    for number in range(1, days + 1):
        day = date(2026, 10, number)
        factories.check_in(alice, day, {pain: 3}, note="words", alarms="liver")
        factories.dose(medicine, day, "missed")
        factories.step(medicine, day, 1000 * number)
        alice.events.create(day=day, kind="stress", text="words")
        alice.visits.create(day=day, text="words")
    with count_statements() as statements:
        alice_client.get("/journal/history/?month=2026-10")
    assert len(statements) == 7, str(statements)
