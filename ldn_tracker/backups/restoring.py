"""Bring a backup into a database that has no table yet, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import AutoField, Field, Max, Model

from ldn_tracker.backups.reading import Backup, Table
from ldn_tracker.backups.sealed_file import BadBackup
from ldn_tracker.backups.tables import columns, last_of_each_app, tables_of, unknown
from ldn_tracker.backups.writing import BATCH, TOLD_EVERY, Say
from ldn_tracker.patience import without_time_limits

# Two restores at once into one PostgreSQL: the second waits, and then finds tables.
LOCK = 7_203_114_021
# Numbers given out between the backup and its restore are not given out again: what was signed for
# one of them, such as the link of a confirmation mail, must not fit the next person's row.
GAP = 100_000


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What came back."""

    tables: int
    rows: int


def restore(backup: Backup, *, say: Say) -> Restored:
    """Make the tables as they were and fill them.

    Raises BadBackup when the database is not empty, the backup is of a newer release or damaged;
    the database is then as it was before.
    """
    refuse_newer(backup)
    with _one_transaction():
        refuse_unless_empty()
        MigrationExecutor(connection).migrate(last_of_each_app(backup.migrations))
        return _fill(backup, say)


def bring_forward() -> None:
    """Bring what was restored up to this code, as any upgrade does; `manage.py migrate` may repeat it."""
    with without_time_limits():
        call_command("createcachetable", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)


def refuse_newer(backup: Backup) -> None:
    """Raise BadBackup when the backup was made from tables that this code does not know."""
    if newer := unknown(backup.migrations):
        raise BadBackup(f"The backup was made by a newer release than this code ({'.'.join(newer[0])}).")


def refuse_unless_empty() -> None:
    """Raise BadBackup when there is any table, even an empty one: it may be somebody's."""
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise BadBackup("The database is not empty. Restore into a new one; nothing was changed.")


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Hold one transaction, alone; on SQLite tables can only be made in it with foreign keys unchecked."""
    connection.disable_constraint_checking()
    try:
        with without_time_limits(), transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield
    finally:
        connection.enable_constraint_checking()


def _fill(backup: Backup, say: Say) -> Restored:
    models, rows, filled = tables_of(backup.migrations), 0, 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a migration in this transaction may have set one to be checked at once
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in models:  # a migration may have written rows; the backup has them too
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608
    for filled, table in enumerate(backup.tables(), start=1):  # noqa: B007
        if table.name not in models:
            raise BadBackup(f"The backup holds a table that this code does not know ({table.name}).")
        rows += _fill_table(models[table.name], table, say)
    _check(say)
    for model in models.values():
        _number_on(model)
    return Restored(tables=filled, rows=rows)


def _fill_table(model: type[Model], table: Table, say: Say) -> int:
    fields, count = _fields(model, table), 0
    for batch in batched(table.rows, BATCH):
        _insert(model, fields, [_as_stored(fields, row) for row in batch])
        count += len(batch)
        if count % TOLD_EVERY == 0:
            say(f"{table.name}: {count} rows ...")
    say(f"{table.name}: {count} rows")
    return count


def _fields(model: type[Model], table: Table) -> list["Field[Any, Any]"]:
    by_column = {str(field.column): field for field in columns(model)}
    if set(table.columns) != by_column.keys():
        raise BadBackup(f"The backup's table {table.name} has other columns than this code.")
    return [by_column[column] for column in table.columns]


def _insert(model: type[Model], fields: list["Field[Any, Any]"], rows: list[list[Any]]) -> None:
    """Write rows as they are: save() would seal anew, stamp anew, and not write wrapped keys."""
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608


def _as_stored(fields: list["Field[Any, Any]"], row: list[Any]) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _check(say: Say) -> None:
    """Look at every foreign key now; PostgreSQL must first know that the tables are not empty any more."""
    say("Checking ...")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    connection.check_constraints()


def _number_on(model: type[Model]) -> None:
    """Let new rows be numbered well above those that are there."""
    pk = model._meta.pk
    if not isinstance(pk, AutoField):
        return
    table = model._meta.db_table
    last = (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + GAP
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = connection.ops.quote_name(table)
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, pk.column, last])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
