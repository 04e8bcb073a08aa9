"""Alarm ticks: what a tick shows at once, what is kept, and what never is."""

import re
from datetime import date, datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from journal.alarm_signs import ALARM_SIGNS
from journal.models import CheckIn
from tests import factories
from tests.ldn_tracker import pages

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 11, 22)
PAST = "Happening now or back? Call now. Over? Tell your prescriber."


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


def card(page: str, slug: str) -> str:
    """Return the words of the card that follows a tick."""
    [found] = re.findall(rf'id="alarm-{slug}-card">(.*?)</div>\s*(?=<div class="form-check|<h3|</fieldset)', page, re.S)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))).strip()


def saved_alarms(patient: User) -> str:
    return CheckIn.objects.get(patient=patient, day=DAY).alarms


def tick(client: Client, *slugs: str, version: int = 0, **more: object):
    return client.post("/journal/", {"version": version, "note": "", "alarms": slugs, **more})


def test_today_offers_each_tick_unticked_with_its_card_behind_it(alice_client: Client, pain) -> None:
    page = alice_client.get("/journal/").content.decode()
    boxes = re.findall(r'<input[^>]* name="alarms" value="(\w+)" id="alarm-\w+" aria-describedby="([\w-]+)">', page)

    assert boxes == [(sign.slug, f"alarm-{sign.slug}-card") for sign in ALARM_SIGNS]


def test_a_tick_opens_its_card_by_style_alone_since_the_card_is_its_sibling(alice_client: Client, pain) -> None:
    page = alice_client.get("/journal/").content.decode()
    siblings = re.findall(
        r'<input class="form-check-input"[^>]* id="alarm-(\w+)"[^>]*><label[^<]*</label>\s*'
        r'<div class="alarm-card[^>]* id="alarm-(\w+)-card"',
        page,
    )
    style = Path("static/css/app.css").read_text()

    assert siblings == [(sign.slug, sign.slug) for sign in ALARM_SIGNS]
    assert ".alarm-card { display: none;" in style
    assert ".alarm .form-check-input:checked ~ .alarm-card, .alarm-card.is-open { display: block; }" in style


def test_each_card_says_its_red_flags_and_whom_to_call_in_the_patients_country(alice_client: Client, pain) -> None:
    page = alice_client.get("/journal/").content.decode()

    assert card(page, "breathing") == (
        "Call your emergency number now This can be a severe allergic reaction. Call your emergency number now. Tell"
        " them you take naltrexone. Call 999 or 112"
    )
    for sign in ALARM_SIGNS:
        if sign.slug != "self_harm":
            assert [flag.said for flag in sign.flags if flag.said not in card(page, sign.slug)] == []
    assert page.count('href="tel:999"') == len(ALARM_SIGNS)


def test_a_card_is_kept_for_a_country_and_a_tick_for_nobody(alice, charlie, alice_client, signed_in, pain) -> None:
    tick(alice_client, "liver")
    User.objects.filter(pk=charlie.pk).update(country="FR")
    factories.target(charlie)
    hers, his = (each.get("/journal/").content.decode() for each in (alice_client, signed_in(charlie)))

    assert [re.findall(r'id="alarm-(\w+)"[^>]* checked', page) for page in (hers, his)] == [["liver"], []]
    assert [page.count('href="tel:999"') for page in (hers, his)] == [len(ALARM_SIGNS), 0]
    assert 'href="tel:15"' in his


def test_a_country_without_numbers_gets_the_general_text(alice: User, alice_client: Client, pain) -> None:
    User.objects.filter(pk=alice.pk).update(country="")

    assert card(alice_client.get("/journal/").content.decode(), "sudden") == (
        "Call your emergency number now Call your emergency number now. We have no number for your country. 112"
        " reaches help from most mobile phones. Call 112"
    )


