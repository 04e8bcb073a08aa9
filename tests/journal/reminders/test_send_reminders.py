"""manage.py send_reminders: one mail a day at most, none after three without an answer, none twice."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from accounts import outbox
from accounts.models import OutgoingMail
from journal.day_records import load_day, save_day
from journal.day_state import DayState
from journal.models import Diary, Reminders
from journal.reminders import sending
from journal.reminders.addresses import unsubscribe_word
from tests import factories
from tests.journal.reminders.test_calendar import HEALTH
from tests.races import at_once

DAY = date(2026, 11, 2)  # a Monday
HEALTH_IN_MAIL = re.compile(HEALTH.pattern.decode().replace("|journal|alice|example", ""), re.IGNORECASE)


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.MAIL = object()


@pytest.fixture
def reminders(alice):
    return Reminders.objects.create(patient=alice, hour=20, by_mail=True)


def run(day: date = DAY, clock: str = "20:05") -> int:
    """Run the command at this time in London; return how many it queued."""
    out = StringIO()
    with at(day, clock):
        call_command("send_reminders", stdout=out)
    return int(re.fullmatch(r"Reminders queued: (\d+)\.\n", out.getvalue())[1])


def at(day: date, clock: str = "20:05") -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC), tick=False)


def mails() -> list:
    return [outbox.opened(mail) for mail in OutgoingMail.objects.order_by("queued_at")]


def save(patient, day: date, entered: date, note: str = "n", clock: str = "21:00") -> None:
    with at(entered, clock):
        loaded = load_day(patient, day)
        wanted = DayState(note=note)
        save_day(patient=patient, loaded=loaded, day=day, wanted=wanted, version=loaded.version, today=entered)


def test_mail_goes_out_once_after_the_patients_hour(reminders):
    assert [run(clock=clock) for clock in ("19:59", "20:00", "20:05", "23:59")] == [0, 1, 0, 0]
    # Half past three in the morning is still the same journal day.
    assert run(DAY + timedelta(days=1), "03:30") == 0
    assert run(DAY + timedelta(days=1), "20:00") == 1


@pytest.mark.parametrize(
    ("zone", "clock", "queued"),
    [("Pacific/Auckland", "06:59", 0), ("Pacific/Auckland", "07:00", 1), ("America/New_York", "23:59", 0)],
)
def test_hour_is_on_the_patients_own_clock(alice, reminders, zone, clock, queued):
    alice.time_zone = zone
    alice.save()
    assert run(clock=clock) == queued


def test_day_that_is_saved_is_not_reminded_of(alice, reminders):
    factories.check_in(alice, DAY, note="x")
    assert run() == 0
    assert run(DAY + timedelta(days=1)) == 1


def test_nobody_gets_a_mail_who_did_not_ask_or_was_switched_off(alice, charlie, reminders):
    Reminders.objects.create(patient=charlie, hour=20)
    alice.is_active = False
    alice.save()
    assert run() == 0


def test_three_without_an_answer_and_then_silence(reminders):
    assert [run(DAY + timedelta(days=number)) for number in range(6)] == [1, 1, 1, 0, 0, 0]
    assert ["This is the last of these mails." in mail.body for mail in mails()] == [False, False, True]


@pytest.mark.parametrize("answered", [0, 1, 2, 5])
def test_any_save_after_a_mail_is_an_answer(alice, reminders, answered):
    for number in range(answered + 1):
        run(DAY + timedelta(days=number))
    save(alice, date(2026, 10, 1), DAY + timedelta(days=answered + 1), clock="09:00")
    more = [run(DAY + timedelta(days=answered + 1 + number)) for number in range(4)]
    assert more == [1, 1, 1, 0]


def test_changing_an_old_day_is_an_answer(alice, reminders):
    save(alice, date(2026, 10, 1), date(2026, 10, 1))
    assert [run(DAY + timedelta(days=number)) for number in range(4)] == [1, 1, 1, 0]
    save(alice, date(2026, 10, 1), DAY + timedelta(days=4), note="other", clock="09:00")
    assert run(DAY + timedelta(days=4)) == 1


def test_what_was_saved_before_the_mail_is_no_answer(alice, reminders):
    save(alice, date(2026, 10, 1), date(2026, 10, 1))
    save(alice, date(2026, 10, 1), DAY, note="other", clock="19:00")
    assert [run(DAY + timedelta(days=number)) for number in range(4)] == [1, 1, 1, 0]


def test_weekly_diary_is_offered_once_in_the_last_mail(alice, reminders):
    for number in range(3):
        run(DAY + timedelta(days=number))
    save(alice, DAY, DAY + timedelta(days=5))
    for number in range(6, 9):
        run(DAY + timedelta(days=number))
    offered = ["http://127.0.0.1:8000/journal/settings/" in mail.body for mail in mails()]
    assert offered == [False, False, True, False, False, False]
    assert Reminders.objects.get().offered_weekly_on == DAY + timedelta(days=2)


def test_weekly_diary_is_reminded_of_on_the_last_day_of_its_week_and_not_offered(alice, reminders):
    Diary.objects.create(patient=alice, weekly=True, week_ends_on=6)
    assert [run(DAY + timedelta(days=number)) for number in range(28)] == [*[0, 0, 0, 0, 0, 0, 1] * 3, *[0] * 7]
    assert not any("settings" in mail.body for mail in mails())
    assert Reminders.objects.get().offered_weekly_on is None


def test_flight_over_the_date_line_gets_one_mail_for_each_day_at_most(alice, reminders):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    assert run(DAY, "07:30") == 1
    alice.time_zone = "Pacific/Honolulu"
    alice.save()
    # In Honolulu it is the 1st for another day, and the 2nd, which had its mail, after that.
    assert [run(DAY, "08:00"), run(DAY + timedelta(days=1), "07:00"), run(DAY + timedelta(days=2), "07:00")] == [
        0,
        0,
        1,
    ]


def test_mail_says_nothing_of_health_and_how_to_end_it(alice, reminders):
    run()
    (mail,) = mails()
    unsubscribe = f"http://127.0.0.1:8000/unsubscribe/{unsubscribe_word(alice.pk)}/"
    assert (mail.subject, mail.to) == ("Diary", ["alice@example.test"])
    assert HEALTH_IN_MAIL.findall(mail.subject + mail.body.replace(unsubscribe, "")) == []
    assert "http://127.0.0.1:8000/journal/\n" in mail.body
    assert f"{unsubscribe}\n" in mail.body
    sent = mail.message()
    assert (sent["List-Unsubscribe"], sent["List-Unsubscribe-Post"]) == (
        f"<{unsubscribe}>",
        "List-Unsubscribe=One-Click",
    )
    assert "Alice" not in str(sent)


def test_unsubscribed_means_none(client, reminders):
    run()
    address = mails()[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert run(DAY + timedelta(days=1)) == 0


def test_site_without_mail_queues_nothing_and_says_so(reminders, settings):
    settings.MAIL = None
    out = StringIO()
    with at(DAY):
        call_command("send_reminders", stdout=out)
    assert (out.getvalue(), OutgoingMail.objects.count()) == ("No mail server is set (MAIL_URL): nothing to do.\n", 0)


def test_killed_between_claim_and_queue_neither_has_happened(reminders, monkeypatch):
    def killed(mail):
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()
    assert Reminders.objects.values_list("mailed_on", "unanswered").get() == (None, 0)
    assert [run(), run()] == [1, 0]


def test_row_that_changed_since_it_was_read_is_left_to_the_other(alice, reminders):
    with at(DAY):
        stale = next(sending._wanted())
        Reminders.objects.update(by_mail=False)
        assert sending._send(stale, datetime.now(UTC)) is False
    assert OutgoingMail.objects.count() == 0


def test_everybody_is_met_a_batch_at_a_time(reminders, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sending, "BATCH", 2)
    people = [factories.patient(f"p{number}@example.test") for number in range(6)]
    Reminders.objects.bulk_create(Reminders(patient=person, hour=20, by_mail=True) for person in people)
    with django_assert_num_queries(5):  # seven people in four batches of two at most, and the empty one after
        assert len({row.pk for row in sending._wanted()}) == 7
    assert run() == 7
    assert {mail.to[0] for mail in mails()} == {"alice@example.test", *(person.email for person in people)}


def test_nobody_who_is_not_due_costs_a_statement_of_their_own(reminders, django_assert_num_queries):
    with at(DAY, "19:00"), django_assert_num_queries(2):
        sending.send_due(datetime.now(UTC))


@pytest.mark.django_db(transaction=True)
def test_run_on_many_machines_at_once_queues_one_mail_for_each():
    people = [factories.patient(f"p{number}@example.test") for number in range(10)]
    Reminders.objects.bulk_create(Reminders(patient=person, hour=20, by_mail=True) for person in people)
    now = datetime(2026, 11, 2, 20, 5, tzinfo=UTC)
    queued = at_once(lambda _: sending.send_due(now), 6)
    assert sum(queued) == 10
    assert sorted(mail.to[0] for mail in mails()) == sorted(person.email for person in people)
    assert set(Reminders.objects.values_list("mailed_on", "unanswered")) == {(date(2026, 11, 2), 1)}
