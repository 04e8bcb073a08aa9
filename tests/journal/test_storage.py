"""What a check-in of 20 ratings costs on disk, indexes included."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import User
from journal.models import CheckIn, Item, Rating
from tests.large import gather_statistics

MOST_BYTES = {"sqlite": 2 * 1024, "postgresql": 3.5 * 1024}
TABLES = ("journal_checkin", "journal_rating")
CHECK_INS, ITEMS = 2_000, 20
LAST = date(2026, 11, 21)


def bytes_in_use():
    """Return the bytes that the rows and indexes of the check-ins take in the database file or cluster."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_size")
            (page,) = cursor.fetchone()
            cursor.execute("SELECT (SELECT * FROM pragma_page_count) - (SELECT * FROM pragma_freelist_count)")
            return cursor.fetchone()[0] * page
        sizes = " + ".join(f"pg_total_relation_size('{table}')" for table in TABLES)
        cursor.execute(f"SELECT {sizes}")
        return cursor.fetchone()[0]


def start_with_empty_tables() -> None:
    """On PostgreSQL other tests leave room behind that could be filled first; the rows come back with the rollback."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(TABLES)}")


def rated_items(patient: User, count: int) -> list[Item]:
    rows = [Item(patient=patient, name=f"Item {number}", group="other") for number in range(count)]
    for row in rows:
        row.clean()
    return Item.objects.bulk_create(rows)


def write(patient: User, items: list[Item], days: int) -> None:
    """Write one check-in after the other, as a diary grows: indexes then fill as they do in life."""
    for ago in range(days):
        day = LAST - timedelta(days=ago)
        check_in = CheckIn.objects.create(patient=patient, day=day, entered_day=day)
        Rating.objects.bulk_create(
            Rating(check_in=check_in, item=item, value=(ago + place) % 11) for place, item in enumerate(items)
        )


def bytes_a_check_in(patient: User, items: int, days: int = CHECK_INS) -> float:
    start_with_empty_tables()
    rated = rated_items(patient, items)
    before = bytes_in_use()
    write(patient, rated, days)
    more = bytes_in_use() - before
    gather_statistics()
    return more / days


def test_check_in_of_20_ratings_stays_within_its_bytes(alice):
    assert 0 < bytes_a_check_in(alice, ITEMS) <= MOST_BYTES[connection.vendor]


def test_the_measure_sees_when_more_is_stored(alice):
    with pytest.raises(AssertionError):
        assert bytes_a_check_in(alice, 3 * ITEMS, CHECK_INS // 3) <= MOST_BYTES[connection.vendor]
