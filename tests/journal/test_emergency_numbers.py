"""The file of telephone numbers: its form, and what is said where it has none."""

import datetime as dt
import re

from accounts.countries import country_choices
from journal.emergency_numbers import FILE, Line, Numbers, all_numbers, numbers_of


def test_each_row_is_a_country_with_an_emergency_number_a_source_and_what_was_checked() -> None:
    codes = dict(country_choices())

    assert [code for code in all_numbers() if code not in codes] == []
    assert [row.code for row in all_numbers().values() if not (row.emergency and row.source)] == []
    for row in all_numbers().values():
        assert row.checked == "not yet" or dt.date.fromisoformat(row.checked), row.code


def test_each_number_can_be_called_and_each_line_says_who_answers() -> None:
    rows = all_numbers().values()
    emergency = [line for row in rows for line in row.emergency]
    others = [line for row in rows for line in (*row.crisis, *row.poison)]

    assert [line for line in emergency if not re.fullmatch(r"\d{2,5}", line.number)] == []
    assert [line for line in others if not (line.name and re.fullmatch(r"\d[\d -]{1,18}\d", line.number))] == []


def test_each_country_is_there_once() -> None:
    written = re.findall(r"^\[(\w+)\]$", FILE.read_text(encoding="utf-8"), re.MULTILINE)

    assert written == sorted(set(written))
    assert len(written) >= 50


def test_numbers_of_great_britain() -> None:
    assert numbers_of("GB") == Numbers(
        code="GB",
        emergency=(Line(number="999"), Line(number="112")),
        crisis=(Line(name="Samaritans", number="116 123"),),
        poison=(Line(name="NHS", number="111"),),
        source="general knowledge",
        checked="not yet",
    )
    assert numbers_of("GB").crisis_lines == "Samaritans 116 123."


def test_a_country_without_a_row_gets_what_reaches_help_in_most_places() -> None:
    assert numbers_of("AQ") == numbers_of("") == Numbers(code="", emergency=(Line(number="112"),))


def test_a_country_without_a_crisis_line_gets_the_general_words() -> None:
    general = "US and Canada: call or text 988. UK and Ireland: Samaritans 116 123."

    assert (numbers_of("JP").known, numbers_of("JP").crisis_lines) == (True, general)


def test_a_number_is_called_without_its_blanks() -> None:
    assert Line(name="Poison Help", number="1-800-222-1222").tel == "18002221222"
