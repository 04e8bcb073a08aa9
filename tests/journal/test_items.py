"""What is rated: added from the list, made one's own, resting, reordered, the headline."""

from datetime import date

import pytest

from journal.actions import add_built_in, make_headline
from journal.catalogue import BY_NAME
from journal.models import Item
from tests import factories


@pytest.fixture
def three(alice):
    return [factories.target(alice, name, rank, position=rank) for rank, name in enumerate(("A", "B", "C"), start=1)]


def names(patient) -> list[str]:
    return list(patient.items.values_list("name", flat=True))


def own(**given: object) -> dict[str, object]:
    return {"name": "Tinnitus", "group": "other", "low": "0", "high": "5", "lower_is_better": "yes", **given}


def test_an_empty_list_says_so(alice_client):
    assert "Nothing yet" in alice_client.get("/journal/items/").content.decode()


def test_headline_is_to_be_chosen_before_looking(alice_client):
    assert (
        "Choose it before you look at how things went: of several targets"
        in alice_client.get("/journal/items/").content.decode()
    )


def test_a_built_in_item_comes_with_its_scale(alice, alice_client):
    assert alice_client.post("/journal/items/", {"built_in": "Nausea"}).status_code == 302
    item = alice.items.get()
    assert (item.name, item.group, item.scale_text, item.lower_is_better) == ("Nausea", "side_effect", "0-3", True)


def test_a_built_in_target_takes_the_first_free_place(alice, alice_client, three):
    three[1].delete()
    alice_client.post("/journal/items/", {"built_in": "Spasm"})
    assert alice.items.get(name="Spasm").target_rank == 2


@pytest.mark.parametrize("name", ["", "Homesickness", "\x00", "Nausea"])
def test_what_is_not_to_be_had_is_refused(alice, alice_client, name):
    factories.side_effect(alice, "Nausea")
    response = alice_client.post("/journal/items/", {"built_in": name})
    assert response.status_code == 422
    assert names(alice) == ["Nausea"]


def test_the_same_built_in_from_two_tabs_is_one_item(alice):
    assert add_built_in(patient=alice, template=BY_NAME["Nausea"]) is not None
    assert add_built_in(patient=alice, template=BY_NAME["Nausea"]) is None


def test_a_built_in_added_under_another_spelling_is_refused(alice, alice_client):
    factories.side_effect(alice, "NAUSEA")
    response = alice_client.post("/journal/items/", {"built_in": "Nausea"})
    assert response.status_code == 422
    assert "on your list already" in response.content.decode()


def test_a_fourth_target_is_refused(alice, alice_client, three):
    response = alice_client.post("/journal/items/", {"built_in": "Spasm"})
    assert response.status_code == 422
    assert "There are three places" in response.content.decode()
    response = alice_client.post("/journal/items/new/", own(group="target"))
    assert response.status_code == 422
    assert "There are three places" in response.content.decode()
    assert alice.items.count() == 3


def test_a_fourth_target_has_a_way_out_and_no_question_that_leads_nowhere(alice, alice_client, three):
    alice.items.filter(target_rank=3).update(resting=True)
    refused = alice_client.post("/journal/items/", {"built_in": "Spasm"}).text
    assert "one that rests keeps its place. To make room, choose “Change” beside one of them" in refused
    assert "Which one rests instead" not in refused
    assert "Which one rests instead" not in alice_client.post("/journal/items/new/", own(group="target")).text
    moved = alice.items.get(target_rank=3)
    answer = alice_client.post(f"/journal/items/{moved.pk}/", own(name=moved.name, group="other", high=10))
    assert answer.status_code == 302
    assert alice_client.post("/journal/items/", {"built_in": "Spasm"}).status_code == 302
    assert alice.items.get(target_rank=3).name == "Spasm"


def test_an_own_item_has_its_own_scale(alice, alice_client, three):
    assert alice_client.get("/journal/items/new/").status_code == 200
    assert alice_client.post("/journal/items/new/", own(low="-3", high="0", lower_is_better="no")).status_code == 302
    item = alice.items.get(name="Tinnitus")
    assert (item.scale_text, item.lower_is_better, item.group, item.target_rank, item.position) == (
        "-3-0",
        False,
        "other",
        None,
        4,
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": " a "}, "You already rate something with this name."),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"group": "hobby"}, "Select a valid choice."),
        ({"low": "5"}, "A scale goes up"),
        ({"low": "6"}, "A scale goes up"),
        ({"low": "-101"}, "A scale goes up"),
        ({"high": "101"}, "A scale goes up"),
        ({"high": "1e309"}, "Enter a whole number."),
        ({"high": "9" * 30}, ""),
        ({"low": "NaN"}, "Enter a whole number."),
        ({"lower_is_better": "maybe"}, "Select a valid choice."),
    ],
)
def test_an_own_item_that_cannot_be_is_refused(alice, alice_client, three, given, message):
    response = alice_client.post("/journal/items/new/", own(**given))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert alice.items.count() == 3


