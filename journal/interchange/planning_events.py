"""Compare the events of a file with those of the record: an event is its whole row. Pure.

The csv does not say which ready-made strategy it was, so there an event is known by what the csv says.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from journal.interchange.canonical import row_cells
from journal.interchange.plan import Plan
from journal.interchange.rows import EventRow, Record

_KIND = "event"


def compare_events(plan: Plan, present: Record) -> None:
    """Find the events that are new, and those that say more of a strategy than the record does."""
    record = plan.reading.record
    known: dict[Hashable, list[EventRow]] = defaultdict(list)
    for old in present.events:
        known[_csv_key(old)].append(old)
    said = set(record.events)
    for row in record.events:
        old_rows = known.get(_csv_key(row), [])
        if row in old_rows or (row.strategy is None and old_rows):
            plan.counts[_KIND].same += 1
        elif less := next((old for old in old_rows if old not in said and _says_less(old, row)), None):
            old_rows.remove(less)
            plan.events[row] = less
            plan.rewrite(_KIND, row, row_cells(less, present), row_cells(row, record))
        else:
            plan.write(_KIND, replace(row, strategy=row.strategy or ""))


def _csv_key(row: EventRow) -> tuple[date, object, str, str]:
    return (row.day, row.time, row.kind, row.text)


def _says_less(old: EventRow, row: EventRow) -> bool:
    """Return whether the row is the same event, now with its strategy or with another word on whether it was agreed."""
    return old.strategy == row.strategy or (old.strategy, old.agreed, old.against) == ("", None, None)
