"""Earlier answers of a day: amending loses nothing, and only the owner sees them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests import factories
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 11, 22)
ADDRESS = "/journal/2026-11-22/earlier/"


@pytest.fixture
def amended(alice, alice_client):
    """A day saved three times; returns what it is about."""
    pain, headache = factories.target(alice), factories.side_effect(alice)
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), hours="17:00")
    dose = f"dose_{medicine.pk}_1"
    saves = [
        (18, {dose: "usual", f"item_{pain.pk}": "4", f"item_{headache.pk}": "0"}),
        (
            19,
            {
                dose: "skipped",
                f"{dose}_why": "cost",
                f"item_{pain.pk}": "6",
                f"item_{headache.pk}": "2",
                "note": "worse",
            },
        ),
        (20, {f"item_{pain.pk}": "7"}),
    ]
    for version, (hour, given) in enumerate(saves):
        with time_machine.travel(NOW.replace(hour=hour), tick=False):
            answer = alice_client.post(f"/journal/{DAY}/", {"version": version, "note": "", **given})
            assert answer.status_code == 302
    return pain, medicine


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW.replace(hour=21), tick=False):
        yield


def test_every_earlier_answer_is_there_the_latest_first(amended, alice_client):
    versions = alice_client.get(ADDRESS).context["versions"]
    assert [(version.until.strftime("%H:%M"), version.words, version.note) for version in versions] == [
        ("20:30", ["dose skipped on purpose (cost)", "widespread pain 6", "headache moderate", "a note"], "worse"),
        ("19:30", ["4.5 mg at 17:00", "widespread pain 4", "no side effects"], ""),
    ]


def test_the_day_leads_to_them_once_there_are_some(amended, alice, alice_client):
    factories.check_in(alice, date(2026, 11, 21))
    assert ADDRESS in alice_client.get("/journal/").text
    assert "/earlier/" not in alice_client.get("/journal/2026-11-21/").text


def test_a_day_without_any_says_so(alice_client):
    assert "This day was not changed since it was first saved." in alice_client.get(ADDRESS).text


def test_what_was_removed_since_is_left_out(amended, alice, alice_client):
    pain, medicine = amended
    pain.delete()
    medicine.delete()
    words = [version.words for version in alice_client.get(ADDRESS).context["versions"]]
    assert words == [["headache moderate", "a note"], ["no side effects"]]


def test_nobody_else_sees_them(amended, charlie, signed_in):
    page = signed_in(charlie).get(ADDRESS)
    assert (page.context["versions"], b"worse" in page.content) == ([], False)


@pytest.mark.parametrize("day", ["2026-02-30", "x", "2026-11-2"])
def test_what_is_no_day_is_not_found(alice_client, day):
    assert alice_client.get(f"/journal/{day}/earlier/").status_code == 404


def test_any_number_of_versions_costs_the_same(amended, alice, alice_client):
    with count_statements() as two:
        alice_client.get(ADDRESS)
    for version in (3, 4, 5):
        alice_client.post(f"/journal/{DAY}/", {"version": version, "note": f"{version}"})
    with count_statements() as five:
        alice_client.get(ADDRESS)
    assert (len(two), len(five)) == (5, 5)
