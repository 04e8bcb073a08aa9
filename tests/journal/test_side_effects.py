"""Side effects as episodes on insights, and the days with headache medicine."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from journal.actions import add_built_in
from journal.catalogue import BY_NAME, HEADACHE_MEDICINE
from journal.record import load_record
from journal.side_effects import MedicineDays, headache_medicine, record_courses
from tests import factories
from tests.journal.test_insights import Cells, get

TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def on_the_30th():
    with time_machine.travel("2026-06-30T12:00:00Z", tick=False):
        yield


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.fixture
def diary(alice):
    """Headache twice, gone both times; nausea since five days; dreams not answered for weeks; sweating never."""
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(40), 1500)
    headache = factories.side_effect(alice, position=0)
    nausea = factories.side_effect(alice, "Nausea", position=1)
    dreams = factories.side_effect(alice, "Vivid dreams", position=2)
    sweating = factories.side_effect(alice, "Sweating or chills", position=3)
    factories.check_in(alice, ago(44), {headache: 1, dreams: 0})
    factories.check_in(alice, ago(43), {headache: 0})
    factories.check_in(alice, ago(39), {dreams: 2, sweating: 0})
    factories.check_in(alice, ago(38), {dreams: 3, headache: 2})
    factories.check_in(alice, ago(20), {headache: 0})
    factories.check_in(alice, ago(5), {nausea: 1})
    return alice


def effects(html):
    found = re.search(r'<table class="table table-effects".*?</table>', html, re.S)
    return Cells(found[0]).rows if found else []


def test_insights_show_when_each_side_effect_began_and_how_it_stands(diary, signed_in):
    assert effects(get(signed_in(diary))) == [
        ["Side effect", "Began", "Worst", "Days rated with it", "How it stands"],
        [
            "Headache 1 time before",
            "23 May 2026, day 3 of 1.5 mg",
            "moderate (2)",
            "1",
            "gone: rated none on 10 Jun 2026",
        ],
        ["Nausea", "25 Jun 2026, day 36 of 1.5 mg", "mild (1)", "1", "still there on 25 Jun 2026"],
        ["Vivid dreams", "22 May 2026, day 2 of 1.5 mg", "severe (3)", "2", "unknown: last rated on 23 May 2026"],
    ]


def test_insights_of_a_diary_without_side_effects_have_no_such_table(alice, signed_in):
    factories.check_in(alice, ago(1), {factories.side_effect(alice): 0})
    html = get(signed_in(alice))
    assert (effects(html), "Side effects, one by one" in html) == ([], False)


def test_the_record_gives_the_latest_episode_of_each_for_a_report(diary):
    found = record_courses(load_record(diary, today=TODAY), TODAY)
    assert [(course.latest.item.name, course.latest.began, course.earlier) for course in found] == [
        ("Headache", ago(38), 1),
        ("Nausea", ago(5), 0),
        ("Vivid dreams", ago(39), 0),
    ]


def test_headache_medicine_is_a_ready_made_yes_or_no(alice):
    item = add_built_in(patient=alice, template=BY_NAME[HEADACHE_MEDICINE])
    assert (item.name, item.group, item.low, item.high, item.lower_is_better) == (
        "Headache medicine today",
        "other",
        0,
        1,
        True,
    )


def test_headache_medicine_can_be_added_from_the_list(alice, alice_client):
    assert alice_client.post("/journal/items/", {"built_in": HEADACHE_MEDICINE}).status_code == 302
    assert alice.items.get().name == HEADACHE_MEDICINE


def test_days_with_headache_medicine_are_counted_over_thirty_days(alice, signed_in):
    item = add_built_in(patient=alice, template=BY_NAME[HEADACHE_MEDICINE])
    for day, value in [(30, 1), (29, 1), (12, 0), (3, 1), (0, 1)]:
        factories.check_in(alice, ago(day), {item: value})
    record = load_record(alice, today=TODAY)
    assert headache_medicine(record, TODAY) == MedicineDays(days=3, answered=4)
    assert "Headache medicine: 3 days of the last 30, of 4 answered." in get(signed_in(alice))


def test_without_that_item_nothing_is_said_about_headache_medicine(diary, signed_in):
    assert headache_medicine(load_record(diary, today=TODAY), TODAY) is None
    assert "Headache medicine" not in get(signed_in(diary))
