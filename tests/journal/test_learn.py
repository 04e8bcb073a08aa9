"""From the diary to a topic and back: a side effect rated offers its topic, a topic offers its item."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from education.models import Topic
from journal.learn import Library, Page
from tests import factories
from tests.accounts.pages import text
from tests.architecture import ROOT
from tests.statements import count_statements

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def topic(slug: str, *items: str, state: str = "published") -> Topic:
    order = Topic.objects.count()
    fields = {"title": slug, "summary": "x", "body": "x", "state": state, "order": order}
    return Topic.objects.create(slug=slug, items="\n".join(items), **fields)


def offered(client, address="/journal/"):
    body = client.get(address).content.decode()
    return re.findall(r'<a href="(/learn/[^"]+)">([^<]+)</a>', body.split("<main")[1])


def test_a_side_effect_that_is_there_offers_its_topic(alice, alice_client):
    headache, dreams = factories.side_effect(alice), factories.side_effect(alice, "Vivid dreams")
    nausea, own = factories.side_effect(alice, "Nausea"), factories.side_effect(alice, "Cold feet")
    topic("headache", "Headache")
    topic("sleep", "Trouble sleeping", "Vivid dreams")
    topic("stomach", "Nausea", state="draft")
    factories.check_in(alice, DAY, {headache: 2, dreams: 0, nausea: 3, own: 1})
    assert offered(alice_client) == [("/learn/headache/", "Headache")]
    alice.check_ins.get().ratings.update(value=1)
    assert offered(alice_client) == [("/learn/headache/", "Headache"), ("/learn/sleep/", "Vivid dreams")]
    assert offered(alice_client, "/journal/2026-11-21/") == []


def test_a_target_of_the_same_kind_offers_nothing(alice, alice_client):
    pain = factories.target(alice, "Joint pain")
    topic("joints", "Joint pain")
    factories.check_in(alice, DAY, {pain: 8})
    assert offered(alice_client) == []


def test_a_day_without_side_effects_asks_for_no_topic(alice, alice_client):
    headache = factories.side_effect(alice)
    topic("headache", "Headache")
    check_in = factories.check_in(alice, DAY, {headache: 0})
    with count_statements() as none:
        alice_client.get("/journal/")
    check_in.ratings.update(value=3)
    with count_statements() as some:
        alice_client.get("/journal/")
    assert len(some) == len(none) + 1


def test_the_topic_that_is_most_about_an_item_is_offered(db):
    topic("all", "Headache", "Muscle pain", "Nausea")
    topic("headache", "Headache", "Fatigue")
    topic("pain", "Headache", "Muscle pain")
    pages = Library().pages_about(["Muscle pain", "headache", "Gone", "Nausea"])
    assert pages == [
        Page("Muscle pain", "/learn/pain/"),
        Page("headache", "/learn/headache/"),
        Page("Nausea", "/learn/all/"),
    ]


def test_a_topic_offers_to_add_its_item_and_one_press_adds_it(alice, alice_client):
    topic("headache", "Headache", "Fatigue (side effect)")
    body = alice_client.get("/learn/headache/").content.decode()
    links = re.findall(r'href="(/journal/items/[^"]+)"', body)
    assert links == [
        "/journal/items/?add=Headache#id_built_in",
        "/journal/items/?add=Fatigue%20%28side%20effect%29#id_built_in",
    ]
    page = alice_client.get(links[1].split("#")[0]).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["Fatigue (side effect)"]
    assert alice.items.count() == 0
    assert alice_client.post("/journal/items/", {"built_in": "Headache"}).status_code == 302
    assert "Headache is on your list already." in text(alice_client.get("/journal/items/?add=Headache"))


@pytest.mark.parametrize("wanted", ["<script>alert(1)</script>", "\0", "", "x" * 5000, "Nothing of the kind"])
def test_what_is_no_item_of_ours_is_not_offered_and_not_shown(alice_client, wanted):
    page = alice_client.get("/journal/items/", {"add": wanted})
    assert page.status_code == 200
    assert " selected" not in page.content.decode().split("<select")[1].split("</select>")[0].replace(
        '<option value="" selected>', ""
    )
    assert "Nothing of the kind" not in text(page)


def test_the_journal_knows_the_library_by_a_name_in_the_settings_alone():
    assert settings.LEARN_TOPICS == "education.topics.items_by_slug"
    assert "education" not in (ROOT / "journal/learn.py").read_text().split('"""', 2)[2].replace("learn", "")
