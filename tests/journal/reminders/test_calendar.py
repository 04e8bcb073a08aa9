"""/reminders/<secret>.ics: the days that are not logged, for a calendar program, and no word of health."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from journal.models import Reminders
from journal.reminders.actions import end_calendar, make_calendar
from tests import factories

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEALTH = re.compile(rb"ldn|naltrexone|dose|symptom|health|medicin|pain|journal|alice|example", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def secret(alice):
    Reminders.objects.create(patient=alice, hour=20)
    return make_calendar(patient=alice)


def fetch(secret):
    response = Client().get(f"/reminders/{secret}.ics")
    assert response.status_code == 200
    return response


def starts(response) -> list[str]:
    return [f"{entry['DTSTART'].dt:%Y-%m-%dT%H:%M%z}" for entry in Calendar.from_ical(response.content).walk("VEVENT")]


def test_entries_are_at_the_patients_hour_in_utc_for_eight_weeks(secret):
    found = starts(fetch(secret))
    assert found[:2] == ["2026-11-22T20:00+0000", "2026-11-23T20:00+0000"]
    assert (len(found), found[-1]) == (56, "2027-01-16T20:00+0000")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-28T12:00", ["2026-03-28T20:00+0000", "2026-03-29T19:00+0000", "2026-03-30T19:00+0000"]),
        ("2026-10-24T12:00", ["2026-10-24T19:00+0000", "2026-10-25T20:00+0000", "2026-10-26T20:00+0000"]),
    ],
)
def test_entries_stay_at_eight_in_the_evening_over_both_changes_of_the_clock(secret, now, expected):
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=UTC), tick=False):
        assert starts(fetch(secret))[:3] == expected


def test_entries_follow_the_patient_to_another_zone(alice, secret):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    assert starts(fetch(secret))[:2] == ["2026-11-22T07:00+0000", "2026-11-23T07:00+0000"]


def test_day_that_is_logged_is_left_out_and_comes_back_for_no_one_else(alice, charlie, secret):
    factories.check_in(alice, date(2026, 11, 22), note="x")
    factories.check_in(charlie, date(2026, 11, 23), note="x")
    assert starts(fetch(secret))[:2] == ["2026-11-23T20:00+0000", "2026-11-24T20:00+0000"]


def test_reminder_of_today_stays_after_its_hour_until_the_day_is_over(secret):
    with time_machine.travel(NOW.replace(hour=23), tick=False):
        assert starts(fetch(secret))[0] == "2026-11-22T20:00+0000"
    with time_machine.travel(NOW + timedelta(hours=16), tick=False):
        assert starts(fetch(secret))[0] == "2026-11-23T20:00+0000"


def test_weekly_diary_has_an_entry_a_week(alice, secret):
    factories.Diary.objects.create(patient=alice, weekly=True, week_ends_on=2)
    assert starts(fetch(secret))[:2] == ["2026-11-25T20:00+0000", "2026-12-02T20:00+0000"]


def test_each_entry_is_called_diary_and_rings(secret):
    calendar = Calendar.from_ical(fetch(secret).content)
    entries = calendar.walk("VEVENT")
    assert {str(entry["SUMMARY"]) for entry in entries} == {"Diary"}
    assert {str(alarm["ACTION"]) for entry in entries for alarm in entry.walk("VALARM")} == {"DISPLAY"}
    assert all(alarm["TRIGGER"].dt == timedelta(0) for alarm in calendar.walk("VALARM"))
    assert len(calendar.walk("VALARM")) == len(entries)
    assert len({str(entry["UID"]) for entry in entries}) == len(entries)


def test_same_day_keeps_its_identity_from_one_look_to_the_next(secret):
    def identities(response):
        return {entry["DTSTART"].dt: entry["UID"] for entry in Calendar.from_ical(response.content).walk("VEVENT")}

    first = identities(fetch(secret))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert identities(fetch(secret)) == first


def test_calendar_says_nothing_of_health_or_of_whose_it_is(alice, secret):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 11, 1))
    response = fetch(secret)
    assert HEALTH.findall(response.content) == []
    assert HEALTH.search(b"SUMMARY:LDN")  # the look finds what it looks for


def test_calendar_is_text_that_nobody_may_keep(secret):
    response = fetch(secret)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in response.headers
    assert response.content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in response.content.replace(b"\r\n", b"")


def test_every_address_that_is_none_is_one_and_the_same_404(alice, secret):
    ended = make_calendar(patient=alice)
    revoked = make_calendar(patient=alice)
    end_calendar(patient=alice)
    wrong = [secret, ended, revoked, "x" * 43, "x", "é" * 43, "%00", "A" * 5000, secret[:-1], f"{secret}x"]
    answers = [Client().get(f"/reminders/{each}.ics") for each in wrong]
    answers += [Client().get(f"/reminders/{secret}"), Client().get("/reminders/")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_address_of_somebody_who_is_switched_off_is_none(alice, secret):
    alice.is_active = False
    alice.save()
    assert Client().get(f"/reminders/{secret}.ics").status_code == 404


def test_database_holds_no_secret_and_no_plain_digest(secret):
    (kept,) = Reminders.objects.values_list("calendar_digest", flat=True)
    import hashlib

    assert secret not in kept
    assert kept != hashlib.sha256(secret.encode()).hexdigest()


def test_address_made_under_the_previous_master_key_works_until_that_key_is_gone(secret, settings):
    old, settings.MASTER_KEY = settings.MASTER_KEY, bytes(range(40, 72))
    assert Client().get(f"/reminders/{secret}.ics").status_code == 404
    settings.MASTER_KEYS_PREVIOUS = (old,)
    assert Client().get(f"/reminders/{secret}.ics").status_code == 200


@pytest.mark.parametrize("days", [0, 40])
def test_calendar_takes_two_statements_however_much_is_logged(alice, secret, days, django_assert_num_queries):
    for number in range(days):
        factories.check_in(alice, date(2026, 11, 22) - timedelta(days=number))
    with django_assert_num_queries(2):
        fetch(secret)


def test_looking_writes_nothing(secret):
    from tests.records import snapshot

    before = snapshot()
    fetch(secret)
    assert snapshot() == before
