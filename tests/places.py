"""Databases beside the one of the test run: new, empty, on the same kind of server; and all that one holds."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.db.utils import load_backend

from ldn_tracker.environment import read_database
from tests.records import plain

Everything = dict[str, list[tuple[Any, ...]]]


@contextmanager
def empty_place(folder: Path) -> Iterator[None]:
    """Let `connection` be that of a database without any table, of the kind that the tests run on; then drop it."""
    if connection.vendor == "sqlite":
        inner = folder / secrets.token_hex(4)
        inner.mkdir()
        with _connected({}, inner):
            yield
        return
    server = urlsplit(os.environ["TEST_DATABASE_URL"])
    name = f"place_{os.getpid()}_{secrets.token_hex(4)}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as database:
        database.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        try:
            with _connected({"DATABASE_URL": server._replace(path=f"/{name}").geturl()}, folder):
                yield
        finally:
            database.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@contextmanager
def _connected(env: dict[str, str], folder: Path) -> Iterator[None]:
    before = connections["default"]
    wanted = {**before.settings_dict, **read_database(env, folder), "CONN_MAX_AGE": 0}
    wanted["OPTIONS"] |= before.settings_dict["OPTIONS"]  # as patient as other tests are
    connections["default"] = load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, "default")
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before
        ContentType.objects.clear_cache()


def everything() -> Everything:
    """Return every row of every table, exact as our models read it, whichever database holds it."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        model._meta.label_lower: [tuple(map(plain, row)) for row in model._base_manager.order_by("pk").values_list()]
        for model in models
    }


def tables() -> list[str]:
    """Return the names of all tables that are there."""
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))
