"""Write every table as it was at one moment, while others go on writing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import connection, transaction
from django.db.models import Model

from ldn_tracker.backups.rows import mark, to_line
from ldn_tracker.backups.sealed_file import BadBackup, SealedWriter
from ldn_tracker.backups.tables import applied_migrations, columns, is_left_out, tables_of, unknown
from ldn_tracker.patience import without_time_limits

Say = Callable[[str], None]
BATCH = 2000
TOLD_EVERY = 100_000


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a backup holds."""

    tables: int
    rows: int


def write_backup(file: IO[bytes], *, now: datetime, say: Say) -> Written:
    """Write one moment of the whole database; raise BadBackup when it is not one of this code's."""
    with one_moment():
        migrations = applied_migrations()
        if not migrations:
            raise BadBackup("There is nothing to back up: the database has no tables yet.")
        if newer := unknown(migrations):
            raise BadBackup(f"The database is of a newer release than this code ({'.'.join(newer[0])}).")
        sealed = SealedWriter(file)
        sealed.write(mark(made_at=now.isoformat(), migrations=migrations))
        models = [model for model in tables_of(migrations).values() if not is_left_out(model)]
        rows = sum(_write_table(sealed, model, say) for model in models)
        sealed.write(mark(tables=len(models), rows=rows))
        sealed.finish()
    return Written(tables=len(models), rows=rows)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is now and keep nobody from writing.

    On SQLite a plain BEGIN: this site's own transactions begin as writers and would stop all others.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with without_time_limits(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_table(sealed: SealedWriter, model: type[Model], say: Say) -> int:
    fields, count = columns(model), 0
    sealed.write(mark(table=model._meta.db_table, columns=[field.column for field in fields]))
    rows = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for count, row in enumerate(rows.iterator(BATCH), start=1):
        sealed.write(to_line(row))
        if count % TOLD_EVERY == 0:
            say(f"{model._meta.db_table}: {count} rows ...")
    sealed.write(mark(end=model._meta.db_table, rows=count))
    say(f"{model._meta.db_table}: {count} rows")
    return count
