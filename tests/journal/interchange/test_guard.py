"""The formula guard, both ways."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.interchange.guard import guard, unguard
from journal.interchange.rows import Cells
from journal.interchange.writing import guarded
from tests.journal.interchange.files import read

RISKY = "=+-@\t\r\n\0＝＋－＠"
texts = st.text(st.sampled_from("'=+-@\t\r\n\0＝＋－＠ax")) | st.text()


@pytest.mark.parametrize("first", RISKY)
def test_text_that_a_spreadsheet_might_run_gets_an_apostrophe(first):
    assert guard(f"{first}1") == f"'{first}1"
    assert guard(f"''{first}1") == f"'''{first}1"


@pytest.mark.parametrize("text", ["", "a=1", "'a", "'", "''", " =1", "4.5"])
def test_other_text_stays(text):
    assert guard(text) == text
    assert unguard(text) == text


def test_import_takes_one_apostrophe_off_only_where_the_rest_matches():
    assert [unguard(text) for text in ("'=1", "''=1", "'a", "=1")] == ["=1", "'=1", "'a", "=1"]


@given(texts)
def test_guard_comes_off_again(text):
    assert unguard(guard(text)) == text


@given(texts)
def test_no_guarded_text_begins_as_a_formula(text):
    assert guard(text)[:1] not in RISKY or not text


def test_guard_is_for_texts_never_for_numbers():
    score = Cells("2026-11-22", "", "score", "=Pain", "-2", "-3-0", "daily", "")
    assert guarded(score) == Cells("2026-11-22", "", "score", "'=Pain", "-2", "-3-0", "daily", "")
    dose = Cells("2026-11-22", "", "dose", "@b", "1", "-", "taken", "+")
    assert guarded(dose) == Cells("2026-11-22", "", "dose", "'@b", "1", "'-", "taken", "'+")


def test_import_takes_the_guard_off_names_units_and_texts():
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(["2026-11-22", "", "dose", "'=Tea", "1", "'-", "taken", "'''@x"])
    (dose,) = read(text.getvalue()).record.doses
    assert (dose.medicine, dose.unit, dose.reason) == ("=tea", "-", "''@x")
