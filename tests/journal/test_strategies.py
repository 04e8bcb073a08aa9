"""Strategies: what is tried against a side effect, with its warning, and whether it was agreed."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from education.models import Topic
from journal import strategies
from journal.models import Event
from tests import factories
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))
ADDRESS = "/journal/strategies/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def typed(**given: object) -> dict[str, object]:
    return {"strategy": "dose_earlier", "text": "", "day": "2026-11-20", "against": "", "agreed": "", **given}


def facts(event: Event) -> tuple[object, ...]:
    return event.kind, event.day, event.strategy, event.text, event.agreed, event.against


def test_ready_made_ones_are_those_of_the_facts_each_with_its_label():
    assert [(each.slug, each.facts, each.grade_text) for each in strategies.STRATEGIES] == [
        ("dose_earlier", ("F77",), "Early evidence"),
        ("with_food", ("F30",), "Sensible practice"),
        ("changed_diet", ("F30",), "Sensible practice"),
        ("slower_steps", ("F75", "F82"), "Sensible practice"),
        ("painkiller", ("F76",), "Sensible practice"),
    ]


def test_a_fact_with_a_warning_always_comes_with_its_note():
    warned = {"F76", "F77", "F82"}
    assert [each.slug for each in strategies.STRATEGIES if warned & set(each.facts) and not each.note] == []


def test_the_page_shows_each_with_label_words_and_note_and_what_waiting_means(alice_client):
    page = alice_client.get(ADDRESS).content.decode()
    for each in strategies.STRATEGIES:
        assert all(text in page for text in (each.title, each.grade_text, each.words.split("'")[0], each.note))
    assert "still there after about four weeks, tell your prescriber" in page
    assert "not reviewed by a clinician yet" in page
    assert 'value="2026-11-22"' in page


@pytest.mark.parametrize(("typed_agreed", "kept"), [("yes", True), ("not_yet", False), ("", None)])
def test_a_strategy_is_an_event_that_says_whether_it_was_agreed(alice, alice_client, typed_agreed, kept):
    dreams = factories.side_effect(alice, "Vivid dreams")
    body = typed(agreed=typed_agreed, against=dreams.pk, text="at breakfast")
    assert alice_client.post(ADDRESS, body).status_code == 302
    event = alice.events.get()
    text = "Dose earlier in the day: at breakfast"
    assert facts(event) == ("strategy", date(2026, 11, 20), "dose_earlier", text, kept, dreams)
    words = {True: "agreed with the prescriber", False: "not agreed with the prescriber yet", None: "not said whether"}
    assert words[kept] in alice_client.get("/journal/events/").content.decode()


def test_own_words_are_a_strategy_too(alice, alice_client):
    assert alice_client.post(ADDRESS, typed(strategy="own", text="A walk at noon")).status_code == 302
    assert facts(alice.events.get()) == ("strategy", date(2026, 11, 20), "", "A walk at noon", None, None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"strategy": ""}, "This field is required."),
        ({"strategy": "magic"}, "Select a valid choice."),
        ({"strategy": "own"}, "Write what you try."),
        ({"agreed": "maybe"}, "Select a valid choice."),
        ({"against": "77"}, "Select a valid choice."),
        ({"day": "2026-11-23"}, "That day has not come yet. Write it down on the day you begin."),
        ({"day": ""}, "This field is required."),
        ({"text": "x" * 401}, "at most 400 characters"),
    ],
)
def test_a_strategy_that_cannot_be_is_refused_and_what_was_typed_stays(alice, alice_client, given, message):
    response = alice_client.post(
        ADDRESS, {**typed(text="my words"), **given} if "strategy" not in given else typed(**given)
    )
    assert response.status_code == 422
    assert message in response.content.decode()
    assert alice.events.count() == 0
    assert ("my words" in response.content.decode()) == ("strategy" not in given and "text" not in given)


def test_a_target_and_an_item_of_another_are_not_offered(alice, charlie, alice_client):
    for item in (factories.target(alice), factories.side_effect(charlie)):
        assert alice_client.post(ADDRESS, typed(against=item.pk)).status_code == 422
    assert Event.objects.count() == 0


def test_a_strategy_changes_without_its_title_growing(alice, alice_client):
    alice_client.post(ADDRESS, typed(text="at breakfast", agreed="not_yet"))
    event = alice.events.get()
    form = alice_client.get(f"/journal/events/{event.pk}/").context["form"]
    assert [form[name].value() for name in ("strategy", "text", "agreed")] == [
        "dose_earlier",
        "at breakfast",
        "not_yet",
    ]
    alice_client.post(f"/journal/events/{event.pk}/", typed(strategy="with_food", text="at breakfast", agreed="yes"))
    assert facts(alice.events.get())[2:5] == ("with_food", "Food with the dose: at breakfast", True)
    alice_client.post(f"/journal/events/{event.pk}/", typed(strategy="own", text="a walk"))
    assert facts(alice.events.get())[2:5] == ("", "a walk", None)


def test_a_strategy_from_a_file_opens_as_own_words(alice, alice_client):
    event = Event.objects.create(
        patient=alice, day=date(2026, 11, 1), kind="strategy", text="magnets", strategy="magnets"
    )
    form = alice_client.get(f"/journal/events/{event.pk}/").context["form"]
    assert [form[name].value() for name in ("strategy", "text")] == ["own", "magnets"]


def test_a_lower_dose_is_offered_no_more_and_stays_where_it_was_written_down(alice, alice_client):
    assert "Lower dose" not in alice_client.get(ADDRESS).text
    text = "Lower dose, with the prescriber: 3 mg"
    event = Event.objects.create(
        patient=alice, day=date(2026, 11, 1), kind="strategy", strategy="lower_dose", text=text
    )
    form = alice_client.get(f"/journal/events/{event.pk}/").context["form"]
    assert [form[name].value() for name in ("strategy", "text")] == ["own", text]
    assert text in alice_client.get("/journal/events/").text


@pytest.mark.parametrize(
    ("slug", "text", "whole"),
    [
        ("with_food", "", "Food with the dose"),
        ("with_food", "toast", "Food with the dose: toast"),
        ("with_food", "Food with the dose: toast", "Food with the dose: toast"),
        ("with_food", "Changed diet", "Food with the dose"),
        ("", "Changed diet: less salt", "less salt"),
        ("", "toast", "toast"),
    ],
)
def test_the_text_begins_with_the_title_once(slug, text, whole):
    assert strategies.worded(slug, text) == whole
    assert strategies.worded(slug, whole) == whole


def test_only_a_strategy_has_the_facts_of_one(alice):
    dreams = factories.side_effect(alice, "Vivid dreams")
    for fact in ({"strategy": "with_food"}, {"agreed": False}, {"against": dreams}):
        with pytest.raises(IntegrityError, match="event_strategy_facts"):
            _made(alice, fact)


def _made(patient, fact):
    with transaction.atomic():
        Event.objects.create(patient=patient, day=date(2026, 11, 1), kind="stress", **fact)


def test_an_item_that_goes_leaves_the_strategy(alice):
    dreams = factories.side_effect(alice, "Vivid dreams")
    event = Event.objects.create(patient=alice, day=date(2026, 11, 1), kind="strategy", text="x", against=dreams)
    dreams.delete()
    event.refresh_from_db()
    assert event.against is None


def test_an_education_page_is_linked_only_where_a_topic_is_published(alice, alice_client):
    def linked():
        return re.findall(r'href="(/learn/[^"]+)"', alice_client.get(ADDRESS).content.decode())

    assert linked() == []
    Topic.objects.create(slug="sleep", title="Sleep", summary="x", body="x", state="published")
    Topic.objects.create(slug="headache", title="Headache", summary="x", body="x", state="review")
    assert linked() == ["/learn/sleep/"]
    assert alice_client.get("/learn/sleep/").status_code == 200


def rated(patient, item, values: dict[date, int]) -> None:
    for day, value in values.items():
        factories.check_in(patient, day, {item: value})


def cells(page: str) -> list[list[str]]:
    """Return the words of each row of the table of the days before and after."""
    table = page[page.index("table-around") : page.index("</table>")]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_a_strategy_shows_the_days_before_and_after(alice, alice_client):
    dreams = factories.side_effect(alice, "Vivid dreams")
    rated(alice, dreams, {date(2026, 11, 1): 3, date(2026, 11, 8): 3, date(2026, 11, 9): 1, date(2026, 11, 20): 0})
    factories.step(factories.ldn(alice), date(2026, 11, 15), 3000)
    event = Event.objects.create(
        patient=alice, day=date(2026, 11, 19), kind="strategy", text="A walk", against=dreams, agreed=True
    )
    page = alice_client.get(f"/journal/events/{event.pk}/").content.decode()
    assert cells(page) == [
        ["Days logged", "2 of 14", "1 of 4"],
        ["Days it was rated", "2", "1"],
        ["Days with it", "2 of 2", "0 of 1"],
        ["Median", "2", "0"],
        ["Worst", "severe (3)", "none (0)"],
    ]
    assert "Since then, day 4 of 14" in page
    assert "Worth telling your prescriber" not in page
    assert "This shows when things changed, not why. The dose changed in these days too: 3 mg from 15 Nov." in page


def test_a_strategy_against_nothing_named_asks_for_it(alice, alice_client):
    event = Event.objects.create(patient=alice, day=date(2026, 11, 19), kind="strategy", text="A walk")
    page = alice_client.get(f"/journal/events/{event.pk}/").content.decode()
    assert "Not said what it is against" in page
    assert "Worth telling your prescriber; it is in your report." in page
    other = Event.objects.create(patient=alice, day=date(2026, 11, 19), kind="stress", text="A walk")
    assert "before and after" not in alice_client.get(f"/journal/events/{other.pk}/").content.decode()


def test_a_strategy_without_any_entry_says_not_rated(alice, alice_client):
    dreams = factories.side_effect(alice, "Vivid dreams")
    event = Event.objects.create(patient=alice, day=date(2026, 11, 19), kind="strategy", text="A walk", against=dreams)
    page = alice_client.get(f"/journal/events/{event.pk}/").content.decode()
    assert cells(page)[2:] == [
        ["Days with it", "not rated", "not rated"],
        ["Median", "not rated", "not rated"],
        ["Worst", "not rated", "not rated"],
    ]


@pytest.mark.parametrize("count", [1, 13])
def test_a_strategy_page_executes_as_many_statements_however_many_days(alice, alice_client, count):
    dreams = factories.side_effect(alice, "Vivid dreams")
    rated(alice, dreams, {date(2026, 11, number + 1): 1 for number in range(count)})
    event = Event.objects.create(patient=alice, day=date(2026, 11, 9), kind="strategy", text="A walk", against=dreams)
    with count_statements() as statements:
        alice_client.get(f"/journal/events/{event.pk}/")
    assert len(statements) == 8, str(statements)  # one of them asks which topics there are
