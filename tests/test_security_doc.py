"""docs/security.md says what is so: its tests exist, every field has a class, keys, limits and events are the code's."""

import ast
import re
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from accounts.fields import SealedTextField
from ldn_tracker.events import EVENTS
from tests.architecture import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
CLASSES = ("health", "identity", "secret", "technical")
REASON = re.compile(r"\bnot met\b", re.IGNORECASE)


def table(heading: str, text: str = TEXT) -> list[list[str]]:
    """Return the rows of the table whose first column has this heading."""
    found = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert found, heading
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the test functions of a file, as Python reads them."""
    file = ROOT / path
    if not file.exists():
        return frozenset()
    nodes = ast.walk(ast.parse(file.read_text()))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def missing_tests(text: str) -> list[str]:
    """Return the tests that are named and do not exist."""
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if name not in names_in(path)]


def rows_without_reason(rows: list[list[str]]) -> list[str]:
    """Return the rows that name neither a test nor what is not met."""
    return [row[0] for row in rows if not NAMED.search(row[3]) and not REASON.search(row[2])]


def test_every_row_is_there_once_in_order() -> None:
    assert [row[0] for row in table("Row")] == [str(number) for number in range(1, 121)]


def test_every_row_has_numbers_and_a_level() -> None:
    number = r"\d+\.\d+\.\d+"
    level = r"\((L[123])(, L[123])*\)"
    assert [row for row in table("Row") if not re.fullmatch(rf"{number}(, {number})* {level}", row[1])] == []


def test_every_row_names_a_test_or_what_is_not_met() -> None:
    assert rows_without_reason(table("Row")) == []


def test_every_test_that_is_named_exists() -> None:
    assert missing_tests(TEXT) == []
    assert len(NAMED.findall(TEXT)) > 150


def test_no_requirement_is_both_met_and_not_applicable_and_none_stands_twice() -> None:
    named = [number for row in table("Row") for number in re.findall(r"\d+\.\d+\.\d+", row[1])]
    named += [number for row in table("ASVS") for number in re.findall(r"\d+\.\d+\.\d+", row[0])]
    assert sorted({number for number in named if named.count(number) > 1}) == []


def test_a_row_without_test_or_reason_would_be_found() -> None:
    met, unmet = "`tests/test_x.py::test_y`", "Not met: nobody did it."
    rows = [["1", "", "Done.", met], ["2", "", "Done.", ""], ["3", "", unmet, ""], ["4", "", "Done.", "`tests/x.py`"]]
    assert rows_without_reason(rows) == ["2", "4"]


def test_a_test_that_does_not_exist_would_be_found() -> None:
    here = "tests/test_security_doc.py"
    text = f"`{here}::test_a_test_that_does_not_exist_would_be_found` `{here}::test_gone` `tests/gone.py::test_gone`"
    assert missing_tests(text) == [f"{here}::test_gone", "tests/gone.py::test_gone"]
    assert "test_gone" in TEXT_OF_THIS_FILE  # as text it is there: only as a function it is not


TEXT_OF_THIS_FILE = (ROOT / "tests" / "test_security_doc.py").read_text()


def fields() -> dict[str, Any]:
    """Return every column of every table by its name."""
    every = apps.get_models(include_auto_created=True)
    return {f"{model._meta.label}.{field.name}": field for model in every for field in model._meta.concrete_fields}


def classes(rows: list[list[str]]) -> dict[str, list[str]]:
    """Return the classes that each field is given."""
    found: dict[str, list[str]] = {}
    for model, kind, names in rows:
        for name in names.split(", "):
            found.setdefault(f"{model}.{name}", []).append(kind)
    return found


def unclassed(rows: list[list[str]], names: list[str]) -> list[str]:
    """Return the fields that have no class or two, and what is in the table but is no field."""
    given = classes(rows)
    wrong = [name for name in names if len(given.get(name, [])) != 1 or given[name][0] not in CLASSES]
    return wrong + sorted(set(given) - set(names))


def test_every_field_has_one_class() -> None:
    assert unclassed(table("Table"), list(fields())) == []


def test_a_field_without_a_class_would_be_found() -> None:
    rows = [
        ["a.B", "health", "one, two"],
        ["a.B", "secret", "two"],
        ["a.B", "other", "four"],
        ["a.B", "secret", "gone"],
    ]
    assert unclassed(rows, ["a.B.one", "a.B.two", "a.B.three", "a.B.four"]) == [
        "a.B.two",
        "a.B.three",
        "a.B.four",
        "a.B.gone",
    ]


def test_free_text_about_health_is_sealed() -> None:
    """What is not sealed is named in the document, and nothing else is."""
    given = classes(table("Table"))
    free = {
        name
        for name, field in fields().items()
        if given[name] == ["health"]
        and isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not isinstance(field, SealedTextField)
    }
    [clear] = re.findall(r"stands in the clear, because[^:]*:\n((?:`[\w.]+`[,.]\s)+)", TEXT)
    assert set(re.findall(r"`([\w.]+)`", clear)) == free
    assert given["journal.CheckIn.note"] == ["health"]


def test_every_key_of_the_settings_is_in_the_table() -> None:
    named = {name for row in table("Key") for name in re.findall(r"`(\w+)`", row[0])}
    read = (ROOT / "docs" / "settings.md").read_text()
    assert named == {name for name in re.findall(r"^\| `(\w*KEY\w*)` \|", read, re.MULTILINE) if "FILE" not in name}


def test_lengths_are_those_of_the_models() -> None:
    """Every text that a person types into a field of a table has its length in the document."""
    typed = {
        name: str(field.max_length)
        for name, field in fields().items()
        if name.startswith(("accounts.User.", "journal.", "reports."))
        and isinstance(field, models.CharField | SealedTextField)
        and field.editable
        and not field.choices
        and field.name not in ("password", "country", "time_zone")
    }
    del typed["journal.DayVersion.state"]  # what we write ourselves
    assert {row[0]: row[1] for row in table("Field")} == typed


@pytest.mark.parametrize("row", table("Count"), ids=lambda row: row[0])
def test_counts_are_those_of_the_code(row: list[str]) -> None:
    assert import_string(row[2].strip("`")) == int(row[1])


def test_events_are_those_of_the_code() -> None:
    assert [row[0].strip("`") for row in table("Event")] == list(EVENTS)
