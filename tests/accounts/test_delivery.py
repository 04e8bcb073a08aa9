"""Mails that wait are sent once, later when the mail server is away, and dropped in the end."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from accounts import delivery, outbox, rotation
from accounts.delivery import claim, deliver_due, deliver_for_ever, pause_after
from accounts.models import OutgoingMail
from tests.accounts.queue import DOWN, QUEUE, REFUSES_ONE, WORKS, sent
from tests.races import at_once

START = datetime(2026, 11, 26, 12, tzinfo=UTC)
NEW_KEY = bytes(range(40, 72))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.MAILERS = {"default": QUEUE, "outgoing": WORKS}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travel:
        yield travel


def queued(to: str = "alice@example.test") -> OutgoingMail:
    return outbox.put(EmailMessage("Words", "Body", "no-reply@example.org", [to]))


def said(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "accounts.delivery"]


def test_mails_go_out_oldest_first(clock):
    for name in ("b", "a", "c"):
        queued(f"{name}@example.test")
        clock.shift(1)
    assert deliver_due() == 3
    assert [to for to, _ in sent()] == [["b@example.test"], ["a@example.test"], ["c@example.test"]]


def test_a_dead_mail_server_is_asked_again_after_growing_pauses(settings, clock, caplog):
    settings.MAILERS = {"default": QUEUE, "outgoing": DOWN}
    waiting = queued()
    for _ in range(4):
        before = timezone.now()
        assert deliver_due() == 0
        waiting.refresh_from_db()
        clock.move_to(waiting.due_at - timedelta(seconds=1))
        assert deliver_due() == 0
        clock.move_to(waiting.due_at)
        assert timezone.now() - before == pause_after(waiting.tries)
    settings.MAILERS = {"default": QUEUE, "outgoing": WORKS}
    assert deliver_due() == 1
    assert said(caplog) == [
        *(f"mail={waiting.pk} not sent, tries={n}: ConnectionRefusedError" for n in (1, 2, 3, 4)),
        f"mail={waiting.pk} sent, tries=5",
    ]


def test_pauses_double_up_to_four_hours():
    found = [pause_after(tries).total_seconds() for tries in (1, 2, 3, 10, 11, 12, 1000)]
    assert found == [15, 30, 60, 7680, 14400, 14400, 14400]


def test_a_mail_is_dropped_after_twenty_tries_and_named_by_number_only(settings, clock, caplog):
    settings.MAILERS = {"default": QUEUE, "outgoing": DOWN}
    number = queued().pk
    tries = 0
    while waiting := OutgoingMail.objects.first():
        clock.move_to(waiting.due_at)
        deliver_due()
        tries += 1
    assert tries == 21
    assert said(caplog)[-1] == f"mail={number} dropped, tries=20"
    assert timezone.now() < START + delivery.LONGEST_WAIT
    assert "alice" not in caplog.text


@pytest.mark.parametrize(("waited", "left"), [(timedelta(days=3), 1), (timedelta(days=3, seconds=1), 0)])
def test_a_mail_that_waited_more_than_three_days_is_dropped_unsent(clock, caplog, waited, left):
    number = queued().pk
    clock.shift(waited)
    assert deliver_due() == left
    assert (len(mail.outbox), OutgoingMail.objects.count()) == (left, 0)
    assert said(caplog) == [f"mail={number} sent, tries=1" if left else f"mail={number} dropped, tries=0"]


def test_one_mail_that_cannot_be_sent_does_not_hold_up_the_others(settings, clock):
    settings.MAILERS = {"default": QUEUE, "outgoing": REFUSES_ONE}
    refused = queued("dana@example.test")
    clock.shift(1)
    unreadable = queued()
    OutgoingMail.objects.filter(pk=unreadable.pk).update(sealed=b"junk")
    clock.shift(1)
    queued("charlie@example.test")
    assert deliver_due() == 1
    assert [to for to, _ in sent()] == [["charlie@example.test"]]
    assert set(OutgoingMail.objects.values_list("pk", "tries")) == {(refused.pk, 1), (unreadable.pk, 1)}


def test_a_mail_whose_deliverer_was_killed_is_tried_again_after_the_lease_and_not_before(clock):
    assert claim(queued(), timezone.now())  # and then the power is cut
    clock.shift(delivery.LEASE - timedelta(seconds=1))
    assert deliver_due() == 0
    clock.shift(1)
    assert (deliver_due(), len(mail.outbox)) == (1, 1)


def test_a_mail_that_somebody_else_took_meanwhile_is_not_taken(clock):
    queued()
    mine, theirs = OutgoingMail.objects.get(), OutgoingMail.objects.get()
    assert [claim(theirs, timezone.now()), claim(mine, timezone.now())] == [True, False]
    assert OutgoingMail.objects.get().tries == 1


@pytest.mark.django_db(transaction=True)
def test_eight_deliverers_at_once_send_each_mail_once():
    for number in range(24):
        queued(f"p{number}@example.test")
    assert sum(at_once(lambda _: deliver_due(), 8)) == 24
    assert sorted(to for to, _ in sent()) == sorted([f"p{number}@example.test"] for number in range(24))
    assert OutgoingMail.objects.count() == 0


def test_mails_of_before_a_rotation_open_with_the_previous_key_and_then_with_the_new_one_alone(settings):
    queued("alice@example.test")
    settings.MASTER_KEYS_PREVIOUS, settings.MASTER_KEY = (settings.MASTER_KEY,), NEW_KEY
    assert deliver_due() == 1
    settings.MASTER_KEY, settings.MASTER_KEYS_PREVIOUS = settings.MASTER_KEYS_PREVIOUS[0], ()
    waiting = queued("charlie@example.test")
    settings.MASTER_KEYS_PREVIOUS, settings.MASTER_KEY = (settings.MASTER_KEY,), NEW_KEY
    assert rotation.not_current() == 1
    assert rotation.rotate_keys().rewrapped == 1
    assert rotation.not_current() == 0
    settings.MASTER_KEYS_PREVIOUS = ()
    assert outbox.opened(OutgoingMail.objects.get(pk=waiting.pk)).to == ["charlie@example.test"]
    assert deliver_due() == 1


def test_a_mail_that_no_key_opens_is_named_by_the_rotation_and_waits(settings, clock):
    waiting = queued()
    settings.MASTER_KEY = NEW_KEY
    assert rotation.rotate_keys().unreadable == [f"outgoingmail {waiting.pk}"]
    assert deliver_due() == 0
    assert OutgoingMail.objects.count() == 1


def test_the_loop_outlives_a_database_that_is_away(caplog):
    queued()
    pauses, asked = [], []

    def away_at_first(execute, sql, params, many, context):
        asked.append(sql)
        if len(asked) <= 2:
            raise OperationalError("server closed the connection, password=secret")
        return execute(sql, params, many, context)

    def wait(seconds: float) -> bool:
        if seconds:
            pauses.append(seconds)
        return len(pauses) == 3

    kept, connection.close = connection.close, lambda: None  # the test's transaction lives on this connection
    try:
        with connection.execute_wrapper(away_at_first):
            deliver_for_ever(wait)
    finally:
        connection.close = kept
    assert pauses == [5.0, 5.0, 1.0]
    assert said(caplog)[:2] == ["mail waits, the database is away: OperationalError"] * 2
    assert len(mail.outbox) == 1
    assert "secret" not in caplog.text


def test_being_told_to_stop_ends_the_loop_before_the_next_mail():
    for _ in range(3):
        queued()
    told = iter([False, True, True])
    deliver_for_ever(lambda seconds: next(told))
    assert (len(mail.outbox), OutgoingMail.objects.count()) == (1, 2)


def test_once_sends_what_is_due_and_says_how_many():
    queued()
    out = StringIO()
    call_command("deliver_mail", "--once", stdout=out)
    call_command("deliver_mail", "--once", stdout=out)
    assert out.getvalue() == "Mails sent: 1.\nMails sent: 0.\n"


@pytest.fixture
def signals():
    """Put back what the command changes in this process."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def ended_process(*, waited_for: bool) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", ""])
    if waited_for:
        process.wait(30)
    else:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it stays as a zombie
    return process


@pytest.mark.parametrize("waited_for", [True, False])
def test_the_command_ends_with_the_server_that_it_runs_beside(signals, waited_for):
    process = ended_process(waited_for=waited_for)
    call_command("deliver_mail", "--beside", str(process.pid))  # which would run for ever
    assert process.wait(30) == 0


def test_the_command_ends_when_it_is_told_to(signals):
    def tell_once_it_has_sent() -> None:
        while not mail.outbox:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    queued()
    threading.Thread(target=tell_once_it_has_sent, daemon=True).start()
    call_command("deliver_mail", "--beside", str(os.getpid()))
    assert (len(mail.outbox), OutgoingMail.objects.count()) == (1, 0)
