"""What an event that was just saved calls for."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from journal.event_cards import event_cards, is_about_opioids
from journal.models import Event
from journal.models.events import EventKind
from journal.safety_cards import OPIOID as OPIOID_CARD
from journal.safety_cards import OPIOID_TAKEN
from tests.ldn_tracker import pages

NO_CARD = "No card does not mean it is safe. Ask a pharmacist."
OPIOID = "Opioids and LDN: stop and call"
PROCEDURE = "A procedure, an operation, dental work or giving birth"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


def titles(response) -> list[str]:
    return re.findall(r'class="alarm-card is-open[^>]* aria-label="([^"]*)"', response.content.decode())


def add(client: Client, kind: str, text: str = ""):
    return client.post("/journal/events/new/", {"kind": kind, "text": text, "day": "2026-11-22"}, follow=True)


@pytest.mark.parametrize(
    ("kind", "text", "cards"),
    [
        ("opioid", "two co-codamol at the dentist", ["After taking an opioid"]),
        ("opioid", "", ["After taking an opioid"]),
        ("procedure", "knee", [PROCEDURE]),
        ("procedure", "knee, they will give me oxycodone", [PROCEDURE, OPIOID]),
        ("medicine_started", "Tramadol for my back", [OPIOID]),
        ("medicine_started", "loperamide", ["Ask a pharmacist about this one"]),
        ("medicine_started", "cetirizine, since LDN makes me itch", []),
        ("medicine_stopped", "codeine", [OPIOID]),
        ("other", "a neighbour offered me codiene", [OPIOID]),
        ("stress", "moving house", []),
        ("illness", "took imodium", []),
    ],
)
def test_a_saved_event_shows_the_cards_of_its_kind_and_words(
    alice_client: Client, kind: str, text: str, cards: list[str]
) -> None:
    assert titles(add(alice_client, kind, text)) == cards


def test_a_started_medicine_without_a_card_says_that_this_is_not_safe(alice_client: Client) -> None:
    assert NO_CARD in pages.text(add(alice_client, "medicine_started", "cetirizine"))
    assert NO_CARD not in pages.text(add(alice_client, "stress", "moving house"))
    assert NO_CARD not in pages.text(alice_client.get("/journal/events/"))


def test_a_changed_event_shows_its_cards_too(alice: User, alice_client: Client) -> None:
    add(alice_client, "medicine_started", "cetirizine")
    event = Event.objects.get(patient=alice)
    body = {"kind": "medicine_started", "text": "cetirizine and Oramorph", "day": "2026-11-22"}

    assert titles(alice_client.post(f"/journal/events/{event.pk}/", body, follow=True)) == [OPIOID]


def test_the_list_shows_no_card_later_and_none_of_somebody_elses_event(
    alice: User, alice_client: Client, charlie: User, client: Client
) -> None:
    add(alice_client, "opioid")
    event = Event.objects.get(patient=alice)
    client.force_login(charlie, backend="django.contrib.auth.backends.ModelBackend")

    assert titles(alice_client.get("/journal/events/")) == []
    assert [titles(client.get(f"/journal/events/?{name}={event.pk}")) for name in ("added", "changed")] == [
        [],
        [],
    ]


@pytest.mark.parametrize("kind", EventKind.values)
@pytest.mark.parametrize("text", ["", "Tramadol 50 mg", "two co-codamol", "oxycodon", "loperamide", "LDN", "knee"])
def test_event_is_about_opioids_exactly_where_its_cards_are(alice: User, kind: str, text: str) -> None:
    shown = {OPIOID_CARD, OPIOID_TAKEN} & set(event_cards(Event(patient=alice, kind=kind, text=text)))
    assert is_about_opioids(kind, text) == bool(shown)
