"""Whether the database has the tables that this code expects."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_current() -> bool:
    """Return whether every migration of this code is applied; raise DatabaseError if the database is away."""
    return expected() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def expected() -> frozenset[tuple[str, str]]:
    """Return app and name of each migration on disk, read once a process: the files do not change under it."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations.keys() - loader.replacements.keys())