def test_self_harm_shows_help_first_and_then_asks_whether_to_keep_it(alice_client: Client, pain) -> None:
    assert card(alice_client.get("/journal/").content.decode(), "self_harm") == (
        "You are not alone with this You deserve help right now. If you might act on this, call your emergency number"
        " or go to an emergency department. Samaritans 116 123. Stay with someone if you can. Then tell your"
        " prescriber. Call 999 or 112 Samaritans 116 123 Keep this in my diary. It is left out of every page you"
        " share unless you tick it there. Not ticked: nothing of it is saved."
    )


def test_a_past_day_asks_first_whether_it_is_over(alice_client: Client, pain) -> None:
    past = alice_client.get("/journal/2026-11-20/").content.decode()

    assert [sign.slug for sign in ALARM_SIGNS if not card(past, sign.slug).startswith(PAST)] == []
    assert PAST not in alice_client.get("/journal/").content.decode()


def test_ticks_alone_are_a_day_worth_saving_and_their_cards_show_again(alice: User, alice_client: Client, pain) -> None:
    response = tick(alice_client, "liver", "breathing")
    after = alice_client.get(response["Location"])

    assert (response.status_code, saved_alarms(alice)) == (302, "breathing liver")
    assert re.findall(r'<section class="alarm-card is-open[^>]* aria-label="([^"]*)"', after.content.decode()) == [
        "Trouble breathing; swelling of face, lips or throat; fainting with a rash",
        "Yellow skin or eyes, dark urine, pale stools, or pain under the right ribs",
    ]
    assert "This diary does not check whether you are well. Worried? Get help" in pages.text(after)
    assert "is-open" not in alice_client.get("/journal/").content.decode()


def test_unticking_takes_a_tick_back_and_keeps_it_as_history(alice: User, alice_client: Client, pain) -> None:
    tick(alice_client, "liver", **{f"item_{pain.pk}": "4"})
    tick(alice_client, version=1, **{f"item_{pain.pk}": "4"})

    assert saved_alarms(alice) == ""
    assert [version.state.count("liver") for version in alice.day_versions.all()] == [1]


def test_self_harm_is_kept_only_where_the_patient_says_so(alice: User, alice_client: Client, pain) -> None:
    tick(alice_client, "self_harm", "mind")
    assert saved_alarms(alice) == "mind"

    tick(alice_client, "self_harm", "mind", version=1, keep_self_harm="on")
    assert saved_alarms(alice) == "mind self_harm"

    tick(alice_client, "self_harm", "mind", version=2)
    assert saved_alarms(alice) == "mind"


def test_self_harm_alone_and_not_kept_saves_nothing_and_leaves_its_card_open(alice_client: Client, pain) -> None:
    response = tick(alice_client, "self_harm")

    assert (response.status_code, CheckIn.objects.count()) == (422, 0)
    assert "Help comes first: whom to call is on the card." in pages.text(response)
    assert re.search(r'value="self_harm" id="alarm-self_harm"[^>]* checked>', response.content.decode())


def test_an_invented_tick_is_refused_and_nothing_is_saved(alice_client: Client, pain) -> None:
    response = tick(alice_client, "breathing", "invented")

    assert (response.status_code, CheckIn.objects.count()) == (422, 0)
    assert "Choose from the signs listed, or leave them open." in pages.text(response)


def test_a_sign_that_is_not_offered_any_more_stays_as_it_was(alice: User, alice_client: Client, pain) -> None:
    factories.check_in(alice, DAY, alarms="older_sign")
    tick(alice_client, "sudden", version=1)

    assert saved_alarms(alice) == "older_sign sudden"


def test_note_and_ticks_say_that_nobody_is_watching(alice_client: Client, pain) -> None:
    page = pages.text(alice_client.get("/journal/"))

    help_text = (
        "For yourself. It is left out of what you share unless you tick it there. Nobody is watching these entries."
    )
    assert f"Note {help_text}" in page.replace("Note  ", "Note ")
    assert "Nobody is watching these entries. A tick shows what to do at once, before you save." in page


def test_a_draft_on_the_device_leaves_self_harm_out(alice_client: Client, pain) -> None:
    page = alice_client.get("/journal/").content.decode()

    assert re.findall(r'data-no-draft><input[^>]* value="(\w+)"', page) == ["self_harm"]
