"""Two hundred double submits and stale tabs at once: one check-in each, no failure, no acknowledged value lost.

Threads share two hundred requests, sixteen at a time, on the database at hand.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from journal.day_state import from_json
from journal.models import CheckIn, DayVersion, Dose, Item
from tests import factories
from tests.kept import check_kept_answers

DAY, NIGHT = date(2026, 11, 20), date(2026, 11, 19)
REQUESTS, THREADS, DAYS = 200, 16, 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def answers_are_kept(transactional_db):
    yield
    check_kept_answers()


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def headache(alice):
    return factories.side_effect(alice)


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


def many_at_once(client: Client, requests: list[tuple[str, dict[str, object]]]) -> list[int]:
    """Post everything with the cookies of a client, sixteen at a time; return the statuses in order."""
    cookies = client.cookies.output(header="", sep=";")

    def post(request: tuple[str, dict[str, object]]) -> int:
        one = Client()
        one.cookies.load(cookies)
        try:
            return one.post(*request).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(post, requests))


def test_two_hundred_double_submits_are_one_check_in_each(alice_client, pain, headache, medicine):
    """Each of twenty days is sent ten times, the last one with last night's dose and a new side effect."""
    days = [DAY - timedelta(days=2 * number) for number in range(DAYS)]
    bodies: dict[date, dict[str, object]] = {
        day: {
            "version": 0,
            "note": f"once on {day}",
            f"item_{pain.pk}": str(number % 11),
            "side_effects": "none",
            "asked": f"{headache.pk}",
            f"dose_{medicine.pk}_1": "missed",
        }
        for number, day in enumerate(days)
    }
    bodies[DAY] |= {"new_effect": "Dizziness", "new_effect_value": "2", f"night_{medicine.pk}_1": "usual"}
    requests = [(f"/journal/{day}/", bodies[day]) for _ in range(REQUESTS // DAYS) for day in days]
    assert Counter(many_at_once(alice_client, requests)) == {302: REQUESTS}
    assert list(CheckIn.objects.order_by("-day").values_list("day", "version")) == sorted(
        [(day, 1) for day in (*days, NIGHT)], reverse=True
    )
    saved = {
        check_in.day: dict(check_in.ratings.values_list("item__name", "value")) for check_in in CheckIn.objects.all()
    }
    assert {day: saved[day]["Widespread pain"] for day in days} == {day: n % 11 for n, day in enumerate(days)}
    assert saved[DAY] == {"Widespread pain": 0, "Headache": 0, "Dizziness": 2}
    assert {check_in.note for check_in in CheckIn.objects.filter(day__in=days)} == {f"once on {day}" for day in days}
    assert Counter(Dose.objects.values_list("status", flat=True)) == {"missed": DAYS, "taken": 1}
    assert (Item.objects.filter(name="Dizziness").count(), DayVersion.objects.count()) == (1, 0)


def test_two_hundred_stale_tabs_lose_no_acknowledged_value(alice_client, pain):
    """Every tab opened a day at its first version and types a note of its own; whoever wins is in the record."""
    days = [DAY - timedelta(days=number) for number in range(DAYS)]
    for day in days:
        factories.check_in(pain.patient, day, {pain: 9})
    requests = [
        (
            f"/journal/{days[number % DAYS]}/",
            {"version": 1, "note": f"tab {number}", f"item_{pain.pk}": str(number % 9)},
        )
        for number in range(REQUESTS)
    ]
    answers = many_at_once(alice_client, requests)
    assert Counter(answers) == {302: DAYS, 409: REQUESTS - DAYS}
    won = {days[number % DAYS]: number for number, status in enumerate(answers) if status == 302}
    kept = {check_in.day: (check_in.note, check_in.ratings.get().value) for check_in in CheckIn.objects.all()}
    assert kept == {day: (f"tab {number}", number % 9) for day, number in won.items()}
    assert [from_json(row.state).ratings for row in DayVersion.objects.all()] == [{pain.pk: 9}] * DAYS


def test_amendments_in_turn_are_all_in_the_history(alice_client, pain):
    """Tabs of one day that read again after each refusal: every acknowledged note is the record or its history."""
    requests = [
        (f"/journal/{DAY}/", {"version": version, "note": f"tab {tab} of {version}"})
        for version in range(6)
        for tab in range(8)
    ]
    answers = many_at_once(alice_client, requests)
    assert set(answers) <= {302, 409}
    acknowledged = {requests[number][1]["note"] for number, status in enumerate(answers) if status == 302}
    notes = [from_json(row.state).note for row in DayVersion.objects.order_by("version")]
    check_in = CheckIn.objects.get()
    assert acknowledged == {*notes, check_in.note}
    assert (check_in.version, len(notes)) == (len(acknowledged), len(acknowledged) - 1)
