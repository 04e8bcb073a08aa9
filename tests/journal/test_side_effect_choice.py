"""Side effects of a day: none of these, the same as the day before, something new; nothing filled unseen."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import CheckIn, Item
from tests import factories
from tests.html_forms import post_forms

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 11, 22)
YESTERDAY = DAY - timedelta(days=1)
LONG_AGO = DAY - timedelta(days=15)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def headache(alice):
    return factories.side_effect(alice, position=1)


@pytest.fixture
def nausea(alice):
    return factories.side_effect(alice, "Nausea", position=2)


def ratings(day: date = DAY) -> dict[str, int]:
    return dict(CheckIn.objects.get(day=day).ratings.values_list("item__name", "value"))


def shown(client, address: str = "/journal/") -> dict[str, list[str]]:
    """Return what a browser sends from the day's form when nothing is touched."""
    return next(form for form in post_forms(client.get(address).text) if form.action.endswith("-22/")).sent


def save(client, **given: object):
    return client.post("/journal/", {"version": 0, "note": "", **given})


def test_none_is_a_zero_for_every_watched_side_effect_and_nothing_else(alice, alice_client, pain, headache, nausea):
    factories.side_effect(alice, "Dizziness", resting=True)
    assert save(alice_client, side_effects="none").status_code == 302
    assert ratings() == {"Headache": 0, "Nausea": 0}


def test_none_leaves_out_a_scale_that_has_no_none(alice, alice_client, headache):
    Item.objects.create(patient=alice, name="Itch score", group="side_effect", low=1, high=5)
    Item.objects.create(patient=alice, name="Appetite", group="side_effect", low=0, high=3, lower_is_better=False)
    save(alice_client, side_effects="none")
    assert ratings() == {"Headache": 0}


def test_an_answer_by_itself_counts_instead_of_none(alice_client, headache, nausea):
    save(alice_client, side_effects="none", **{f"item_{headache.pk}": "2"})
    assert ratings() == {"Headache": 2, "Nausea": 0}


def test_what_none_and_same_fill_is_said_before_saving(alice, alice_client, pain, headache, nausea):
    factories.check_in(alice, YESTERDAY, {pain: 7, headache: 1, nausea: 0})
    page = alice_client.get("/journal/").text
    assert "“None” saves headache and nausea as none. “Same” saves headache mild; nausea none." in page
    assert "Same as yesterday <span>(headache mild)</span>" in page


def test_same_fills_side_effects_only(alice, alice_client, pain, headache, nausea):
    factories.check_in(alice, YESTERDAY, {pain: 7, headache: 1, nausea: 0}, note="bad")
    save(alice_client, side_effects="same")
    assert ratings() == {"Headache": 1, "Nausea": 0}
    assert CheckIn.objects.get(day=DAY).note == ""


def test_same_leaves_open_what_yesterday_left_open_and_a_resting_item(alice, alice_client, headache, nausea):
    dizziness = factories.side_effect(alice, "Dizziness")
    factories.check_in(alice, YESTERDAY, {headache: 1, dizziness: 2})
    alice.items.filter(pk=dizziness.pk).update(resting=True)
    save(alice_client, side_effects="same")
    assert ratings() == {"Headache": 1}


def test_same_is_not_offered_where_yesterday_says_nothing(alice_client, headache):
    assert "Same as yesterday" not in alice_client.get("/journal/").text


def test_same_after_yesterday_changed_elsewhere_is_asked_again(alice, alice_client, headache):
    factories.check_in(alice, YESTERDAY, {headache: 1})
    body = {**shown(alice_client), "side_effects": "same"}
    alice_client.post(f"/journal/{YESTERDAY}/", {"version": 1, "note": "", f"item_{headache.pk}": "3"})
    response = alice_client.post("/journal/", body)
    assert response.status_code == 422
    assert "The day it copies from was changed meanwhile." in response.text
    assert not CheckIn.objects.filter(day=DAY).exists()
    again = next(form for form in post_forms(response.text) if form.action.endswith("-22/")).sent
    assert alice_client.post("/journal/", again).status_code == 302
    assert ratings() == {"Headache": 3}


def test_none_never_answers_an_item_that_the_page_did_not_show(alice, alice_client, headache):
    body = {**shown(alice_client), "side_effects": "none"}
    factories.side_effect(alice, "Nausea")
    alice_client.post("/journal/", body)
    assert ratings() == {"Headache": 0}


def test_amending_offers_none_for_what_is_still_open(alice, alice_client, headache, nausea):
    factories.check_in(alice, DAY, {headache: 2})
    page = alice_client.get("/journal/").text
    assert "None of the others" in page
    assert "“None” saves nausea as none." in page
    save(alice_client, version=1, side_effects="none", **{f"item_{headache.pk}": "2"})
    assert ratings() == {"Headache": 2, "Nausea": 0}


def test_something_new_adds_a_ready_made_item_and_its_rating(alice, alice_client, pain, headache):
    save(alice_client, side_effects="new", new_effect="Dizziness", new_effect_value="2")
    assert ratings() == {"Dizziness": 2}
    added = Item.objects.get(name="Dizziness")
    assert (added.patient, added.group, added.low, added.high, added.resting) == (alice, "side_effect", 0, 3, False)


def test_something_new_in_own_words_is_an_item_from_none_to_severe(alice_client, headache):
    save(alice_client, side_effects="new", new_effect_words=" cold   hands ", new_effect_value="1")
    assert ratings() == {"cold hands": 1}


