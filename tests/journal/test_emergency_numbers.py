"""The file of telephone numbers: its form, what it was compared with, and what is said where it has none."""

import datetime as dt
import re

import phonenumbers
import pytest

from accounts.countries import country_choices
from journal.emergency_numbers import FILE, Line, Numbers, all_numbers, last_checked, numbers_of

ROOT = FILE.parents[2]
COMPARED = "2026-11-27"
# Lines that libphonenumber does not know, and why they stand in the file all the same.
NOT_IN_LIBPHONENUMBER = {
    ("BR", "188"): "short code of the CVV, free in all of Brazil since July 2018",
    ("IN", "14416"): "short code of Tele MANAS, of the Ministry of Health since October 2022",
    ("KR", "109"): "short code that replaced 1393 in January 2024, by the Ministry of Health and Welfare",
    ("NL", "113"): "short code of 113 Zelfmoordpreventie since July 2020, beside 0800 0113",
}


def is_emergency_number(number: str, country: str) -> bool:
    return phonenumbers.is_emergency_number(number, country)


def can_be_called(number: str, country: str) -> bool:
    """Return whether a number, long or short, is a valid one of the country."""
    parsed = phonenumbers.parse(number, country)
    return phonenumbers.is_valid_number_for_region(parsed, country) or phonenumbers.is_valid_short_number_for_region(
        parsed, country
    )


def other_lines() -> list[tuple[str, Line]]:
    return [(row.code, line) for row in all_numbers().values() for line in (*row.crisis, *row.poison)]


def test_each_row_is_a_country_with_an_emergency_number() -> None:
    codes = dict(country_choices())

    assert [code for code in all_numbers() if code not in codes] == []
    assert [row.code for row in all_numbers().values() if not row.emergency] == []


def test_each_number_says_what_it_was_compared_with_and_when() -> None:
    emergency = [line for row in all_numbers().values() for line in row.emergency]

    assert {(line.source, line.checked) for line in emergency} == {("libphonenumber 9.0.43", COMPARED)}
    for code, line in other_lines():
        if line.is_unchecked:
            assert (line.source, line.checked) == ("general knowledge", "not yet"), (code, line)
        else:
            assert re.fullmatch(r"https://[\w.-]+\.\w+(/\S*)?", line.source), (code, line)
            assert dt.date.fromisoformat(line.checked), (code, line)


def test_lines_of_english_speaking_countries_were_all_compared() -> None:
    countries = {"AU", "CA", "GB", "IE", "NZ", "US"}

    assert [(code, line.number) for code, line in other_lines() if code in countries and line.is_unchecked] == []
    assert {code for code, _ in other_lines()} >= countries
    assert last_checked() == dt.date.fromisoformat(COMPARED)


def test_each_number_can_be_called_and_each_line_says_who_answers() -> None:
    emergency = [line for row in all_numbers().values() for line in row.emergency]
    others = [line for _, line in other_lines()]

    assert [line for line in emergency if not re.fullmatch(r"\d{2,5}", line.number)] == []
    assert [line for line in others if not (line.name and re.fullmatch(r"\d[\d -]{1,18}\d", line.number))] == []


def test_libphonenumber_knows_each_emergency_number_as_one_of_its_country() -> None:
    rows = all_numbers().values()

    assert [
        (row.code, line.number)
        for row in rows
        for line in row.emergency
        if not is_emergency_number(line.number, row.code)
    ] == []


def test_libphonenumber_knows_each_line_but_those_named() -> None:
    unknown = {(code, line.number) for code, line in other_lines() if not can_be_called(line.number, code)}

    assert unknown == set(NOT_IN_LIBPHONENUMBER)


@pytest.mark.parametrize(("number", "country"), [("999", "GI"), ("112", "NG"), ("912", "US"), ("111", "GB")])
def test_a_wrong_emergency_number_would_be_found(number: str, country: str) -> None:
    assert not is_emergency_number(number, country)
    assert number not in {line.number for line in numbers_of(country).emergency if numbers_of(country).known}


@pytest.mark.parametrize(
    ("number", "country"), [("0800 111 0 1", "DE"), ("1-800-222-122", "US"), ("13 11 1", "AU"), ("116 123", "US")]
)
def test_a_line_with_a_typing_error_or_of_another_country_would_be_found(number: str, country: str) -> None:
    assert not can_be_called(number, country)


def test_the_operator_reads_how_many_lines_were_compared() -> None:
    text = " ".join((ROOT / "docs" / "operate.md").read_text(encoding="utf-8").split())
    lines = [line for _, line in other_lines()]
    unchecked = sum(line.is_unchecked for line in lines)

    assert f"{len(lines) - unchecked} of {len(lines)} crisis and poison lines" in text
    assert f"marks the {unchecked} lines that were not" in text
    assert "every emergency number was compared with libphonenumber 9.0.43" in text
    assert "before you open the site to patients" in text


def test_each_country_is_there_once() -> None:
    written = re.findall(r"^\[(\w+)\]$", FILE.read_text(encoding="utf-8"), re.MULTILINE)

    assert written == sorted(set(written))
    assert len(written) >= 50


def test_numbers_of_great_britain() -> None:
    known = {"source": "libphonenumber 9.0.43", "checked": COMPARED}
    samaritans = "https://www.samaritans.org/how-we-can-help/contact-samaritan/"
    nhs = "https://healthandcare.portsmouth.gov.uk/overdose/"

    assert numbers_of("GB") == Numbers(
        code="GB",
        emergency=(Line(number="999", **known), Line(number="112", **known)),
        crisis=(Line(name="Samaritans", number="116 123", source=samaritans, checked=COMPARED),),
        poison=(Line(name="NHS (not in Northern Ireland)", number="111", source=nhs, checked=COMPARED),),
    )
    assert numbers_of("GB").crisis_lines == "Samaritans 116 123."


@pytest.mark.parametrize("country", ["AQ", "NG", ""])
def test_a_country_without_a_row_gets_what_reaches_help_in_most_places(country: str) -> None:
    assert numbers_of(country) == Numbers(code="", emergency=(Line(number="112"),))


def test_a_country_without_a_crisis_line_gets_the_general_words() -> None:
    general = "US and Canada: call or text 988. UK and Ireland: Samaritans 116 123."

    assert (numbers_of("JP").known, numbers_of("JP").crisis_lines) == (True, general)


def test_a_number_is_called_without_its_blanks() -> None:
    assert Line(name="Poison Help", number="1-800-222-1222").tel == "18002221222"
