"""The doses of a week in a weekly diary: one tap for the days before its last, each day its own record."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.diary_settings import keep_rhythm
from tests import factories

WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/London"))
MONDAY, SATURDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 21), date(2026, 11, 22)
SIX = [MONDAY + timedelta(days=number) for number in range(6)]


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def ldn(alice):
    factories.target(alice, "Pain")
    keep_rhythm(patient=alice, weekly=True, week_ends_on=6)
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 1))
    return medicine


def asked(client) -> tuple[date, date] | None:
    gap = client.get("/journal/").context["gap"]
    return gap and (gap.first, gap.last)


def answer(client, choice: str):
    return client.post("/journal/gap/", {"first": MONDAY, "last": SATURDAY, "answer": choice})


def doses(patient) -> list[tuple[date, str]]:
    return list(patient.doses.order_by("day").values_list("day", "status"))


def test_the_page_of_the_week_asks_about_the_days_before_its_last(ldn, alice_client):
    page = " ".join(alice_client.get("/journal/").text.split())
    assert asked(alice_client) == (MONDAY, SATURDAY)
    assert "LDN, 16 to 21 Nov 2026</h2> <p>Did you take it on the days of this week before its last?</p>" in page
    assert "Welcome back" not in page
    assert "The dose of Sunday is asked about in the form." in page
    assert "Your dose on Sunday 22 November</h2>" in page


@pytest.mark.parametrize(("choice", "status"), [("usual", "taken"), ("not", "missed")])
def test_one_tap_keeps_a_dose_a_day_and_is_undone_by_one(alice, ldn, alice_client, choice, status):
    said = answer(alice_client, choice)
    assert doses(alice) == [(day, status) for day in SIX]
    assert not alice.check_ins.logged().exists()
    assert asked(alice_client) is None
    assert 'action="/journal/gap/undo/"' in alice_client.get(said["Location"]).text
    alice_client.post("/journal/gap/undo/", {"first": MONDAY, "last": SATURDAY, "answer": choice})
    assert (doses(alice), asked(alice_client)) == ([], (MONDAY, SATURDAY))


def test_not_known_stays_not_recorded_and_is_asked_once(alice, ldn, alice_client):
    answer(alice_client, "unknown")
    assert (doses(alice), asked(alice_client)) == ([], None)


def test_a_day_with_a_dose_keeps_it(alice, ldn, alice_client):
    factories.dose(ldn, date(2026, 11, 18), "skipped")
    assert asked(alice_client) == (MONDAY, SATURDAY)
    answer(alice_client, "usual")
    assert doses(alice) == [(day, "skipped" if day.day == 18 else "taken") for day in SIX]


def test_a_week_with_all_its_doses_asks_nothing(ldn, alice_client):
    for day in SIX:
        factories.dose(ldn, day)
    assert asked(alice_client) is None


def test_only_days_on_a_step_are_asked_about(alice, ldn, alice_client):
    alice.dose_steps.update(day=SATURDAY)
    assert asked(alice_client) == (SATURDAY, SATURDAY)


def test_nothing_is_asked_of_a_week_without_ldn(alice, ldn, alice_client):
    alice.dose_steps.all().delete()
    assert asked(alice_client) is None


def test_a_week_that_is_kept_as_a_day_asks_nothing(alice, ldn, alice_client):
    factories.check_in(alice, SUNDAY, {alice.items.get(): 1})
    assert asked(alice_client) is None
