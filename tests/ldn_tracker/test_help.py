import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from journal import red_flags
from journal.emergency_numbers import all_numbers
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
        "Someone to talk to",
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


def test_help_shows_the_red_flags_of_the_reviewed_place_and_no_other(client: Client) -> None:
    shown = re.findall(r'<div class="sign[^>]*><h3>(.*?)</h3>\s*<p>(.*?)</p>', client.get("/help/").content.decode())

    flags = (*red_flags.EMERGENCIES, *red_flags.TODAY)
    assert [(unescape(trigger), unescape(said)) for trigger, said in shown] == [
        (flag.trigger, flag.said) for flag in flags
    ]


def test_each_number_on_help_comes_from_the_file_and_all_of_the_file_are_there(client: Client) -> None:
    shown = re.findall(r'<a href="tel:(\d+)">', client.get("/help/").content.decode())
    rows = all_numbers().values()
    written = {line.tel for row in rows for line in (*row.emergency, *row.crisis, *row.poison)}

    assert set(shown) == written


def test_help_marks_each_line_that_nobody_compared_and_says_what_the_others_were_compared_with(client: Client) -> None:
    page = client.get("/help/")
    marked = re.findall(
        r'<a href="tel:(\d+)">[^<]+</a> <span class="small text-secondary">\(not compared yet\)</span>',
        page.content.decode(),
    )
    lines = [line for row in all_numbers().values() for line in (*row.emergency, *row.crisis, *row.poison)]

    assert sorted(marked) == sorted(line.tel for line in lines if line.is_unchecked)
    assert 0 < len(marked) < len(lines) / 2
    assert "Emergency numbers were compared with libphonenumber" in pages.text(page)
    assert "Last compared on 27 November 2026; nobody called them." in pages.text(page)


def test_help_shows_the_patients_own_country_first(alice: User, alice_client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(country="JP")
    shown = re.findall(r'<a href="tel:(\d+)">', alice_client.get("/help/").content.decode())

    assert shown[:2] == ["119", "112"]


def test_help_of_a_country_without_a_row_is_that_of_a_stranger(
    client: Client, alice: User, alice_client: Client
) -> None:
    User.objects.filter(pk=alice.pk).update(country="AQ")
    numbers = [
        re.findall(r'<a href="tel:(\d+)">', one.get("/help/").content.decode()) for one in (client, alice_client)
    ]

    assert numbers[0] == numbers[1]
