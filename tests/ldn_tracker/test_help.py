import re

import pytest
from django.test import Client

from tests.ldn_tracker import pages

EMERGENCIES = [
    "This can be a severe allergic reaction. Call your emergency number now. Tell them you take naltrexone.",
    "You deserve help right now. If you might act on this, call your emergency number or go to an emergency"
    " department. US and Canada: call or text 988. UK and Ireland: Samaritans 116 123. Stay with someone if you can."
    " Then tell your prescriber.",
    "This may be sudden opioid withdrawal. Call emergency services. Tell them you take naltrexone and name the opioid."
    " Do not take more of either.",
    "This may be an overdose. Call emergency services. Use naloxone if you have it.",
    "Call your emergency number now.",
]


@pytest.mark.parametrize("words", EMERGENCIES)
def test_help_says_each_emergency_in_its_exact_words(client: Client, words: str) -> None:
    assert words in pages.text(client.get("/help/"))


def test_help_puts_numbers_first_then_emergencies_then_today(client: Client) -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", client.get("/help/").content.decode())

    assert headings == [
        "Emergency numbers",
        "Call your emergency number for any of these",
        "Get medical help today for any of these",
        "Someone to talk to, day and night",
        "Took too much?",
    ]


def test_help_says_that_nobody_is_watching(client: Client) -> None:
    response = client.get("/help/")

    assert pages.heading(response) == "Get help now"
    assert "Nobody is watching these entries. If something here fits you, call." in pages.text(response)


def test_each_number_on_help_can_be_called_as_it_is_written(client: Client) -> None:
    numbers = re.findall(r'<a href="tel:(\d+)">([^<]+)</a>', client.get("/help/").content.decode())

    assert {"112", "999", "911", "000", "111", "988", "116123"} <= {number for number, _ in numbers}
    assert [number for number, shown in numbers] == [re.sub(r"\D", "", shown) for _, shown in numbers]


def test_help_needs_no_account_and_no_database(client: Client) -> None:
    response = client.get("/help/")

    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_help_is_there_for_a_patient_too(alice_client: Client) -> None:
    assert pages.heading(alice_client.get("/help/")) == "Get help now"


def test_help_answers_get_and_head_only(client: Client) -> None:
    assert [client.generic(method, "/help/").status_code for method in ("HEAD", "POST")] == [200, 405]
