"""Two taps, two tabs, a retry: one check-in, no error, no answer overwritten unseen."""

from collections import Counter
from datetime import date

import pytest
import time_machine

from journal.models import CheckIn, DayVersion, Dose, Item, Medicine
from journal.notice_cards import open_cards
from tests import factories
from tests.kept import check_kept_answers
from tests.races import at_once

DAY = "2026-11-20"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def answers_are_kept(transactional_db):
    yield
    check_kept_answers()


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


def post(client, body) -> int:
    return client.post(f"/journal/{DAY}/", body).status_code


def test_sixteen_identical_saves_at_once_are_one_check_in(alice, signed_in, pain, medicine):
    clients = [signed_in(alice) for _ in range(16)]
    body = {"version": 0, f"item_{pain.pk}": "5", f"dose_{medicine.pk}_1": "usual", "note": "once"}
    answers = at_once(lambda number: post(clients[number], body), 16)
    assert answers == [302] * 16
    assert (CheckIn.objects.count(), Dose.objects.count(), DayVersion.objects.count()) == (1, 1, 0)
    assert CheckIn.objects.get().ratings.get().value == 5


def test_different_saves_at_once_are_one_winner_and_many_told(alice, signed_in, pain):
    clients = [signed_in(alice) for _ in range(8)]
    answers = at_once(lambda number: post(clients[number], {"version": 0, f"item_{pain.pk}": str(number)}), 8)
    assert Counter(answers) == {302: 1, 409: 7}
    saved = CheckIn.objects.get()
    assert (saved.version, answers[saved.ratings.get().value]) == (1, 302)


def test_stale_amendments_at_once_never_overwrite_unseen(alice, signed_in, pain):
    factories.check_in(alice, date(2026, 11, 20), {pain: 9})
    clients = [signed_in(alice) for _ in range(8)]
    answers = at_once(lambda number: post(clients[number], {"version": 1, f"item_{pain.pk}": str(number)}), 8)
    assert Counter(answers) == {302: 1, 409: 7}
    assert CheckIn.objects.get().version == 2
    assert DayVersion.objects.count() == 1


def test_set_up_sent_many_times_at_once_makes_one_journal(alice, signed_in):
    clients = [signed_in(alice) for _ in range(8)]
    body = {"medicine_name": "LDN", "form": "capsule", "headline": "Fatigue", "amount": "1.5", "day": DAY, "hours": ""}
    answers = at_once(lambda number: clients[number].post("/journal/set-up/", body).status_code, 8)
    assert answers == [302] * 8
    assert (Medicine.objects.count(), Item.objects.count()) == (1, 1)


def test_the_same_name_at_once_is_one_medicine_and_an_error_message(alice, signed_in):
    clients = [signed_in(alice) for _ in range(8)]
    body = {"name": "Duloxetine", "form": "capsule"}
    answers = at_once(lambda number: clients[number].post("/journal/medicines/", body).status_code, 8)
    assert Counter(answers) == {302: 1, 422: 7}
    assert Medicine.objects.count() == 1


def test_eight_saves_at_once_that_tell_the_same_are_one_notice(alice, signed_in, medicine):
    headache = factories.side_effect(alice)
    clients = [signed_in(alice) for _ in range(8)]
    days = [f"2026-11-{day}" for day in range(13, 21)]
    with time_machine.travel("2026-11-20T20:00:00Z", tick=True):
        answers = at_once(
            lambda number: (
                clients[number]
                .post(f"/journal/{days[number]}/", {"version": 0, f"item_{headache.pk}": "3"})
                .status_code
            ),
            8,
        )
    assert answers == [302] * 8
    shown = [len(card.lines) for card in open_cards(alice, [headache])]
    assert ({notice.rule for notice in alice.notices.all()}, shown) == ({"side_effect"}, [1])


def test_the_same_save_eight_times_at_once_is_one_notice(alice, signed_in, medicine):
    headache = factories.side_effect(alice)
    clients = [signed_in(alice) for _ in range(8)]
    body = {"version": 0, f"item_{headache.pk}": "3"}
    with time_machine.travel("2026-11-20T20:00:00Z", tick=True):  # before twelve weeks of one dose are over
        answers = at_once(lambda number: clients[number].post("/journal/2026-11-20/", body).status_code, 8)
    assert (answers, alice.notices.count()) == ([302] * 8, 1)
