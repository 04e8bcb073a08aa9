"""Items added, changed and made the headline on several screens at once: no error page, one item a name."""

import pytest

from journal.asked import MOST_ASKED, always_asked
from journal.models import Item
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_name_from_the_list_and_typed_at_once_is_one_item(alice, signed_in):
    clients = [signed_in(alice) for _ in range(16)]
    typed = {"name": "headache", "group": "side_effect", "low": "0", "high": "3", "lower_is_better": "yes"}

    def add(number: int) -> int:
        if number % 2:
            return clients[number].post("/journal/items/new/", typed).status_code
        return clients[number].post("/journal/items/", {"built_in": "Headache"}).status_code

    answers = at_once(add, 16)
    assert set(answers) <= {302, 422}
    assert alice.items.filter(name_key="headache").count() == 1


def test_a_headline_that_stops_being_a_target_at_once_is_no_error(alice, signed_in):
    factories.target(alice, "A")
    item = factories.target(alice, "B", rank=2)
    clients = [signed_in(alice) for _ in range(12)]
    groups = ("other", "target")

    def change(number: int) -> int:
        if number % 3 == 0:
            return clients[number].post(f"/journal/items/{item.pk}/headline/").status_code
        typed = {"name": "B", "group": groups[number % 2], "low": "0", "high": "10", "lower_is_better": "yes"}
        return clients[number].post(f"/journal/items/{item.pk}/", typed).status_code

    assert set(at_once(change, 12)) <= {302, 404, 422}


def test_of_many_screens_that_see_five_items_one_adds_the_sixth(alice, signed_in):
    for place in range(5):
        Item.objects.create(patient=alice, name=f"Item {place}", group="other", position=place)
    asleep = [
        Item.objects.create(patient=alice, name=f"Asleep {place}", group="other", position=9, resting=True)
        for place in range(4)
    ]
    clients = [signed_in(alice) for _ in range(12)]
    scale = {"group": "other", "low": "0", "high": "5", "lower_is_better": "yes"}
    ready_made = ["Mood", "Energy", "Craving for alcohol", "Lapse"]

    def add(number: int) -> int:
        place = number // 3
        if number % 3 == 0:
            return clients[number].post("/journal/items/", {"built_in": ready_made[place]}).status_code
        if number % 3 == 1:
            return clients[number].post("/journal/items/new/", {"name": f"Own {place}", **scale}).status_code
        return clients[number].post(f"/journal/items/{asleep[place].pk}/rest/", {"resting": "no"}).status_code

    answers = at_once(add, 12)
    assert sorted(answers) == [302, *[422] * 11]
    assert len(always_asked(alice.items.all())) == MOST_ASKED
