"""Rating craving for opioids above none shows what LDN is not for, once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.ldn_tracker import pages

TODAY = date(2026, 11, 22)
WORDS = (
    "Naltrexone treats alcohol and opioid addiction at about 50 mg. LDN is a different use. Do not count on it to"
    " prevent relapse; ask for full addiction care."
)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False):
        yield


@pytest.fixture
def craving(alice):
    factories.step(factories.ldn(alice), TODAY - timedelta(days=60))
    return alice.items.create(name="Craving for opioids", group="craving")


@pytest.fixture
def lapse(alice):
    return alice.items.create(name="Lapse", group="craving", high=1)


def rate(client, item, value, day=TODAY, version=0):
    answer = client.post(f"/journal/{day}/", {"version": version, "note": "", f"item_{item.pk}": value})
    assert answer.status_code == 302


def shown(client) -> bool:
    return WORDS in pages.text(client.get("/journal/"))


def test_none_shows_nothing_and_one_shows_it(alice, alice_client, craving) -> None:
    rate(alice_client, craving, 0)
    assert (shown(alice_client), alice.notices.count()) == (False, 0)

    rate(alice_client, craving, 1, version=1)
    assert shown(alice_client)
    assert list(alice.notices.values_list("rule", "subject", "since", "told_on")) == [
        ("opioid_craving", "", TODAY, TODAY)
    ]


def test_put_away_it_never_shows_again_whatever_is_rated(alice, alice_client, craving, lapse) -> None:
    rate(alice_client, craving, 5, TODAY - timedelta(days=1))
    alice.notices.update(closed_at=timezone.now())
    rate(alice_client, craving, 9)
    assert (shown(alice_client), alice.notices.count()) == (False, 1)

    with time_machine.travel("2027-06-01T20:00:00Z", tick=False):
        rate(alice_client, lapse, 1, date(2027, 6, 1))
        assert (shown(alice_client), alice.notices.count()) == (False, 1)


def test_a_lapse_shows_it_too(alice_client, craving, lapse) -> None:
    rate(alice_client, lapse, 1)

    assert shown(alice_client)


def test_taken_back_before_it_was_put_away_it_goes(alice, alice_client, craving) -> None:
    rate(alice_client, craving, 4)
    rate(alice_client, craving, 0, version=1)

    assert alice.notices.count() == 0
