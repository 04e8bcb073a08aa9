"""What is said when something was done and the session could not be saved afterwards."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests import form_walk

EVENT = {"day": "2026-11-20", "kind": "stress", "text": "Moved house"}


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=False):
        yield


def session_that_cannot_be_saved(error: Exception):
    def fail(execute, sql, *rest):
        if "django_session" in sql and not sql.startswith("SELECT"):
            raise error
        return execute(sql, *rest)

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize("error", [OperationalError("locked"), InterfaceError("gone")])
def test_saved_event_is_said_to_be_saved_though_the_session_was_not_prolonged(alice, alice_client, error):
    alice_client.raise_request_exception = False
    before = Session.objects.get().expire_date
    with session_that_cannot_be_saved(error):
        answer = alice_client.post("/journal/events/new/", EVENT)
    added = alice.events.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/journal/events/?added={added.pk}")
    assert (alice.events.count(), Session.objects.get().expire_date) == (1, before)


def test_sign_in_whose_session_cannot_be_kept_is_a_503(alice):
    client = Client(raise_request_exception=False)
    with session_that_cannot_be_saved(OperationalError("locked")):
        answer = client.post("/accounts/login/", {"login": alice.email, "password": form_walk.PASSWORD})
    assert (answer.status_code, "session" in client.cookies) == (503, False)


def test_fresh_sign_in_that_cannot_be_kept_is_a_503(alice_client):
    alice_client.raise_request_exception = False
    with session_that_cannot_be_saved(OperationalError("locked")):
        answer = alice_client.post("/accounts/reauthenticate/", {"password": form_walk.PASSWORD})
    assert answer.status_code == 503


def test_session_ended_elsewhere_during_a_save_leads_to_sign_in(alice, alice_client):
    def sign_out_elsewhere(execute, sql, *rest):
        if sql.startswith("INSERT") and "journal_event" in sql:
            Session.objects.all().delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(sign_out_elsewhere):
        answer = alice_client.post("/journal/events/new/", EVENT)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert alice.events.count() == 1
