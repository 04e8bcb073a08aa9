"""Every day or once a week: the settings, what today asks, and what a save is about."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.diary_settings import keep_rhythm
from journal.models import Diary
from tests import factories
from tests.races import at_once

WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/London"))
SUNDAY, TUESDAY, TODAY = date(2026, 11, 22), date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice, "Pain")


@pytest.fixture
def weekly(alice, pain):
    keep_rhythm(patient=alice, weekly=True, week_ends_on=6)
    return alice


def said(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def entries(patient) -> list[tuple[date, bool]]:
    return list(patient.check_ins.values_list("day", "weekly"))


def test_a_diary_as_it_comes_is_daily(alice, alice_client):
    page = said(alice_client, "/journal/settings/")
    assert 'value="daily" id="id_rhythm_0" required checked' in page
    assert 'value="weekly" id="id_rhythm_1" required>' in page
    assert Diary.objects.count() == 0


def test_once_a_week_is_kept_and_taken_back(alice, alice_client):
    for rhythm, weekly in (("weekly", True), ("daily", False)):
        answer = alice_client.post("/journal/settings/", {"rhythm": rhythm, "week_ends_on": "3"})
        assert (answer.status_code, answer["Location"]) == (302, "/journal/settings/")
        assert list(Diary.objects.values_list("patient", "weekly", "week_ends_on")) == [(alice.pk, weekly, 3)]


def test_safety_answers_survive_a_change_of_rhythm(alice, alice_client):
    factories.diary(alice, safety_answers='{"opioids":true}')
    alice_client.post("/journal/settings/", {"rhythm": "weekly", "week_ends_on": "6"})
    assert Diary.objects.get().safety_answers == '{"opioids":true}'


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rhythm": "", "week_ends_on": "6"}, "Choose one of the two."),
        ({"rhythm": "yearly", "week_ends_on": "6"}, "Choose one of the two."),
        ({"rhythm": "weekly", "week_ends_on": ""}, "Choose a day of the week."),
        ({"rhythm": "weekly", "week_ends_on": "7"}, "Choose a day of the week."),
        ({"rhythm": "weekly", "week_ends_on": "-1"}, "Choose a day of the week."),
    ],
)
def test_settings_that_cannot_be_are_refused(alice, alice_client, given, message):
    answer = alice_client.post("/journal/settings/", given)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Diary.objects.count() == 0


def test_a_weekly_diary_asks_about_the_last_week_that_ended(weekly, alice_client):
    page = said(alice_client, "/journal/")
    assert "<h1>Your week</h1>" in page
    assert "16 to 22 Nov 2026, entered once for all seven days" in page
    assert 'action="/journal/2026-11-22/"' in page
    assert "Save this week" in page


def test_nights_are_named_by_what_the_page_is_about(weekly, alice_client):
    factories.side_effect(weekly, "Vivid dreams")
    pages = ("/journal/", "/journal/2026-11-24/", "/journal/2026-11-25/")
    tags = [re.findall("these nights|last night|the night before", said(alice_client, day)) for day in pages]
    assert tags == [["these nights"], ["the night before"], ["last night"]]


def test_a_weekly_diary_asks_about_the_week_in_progress_on_its_last_day(weekly, alice_client):
    keep_rhythm(patient=weekly, weekly=True, week_ends_on=2)
    assert "19 to 25 Nov 2026, entered once for all seven days" in said(alice_client, "/journal/")


@pytest.mark.parametrize("address", ["/journal/", "/journal/2026-11-22/"])
def test_what_is_answered_for_a_week_is_kept_for_a_week(weekly, pain, alice_client, address):
    answer = alice_client.post(address, {f"item_{pain.pk}": "4", "version": "0", "weekly": "True"})
    assert answer.status_code == 302
    assert entries(weekly) == [(SUNDAY, True)]
    page = said(alice_client, "/journal/2026-11-22/?saved=1")
    assert "Saved: pain 4." in page
    assert "16 to 22 Nov 2026" in page


def test_an_entry_for_a_week_stays_one_when_the_diary_is_daily_again(weekly, pain, alice_client):
    factories.check_in(weekly, SUNDAY, {pain: 3}, weekly=True)
    keep_rhythm(patient=weekly, weekly=False, week_ends_on=6)
    assert "<h1>Your week</h1>" not in said(alice_client, "/journal/")
    assert "16 to 22 Nov 2026, entered once" in said(alice_client, "/journal/2026-11-22/")
    body = {f"item_{pain.pk}": "4", "version": "1", "weekly": "True"}
    assert alice_client.post("/journal/2026-11-22/", body).status_code == 302
    assert entries(weekly) == [(SUNDAY, True)]


def test_a_day_with_daily_answers_is_not_turned_into_a_week(weekly, pain, alice_client):
    factories.check_in(weekly, SUNDAY, {pain: 3})
    page = said(alice_client, "/journal/")
    assert "this day holds answers for the day alone, so it stays a day" in page
    body = {f"item_{pain.pk}": "4", "version": "1"}
    assert alice_client.post("/journal/2026-11-22/", body).status_code == 302
    assert entries(weekly) == [(SUNDAY, False)]


def test_another_day_of_a_weekly_diary_counts_for_that_day_and_says_so(weekly, pain, alice_client):
    assert "What you save here counts for this one day." in said(alice_client, "/journal/2026-11-24/")
    alice_client.post("/journal/2026-11-24/", {f"item_{pain.pk}": "4", "version": "0"})
    assert entries(weekly) == [(TUESDAY, False)]


@pytest.mark.parametrize(
    ("rhythm", "sent", "message"),
    [(True, "", "for the whole week now"), (False, "True", "for this one day now")],
)
def test_answers_about_a_day_are_never_kept_for_a_week(alice, pain, alice_client, rhythm, sent, message):
    """The page was opened, the diary changed its rhythm on another screen, the old page was saved."""
    keep_rhythm(patient=alice, weekly=rhythm, week_ends_on=6)
    body = {f"item_{pain.pk}": "4", "note": "Typed", "version": "0", "weekly": sent}
    answer = alice_client.post("/journal/2026-11-22/", body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Typed" in page
    assert entries(alice) == []
    again = body | {"weekly": "on" if rhythm else ""}
    assert ('name="weekly" value="on"' in page, 'name="weekly" value="True"' in page) == (rhythm, False)
    assert alice_client.post("/journal/2026-11-22/", again).status_code == 302
    assert entries(alice) == [(SUNDAY, rhythm)]


@pytest.mark.django_db(transaction=True)
def test_rhythm_saved_on_many_screens_at_once_is_one_row(alice, signed_in):
    clients = [signed_in(alice) for _ in range(12)]
    body = {"rhythm": "weekly", "week_ends_on": "6"}
    answers = at_once(lambda number: clients[number].post("/journal/settings/", body).status_code, 12)
    assert set(answers) == {302}
    assert Diary.objects.count() == 1
