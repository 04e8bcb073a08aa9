"""The kinds of content, and each row as an entry: a plain dict with the names that the files use.

An entry holds everything that a person wrote, and nothing else; its text is what files, revisions and
differences are made of.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import tomli_w
from django.core.exceptions import ValidationError
from django.db import models

from education.models import Claim, Content, Source, Term, Topic, Wording

Entry = dict[str, Any]
FENCE = "+++"
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of content.

    names: what the files call each column, in order. lists: those held one entry a line. links: those that
    name rows of another kind. The first of `names` is the key.
    """

    name: str
    model: type[Content]
    file: str
    names: Mapping[str, str]
    lists: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What the files call the key."""
        return next(iter(self.names))

    @property
    def key_column(self) -> str:
        """The column of the key."""
        return self.names[self.key]

    def column(self, name: str) -> Any:
        """Return the model's field for a name of the files."""
        return self.model._meta.get_field(self.names[name])

    def rows(self) -> "models.QuerySet[Any]":
        """Return every row, with what it links to."""
        manager: Any = self.model._default_manager
        return manager.prefetch_related(*(self.names[name] for name in self.links))  # type: ignore[no-any-return]


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


SOURCE = Kind(
    name="source",
    model=Source,
    file="sources.toml",
    names=_same("key", "number", "citation", "doi", "pubmed", "address", "read"),
)
CLAIM = Kind(
    name="claim",
    model=Claim,
    file="claims.toml",
    names={
        "id": "number",
        **_same("wording", "label", "warning", "note", "evidence"),
        **_same("sources", "no_source_needed", "no_source_found", "section"),
    },
    links={"sources": "source"},
)
WORDING = Kind(
    name="wording",
    model=Wording,
    file="wordings.toml",
    names={"id": "number", **_same("text", "facts")},
    links={"facts": "claim"},
)
TERM = Kind(
    name="term",
    model=Term,
    file="glossary.toml",
    names=_same("slug", "term", "meaning", "also"),
    lists=frozenset({"also"}),
)
TOPIC = Kind(
    name="topic",
    model=Topic,
    file="topics",
    names=_same(
        *("slug", "title", "order", "state", "summary", "known", "not_known", "items", "wordings"),
        *("reviewed_by", "reviewed_on", "reviewed_edition", "review_due", "body"),
    ),
    lists=frozenset({"summary", "known", "not_known", "items"}),
    links={"wordings": "wording"},
)
KINDS = (SOURCE, CLAIM, WORDING, TERM, TOPIC)  # each links only to those before it
BY_NAME = {kind.name: kind for kind in KINDS}


def key_of(kind: Kind, row: Content) -> str:
    """Return what the row is called in the files."""
    return str(getattr(row, kind.key_column))


def entry_of(kind: Kind, row: Content, left_out: Set[str] = frozenset()) -> Entry:
    """Return a row as an entry, or some of it."""
    names = {name: column for name, column in kind.names.items() if name not in left_out}
    return {name: _read(kind, name, getattr(row, column)) for name, column in names.items()}


def _read(kind: Kind, name: str, value: Any) -> Any:
    if name in kind.links:
        linked = BY_NAME[kind.links[name]]
        return in_order(key_of(linked, row) for row in value.all())
    if name in kind.lists:
        return lines(value)
    if value is None or isinstance(value, date):
        return value.isoformat() if value else ""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def in_order(keys: Iterable[str]) -> list[str]:
    """Return keys each once, F9 before F10: what a row links to has no other order."""
    return sorted({*keys}, key=lambda key: [int(part) if part.isdigit() else part for part in _DIGITS.split(key)])


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def whole(kind: Kind, given: Mapping[str, Any]) -> tuple[Entry, list[str]]:
    """Return an entry as the files gave it with everything in its place, and what is wrong with it."""
    wrong = [f"there is no {name!r}" for name in given if name not in kind.names]
    entry: Entry = {}
    for name in kind.names:
        default = [] if name in kind.lists or name in kind.links else _default(kind, name)
        value = given.get(name, default)
        if isinstance(value, date):
            value = value.isoformat()
        if type(value) is not type(default):
            wrong.append(f"{name} is no {type(default).__name__}")
            value = default
        if isinstance(value, list) and not all(isinstance(each, str) and each.strip() for each in value):
            wrong.append(f"{name} holds something that is no text")
            value = []
        entry[name] = in_order(_tidy(value)) if name in kind.links else _tidy(value)
    return entry, wrong or _refused(kind, entry)


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [" ".join(each.split()) for each in value]
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _default(kind: Kind, name: str) -> Any:
    default = kind.column(name).get_default()
    return str(default or "") if default is None or isinstance(default, str) else default


def values_of(kind: Kind, entry: Entry) -> dict[str, Any]:
    """Return what the columns of a row hold, without its links."""
    return {kind.names[name]: _write(kind, name, value) for name, value in entry.items() if name not in kind.links}


def _write(kind: Kind, name: str, value: Any) -> Any:
    if name in kind.lists:
        return "\n".join(value)
    if isinstance(kind.column(name), models.DateField):
        return kind.column(name).to_python(value) if value else None
    return value


def _refused(kind: Kind, entry: Entry) -> list[str]:
    """Return what the model says against an entry."""
    try:
        row = kind.model(**values_of(kind, entry))
        row.full_clean(
            validate_unique=False, validate_constraints=False, exclude=[kind.names[name] for name in kind.links]
        )
    except ValidationError as error:
        names = {column: name for name, column in kind.names.items()}
        if not hasattr(error, "error_dict"):
            return error.messages
        return [
            f"{names.get(column, '')}: {message}".removeprefix(": ").removeprefix("__all__: ")
            for column, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def text_of(kind: Kind, entry: Entry) -> str:
    """Return an entry as its file holds it: TOML, and for a topic its Markdown after that."""
    if kind is not TOPIC:
        return tomli_w.dumps(entry)
    head = {name: value for name, value in entry.items() if name != "body"}
    if not head.get("reviewed_edition"):
        head.pop("reviewed_edition", None)  # of no review, and of a text kept before there were editions
    return f"{FENCE}\n{tomli_w.dumps(head)}{FENCE}\n\n{entry['body']}\n"


def digest_of(text: str) -> str:
    """Return the digest by which a text is known again."""
    return hashlib.sha256(text.encode()).hexdigest()
