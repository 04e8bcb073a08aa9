"""Rows as lines of JSON, exact to the byte and the microsecond, alike for every database. Pure.

A value that JSON does not have is an object of one pair, such as {"date": "2026-11-20"}; a value
of a JSON column is {"json": ...}, so that what it holds is never taken for one of these.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

PLAIN = frozenset({type(None), bool, int, float, str})
READERS: dict[str, Callable[[Any], Any]] = {
    "bytes": base64.b64decode,
    "json": lambda value: value,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def to_line(row: Iterable[Any]) -> bytes:
    """Return a row as one line; raise TypeError for a value that would not come back the same."""
    return _dump([value if type(value) in PLAIN else _tagged(value) for value in row])


def from_row(row: Iterable[Any]) -> list[Any]:
    """Return the values of a row read from a line."""
    return [_untagged(value) if isinstance(value, dict) else value for value in row]


def mark(**fields: Any) -> bytes:
    """Return a line that is no row: an object."""
    return _dump(fields)


def read_lines(pieces: Iterable[bytes]) -> Iterator[Any]:
    """Yield each line of a stream of bytes, read as JSON."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from map(json.loads, lines)


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _tagged(value: Any) -> dict[str, Any]:
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, dict | list):
        return {"json": value}
    if type(value) in (datetime, date, time):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"a backup has no form for {type(value).__name__}")


def _untagged(value: dict[str, Any]) -> Any:
    ((name, inner),) = value.items()
    return READERS[name](inner)
