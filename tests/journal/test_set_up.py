"""Set-up: one page, everything or nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal import catalogue
from journal.baseline import BEFORE, NONE
from journal.models import DoseStep, Item, Medicine

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def answers(**given: object) -> dict[str, object]:
    return {
        "reason": "fibromyalgia",
        "reason_words": "aches since 2019",
        "medicine_name": "Naltrexone (LDN)",
        "form": "capsule",
        "pharmacy": "Mill Street",
        "started": "yes",
        "amount": "1.5",
        "day": "2026-11-20",
        "hours": "21:00",
        "headline": "Fatigue",
        "second": "Widespread pain",
        "third": "",
        "wellbeing": ["Sleep quality"],
        "side_effects": ["Headache", "Fatigue (side effect)"],
        **given,
    }


def test_set_up_asks_with_common_choices_ready(alice_client):
    response = alice_client.get("/journal/set-up/")
    assert response.status_code == 200
    page = response.content.decode()
    assert 'value="Vivid dreams"' in page
    assert '<option value="" selected>Choose one</option>' in page
    assert "This journal never suggests a dose." in page.replace("&#x27;", "'")


def test_set_up_makes_medicine_step_and_items(alice, alice_client):
    response = alice_client.post("/journal/set-up/", answers())
    assert (response.status_code, response["Location"]) == (302, "/journal/set-up/done/")
    medicine = alice.medicines.get()
    assert (medicine.name, medicine.is_ldn, medicine.reason, medicine.reason_words, medicine.pharmacy) == (
        "Naltrexone (LDN)",
        True,
        "fibromyalgia",
        "aches since 2019",
        "Mill Street",
    )
    step = alice.dose_steps.get()
    assert (step.kind, step.day, step.amount, step.unit, step.hours) == (
        "start",
        date(2026, 11, 20),
        1500,
        "mg",
        "21:00",
    )
    assert list(alice.items.values_list("name", "group", "low", "high", "lower_is_better", "target_rank")) == [
        ("Fatigue", "target", 0, 10, True, 1),
        ("Widespread pain", "target", 0, 10, True, 2),
        ("Sleep quality", "wellbeing", 0, 10, False, None),
        ("Headache", "side_effect", 0, 3, True, None),
        ("Fatigue (side effect)", "side_effect", 0, 3, True, None),
    ]


def test_set_up_without_a_dose_yet_is_a_baseline(alice, alice_client):
    assert (
        alice_client.post("/journal/set-up/", answers(started="not_yet", amount="", day="", hours="")).status_code
        == 302
    )
    assert alice.dose_steps.count() == 0


def test_a_first_dose_may_lie_ahead(alice, alice_client):
    alice_client.post("/journal/set-up/", answers(started="not_yet", day="2026-12-06"))
    assert alice.dose_steps.get().day == date(2026, 12, 6)


def test_sending_set_up_twice_makes_one_journal(alice, alice_client):
    alice_client.post("/journal/set-up/", answers())
    again = alice_client.post("/journal/set-up/", answers())
    assert (again.status_code, again["Location"]) == (302, "/journal/")
    assert (Medicine.objects.count(), DoseStep.objects.count(), Item.objects.count()) == (1, 1, 5)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"headline": ""}, "Choose what you hope will change most."),
        ({"headline": "Homesickness"}, "Select a valid choice."),
        ({"second": "Fatigue"}, "Choose each only once."),
        ({"amount": "1.5", "day": "", "started": ""}, "Write from which day this dose counts."),
        (
            {"started": "", "amount": "", "day": "2026-11-20"},
            "Write the dose, more than 0, or leave the day empty too.",
        ),
        ({"started": "", "amount": "0"}, "Write the dose, more than 0, or leave the day empty too."),
        ({"amount": "", "day": "", "hours": ""}, "Write the dose you take now, as on the label."),
        ({"amount": "0"}, "Write the dose you take now, as on the label."),
        ({"day": ""}, "Write from which day this dose counts."),
        ({"started": "not_yet"}, "You chose “not yet”, and this day is past."),
        ({"day": "2026-11-23"}, "You chose “yes, I take it”, and this day lies ahead."),
        ({"started": "perhaps"}, "Choose one of the two."),
        ({"visit": "2026-11-21"}, "That day is past. Write the next visit, or leave it empty."),
        ({"visit": "2029-11-22"}, "Choose a day between 1900 and two years from now."),
        ({"visit": "soon"}, "Write the day as 2026-11-22."),
        ({"amount": "6.001"}, "Over 6 mg is more than low-dose naltrexone usually means."),
        ({"amount": "45"}, "Over 10 mg is not a low dose."),
        ({"amount": "NaN"}, "Write a number such as 4.5"),
        ({"day": "0001-01-01"}, "Choose a day between 1900 and two years from now."),
        ({"day": "9999-12-31"}, "Choose a day between 1900 and two years from now."),
        ({"day": "20.11.2026"}, "Write the day as 2026-11-22."),
        ({"hours": "25:00"}, "Write hours as 20:00"),
        ({"side_effects": ["Headache", "Nosebleed"]}, "Nosebleed is not one of the available choices."),
        ({"medicine_name": "\x00"}, "Null characters are not allowed."),
        ({"medicine_name": "x" * 81}, "at most 80 characters"),
    ],
)
def test_set_up_refuses_nonsense_and_keeps_what_was_typed(alice, alice_client, given, message):
    response = alice_client.post("/journal/set-up/", answers(**given))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "aches since 2019" in page
    assert (alice.medicines.count(), alice.items.count(), alice.visits.count()) == (0, 0, 0)


@pytest.mark.parametrize("amount", ["6", "6.5", "12"])
def test_a_high_dose_is_kept_when_the_prescriber_confirmed_it(alice, alice_client, amount):
    confirmed = {"prescriber_confirmed": "on"} if amount != "6" else {}
    assert alice_client.post("/journal/set-up/", answers(amount=amount, **confirmed)).status_code == 302
    assert alice.dose_steps.count() == 1


def test_nothing_but_the_headline_must_be_answered(alice, alice_client):
    given = {"medicine_name": "LDN", "form": "capsule", "headline": "Fatigue"}
    assert alice_client.post("/journal/set-up/", given).status_code == 302
    assert (alice.medicines.get().reason, alice.dose_steps.count(), alice.visits.count()) == ("", 0, 0)


def test_the_next_visit_is_written_down_once(alice, alice_client):
    for _ in range(2):
        alice_client.post("/journal/set-up/", answers(visit="2026-12-01"))
    assert list(alice.visits.values_list("day", flat=True)) == [date(2026, 12, 1)]
    assert "1 Dec 2026" in alice_client.get("/journal/set-up/done/").content.decode()


@pytest.mark.parametrize(
    ("given", "title", "words"),
    [
        ({}, "No baseline", NONE),
        ({"started": "not_yet", "amount": "", "day": "", "hours": ""}, "Baseline so far: no day", BEFORE),
        ({"started": "not_yet", "day": "2026-12-06"}, "Baseline so far: no day", BEFORE),
    ],
)
def test_after_set_up_it_says_plainly_what_the_baseline_is(alice_client, given, title, words):
    page = alice_client.post("/journal/set-up/", answers(**given), follow=True).content.decode()
    assert f"{title}</h2><p>{words}</p>" in page
    assert "Your journal is ready" in page


def test_the_page_after_set_up_is_no_page_before_it(alice, alice_client):
    answer = alice_client.get("/journal/set-up/done/")
    assert (answer.status_code, answer["Location"]) == (302, "/journal/set-up/")


def test_built_in_names_are_one_item_each():
    names = [template.name for template in catalogue.BUILT_IN]
    assert len(names) == len(set(names)) == 39
    assert len(catalogue.SIDE_EFFECTS) == 20
