"""Closing an account while another screen of the same person still saves."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts import actions
from accounts.models import User
from tests import factories
from tests.html_forms import post_forms
from tests.races import at_once

DAYS = 12
SAVES = {
    "event": ("/journal/events/new/", {"day": "2026-11-20", "kind": "stress", "text": "Moved house"}),
    "day": ("/journal/2026-11-20/", {"note": "Slept badly."}),
    "profile": ("/accounts/profile/", {"name": "Alice B."}),
}
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

    answers = at_once(act, DAYS)
    assert answers[0] == 302
    assert set(answers[1:]) <= {302, 404, 503}
    assert User.objects.count() == 0


class Closing:
    """Closes a person's account from another connection, before the k-th statement of a save."""

    def __init__(self, user: User, number: int) -> None:
        self.user, self.number, self.count = user, number, 0
        self.thread = threading.Thread(target=self._close)

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.count += 1
        if self.count == self.number:
            self.thread.start()
            # Where the save has the lock, or is next to get it, closing waits for it instead.
            self.thread.join(0.2 if connection.in_atomic_block or sql.startswith("BEGIN") else 30)
        return execute(sql, *rest)

    def _close(self) -> None:
        try:
            actions.close_account(user=self.user)
        finally:
            connection.close()


def save_and_close(signed_in: Callable[[User], Client], kind: str, number: int) -> tuple[HttpResponse, Closing]:
    """Save while the account is closed before the k-th statement; return the answer."""
    alice = factories.patient("alice@example.test")
    client = signed_in(alice)
    client.raise_request_exception = False
    closing = Closing(alice, number)
    address, answers = SAVES[kind]
    form = next(each for each in post_forms(client.get(address).text) if answers.keys() <= each.fields.keys())
    with connection.execute_wrapper(closing):
        answer = client.post(address, {**form.sent, **answers})
    if closing.thread.ident is not None:
        closing.thread.join()
    return answer, closing


@pytest.mark.parametrize("kind", SAVES)
def test_account_closed_at_any_step_of_a_save_is_no_fault_of_ours(signed_in, kind):
    saved, whole = save_and_close(signed_in, kind, 0)
    assert (saved.status_code, whole.count > 3) == (302, True)
    User.objects.all().delete()
    wrong = []
    for number in range(1, whole.count + 1):
        answer, _ = save_and_close(signed_in, kind, number)
        if answer.status_code not in (302, 404, 503):
            wrong.append(f"closed before statement {number} of {whole.count}: {answer.status_code}")
        if answer.status_code == 503 and not post_forms(answer.text):
            wrong.append(f"closed before statement {number} of {whole.count}: nothing kept")
        if User.objects.exists():
            wrong.append(f"closed before statement {number} of {whole.count}: the account is still there")
            User.objects.all().delete()
    assert "\n".join(wrong) == ""
