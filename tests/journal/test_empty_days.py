"""A day that was undone or cleared says nothing: nowhere does it count as logged, as an entry, as the last day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import OutgoingMail
from journal.by_step import by_step_table
from journal.day_page import open_day
from journal.days_said import days_said
from journal.figures.doses import Adherence
from journal.gaps import gap_before
from journal.interchange.actions import import_file
from journal.interchange.outgoing import export_zip
from journal.models import CheckIn, Diary, Reminders
from journal.month_page import month_days
from journal.months import Month
from journal.record import load_record
from journal.reminders.actions import make_calendar
from journal.start import load_baseline
from journal.weeks import ends_a_week
from tests import factories

TODAY = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)
LAST = TODAY - 3 * ONE_DAY  # the last day that says anything


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(datetime(2026, 11, 22, 20, 30, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, LAST - 8 * ONE_DAY)
    return medicine


@pytest.fixture
def pain(alice):
    return factories.target(alice)


def logged(pain, medicine) -> None:
    """Nine days with a dose and a rating, the last one three days ago."""
    for number in range(9):
        factories.check_in(pain.patient, LAST - number * ONE_DAY, {pain: 4})
        factories.dose(medicine, LAST - number * ONE_DAY)


def save_and_undo(client: Client, day: date, pain, medicine) -> None:
    answers = {"version": 0, "note": "wrong day", f"item_{pain.pk}": "4", f"dose_{medicine.pk}_1": "usual"}
    client.post(f"/journal/{day}/", answers)
    client.post(f"/journal/{day}/undo/", {"version": 1})


def save_and_clear(client: Client, day: date, pain, medicine) -> None:
    client.post(f"/journal/{day}/", {"version": 0, "note": "wrong day", f"item_{pain.pk}": "4"})
    client.post(f"/journal/{day}/clear/", {"version": 1})


@pytest.fixture(params=[save_and_undo, save_and_clear])
def emptied(request, alice, alice_client, pain, medicine):
    """Today, and a day before the first entry, were saved and emptied again; returns the days."""
    logged(pain, medicine)
    days = [TODAY, LAST - 30 * ONE_DAY]
    for day in days:
        request.param(alice_client, day, pain, medicine)
    assert list(CheckIn.objects.filter(day__in=days).values_list("version", flat=True)) == [2, 2]
    return days


def test_its_row_says_nothing(alice, emptied):
    assert set(alice.check_ins.said().values_list("day", flat=True)).isdisjoint(emptied)
    assert set(alice.check_ins.logged().values_list("day", flat=True)).isdisjoint(emptied)
    assert days_said(alice, date.min) == {LAST - number * ONE_DAY for number in range(9)}


@pytest.mark.parametrize("says", [{"note": "x"}, {"alarms": "breathing"}])
def test_a_note_or_an_alarm_sign_says_something(alice, says):
    factories.check_in(alice, TODAY, **says)
    assert (alice.check_ins.said().count(), days_said(alice, TODAY)) == (1, {TODAY})


def test_the_record_ends_with_the_last_day_that_says_anything(alice, emptied):
    record = load_record(alice)
    assert (record.first_day, record.last_day) == (LAST - 8 * ONE_DAY, LAST)
    assert by_step_table(alice).adherence == Adherence(planned=9, taken=9)


def test_insights_and_report_count_it_nowhere(alice_client, emptied):
    page = alice_client.get("/journal/insights/").text
    assert "All steps together: taken 9, missed 0, skipped 0, not recorded 0 of 9." in page


def test_history_does_not_show_it_as_logged(alice, emptied):
    days = month_days(alice, Month(2026, 11), TODAY)
    assert (days[TODAY].words, days[LAST].words) == ("not logged, saved 2 times", "logged")


def test_welcome_back_asks_about_it(alice, emptied):
    with time_machine.travel(datetime(2026, 11, 25, 20, 30, tzinfo=UTC), tick=False):
        day = alice.journal_day(datetime.now(UTC))
        gap = gap_before(open_day(alice, day, day))
    assert gap is not None
    assert (gap.first, gap.last) == (LAST + ONE_DAY, day - ONE_DAY)


def test_welcome_back_asks_about_it_after_months(alice, emptied):
    with time_machine.travel(datetime(2027, 3, 1, 20, 30, tzinfo=UTC), tick=False):
        day = alice.journal_day(datetime.now(UTC))
        gap = gap_before(open_day(alice, day, day))
    assert gap is not None
    assert gap.first == LAST + ONE_DAY


def test_the_baseline_does_not_count_it(alice, alice_client, pain):
    medicine = factories.ldn(alice)
    factories.check_in(alice, LAST, {pain: 4})
    save_and_clear(alice_client, TODAY, pain, medicine)
    baseline = load_baseline(alice, TODAY)
    assert baseline is not None
    assert baseline.days == 1


def test_a_weekly_diary_asks_about_its_week(alice, alice_client, pain, medicine):
    Diary.objects.create(patient=alice, weekly=True, week_ends_on=TODAY.weekday())
    assert ends_a_week(TODAY, TODAY.weekday())
    save_and_clear(alice_client, TODAY, pain, medicine)
    page = open_day(alice, TODAY, TODAY)
    assert (page.weekly, page.loaded.state.empty) == (True, True)


def test_the_reminder_mail_is_sent(alice, emptied, settings):
    settings.MAIL = object()
    Reminders.objects.create(patient=alice, hour=20, by_mail=True)
    call_command("send_reminders")
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("said", ["rating", "note", "alarms", "dose"])
def test_no_reminder_mail_after_anything_that_is_said(alice, pain, medicine, settings, said):
    settings.MAIL = object()
    Reminders.objects.create(patient=alice, hour=20, by_mail=True)
    if said == "dose":
        factories.dose(medicine, TODAY)
    else:
        factories.check_in(
            alice, TODAY, {pain: 0} if said == "rating" else {}, **{said: "x"} if said != "rating" else {}
        )
    call_command("send_reminders")
    assert not OutgoingMail.objects.exists()


def test_the_calendar_has_its_entry(alice, emptied):
    Reminders.objects.create(patient=alice, hour=21)
    secret = make_calendar(patient=alice)

    def first_entry() -> date:
        file = Calendar.from_ical(Client().get(f"/reminders/{secret}.ics").content)
        return min(entry["DTSTART"].dt.date() for entry in file.walk("VEVENT"))

    assert first_entry() == TODAY
    factories.dose(alice.medicines.get(), TODAY)
    assert first_entry() == TODAY + ONE_DAY


def test_an_export_carries_it_and_an_import_counts_it_no_more_than_here(alice, charlie, emptied):
    import_file(patient=charlie, data=export_zip(alice), now=datetime.now(UTC), directions={})
    assert charlie.check_ins.filter(day__in=emptied).count() == 2
    assert (load_record(charlie).last_day, days_said(charlie, TODAY)) == (LAST, set())


def test_undo_brings_it_back_into_all_of_them(alice, alice_client, pain, medicine):
    logged(pain, medicine)
    save_and_clear(alice_client, TODAY, pain, medicine)
    alice_client.post(reverse("journal:undo", args=[TODAY]), {"version": 2})
    assert (load_record(alice).last_day, days_said(alice, TODAY)) == (TODAY, {TODAY})


@pytest.mark.parametrize(
    ("clock", "hours", "said", "expected"),
    [
        ("12:00", "21:00", 0, Adherence(planned=9, taken=9)),
        ("20:54", "21:00", 0, Adherence(planned=9, taken=9)),
        ("20:55", "21:00", 0, Adherence(planned=10, taken=9, not_recorded=1)),
        ("12:00", "21:00", 1, Adherence(planned=10, taken=10)),
        ("12:00", "00:30", 0, Adherence(planned=9, taken=9)),  # of the night after
        ("12:00", "08:00 20:00", 0, Adherence(planned=19, taken=9, not_recorded=10)),
        ("12:00", "08:00 20:00", 1, Adherence(planned=19, taken=10, not_recorded=9)),
        ("12:00", "08:00 20:00", 2, Adherence(planned=20, taken=11, not_recorded=9)),
        ("12:00", "", 0, Adherence(planned=10, taken=9, not_recorded=1)),
    ],
)
def test_a_dose_whose_hour_lies_ahead_is_not_unrecorded_yet(alice, pain, clock, hours, said, expected):
    medicine = factories.ldn(alice)
    factories.step(medicine, TODAY - 9 * ONE_DAY, hours=hours)
    for number in range(1, 10):
        factories.dose(medicine, TODAY - number * ONE_DAY)
    for number in range(said):
        factories.dose(medicine, TODAY, number=number + 1)
    factories.check_in(alice, TODAY, {pain: 4})
    with time_machine.travel(datetime.fromisoformat(f"{TODAY}T{clock}").replace(tzinfo=UTC), tick=False):
        assert by_step_table(alice).adherence == expected


def test_nothing_is_to_come_on_a_pause(alice, pain):
    medicine = factories.ldn(alice)
    factories.step(medicine, TODAY - 9 * ONE_DAY, hours="21:00")
    factories.step(medicine, TODAY, None, kind="pause", hours="")
    factories.step(medicine, TODAY + ONE_DAY, hours="21:00")
    factories.check_in(alice, TODAY, {pain: 4})
    assert by_step_table(alice).columns[-1].adherence == Adherence()
