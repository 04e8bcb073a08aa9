"""What a request changed in the records, said so that two requests can be compared."""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from accounts.models import User
from tests.permissions.cast import ID
from tests.records import Snapshot, owner_paths

SECRET = re.compile(r"\w+\$.+\$.+|[a-z0-9]{32}|[0-9a-f]{64}", re.DOTALL)  # hash of a password, key of a session, digest
LONG_NUMBER = re.compile(r"(?<!\d)\d{7,18}(?!\d)")
SEALED = re.compile(r'(?<=": ")[\w-]{40,}={0,2}(?=")')  # what a second factor keeps, in its JSON
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Effect:
    """By table: the rows that are new, gone and changed, with whatever is random hidden.

    new_ids: as they are. owners_of_new: whose each new row is, and of which table.
    """

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, Any], ...] = ()
    changed: tuple[tuple[str, Any, str], ...] = ()
    new_ids: tuple[int, ...] = ()
    owners_of_new: tuple[tuple[int, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    @property
    def comparable(self) -> tuple[Any, ...]:
        """What must be the same when two requests are to have the same effect."""
        return self.added, self.removed, self.changed


def effect_between(before: Snapshot, after: Snapshot) -> Effect:
    """Return what is different; the first column of every row is its id."""
    added, removed, changed = [], [], []
    new: set[int] = set()
    for table in after:  # of the tables that were written to
        old, now = {row[0]: row for row in before[table]}, {row[0]: row for row in after[table]}
        new |= now.keys() - old.keys()
        added += [(table, now[pk]) for pk in now.keys() - old.keys()]
        removed += [(table, pk) for pk in sorted(old.keys() - now.keys())]
        changed += [(table, pk, _difference(old[pk], now[pk])) for pk in old.keys() & now.keys() if old[pk] != now[pk]]
    return Effect(
        added=tuple(sorted((table, repr(_hidden(row[1:], new))) for table, row in added)),  # whatever their ids
        removed=tuple(removed),
        changed=tuple(sorted((table, pk, repr(_hidden(columns, new))) for table, pk, columns in changed)),
        new_ids=tuple(sorted(new)),
        owners_of_new=tuple(sorted((owner, table) for table, row in added for owner in _owner(table, row[0]))),
    )


def _owner(table: str, pk: int) -> list[int]:
    """Return whose a row is, as the database has it now; a new person belongs to nobody else."""
    model = apps.get_model(table)
    return [] if model is User else list(model._base_manager.filter(pk=pk).values_list(owner_paths()[model], flat=True))


def _difference(old: Row, now: Row) -> Row:
    return tuple((number, value) for number, (was, value) in enumerate(zip(old, now, strict=True)) if was != value)


def _hidden(row: Row, new: set[int]) -> Row:
    return tuple(_hide(value, new) for value in row)


def _hide(value: Any, new: set[int]) -> Any:
    """Hide what differs each time: sealed bytes, digests, password hashes and the ids of new rows."""
    if isinstance(value, tuple):
        return _hidden(value, new)
    if isinstance(value, bytes):
        return f"#sealed {len(value)}"
    if isinstance(value, str) and value.isdecimal() and int(value) in new:
        return "#new"  # what a notice is about
    if isinstance(value, str):
        known = LONG_NUMBER.sub(lambda got: "#new" if int(got[0]) in new else got[0], value)  # as in kept answers
        return "#secret" if SECRET.fullmatch(value) else SEALED.sub("#", ID.sub("#", known))
    return "#new" if isinstance(value, int) and value > 10**6 and value in new else value


def masked(text: bytes, effect: Effect) -> bytes:
    """Return a text without the ids of new rows, which differ each time."""
    for pk in effect.new_ids:
        if pk > 10**6:
            text = text.replace(b"%d" % pk, b"#new")
    return text
