"""The files of SQLite, which keep pieces of what was deleted until they are written anew."""

from django.db import connection

BUSY = 1


def rewrite() -> bool:
    """Write the database's file anew and empty its log; return False while somebody reads an older state.

    Rows that are deleted are overwritten with zeros (secure_delete), but copies of them are left where SQLite
    had moved them about within its pages, and in the log. Whoever saves meanwhile waits, about a second for
    each 100 MB. On PostgreSQL there is nothing to do here.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(cursor.fetchone()[0]) != BUSY
