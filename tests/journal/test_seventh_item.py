"""At most six items are asked every time: a seventh asks which one rests; rest and wake are one tap with undo."""

import re

import pytest

from journal.asked import always_asked, is_seventh
from journal.models import Item
from tests import factories


def other(patient, name: str, **fields: object) -> Item:
    return Item.objects.create(patient=patient, name=name, group="other", **{"position": 9, **fields})


@pytest.fixture
def six(alice):
    """Alice is asked about six items, and about side effects."""
    rows = [factories.target(alice, name, rank, position=rank) for rank, name in enumerate("ABC", start=1)]
    rows += [other(alice, name, position=place) for place, name in enumerate("DEF", start=4)]
    for name in ("Headache", "Nausea"):
        factories.side_effect(alice, name, position=8)
    return rows


def resting(patient) -> list[str]:
    return list(patient.items.filter(resting=True).values_list("name", flat=True))


def typed(**given: object) -> dict[str, object]:
    return {"name": "Tinnitus", "group": "other", "low": "0", "high": "5", "lower_is_better": "yes", **given}


def said(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_side_effects_and_resting_items_are_not_among_the_six(alice, six):
    other(alice, "G", resting=True)
    assert [item.name for item in always_asked(alice.items.all())] == ["A", "B", "C", "D", "E", "F"]


@pytest.mark.parametrize(
    ("count", "group", "seventh"), [(5, "other", False), (6, "other", True), (6, "side_effect", False)]
)
def test_the_seventh_is_the_one_after_six(six, count, group, seventh):
    assert is_seventh(six[:count], group) is seventh


@pytest.mark.parametrize(
    ("address", "body"), [("/journal/items/", {"built_in": "Mood"}), ("/journal/items/new/", typed())]
)
def test_a_seventh_item_asks_which_one_rests_and_keeps_what_was_typed(alice, six, alice_client, address, body):
    assert "Which one rests" not in said(alice_client, address)
    answer = alice_client.post(address, body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Six are asked about already" in page
    assert ('value="Tinnitus"' in page) or ('<option value="Mood" selected>' in page)
    assert (alice.items.count(), resting(alice)) == (8, [])
    assert alice_client.post(address, body | {"rests": six[4].pk}).status_code == 302
    assert (alice.items.count(), resting(alice)) == (9, ["E"])


@pytest.mark.parametrize("wrong", ["side effect", "somebody else's", "none", "nonsense"])
def test_what_rests_for_the_seventh_is_one_of_the_six(alice, charlie, six, alice_client, wrong):
    answers = {
        "side effect": alice.items.get(name="Headache").pk,
        "somebody else's": factories.target(charlie).pk,
        "none": "",
        "nonsense": "x",
    }
    for address, body in (("/journal/items/", {"built_in": "Mood"}), ("/journal/items/new/", typed())):
        assert alice_client.post(address, body | {"rests": answers[wrong]}).status_code == 422
    assert (alice.items.count(), resting(alice), charlie.items.get().resting) == (8, [], False)


def test_a_refusal_does_not_say_again_what_was_done_before(alice, six, alice_client):
    alice_client.post(f"/journal/items/{six[0].pk}/rest/", {"resting": "yes"})
    answer = alice_client.post(f"/journal/items/?rests={six[0].pk}", {"built_in": ""})
    assert answer.status_code == 422
    assert "rests now" not in answer.content.decode()


def test_a_side_effect_is_never_a_seventh(alice, six, alice_client):
    assert alice_client.post("/journal/items/", {"built_in": "Dizziness"}).status_code == 302
    assert alice_client.post("/journal/items/new/", typed(group="side_effect")).status_code == 302
    assert resting(alice) == []


def test_a_side_effect_that_becomes_something_else_is_a_seventh(alice, six, alice_client):
    item = alice.items.get(name="Nausea")
    body = typed(name="Nausea", high="3")
    assert alice_client.post(f"/journal/items/{item.pk}/", body).status_code == 422
    assert alice_client.post(f"/journal/items/{item.pk}/", body | {"rests": six[5].pk}).status_code == 302
    assert resting(alice) == ["F"]


def test_one_of_more_than_six_that_were_brought_in_can_be_renamed(alice, six, alice_client):
    item = other(alice, "G")
    assert alice_client.post(f"/journal/items/{item.pk}/", typed(name="H", high="10")).status_code == 302
    assert "7 are asked every time; six or fewer keep a check-in short" in said(alice_client, "/journal/items/")


def test_rest_is_one_tap_and_can_be_undone(alice, six, alice_client):
    answer = alice_client.post(f"/journal/items/{six[3].pk}/rest/", {"resting": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, f"/journal/items/?rests={six[3].pk}")
    page = said(alice_client, answer["Location"])
    assert "<span>D rests now. Its answers stay.</span>" in page
    assert f'action="/journal/items/{six[3].pk}/rest/"' in page.partition("<h1>")[0]
    assert resting(alice) == ["D"]
    answer = alice_client.post(f"/journal/items/{six[3].pk}/rest/", {"resting": "no"})
    assert "<span>D is asked again.</span>" in said(alice_client, answer["Location"])
    assert resting(alice) == []


def test_a_seventh_that_wakes_asks_which_one_rests_and_both_are_undone_together(alice, six, alice_client):
    item = other(alice, "G", resting=True)
    address = f"/journal/items/{item.pk}/rest/"
    answer = alice_client.post(address, {"resting": "no"})
    assert answer.status_code == 422
    assert "Which one rests?</h1>" in answer.content.decode()
    assert resting(alice) == ["G"]
    answer = alice_client.post(address, {"resting": "no", "rests": six[0].pk})
    assert resting(alice) == ["A"]
    page = said(alice_client, answer["Location"])
    assert "<span>G is asked again, and A rests.</span>" in page
    undo = page.partition("<h1>")[0]
    assert f'action="/journal/items/{six[0].pk}/rest/"' in undo
    body = dict(re.findall(r'<input type="hidden" name="(rest\w+)" value="(\w+)"', undo))
    assert body == {"resting": "no", "rests": str(item.pk)}
    alice_client.post(f"/journal/items/{six[0].pk}/rest/", body)
    assert resting(alice) == ["G"]


@pytest.mark.parametrize(
    ("place", "direction", "words", "button"),
    [
        (2, "up", "C moved up: place 2 of 8.", "up"),
        (1, "up", "B moved up: place 1 of 8.", "down"),
        (0, "down", "A moved down: place 2 of 8.", "down"),
    ],
)
def test_focus_stays_on_the_item_that_was_moved(alice, six, alice_client, place, direction, words, button):
    moved = six[place]
    answer = alice_client.post(f"/journal/items/{moved.pk}/move/", {"direction": direction})
    page = said(alice_client, answer["Location"])
    assert f"<span>{words}</span>" in page
    focused = re.findall(r'value="(\w+)" autofocus>\w+<span class="visually-hidden">: (\w+)<', page)
    assert focused == [(button, moved.name)]


@pytest.mark.parametrize("query", ["rests=1", "up=x", "wakes=", "rests=\x00", "down=9223372036854775808"])
def test_an_address_that_says_what_is_not_so_says_nothing(six, alice_client, query):
    assert 'class="toast"' not in alice_client.get(f"/journal/items/?{query}").content.decode()


def test_what_anothers_address_says_is_not_told(alice, six, charlie, alice_client):
    theirs = other(charlie, "Secret", resting=True)
    assert "Secret" not in alice_client.get(f"/journal/items/?rests={theirs.pk}").content.decode()
