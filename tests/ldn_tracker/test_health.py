from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory

from ldn_tracker import views


def test_live_answers_without_the_database(client: Client) -> None:
    response = client.get("/healthz/live")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_live_does_not_read_the_session_it_is_sent(alice_client: Client, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(0):
        assert alice_client.get("/healthz/live").status_code == 200


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_is_migrated(client: Client) -> None:
    response = client.get("/healthz/ready")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="journal", name="0001_initial").delete()

    response = client.get("/healthz/ready")

    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client: Client) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("server closed the connection; host db-7.internal")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz/ready")

    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.django_db
def test_ready_costs_few_queries(client: Client, django_assert_max_num_queries: Callable) -> None:
    client.get("/healthz/ready")

    with django_assert_max_num_queries(2):
        client.get("/healthz/ready")


@pytest.mark.parametrize("address", ["/healthz/live", "/healthz/ready"])
@pytest.mark.django_db
def test_probes_answer_get_and_head_only(client: Client, address: str) -> None:
    assert [client.generic(method, address).status_code for method in ("HEAD", "POST")] == [200, 405]


@pytest.mark.django_db
@pytest.mark.parametrize("probe", [views.live, views.ready])
def test_head_has_the_headers_of_get_and_no_body_to_be_dropped(rf: RequestFactory, probe: Callable) -> None:
    head, get = (probe(ask("/healthz/")) for ask in (rf.head, rf.get))

    assert (head.content, get.content) == (b"", b"ok\n")
    assert head.headers == get.headers
    assert head["Content-Length"] == "3"
