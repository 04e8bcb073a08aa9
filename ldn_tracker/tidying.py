"""Delete what is over, a few rows at a time: what that is, each app says itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts import tidying as accounts
from journal import tidying as journal
from reports import tidying as reports

MAY_GO: tuple[Callable[[datetime], dict[str, QuerySet[Any]]], ...] = (
    accounts.may_go,
    journal.may_go,
    reports.may_go,
)
BATCH = 500


def tidy(now: datetime) -> dict[str, int]:
    """Delete everything whose time is over; return how many rows of each kind, in words.

    Each batch is a transaction of its own, so that nobody waits long; a row that somebody holds,
    or another run takes, is left to them.
    """
    counts = {words: _delete(rows) for may_go in MAY_GO for words, rows in may_go(now).items()}
    return {**counts, "cached values that are over": _delete_cached(now)}


def _delete(rows: QuerySet[Any]) -> int:
    deleted = 0
    while batch := _delete_batch(rows):
        deleted += batch
    return deleted


@transaction.atomic
def _delete_batch(rows: QuerySet[Any]) -> int:
    """Delete a few rows; the condition is asked again, so that a session prolonged meanwhile stays."""
    keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    counts = rows.filter(pk__in=keys).delete()[1]
    return counts.get(rows.model._meta.label, 0)


def _delete_cached(now: datetime) -> int:
    deleted = 0
    while batch := _delete_cached_batch(now):
        deleted += batch
    return deleted


def _delete_cached_batch(now: datetime) -> int:
    """Delete a few values of the database cache, which is a table without a model."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    over = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    skipping = connection.ops.for_update_sql(skip_locked=True) if connection.features.has_select_for_update else ""
    chosen = f"SELECT cache_key FROM {table} WHERE expires < %s LIMIT {BATCH} {skipping}"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE cache_key IN ({chosen}) AND expires < %s", [over, over])  # noqa: S608
        return int(cursor.rowcount)
