"""Bring the content of a folder into the database, and out again; what an editor changed is never overwritten."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from education.files import Folder, read_folder, write_folder
from education.kinds import KINDS, TOPIC, Entry, Kind, digest_of, entry_of, key_of, text_of
from education.markdown import mentions
from education.models import Content, State
from education.revisions import apply, difference, record

FROM_FILES = "files"
LOCK = 7_341_209  # PostgreSQL's, for whoever loads: any number that nothing else of ours takes


class BadFolder(Exception):
    """The folder cannot be loaded; `problems` says what is wrong and where."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Loaded:
    """What a load did: how many rows are new, changed and the same, and what differs from the files."""

    new: int = 0
    changed: int = 0
    same: int = 0
    differs: list[str] = field(default_factory=list)


def load(path: Path, now: datetime) -> Loaded:
    """Load a folder, all of it or nothing; raise BadFolder where something in it is wrong."""
    folder = read_folder(path)
    problems = folder.problems or wrong_links(folder)
    if problems:
        raise BadFolder(problems)
    done = Loaded()
    with transaction.atomic():
        _wait_for_turn()
        for kind in KINDS:
            _load_kind(kind, folder.entries[kind.name], done, now)
    return done


def _wait_for_turn() -> None:
    """Let loads run one after the other: of two first starts at once, the second finds everything there.

    SQLite has one writer at a time, and our transactions take that place when they begin.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _load_kind(kind: Kind, entries: dict[str, Entry], done: Loaded, now: datetime) -> None:
    rows = {key_of(kind, row): row for row in kind.rows()}
    for order, (key, entry) in enumerate(entries.items(), start=1):
        row, text = rows.pop(key, None), text_of(kind, entry)
        here = text_of(kind, entry_of(kind, row)) if row is not None else ""
        if row is not None and here != text and digest_of(here) != row.loaded:
            done.same += 1
            done.differs += [f"{kind.name} {key} was changed here and is left as it is:", *_shown(here, text)]
            continue
        if here == text:
            done.same += 1
        else:
            done.new, done.changed = done.new + (row is None), done.changed + (row is not None)
            row = apply(kind=kind, entry=entry, row=row)
            record(kind=kind, row=row, by=FROM_FILES, now=now)
        _mark(kind, row, order, digest_of(text))
    done.differs += [f"{kind.name} {key} is here and not in the files." for key in rows]


def _mark(kind: Kind, row: Content | None, order: int, digest: str) -> None:
    """Remember what the files hold of a row, and where."""
    if row is None or (row.loaded == digest and (kind is TOPIC or row.order == order)):
        return
    row.loaded = digest
    if kind is not TOPIC:
        row.order = order  # a topic's is written in its file
    row.save(update_fields=["loaded", "order"])


def _shown(here: str, there: str) -> list[str]:
    return [f"  {sign} {line}" for sign, line in difference(there, here)]


def wrong_links(folder: Folder) -> list[str]:
    """Return what names something that is not in the folder, and published claims without a source."""
    found = []
    for kind in KINDS:
        for key, entry in folder.entries[kind.name].items():
            for name, linked in kind.links.items():
                missing = [each for each in entry[name] if each not in folder.entries[linked]]
                found += [f"{kind.name} {key}: there is no {linked} {each}" for each in missing]
    for slug, entry in folder.entries["topic"].items():
        found += [f"topic {slug}: {each}" for each in _wrong_in_topic(folder, entry)]
    return found


def _wrong_in_topic(folder: Folder, entry: Entry) -> list[str]:
    named = mentions(entry["body"])
    claims, wordings, terms = (folder.entries[name] for name in ("claim", "wording", "term"))
    found = [f"there is no claim {fact}" for fact in named.facts if fact not in claims]
    found += [f"there is no wording {each}" for each in named.wordings if each not in wordings]
    found += [f"there is no term {each}" for each in named.terms if each not in terms]
    if entry["state"] == State.PUBLISHED:
        told = [claims[fact] for fact in named.facts if fact in claims]
        reasons = ("sources", "no_source_needed", "no_source_found")
        found += [f"{claim['id']} names no source" for claim in told if not any(claim[name] for name in reasons)]
    return found


def dump(path: Path) -> list[str]:
    """Write the present state into a folder, and return the topic files that went."""
    return write_folder(path, {kind.name: [entry_of(kind, row) for row in kind.rows()] for kind in KINDS})
