"""A dose far above the plan: asked about, saved when it is real, and answered with the card."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from journal.models import Dose, Medicine
from journal.overdoses import dose_cards
from tests import factories
from tests.ldn_tracker import pages

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def medicine(alice):
    made = factories.ldn(alice)
    factories.step(made, date(2026, 10, 2))
    return made


def titles(page: str) -> list[str]:
    """Return the titles of the cards that stand open."""
    return re.findall(r'class="alarm-card is-open[^>]* aria-label="([^"]*)"', page)


def take(client: Client, medicine: Medicine, amount: str, **more: str):
    name = f"dose_{medicine.pk}_1"
    return client.post(
        "/journal/", {"version": 0, "note": "", name: "other", f"{name}_amount": amount, **more}, follow=True
    )


def cards(medicine: Medicine, *amounts: int | None, unit: str = "mg") -> list[str]:
    doses = [Dose(medicine=medicine, amount=amount, unit=unit) for amount in amounts]
    return [card.slug for card in dose_cards(doses, medicine.steps.all())]


def test_45_typed_for_4_5_is_asked_about_and_nothing_is_saved(alice_client: Client, medicine: Medicine) -> None:
    response = take(alice_client, medicine, "45")

    assert (response.status_code, Dose.objects.count()) == (422, 0)
    assert "A typing slip, or did you take 45 mg?" in pages.text(response)


def test_a_real_45_mg_is_saved_and_shows_the_card_with_the_poison_centre(
    alice_client: Client, medicine: Medicine
) -> None:
    page = take(alice_client, medicine, "45", **{f"dose_{medicine.pk}_1_sure": "on"})

    assert Dose.objects.get().amount == 45_000
    assert titles(page.content.decode()) == ["More than prescribed"]
    assert (
        "Call your poison centre or doctor for advice. Over 50 mg or feeling ill: call your emergency number now."
        in pages.text(page)
    )
    assert (
        '<a class="btn btn-outline-primary" href="tel:111">NHS (not in Northern Ireland) 111</a>'
        in page.content.decode()
    )
    assert titles(alice_client.get("/journal/").content.decode()) == []


def test_over_50_mg_is_an_emergency_with_the_number_of_the_country(alice_client: Client, medicine: Medicine) -> None:
    page = take(alice_client, medicine, "60", **{f"dose_{medicine.pk}_1_sure": "on"}).content.decode()

    assert titles(page) == ["Over 50 mg: call your emergency number now"]
    assert '<a class="btn btn-primary" href="tel:999">Call 999</a>' in page


@pytest.mark.parametrize(("address", "asks"), [("/journal/", False), ("/journal/2026-11-20/", True)])
@pytest.mark.parametrize("amount", ["45", "60"])
def test_on_a_past_day_the_card_asks_first_whether_it_is_over(
    alice_client: Client, medicine: Medicine, address: str, asks: bool, amount: str
) -> None:
    name = f"dose_{medicine.pk}_1"
    body = {"version": 0, "note": "", name: "other", f"{name}_amount": amount, f"{name}_sure": "on"}
    page = alice_client.post(address, body, follow=True).content.decode()

    [card] = re.findall(r'<section class="alarm-card is-open.*?</section>', page, re.S)
    assert card.count("Happening now or back? Call now. Over? Tell your prescriber.") == asks
    assert card.find("Happening now") < card.find(titles(page)[0], card.find(">"))


def test_the_usual_dose_shows_no_card(alice_client: Client, medicine: Medicine) -> None:
    body = {"version": 0, "note": "", f"dose_{medicine.pk}_1": "usual"}

    assert titles(alice_client.post("/journal/", body, follow=True).content.decode()) == []


@pytest.mark.parametrize(
    ("amounts", "slugs"),
    [
        ((4_500,), []),
        ((13_499,), ["took_more"]),  # above every low dose
        ((10_000,), []),
        ((10_001,), ["took_more"]),
        ((50_000,), ["took_more"]),
        ((50_001,), ["took_over_50"]),
        ((25_000, 25_001), ["took_over_50"]),  # two doses of one day
        ((None,), []),
        ((), []),
    ],
)
def test_the_card_by_amount_at_4_5_mg_planned(medicine: Medicine, amounts, slugs) -> None:
    assert cards(medicine, *amounts) == slugs


def test_three_times_a_small_plan_is_far_above_it(alice: User) -> None:
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), 1_500)

    assert (cards(medicine, 4_499), cards(medicine, 4_500)) == ([], ["took_more"])


def test_a_confirmed_plan_above_a_low_dose_shows_no_card_when_it_is_taken(alice: User) -> None:
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), 12_000)

    assert (cards(medicine, 12_000), cards(medicine, 12_001)) == ([], ["took_more"])


def test_another_medicine_counts_against_its_own_plan_alone(alice: User) -> None:
    medicine = Medicine.objects.create(patient=alice, name="Paracetamol")
    factories.step(medicine, date(2026, 10, 2), 500_000)

    assert (cards(medicine, 1_000_000), cards(medicine, 1_500_000)) == ([], ["took_more"])
