"""How content stood after each save: kept whole, compared line by line, put back in one step."""

from datetime import datetime
from difflib import unified_diff
from typing import Any

from django.db import transaction

from education.files import read_entry
from education.kinds import BY_NAME, Entry, Kind, entry_of, key_of, text_of, values_of, whole
from education.models import Content, Revision


def apply(*, kind: Kind, entry: Entry, row: Content | None) -> Content:
    """Write an entry into its row, or into a new one; what it links to is there already."""
    with transaction.atomic():
        row = row or kind.model()
        for column, value in values_of(kind, entry).items():
            setattr(row, column, value)
        row.edition += 0 if row._state.adding else 1
        row.save()
        for name, linked in kind.links.items():
            other = BY_NAME[linked]
            manager: Any = other.model._default_manager
            getattr(row, kind.names[name]).set(manager.filter(**{f"{other.key_column}__in": entry[name]}))
    return row


def record(*, kind: Kind, row: Content, by: str, now: datetime) -> Revision | None:
    """Keep how a row stands now; None where it stands as it did."""
    key, text = key_of(kind, row), text_of(kind, entry_of(kind, fresh(kind, row)))
    last = revisions_of(kind, key).first()
    if last is not None and last.text == text:
        return None
    return Revision.objects.create(kind=kind.name, key=key, text=text, made_at=now, made_by=by)


def fresh(kind: Kind, row: Content) -> Content:
    """Return the row as the database has it."""
    found: Content = kind.rows().get(pk=row.pk)
    return found


def revisions_of(kind: Kind, key: str) -> Any:
    """Return the revisions of a row, the latest first."""
    return Revision.objects.filter(kind=kind.name, key=key)


def restore(*, revision: Revision, row: Content, by: str, now: datetime) -> None:
    """Put a row back as a revision has it; how it stood before is a revision too, so nothing is lost.

    Raise ValueError where it cannot be, because the rules have changed since.
    """
    kind = BY_NAME[revision.kind]
    entry, wrong = whole(kind, read_entry(kind, revision.text))
    if wrong:
        raise ValueError("; ".join(wrong))
    with transaction.atomic():
        apply(kind=kind, entry=entry, row=row)
        record(kind=kind, row=row, by=by, now=now)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines that differ, with two around them: ("+", line), ("-", line) or (" ", line)."""
    found = list(unified_diff(_wrapped(before), _wrapped(after), lineterm="", n=2))[2:]
    return [(" ", "…") if line.startswith("@@") else (line[:1], line[1:]) for line in found]


def _wrapped(text: str) -> list[str]:
    """Return the lines of a text, long ones broken at sentences so that a changed word does not hide in a page."""
    return [part for line in text.splitlines() for part in line.replace(". ", ".\n").split("\n")]
