"""Medicines that a file brings are checked like those typed in: on the preview, and after saving."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.journal.interchange.files import LDN, csv_file
from tests.ldn_tracker import pages

NO_CARD = "No card does not mean it is safe. Ask a pharmacist."


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        yield


def preview(client: Client, *rows: str):
    file = SimpleUploadedFile("journal.csv", csv_file(*rows))
    return client.post("/journal/import/", {"file": file}, follow=True)


def confirm(client: Client):
    token = re.search(r'name="preview" value="([^"]*)"', client.get("/journal/import/preview/").content.decode())[1]
    return client.post("/journal/import/preview/", {"confirm": "yes", "preview": token})


def shown(response) -> list[tuple[str, str]]:
    """Return (names in the file, title of the card) of each card on the page."""
    found = r'In the file: ([^<]*)</p>\s*<section class="alarm-card is-open[^>]* aria-label="([^"]*)"'
    return re.findall(found, response.content.decode())


def medicine(name: str) -> str:
    return f",,medicine,{name},,tablet,other,"


def test_preview_shows_each_card_once_with_the_names_in_the_file(alice, alice_client) -> None:
    response = preview(alice_client, LDN, medicine("Co-codamol 8/500"), medicine("Tramadol"), medicine("Imodium"))

    assert shown(response) == [
        ("Co-codamol 8/500, Tramadol", "Opioids and LDN: stop and call"),
        ("Imodium", "Ask a pharmacist about this one"),
    ]
    assert "Do not stop an opioid on your own to make room for LDN. Call whoever prescribes it." in pages.text(response)


def test_a_medicine_known_from_its_doses_alone_is_checked_too(alice, alice_client) -> None:
    response = preview(alice_client, LDN, "2026-11-20,,dose,Oxycodone,5,mg,taken,")

    assert shown(response) == [("Oxycodone", "Opioids and LDN: stop and call")]


def test_where_none_shows_it_says_that_no_card_is_not_safe(alice, alice_client) -> None:
    harmless, ldn_alone = preview(alice_client, LDN, medicine("Cetirizine")), preview(alice_client, LDN)

    assert (shown(harmless), NO_CARD in pages.text(harmless)) == ([], True)
    assert (shown(ldn_alone), NO_CARD in pages.text(ldn_alone)) == ([], False)


def test_saving_leads_to_the_medicines_where_the_file_brings_an_opioid(alice, alice_client) -> None:
    preview(alice_client, LDN, medicine("Methadone"))

    assert confirm(alice_client)["Location"] == "/journal/medicines/"


def test_saving_leads_to_the_history_where_it_brings_none(alice, alice_client) -> None:
    preview(alice_client, LDN, medicine("Cetirizine"))

    assert confirm(alice_client)["Location"] == "/journal/history/"


def test_a_file_that_cannot_be_saved_shows_its_cards_all_the_same(alice, alice_client) -> None:
    response = preview(alice_client, LDN, medicine("Codeine"), "2026-11-20,,score,Pain,99,0-10,daily,")

    assert (response.status_code, shown(response)) == (422, [("Codeine", "Opioids and LDN: stop and call")])