def test_something_new_twice_is_one_item_and_one_rating(alice_client, headache):
    body = {"side_effects": "none", "new_effect": "Dizziness", "new_effect_value": "2"}
    assert [save(alice_client, **body).status_code for _ in range(2)] == [302, 302]
    assert ratings() == {"Headache": 0, "Dizziness": 2}
    assert Item.objects.filter(name="Dizziness").count() == 1


def test_something_new_wakes_an_item_that_rests(alice, alice_client, headache):
    factories.side_effect(alice, "Nausea", resting=True)
    save(alice_client, new_effect="Nausea", new_effect_value="1")
    assert (ratings(), Item.objects.get(name="Nausea").resting) == ({"Nausea": 1}, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"side_effects": "new"}, "Which side effect is it?"),
        ({"new_effect": "Dizziness"}, "How strong is it?"),
        ({"new_effect_value": "2"}, "Which side effect is it?"),
        ({"new_effect": "Dizziness", "new_effect_words": "other", "new_effect_value": "1"}, "not both"),
        (
            {"new_effect_words": "widespread PAIN", "new_effect_value": "1"},
            "Widespread pain is rated already, on a scale",
        ),
        ({"new_effect": "Hiccups", "new_effect_value": "1"}, "Select a valid choice"),
        ({"new_effect_words": "x" * 61, "new_effect_value": "1"}, "at most 60 characters"),
        ({"new_effect_words": "\x00", "new_effect_value": "1"}, "Null characters are not allowed."),
        ({"new_effect": "Dizziness", "new_effect_value": "0"}, "Choose a number from 1 to 3"),
        ({"side_effects": "all"}, "Choose one of the answers, or leave it open."),
        ({"side_effects": "same", "before": "x"}, "Enter a whole number."),
        ({"side_effects": "same", "before": "3"}, "The day it copies from was changed meanwhile."),
    ],
)
def test_half_of_a_side_effect_is_asked_about_and_nothing_is_saved(alice_client, pain, headache, given, said):
    response = save(alice_client, **given, **{f"item_{pain.pk}": "4"})
    assert response.status_code == 422
    assert said in response.text
    assert (CheckIn.objects.count(), Item.objects.count()) == (0, 2)


def test_something_new_without_a_name_is_asked_about_on_a_saved_day_too(alice, alice_client, headache, nausea):
    factories.check_in(alice, DAY, {headache: 0, nausea: 0})
    body = {**shown(alice_client), "side_effects": "new"}
    response = alice_client.post("/journal/", body)
    assert response.status_code == 422
    assert "Which side effect is it?" in response.text
    rated = {**body, f"item_{nausea.pk}": "2"}
    for _ in range(2):  # a second press is no half of an answer
        assert alice_client.post("/journal/", rated).status_code == 302
    assert ratings() == {"Headache": 0, "Nausea": 2}


def test_an_item_that_rests_is_not_called_rated(alice, alice_client, headache):
    Item.objects.create(patient=alice, name="Mood", group="wellbeing", lower_is_better=False, resting=True)
    response = save(alice_client, new_effect_words="mood", new_effect_value="1")
    assert "Mood rests, on a scale of its own: ask about it again under “What you rate”." in response.text


def test_a_stale_save_adds_no_item(alice, alice_client, headache):
    factories.check_in(alice, DAY, {headache: 1})
    response = save(alice_client, new_effect="Dizziness", new_effect_value="2")
    assert (response.status_code, Item.objects.count(), ratings()) == (409, 1, {"Headache": 1})


def test_only_recent_and_new_side_effects_stand_open(alice, alice_client, headache, nausea):
    old, dreams = factories.side_effect(alice, "Dizziness"), factories.side_effect(alice, "Vivid dreams")
    factories.check_in(alice, LONG_AGO, {headache: 3, old: 2, nausea: 0})
    factories.check_in(alice, YESTERDAY, {headache: 0, old: 0, nausea: 1})
    form = alice_client.get("/journal/").context["form"]
    assert [field.label for field in form.open_effects()] == ["Vivid dreams", "Nausea"]
    assert [field.label for field in form.folded_effects()] == ["Dizziness", "Headache"]
    assert dreams.pk in form.effects.open_ids


@pytest.mark.parametrize(("ago", "is_open"), [(13, True), (14, True), (15, False)])
def test_a_side_effect_stands_open_for_fourteen_days(alice, alice_client, headache, ago, is_open):
    factories.check_in(alice, DAY - timedelta(days=40), {headache: 0})
    factories.check_in(alice, DAY - timedelta(days=ago), {headache: 1})
    assert (headache.pk in alice_client.get("/journal/").context["form"].effects.open_ids) == is_open


def test_at_most_six_items_are_in_sight_and_the_latest_win(alice, alice_client, pain):
    effects = [factories.side_effect(alice, f"Effect {number}", position=number) for number in range(8)]
    for ago, effect in enumerate(effects, start=1):
        factories.check_in(alice, DAY - timedelta(days=9 - ago), {effect: 1})
    form = alice_client.get("/journal/").context["form"]
    assert len(form.first_ratings()) + len(form.open_effects()) == 6
    assert [field.label for field in form.open_effects()] == [f"Effect {number}" for number in range(3, 8)]


def test_none_is_not_offered_where_it_would_fill_nothing(alice, alice_client, headache):
    assert "None of these today" in alice_client.get("/journal/").text
    factories.check_in(alice, DAY, {headache: 2})
    page = alice_client.get("/journal/").text
    assert ("None of" in page, "counts instead" in page, "Something new" in page) == (False, False, True)


def test_someone_who_watches_nothing_can_add_something_new(alice_client, pain):
    page = alice_client.get("/journal/").text
    assert ("None of" in page, "You watch no side effects yet." in page) == (False, True)
