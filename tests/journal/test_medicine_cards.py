"""A medicine that is added or renamed shows the cards that its name calls for."""

import re

import pytest
from django.test import Client

from accounts.models import User
from journal.models import Medicine
from tests import factories
from tests.ldn_tracker import pages

NO_CARD = "No card does not mean it is safe. Ask a pharmacist."
OPIOID = "Opioids and LDN: stop and call"
WORDS = (
    "LDN and opioids do not go together. Call your pharmacist or prescriber before taking either. Do not stop an"
    " opioid on your own to make room for LDN. Call whoever prescribes it."
)


@pytest.fixture(autouse=True)
def ldn(alice: User) -> Medicine:
    return factories.ldn(alice)


def titles(response) -> list[str]:
    return re.findall(r'class="alarm-card is-open[^>]* aria-label="([^"]*)"', response.content.decode())


def add(client: Client, name: str):
    return client.post("/journal/medicines/", {"name": name, "form": "tablet"}, follow=True)


def test_adding_an_opioid_saves_it_and_shows_the_card_at_once_and_on_the_list(
    alice: User, alice_client: Client
) -> None:
    response = add(alice_client, "Co-codamol 30/500")

    assert list(alice.medicines.values_list("name", flat=True)) == ["Naltrexone (LDN)", "Co-codamol 30/500"]
    assert (titles(response), WORDS in pages.text(response)) == ([OPIOID], True)
    assert titles(alice_client.get("/journal/medicines/")) == [OPIOID]


def test_renaming_a_medicine_to_an_opioid_shows_the_card(alice: User, alice_client: Client) -> None:
    medicine = Medicine.objects.create(patient=alice, name="Cetirizine", form="tablet")
    before = alice_client.get("/journal/medicines/")
    after = alice_client.post(f"/journal/medicines/{medicine.pk}/", {"name": "tramadal", "form": "tablet"}, follow=True)

    assert (titles(before), titles(after)) == ([], [OPIOID])


def test_a_medicine_without_a_card_says_that_this_is_not_safe(alice_client: Client) -> None:
    assert NO_CARD not in pages.text(alice_client.get("/journal/medicines/"))
    assert NO_CARD in pages.text(add(alice_client, "Cetirizine"))
    assert NO_CARD in pages.text(alice_client.get("/journal/medicines/"))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Loperamide", "Ask a pharmacist about this one"),
        ("Contrave", "This may hold naltrexone too: stop and call"),
        ("Naltrexone 50 mg", "This may hold naltrexone too: stop and call"),
        ("Levothyroxine", "Thyroid tablets and LDN"),
        ("Tacrolimus", "A transplant, or a medicine that holds back the immune system"),
    ],
)
def test_other_names_show_their_own_card(alice_client: Client, name: str, title: str) -> None:
    assert titles(add(alice_client, name)) == [title]


def test_the_ldn_medicine_itself_shows_none(alice_client: Client) -> None:
    assert titles(alice_client.get("/journal/medicines/")) == []
