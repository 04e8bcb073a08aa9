"""What the database holds, row by row, to tell whether anything at all was changed."""

from collections import deque
from collections.abc import Collection
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import ForeignKey, Model

from accounts.models import User

NOT_RECORDS = (Session,)
Snapshot = dict[str, list[tuple[Any, ...]]]


def snapshot(patient: User | None = None, tables: Collection[str] | None = None) -> Snapshot:
    """Return every row that belongs to somebody, or only those of one patient; sessions are left out.

    tables: only these, by their names in the database.
    """
    rows: Snapshot = {}
    with connection.cursor() as cursor:
        for label, table, sql, values in _selects(patient and patient.pk):
            if tables is None or table in tables:
                cursor.execute(sql, values)
                rows[label] = [tuple(map(plain, row)) for row in cursor.fetchall()]
    return rows


@cache
def _selects(patient: int | None) -> list[tuple[str, str, str, tuple[Any, ...]]]:
    """Return each table with the statement that reads its rows, composed once: a walk takes thousands of snapshots."""
    rows = {
        model: model._base_manager.order_by("pk").filter(**{} if patient is None else {path: patient})
        for model, path in owner_paths().items()
    }
    return [
        (model._meta.label, model._meta.db_table, *found.values_list().query.sql_with_params())
        for model, found in rows.items()
    ]


@cache
def owner_paths() -> dict[type[Model], str]:
    """Return for each table whose rows belong to somebody the way to their owner, as a filter knows it."""
    models = [model for model in apps.get_models(include_auto_created=True) if model not in NOT_RECORDS]
    paths = {model: _path_to_user(model) for model in models if model._meta.managed}
    return {model: path for model, path in paths.items() if path is not None}


def plain(value: Any) -> Any:
    """Return a value that can be compared, whichever driver read it."""
    return bytes(value) if isinstance(value, memoryview) else value


def _path_to_user(model: type[Model]) -> str | None:
    """Return the shortest way of foreign keys to User, as a filter knows it."""
    waiting: deque[tuple[type[Model], tuple[str, ...]]] = deque([(model, ())])
    while waiting:
        at, path = waiting.popleft()
        if at is User:
            return "__".join((*path, "pk"))
        if len(path) < 3:
            keys = [field for field in at._meta.get_fields() if isinstance(field, ForeignKey)]
            waiting.extend((key.related_model, (*path, key.name)) for key in keys)
    return None
