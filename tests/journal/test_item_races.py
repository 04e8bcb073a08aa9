"""Items added, changed and made the headline on several screens at once: no error page, one item a name."""

import pytest

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
