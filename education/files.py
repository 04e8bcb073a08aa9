"""The content as files: read a folder, or write one."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from education.kinds import FENCE, KINDS, TOPIC, Entry, Kind, text_of, whole

FOLDER = Path(__file__).resolve().parent / "content"


@dataclass
class Folder:
    """What a folder holds: by kind the entries by key, in order. problems: what cannot be loaded, and where."""

    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {kind.name: {} for kind in KINDS})
    problems: list[str] = field(default_factory=list)


def read_folder(path: Path) -> Folder:
    """Return the content of a folder, whole and checked entry by entry."""
    folder = Folder()
    for kind in KINDS:
        for place, given in _given(path, kind, folder.problems):
            entry, wrong = whole(kind, given)
            key = entry[kind.key]
            if key in folder.entries[kind.name]:
                wrong.append(f"{key} is there twice")
            folder.problems += [f"{place}: {each}" for each in wrong]
            folder.entries[kind.name][key] = entry
    return folder


def _given(path: Path, kind: Kind, problems: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each entry as it is written, with the place where it stands."""
    if kind is TOPIC:
        for file in sorted((path / kind.file).glob("*.md")):
            try:
                yield f"{kind.file}/{file.name}", read_topic(file.read_text(encoding="utf-8"))
            except ValueError as error:
                problems.append(f"{kind.file}/{file.name}: {error}")
        return
    file = path / kind.file
    if not file.exists():
        return
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        problems.append(f"{kind.file}: {error}")
        return
    problems += [f"{kind.file}: there is no [[{name}]]" for name in tables if name != kind.name]
    found = tables.get(kind.name, [])
    for given in found if isinstance(found, list) else []:
        yield f"{kind.file} {given.get(kind.key, '?')}", given


def read_topic(text: str) -> dict[str, Any]:
    """Return a topic as its file holds it; raise ValueError where it is no front matter and Markdown."""
    start, head, body = (*text.replace("\r\n", "\n").split(f"{FENCE}\n", 2), "", "")[:3]
    if start.strip() or not head:
        raise ValueError(f"the front matter does not stand between {FENCE} and {FENCE}")
    return {**tomllib.loads(head), "body": body}


def read_entry(kind: Kind, text: str) -> dict[str, Any]:
    """Return one entry from the text that text_of made."""
    return read_topic(text) if kind is TOPIC else tomllib.loads(text)


def write_folder(path: Path, entries: dict[str, Iterable[Entry]]) -> list[str]:
    """Write the content into a folder, and return the names of topics that were there and are none any more."""
    (path / TOPIC.file).mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        if kind is not TOPIC:
            text = tomli_w.dumps({kind.name: list(entries[kind.name])}) if entries[kind.name] else ""
            (path / kind.file).write_text(text, encoding="utf-8")
    names = set()
    for entry in entries[TOPIC.name]:
        name = f"{entry['order']:02}-{entry['slug']}.md"
        (path / TOPIC.file / name).write_text(text_of(TOPIC, entry), encoding="utf-8")
        names.add(name)
    gone = [file for file in sorted((path / TOPIC.file).glob("*.md")) if file.name not in names]
    for file in gone:
        file.unlink()
    return [file.name for file in gone]
