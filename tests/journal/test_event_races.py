"""A double tap, a retry, two requests in one moment: one event, one visit, no error page."""

import pytest

from journal.models import Event, Visit
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
EVENT = {"day": "2026-11-20", "kind": "stress", "text": "exam", "form_key": "a" * 22}
STRATEGY = {"day": "2026-11-20", "strategy": "with_food", "text": "", "agreed": "yes", "form_key": "b" * 22}
VISIT = {"day": "2026-11-20", "text": "Dr Lee", "form_key": "c" * 22}


@pytest.mark.parametrize(
    ("address", "body", "model"),
    [
        ("/journal/events/new/", EVENT, Event),
        ("/journal/strategies/", STRATEGY, Event),
        ("/journal/visits/new/", VISIT, Visit),
    ],
)
def test_one_form_sent_sixteen_times_at_once_makes_one_row(alice, signed_in, address, body, model):
    clients = [signed_in(alice) for _ in range(16)]
    answers = at_once(lambda number: clients[number].post(address, body), 16)
    row = model.objects.get()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, f"/journal/events/?added={row.pk}")
    }


def test_without_a_key_each_post_makes_a_row(alice, signed_in):
    clients = [signed_in(alice) for _ in range(4)]
    body = {name: value for name, value in EVENT.items() if name != "form_key"}
    assert at_once(lambda number: clients[number].post("/journal/events/new/", body).status_code, 4) == [302] * 4
    assert Event.objects.count() == 4


def test_one_deleted_row_brought_back_twice_at_once_is_back_once(alice, alice_client):
    event = Event.objects.create(patient=alice, day="2026-11-01", kind="stress", text="exam")
    alice_client.post(f"/journal/events/{event.pk}/delete/")
    answers = at_once(lambda _: alice_client.post("/journal/events/restore/").status_code, 8)
    assert answers == [302] * 8
    assert alice.events.get().text == "exam"