def test_a_scale_without_answers_can_change_and_with_answers_stays(alice, alice_client):
    item = factories.side_effect(alice, "Tinnitus")
    assert alice_client.post(f"/journal/items/{item.pk}/", own(group="side_effect")).status_code == 302
    assert alice.items.get().scale_text == "0-5"
    factories.check_in(alice, date(2026, 11, 1), {item: 5})
    response = alice_client.post(f"/journal/items/{item.pk}/", own(group="side_effect", high="3"))
    assert response.status_code == 422
    assert "This item has answers" in response.content.decode()
    renamed = own(group="side_effect", name="Ringing")
    assert alice_client.post(f"/journal/items/{item.pk}/", renamed).status_code == 302
    assert names(alice) == ["Ringing"]


def test_a_target_that_becomes_something_else_frees_its_place(alice, alice_client, three):
    body = own(name="B", group="other", high="10")
    assert alice_client.post(f"/journal/items/{three[1].pk}/", body).status_code == 302
    assert alice.items.get(name="B").target_rank is None
    assert alice_client.post("/journal/items/", {"built_in": "Spasm"}).status_code == 302


@pytest.mark.parametrize(
    ("place", "direction", "expected"),
    [
        (0, "down", "BAC"),
        (2, "up", "ACB"),
        (0, "up", "ABC"),
        (2, "down", "ABC"),
        (1, "sideways", "ABC"),
        (1, "", "ABC"),
    ],
)
def test_items_move_one_place(alice, alice_client, three, place, direction, expected):
    alice_client.post(f"/journal/items/{three[place].pk}/move/", {"direction": direction})
    assert "".join(names(alice)) == expected


def test_an_item_rests_and_is_asked_again(alice, alice_client, three):
    alice_client.post(f"/journal/items/{three[0].pk}/rest/", {"resting": "yes"})
    assert list(alice.items.values_list("resting", flat=True)) == [True, False, False]
    alice_client.post(f"/journal/items/{three[0].pk}/rest/", {"resting": "no"})
    assert not alice.items.filter(resting=True).exists()


def test_another_target_becomes_the_headline(alice, alice_client, three):
    alice_client.post(f"/journal/items/{three[2].pk}/headline/")
    assert dict(alice.items.values_list("name", "target_rank")) == {"A": 3, "B": 2, "C": 1}
    make_headline(patient=alice, item=three[2])
    assert dict(alice.items.values_list("name", "target_rank")) == {"A": 3, "B": 2, "C": 1}


def test_the_headline_can_be_taken_when_its_place_is_empty(alice, alice_client, three):
    three[0].delete()
    alice_client.post(f"/journal/items/{three[2].pk}/headline/")
    assert dict(alice.items.values_list("name", "target_rank")) == {"B": 2, "C": 1}


def test_what_stopped_being_a_target_meanwhile_becomes_no_headline(alice, three):
    Item.objects.filter(pk=three[1].pk).update(group="other", target_rank=None)
    assert not make_headline(patient=alice, item=three[1])
    assert list(alice.items.order_by("name").values_list("name", "target_rank")) == [("A", 1), ("B", None), ("C", 3)]


def test_only_a_target_can_be_the_headline(alice, alice_client):
    item = factories.side_effect(alice)
    assert alice_client.post(f"/journal/items/{item.pk}/headline/").status_code == 404


def test_another_patients_item_is_not_found(alice_client, charlie):
    theirs = factories.target(charlie)
    for action in ("", "move/", "rest/", "headline/"):
        address, gone = f"/journal/items/{theirs.pk}/{action}", f"/journal/items/999999/{action}"
        foreign, missing = alice_client.post(address, {"resting": "yes"}), alice_client.post(gone)
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.content == missing.content
    assert list(Item.objects.values_list("resting", "target_rank")) == [(False, 1)]
