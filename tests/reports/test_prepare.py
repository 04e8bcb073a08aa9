"""Preparing a visit: what is chosen, the preview, what it gives away, and every way to pass it on."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from journal.models import Item
from reports import cookies
from reports.models import PeriodKind
from tests import factories
from tests.reports.links import link, opened
from tests.reports.test_new import URL, token_on, typed


@pytest.fixture
def pain(alice: User) -> Item:
    item = factories.target(alice)
    factories.check_in(alice, alice.journal_day(timezone.now()) - timedelta(days=1), {item: 4}, note="Note marker")
    return item


def sheet(page: str) -> str:
    return page.split("<article")[1].split("</article>")[0]


def test_preview_is_the_page_that_the_recipient_gets_and_saves_nothing(alice: User, alice_client: Client, pain: Item):
    answers = typed(items=[pain.pk], questions="Go on?\nStop?", includes_notes="on")
    with time_machine.travel(timezone.now(), tick=False):
        preview = alice_client.post(URL, {**answers, "preview": "1"})
        assert (preview.status_code, alice.shares.count(), alice.frozen_reports.count()) == (200, 0, 0)
        made = alice_client.post(URL, answers)
        token = token_on(made)
        page = opened(token).get(f"/r/{token}/").text
    assert sheet(preview.text) == sheet(page)
    assert ("Go on?" in page, "Note marker" in page, "<strong>Preview.</strong>" in page) == (True, True, False)


def test_preview_of_a_wrong_form_is_the_form_with_everything_kept(alice_client: Client):
    answer = alice_client.post(URL, typed(preview="1", period="no", questions="Kept?"))
    assert (answer.status_code, "Kept?" in answer.text) == (422, True)


def test_private_things_are_off_and_frozen_is_on_until_chosen(alice: User, alice_client: Client, pain: Item):
    form = alice_client.get(URL).context["form"]
    names = ("includes_notes", "includes_self_harm", "includes_safety", "guarded", "mails_first_opening", "kind")
    assert [form.get_initial_for_field(form.fields[name], name) for name in names] == [
        *[False] * 3,
        None,
        False,
        "frozen",
    ]
    alice_client.post(URL, typed())
    share = alice.shares.get()
    assert (share.is_frozen, share.passcode_hash, share.includes_notes, share.includes_medicines) == (
        True,
        "",
        False,
        False,
    )


def test_what_is_ticked_is_kept(alice: User, alice_client: Client, pain: Item):
    ticked = ("includes_notes", "includes_self_harm", "includes_safety", "includes_medicines", "mails_first_opening")
    alice_client.post(URL, typed(kind="living", guarded="on", questions="Go on?", **dict.fromkeys(ticked, "on")))
    share = alice.shares.get()
    assert [getattr(share, name) for name in ticked] == [True] * 5
    assert (share.is_frozen, bool(share.passcode_hash), share.questions) == (False, True, "Go on?")


def test_questions_have_an_end(alice: User, alice_client: Client):
    answer = alice_client.post(URL, typed(questions="\n".join("123456")))
    assert (answer.status_code, alice.shares.count()) == (422, 0)
    assert "At most 5 questions" in answer.text


def test_since_the_last_step_is_offered_and_counts_from_it(alice: User, alice_client: Client, pain: Item):
    assert "Since the last dose step" not in alice_client.get(URL).text
    day = alice.journal_day(timezone.now()) - timedelta(days=20)
    factories.step(factories.ldn(alice), day, 4500)
    assert "Since the last dose step" in alice_client.get(URL).text
    alice_client.post(URL, typed(period=PeriodKind.SINCE_STEP))
    token = link(alice, period=PeriodKind.SINCE_STEP).token
    assert "entries on 1 of 21 days" in opened(token).get(f"/r/{token}/").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"craving": "Alcohol today"}, "This shows that you logged alcohol."),
        ({"craving": "Craving for opioids"}, "This shows that you logged a craving or a lapse."),
        ({"wellbeing": "Mood"}, "This shows your mood."),
        ({"includes_notes": "on"}, "This shows your notes, 1 in these days."),
        ({"includes_self_harm": "on"}, "This shows ticks about thoughts of self-harm, if there are any."),
        ({"includes_safety": "on"}, "This shows your answers about liver, kidney and pregnancy."),
        ({"alarms": "liver"}, "This shows 1 danger sign that you ticked."),
    ],
)
def test_preview_and_page_say_what_they_give_away(
    alice: User, alice_client: Client, pain: Item, changes: dict[str, Any], words: str
):
    answers: dict[str, Any] = {name: "on" for name in changes if name.startswith("includes")}
    for group in ("craving", "wellbeing"):
        if group in changes:
            answers["private_items"] = [Item.objects.create(patient=alice, name=changes[group], group=group).pk]
    if "alarms" in changes:
        day = alice.journal_day(timezone.now()) - timedelta(days=2)
        factories.check_in(alice, day, alarms=changes["alarms"])
    for response in (alice_client.post(URL, typed(preview="1", **answers)), alice_client.post(URL, typed(**answers))):
        said = re.findall(r"<li>(This shows[^<]*)</li>", response.text)
        assert said == ([words] if words else [])


def test_link_is_shown_with_its_code_words_and_text(alice: User, alice_client: Client, pain: Item):
    page = alice_client.post(URL, typed(items=[pain.pk], guarded="on")).text
    token = token_on_page(page)
    passcode = re.findall(r'id="passcode">(\d{3} \d{3})<', page)[0]
    assert opened(token, passcode)
    assert '<svg class="qr" role="img" aria-label="The link as a QR code"' in page
    mail = re.findall(r'id="mail" tabindex="0">(.*?)</pre>', page, re.DOTALL)[0]
    assert (token in mail, passcode in mail, passcode.replace(" ", "") in mail) == (True, False, False)
    words = mail.replace(token, "").lower()
    assert [word for word in ("ldn", "naltrexone", "diary", "pain", "health", "dose") if word in words] == []
    assert "Widespread pain" in re.findall(r'id="text" tabindex="0">(.*?)</pre>', page, re.DOTALL)[0]


def token_on_page(page: str) -> str:
    (token,) = set(re.findall(r"/r/([A-Za-z0-9_-]{43})/", page))
    return token


def test_show_on_my_phone_signs_out_and_opens_this_report_alone(alice: User, alice_client: Client, pain: Item):
    token = token_on(alice_client.post(URL, typed(items=[pain.pk], guarded="on")))
    answer = alice_client.post("/reports/show/", {"token": token})
    assert (answer.status_code, answer["Location"]) == (303, f"/r/{token}/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert b"Widespread pain" in alice_client.get(f"/r/{token}/").content
    assert [alice_client.get(path).status_code for path in ("/journal/", "/reports/", "/accounts/profile/")] == [
        302
    ] * 3
    share = alice.shares.get()
    assert (share.opened_count, share.openings.count()) == (0, 0)


@pytest.mark.parametrize("whose", ["charlie", "nobody", "malformed", "ended"])
def test_show_opens_no_link_but_the_patients_own(alice: User, charlie: User, alice_client: Client, whose: str):
    tokens = {"charlie": link(charlie).token, "nobody": "n" * 43, "malformed": "x"}
    if whose == "ended":
        made = link(alice)
        alice.shares.update(revoked_at=timezone.now())
        tokens["ended"] = made.token
    answer = alice_client.post("/reports/show/", {"token": tokens[whose]})
    assert (answer.status_code, answer["Location"]) == (302, "/reports/")
    assert [name for name in answer.cookies if name.startswith(cookies.cookie_name("n" * 43)[:6])] == []
    assert alice_client.get("/reports/").status_code == 200
