"""Amounts are exact, and printed without a trailing zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts import HIGHEST, BadAmount, format_amount, parse_amount
from journal.names import clean_name, name_key


@given(st.integers(0, HIGHEST))
def test_an_amount_reads_back_as_it_was_printed(thousandths):
    text = format_amount(thousandths)
    assert parse_amount(text) == thousandths
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(("thousandths", "text"), [(4500, "4.5"), (500, "0.5"), (3000, "3"), (0, "0"), (1005, "1.005")])
def test_amounts_print_plainly(thousandths, text):
    assert format_amount(thousandths) == text


@pytest.mark.parametrize(
    "text", ["", " 4.5", "4.", ".5", "4,5", "1e3", "+1", "-1", "NaN", "1_0", "٣", "4.5678", "1" * 6]
)
def test_what_is_no_plain_amount_is_refused(text):
    with pytest.raises(BadAmount, match=r"Write a number such as 4.5"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Fatigue", " fatigue "), ("Stra\u00dfe", "STRASSE"), ("Schla\u0308frig", "Schl\u00e4frig"), ("a  b", "A B")],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert name_key(one) == name_key(other)


@given(st.text())
def test_cleaning_a_name_twice_changes_nothing_more(text):
    assert clean_name(clean_name(text)) == clean_name(text)
    assert name_key(name_key(text)) == name_key(text)
