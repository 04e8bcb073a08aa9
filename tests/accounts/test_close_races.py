"""Closing an account while another screen of the same person still saves."""

import pytest

from accounts.models import User
from tests.races import at_once

DAYS = 12
pytestmark = pytest.mark.django_db(transaction=True)


def test_closing_works_while_other_screens_save(alice, signed_in):
    clients = [signed_in(alice) for _ in range(DAYS)]
    for client in clients:
        client.raise_request_exception = False

    def act(number: int) -> int:
        if number == 0:
            return clients[0].post("/accounts/close/", {"confirm": "on"}).status_code
        event = {"day": f"2026-11-{number:02}", "kind": "stress", "text": "Moved house"}
        return max(clients[number].post("/journal/events/new/", event).status_code for _ in range(8))

    assert at_once(act, DAYS)[0] == 302
    assert User.objects.count() == 0
