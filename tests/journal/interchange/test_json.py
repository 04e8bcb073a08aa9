"""journal.json: what is refused, and where."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from journal.interchange import vocabulary as words
from journal.interchange.json_file import read_json
from journal.interchange.json_shapes import DIARY, DOCUMENT, PAST_DOSE, PATIENT, SHAPES
from journal.interchange.reading import FileRefused
from journal.interchange.rows import CheckInRow
from tests.journal.interchange.files import TODAY, document

DAY = "2026-11-22"
LDN = {"name": "LDN", "form": "capsule", "ldn": True}
PAIN = {"name": "Pain", "group": "target", "scale": "0-10", "lower_is_better": True, "target_rank": 1}
DOSE = {"day": DAY, "medicine": "LDN", "unit": "mg", "status": "taken", "amount": "4.5"}
PAST = {"day": DAY, "save": 1, "saved_at": "2026-11-22T20:00:00Z"}
DOCUMENTATION = Path(__file__).parents[3] / "docs" / "journal-json.md"


def file_refusal(data):
    with pytest.raises(FileRefused) as caught:
        read_json(data, TODAY)
    return str(caught.value)


def entry_refusals(**sections):
    return [(each.line, each.reason) for each in read_json(document(**sections), TODAY).refusals]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "journal.json is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)."),
        (b"[]", "journal.json: This is not an object."),
        (b"{}", "journal.json: The field “format” is missing."),
        (b'{"a": 1, "a": 2}', "journal.json names one field twice in the same place."),
        (b'{"a": NaN}', "journal.json holds “NaN”; amounts stand there as text and scores as whole numbers."),
        (
            b'{"a": -Infinity}',
            "journal.json holds “-Infinity”; amounts stand there as text and scores as whole numbers.",
        ),
        (b'{"a": 4.5}', "journal.json holds “4.5”; amounts stand there as text and scores as whole numbers."),
        (b'{"a": 1e309}', "journal.json holds “1e309”; amounts stand there as text and scores as whole numbers."),
        (b"[" * 12 + b"]" * 12, "journal.json is nested too deeply."),
        (b"[" * 200_000, "journal.json is nested too deeply."),
        (b"\xff", "journal.json is not written in UTF-8."),
        (b'{"format": "ldn-tracker/2"}', "The format of journal.json is “ldn-tracker/2”, not “ldn-tracker/1”."),
        (b'{"format": 1}', "The format of journal.json is “1”, not “ldn-tracker/1”."),
        (document(extra=[]), "journal.json: “extra” is not a field of this format."),
        (document(doses={}), "journal.json: The field “doses” is of the wrong type."),
        (document(patient={}), "journal.json, patient: The field “name” is missing."),
    ],
)
def test_file_that_two_programs_could_read_in_two_ways_is_refused(data, reason):
    assert file_refusal(data) == reason


def test_number_of_thousands_of_digits_is_refused():
    assert file_refusal(b'{"a": ' + b"9" * 5000 + b"}").startswith("journal.json is no JSON: Exceeds the limit")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("day_start_hour", 7, "A day starts between 00:00 and 06:00."),
        ("day_start_hour", True, "The field “day_start_hour” is of the wrong type."),
        ("birth_date", "1870-01-01", "“1870-01-01” is before the year 1900."),
        ("birth_date", None, "The field “birth_date” is of the wrong type."),
        ("name", "\ud800", "The text holds a control character other than a line end."),
        ("name", "x" * 101, "The text has more than 100 characters."),
    ],
)
def test_settings_that_cannot_be_kept_are_refused(field, value, reason):
    patient = {"name": "", "country": "GB", "time_zone": "Europe/London", "day_start_hour": 4, field: value}
    assert file_refusal(document(patient=patient)) == f"journal.json, patient: {reason}"


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr(words, "MOST_ROWS", 1)
    assert file_refusal(document(medicines=[LDN], items=[PAIN])) == "journal.json has more than 1 entries."


@pytest.mark.parametrize(
    ("sections", "refusal"),
    [
        ({"medicines": [7]}, (1, "medicines: This is not an object.")),
        ({"medicines": [{**LDN, "ldn": 1}]}, (1, "medicines: The field “ldn” is of the wrong type.")),
        ({"medicines": [{**LDN, "id": 7}]}, (1, "medicines: “id” is not a field of this format.")),
        ({"medicines": [{**LDN, "reason": "fun"}]}, (1, None)),
        ({"medicines": [{**LDN, "name": "\udfff"}]}, (1, "medicines: The name holds a control character.")),
        ({"medicines": [LDN, {**LDN, "form": "drops"}]}, (2, None)),
        ({"items": [{**PAIN, "target_rank": 4}]}, (1, "items: A target has a target_rank from 1 to 3, and nothing else has one.")),
        ({"items": [{**PAIN, "group": "other"}]}, (1, "items: A target has a target_rank from 1 to 3, and nothing else has one.")),
        ({"medicines": [LDN], "doses": [{**DOSE, "amount": 4}]}, (2, "doses: The field “amount” is of the wrong type.")),
        ({"medicines": [LDN], "doses": [{**DOSE, "amount": "4,5"}]}, (2, "doses: “4,5” can mean a decimal or a thousand. Write a number as 4.5.")),
        ({"medicines": [LDN], "doses": [{**DOSE, "amount": "4.50"}]}, (2, "doses: “4.50” ends in a zero. Write a number as 4.5.")),
        ({"medicines": [LDN], "doses": [{**DOSE, "time": "8:00"}]}, (2, "doses: “8:00” is not a time as 20:30 on a clock of 24 hours.")),
        ({"medicines": [LDN], "doses": [{**DOSE, "day": "22/11/2026"}]}, (2, "doses: “22/11/2026” is not a day as 2026-11-22.")),
        ({"medicines": [LDN], "doses": [{**DOSE, "reason": "a\r\nb"}]}, (2, "doses: The text holds a control character other than a line end.")),
        ({"doses": [DOSE]}, (1, "doses: “LDN” is not among the medicines.")),
        ({"check_ins": [{"day": "2026-11-24"}]}, (1, "check_ins: 2026-11-24 is in the future.")),
        ({"check_ins": [{"day": DAY}, {"day": DAY}]}, (2, "check_ins: 2026-11-22 stands in entry 1 already.")),
        ({"check_ins": [{"day": DAY, "saves": -1}]}, (1, "check_ins: The field “saves” is not a count.")),
        ({"check_ins": [{"day": DAY, "scores": {"Pain": 1}}]}, (1, "check_ins: “Pain” is not among the items.")),
        ({"items": [PAIN], "check_ins": [{"day": DAY, "scores": {"Pain": 11}}]}, (2, "check_ins: “11” is not on the scale of “Pain”.")),
        ({"items": [PAIN], "check_ins": [{"day": DAY, "scores": {"Pain": True}}]}, (2, "check_ins: “True” is not on the scale of “Pain”.")),
        ({"items": [PAIN], "check_ins": [{"day": DAY, "scores": {"Pain": 1, "pain": 2}}]}, (2, "This score stands in entry 2 already, and there it says otherwise.")),
        ({"events": [{"day": DAY, "kind": "party"}]}, (1, None)),
        ({"overall": [{"day": DAY, "value": 8}]}, (1, "overall: 8 is not on the scale 1-7.")),
        ({"history": [PAST]}, (1, "history: There is no later save of this day.")),
        ({"check_ins": [{"day": DAY}], "history": [PAST]}, (2, "history: There is no later save of this day.")),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [PAST, PAST]}, (3, "history: This save of the day stands there already.")),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "saved_at": "then"}]}, (2, "history: “then” is not a date and time.")),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "saved_at": "0001-01-01T00:00:00+14:00"}]}, (2, "history: “0001-01-01T00:00:00+14:00” is not a date and time.")),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "scores": {"Pain": 1}}]}, (2, "history: “Pain” is not among the items.")),
        ({"items": [PAIN], "check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "scores": {"Pain": 101}}]}, (3, "history: “101” is not a score.")),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "doses": [7]}]}, (2, "history: This is not an object.")),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "doses": [{"medicine": "LDN", "number": 1, "unit": "mg", "status": "missed"}]}]}, (2, "history: “LDN” is not among the medicines.")),
        ({"medicines": [LDN], "check_ins": [{"day": DAY, "saves": 2}], "history": [{**PAST, "doses": [{"medicine": "LDN", "number": 0, "unit": "mg", "status": "missed"}]}]}, (3, "history: A dose is numbered from 1.")),
    ],
)  # fmt: skip
def test_entry_that_cannot_be_kept_is_refused_by_number_and_reason(sections, refusal):
    line, reason = refusal
    ((found_line, found),) = entry_refusals(**sections)
    assert found_line == line
    assert reason is None or found == reason


def test_check_in_carries_what_the_csv_cannot():
    check_in = {"day": DAY, "weekly": True, "entered": "2026-11-20", "saves": 5}
    reading = read_json(document(check_ins=[check_in]), TODAY)
    assert list(reading.record.check_ins.values()) == [CheckInRow(1, date(2026, 11, 22), True, date(2026, 11, 20), 5)]


def test_documentation_names_every_field_of_the_format():
    text = DOCUMENTATION.read_text(encoding="utf-8")
    documented = set(re.findall(r"`(\w+)`", text))
    for required, optional in (DOCUMENT, PATIENT, DIARY, PAST_DOSE, *SHAPES.values()):
        assert {*required, *optional} <= documented


def test_example_of_the_documentation_is_read():
    text = DOCUMENTATION.read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    reading = read_json(example.encode(), TODAY)
    assert reading.refusals == []
    assert all(json.loads(example)[section] for section in SHAPES)
