"""Read JSON without its traps: no NaN, no doubled names, no fractions, no bottomless nesting. Pure."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from journal.interchange.cells import Refused, shown
from journal.interchange.reading import FileRefused

Shape = Mapping[str, type]
DEEPEST = 8


def load_json(data: bytes) -> Any:
    """Return the content of UTF-8 JSON; refuse what two programs could read in two ways."""
    try:
        content = json.loads(
            data.decode(),
            object_pairs_hook=_only_once,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
    except UnicodeDecodeError:
        raise FileRefused("journal.json is not written in UTF-8.") from None
    except RecursionError:
        raise FileRefused("journal.json is nested too deeply.") from None
    except FileRefused:
        raise
    except ValueError as error:
        raise FileRefused(f"journal.json is no JSON: {str(error)[:80]}.") from None
    _check_depth(content, DEEPEST)
    return content


def _only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise FileRefused("journal.json names one field twice in the same place.")
    return content


def _no_fraction(text: str) -> NoReturn:
    raise FileRefused(f"journal.json holds {shown(text)}; amounts stand there as text and scores as whole numbers.")


def _check_depth(content: Any, left: int) -> None:
    if left == 0:
        raise FileRefused("journal.json is nested too deeply.")
    if isinstance(content, (dict, list)):
        for inner in content.values() if isinstance(content, dict) else content:
            if isinstance(inner, (dict, list)):
                _check_depth(inner, left - 1)


def check_shape(entry: Any, required: Shape, optional: Shape) -> dict[str, Any]:
    """Return the entry; refuse it when it lacks a field, has another one, or one of the wrong type."""
    if type(entry) is not dict:
        raise Refused("This is not an object.")
    for name in required:
        if name not in entry:
            raise Refused(f"The field “{name}” is missing.")
    for name, value in entry.items():
        wanted = required.get(name) or optional.get(name)
        if wanted is None:
            raise Refused(f"{shown(name)} is not a field of this format.")
        # bool is a kind of int in Python, and true is no number here
        if type(value) is not wanted:
            raise Refused(f"The field “{name}” is of the wrong type.")
    return entry
