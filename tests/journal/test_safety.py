"""The nine safety questions: what is asked, the card of each yes, and what is kept."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from journal.models import Diary
from journal.safety_questions import QUESTIONS, read_answers, write_answers
from tests import factories
from tests.ldn_tracker import pages

ASKED = [
    "Any opioid in the last 14 days, patch or cough syrup included?",
    "Procedure or dental work planned?",
    "Hepatitis, liver or kidney disease?",
    "Pregnant, trying, or breastfeeding?",
    "Ever reacted to naltrexone or naloxone, or to dyes, lactose, preservatives?",
    "Depression now, or past thoughts of self-harm?",
    "Opioid use disorder, past or present?",
    "Transplant or immune-suppressing medicine?",
    "Under 18? (If you keep this diary for somebody else.)",
]


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


def checked(client: Client) -> dict[str, str]:
    """Return the chosen answer of each question as the page shows it."""
    page = client.get("/journal/safety/").content.decode()
    return dict(re.findall(r'name="(\w+)" id="\w+" value="(\w*)" checked', page))


def test_the_nine_questions_are_asked_in_the_words_of_the_safety_content(alice_client: Client) -> None:
    page = alice_client.get("/journal/safety/").content.decode()

    assert re.findall(r"<legend>(.*?)</legend>", page) == ASKED
    assert set(checked(alice_client).values()) == {""}


def test_each_yes_is_followed_by_its_card_which_it_opens_by_style_alone(alice_client: Client) -> None:
    page = alice_client.get("/journal/safety/").content.decode()
    cards = re.findall(
        r'<div class="safety-answers"><input class="form-check-input safety-yes"[^>]*>'
        r'(?:<label[^<]*</label>|<input[^>]*>|\s)*<div class="alarm-card same-day"[^>]*><strong>(.*?)</strong>',
        page,
    )

    assert cards == [question.card.title for question in QUESTIONS]
    assert ".safety-yes:checked ~ .alarm-card { display: block; }" in Path("static/css/app.css").read_text()


def test_answers_are_kept_sealed_with_their_day_and_shown_again(alice: User, alice_client: Client) -> None:
    response = alice_client.post("/journal/safety/", {"opioids": "yes", "under_18": "no", "mood": ""})
    diary = Diary.objects.get(patient=alice)

    assert (response.status_code, response["Location"]) == (302, "/journal/safety/")
    assert (diary.safety_answers, diary.safety_answered_on) == (
        '{"opioids":true,"under_18":false}',
        date(2026, 11, 22),
    )
    assert {slug: answer for slug, answer in checked(alice_client).items() if answer} == {
        "opioids": "yes",
        "under_18": "no",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT safety_answers FROM journal_diary")
        assert b"opioids" not in bytes(cursor.fetchone()[0])


def test_answers_can_be_changed_and_taken_back_later(alice: User, alice_client: Client) -> None:
    alice_client.post("/journal/safety/", {"opioids": "yes", "mood": "yes"})
    alice_client.post("/journal/safety/", {"opioids": "no", "mood": ""})

    assert Diary.objects.get(patient=alice).safety_answers == '{"opioids":false}'


def test_answers_leave_the_rhythm_of_the_diary_alone(alice: User, alice_client: Client) -> None:
    factories.diary(alice, weekly=True, week_ends_on=2)
    alice_client.post("/journal/safety/", {"transplant": "yes"})
    diary = Diary.objects.get(patient=alice)

    assert (diary.weekly, diary.week_ends_on, diary.safety_answers) == (True, 2, '{"transplant":true}')


def test_no_answer_blocks_the_diary(alice: User, alice_client: Client) -> None:
    factories.target(alice)
    alice_client.post("/journal/safety/", dict.fromkeys((question.slug for question in QUESTIONS), "yes"))

    assert alice_client.get("/journal/").status_code == 200


def test_an_invented_answer_is_refused_and_the_others_stay_typed(alice: User, alice_client: Client) -> None:
    response = alice_client.post("/journal/safety/", {"opioids": "perhaps", "mood": "yes"})

    assert (response.status_code, Diary.objects.filter(patient=alice).count()) == (422, 0)
    assert "Choose yes or no, or leave it open." in pages.text(response)
    assert re.search(r'name="mood" id="\w+" value="yes" checked', response.content.decode())


def test_the_page_says_that_no_card_is_not_safe_and_that_nobody_watches(alice_client: Client) -> None:
    page = pages.text(alice_client.get("/journal/safety/"))

    assert "No card does not mean it is safe. Ask a pharmacist." in page
    assert "Nobody is watching these answers" in page
    assert "not reviewed by a clinician yet" in page


def test_the_mood_card_names_the_lines_of_the_patients_country(alice: User, alice_client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(country="AU")
    page = pages.text(alice_client.get("/journal/safety/"))

    assert "go to an emergency department. Lifeline 13 11 14. Stay with someone if you can." in page
    assert "988" not in page


def test_todays_list_leads_to_the_questions(alice: User, alice_client: Client) -> None:
    factories.target(alice)

    assert '<a href="/journal/safety/">Safety questions</a>' in alice_client.get("/journal/").content.decode()


def test_answers_of_another_version_stay_and_what_does_not_open_counts_as_open() -> None:
    assert write_answers({"mood": True, "opioids": None}, '{"older":false,"opioids":true}') == (
        '{"mood":true,"older":false}'
    )
    assert (read_answers(""), read_answers("not JSON"), write_answers({"mood": None}, "")) == ({}, {}, "")
