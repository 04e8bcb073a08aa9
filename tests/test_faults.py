"""A fault at every step of every post: what was before or what was wanted, never something between.

The walk finds the forms by itself: a new form is in it on the day it is written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse

from ldn_tracker import kept
from tests.form_walk import Answers, Found, Visitor, fresh
from tests.html_forms import Form, post_forms
from tests.records import Snapshot, snapshot
from tests.test_bad_input import Cast, cast, visitors, walk  # noqa: F401

DONE = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
SESSION_LIST = ("usersessions.UserSession",)
SHARDS = 2  # each a process of its own on two cores
Changes = dict[str, int]


class Fault:
    """Fails the k-th statement, once; counts them all."""

    def __init__(self, number: int) -> None:
        self.number, self.count = number, 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.count += 1
        if self.count == self.number:
            raise OperationalError("the database went away")
        return execute(sql, *rest)


@contextmanager
def taken_back(visitor: Visitor) -> Iterator[None]:
    """Take back what the block does to the database and the cookies."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    visitor.restart()


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Return the tables that changed, with how many more rows each has; sessions and their list are no record."""
    return {
        table: len(after[table]) - len(before[table])
        for table in after
        if after[table] != before[table] and table not in SESSION_LIST
    }


class Attack:
    """One form, sent once for each statement that it takes, each time with another one failing."""

    def __init__(self, visitor: Visitor, found: Found) -> None:
        self.visitor, self.found = visitor, found
        visitor.client.raise_request_exception = False

    def run(self) -> list[str]:
        """Return a line for each fault that was answered wrongly or left something half done."""
        statements, wanted, _ = self._post(0)
        wrong = []
        for number in range(1, statements + 1):
            _, done, complaint = self._post(number)
            if done not in ({}, wanted):
                wrong.append(f"{self.found.place} fault at {number} of {statements}: left {done}, not {wanted}")
            elif complaint:
                wrong.append(f"{self.found.place} fault at {number} of {statements}: {complaint}")
        return wrong

    def _post(self, number: int) -> tuple[int, Changes, str]:
        with taken_back(self.visitor):
            now = self.visitor.arrive(self.found)
            answers = fresh(self.found.answers, self.found.form, now.form)
            before, fault = snapshot(), Fault(number)
            with connection.execute_wrapper(fault):
                answer = self.send(now.address, answers, now.form)
            transaction.set_rollback(False)  # Django's mark on the transaction that is this test's alone
            done = changes(before, snapshot())
        return fault.count, done, self._complaint(answer, answers, done)

    def send(self, address: str, answers: Answers, form: Form) -> HttpResponse:
        """Post once."""
        return self.visitor.post(address, answers, form)

    def _complaint(self, answer: HttpResponse, answers: Answers, done: Changes) -> str:
        """Return what is wrong with the answer to a fault."""
        # Django's check of a constraint takes a fault for "kept" or for "broken", and asks on.
        if answer.status_code in DONE or (answer.status_code == HTTPStatus.UNPROCESSABLE_CONTENT and not done):
            return ""
        if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return f"answered {answer.status_code}"
        files = {name for name, each in self.found.form.fields.items() if each.kind == "file"}
        typed = {name: values for name, values in answers.items() if not kept.SECRET.search(name) and name not in files}
        forms = post_forms(answer.text)
        again = forms[0].sent if forms else {}
        return "" if again == typed else f"kept {again} of {typed}"


@pytest.fixture(autouse=True)
def every_block_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each atomic block undo itself, as the outermost one of a request does outside of a test."""
    made = transaction.Atomic.__init__

    def with_savepoint(self: transaction.Atomic, using: str | None, savepoint: bool, durable: bool) -> None:
        made(self, using, True, durable)

    monkeypatch.setattr(transaction.Atomic, "__init__", with_savepoint)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_fault_at_any_step_leaves_nothing_half_done_and_keeps_what_was_typed(cast: Cast, shard: int) -> None:  # noqa: F811
    forms_met = sorted(walk(cast), key=lambda met: met[1].key)[shard::SHARDS]
    assert [line for visitor, found in forms_met for line in Attack(visitor, found).run()] == []


def test_save_without_its_transaction_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    class Unprotected(Attack):
        def send(self, address: str, answers: Answers, form: Form) -> HttpResponse:
            with monkeypatch.context() as patched:
                patched.setattr(transaction.Atomic, "__enter__", lambda self: None)
                patched.setattr(transaction.Atomic, "__exit__", lambda self, *error: None)
                return super().send(address, answers, form)

    visitor = next(visitors(cast))
    found = next(found for found in visitor.forms() if found.place == "journal:check_in" and found.accepted)
    broken = Unprotected(visitor, found).run()
    assert {line.split(" fault")[0] for line in broken if ": left {" in line} == {"journal:check_in"}
