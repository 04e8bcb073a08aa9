"""Spreadsheets' habits are recognised and named, or refused in plain words; never guessed."""

import codecs
import tracemalloc

import pytest

from journal.interchange import style
from journal.interchange import vocabulary as words
from journal.interchange.csv_file import read_csv
from journal.interchange.incoming import TOO_LARGE, read_file
from journal.interchange.reading import FileRefused
from tests.journal.interchange.files import HEADER, TODAY, csv_file, read

NOTE = "2026-11-22,,note,,,,,äh"


def habits(data):
    reading = read_csv(data, TODAY)
    assert reading.refusals == []
    return reading.habits


def test_canonical_file_has_no_habits():
    assert habits(csv_file(NOTE)) == []


def test_byte_order_mark_is_named():
    assert habits(codecs.BOM_UTF8 + csv_file(NOTE)) == [style.BOM]


@pytest.mark.parametrize(("separator", "habit"), [(";", style.SEMICOLONS), ("\t", style.TABS)])
def test_other_separators_are_named(separator, habit):
    assert habits(csv_file(NOTE).replace(b",", separator.encode())) == [habit]


def test_quoted_header_of_a_spreadsheet_is_read():
    header = ";".join(f'"{name}"' for name in words.HEADER)
    assert habits(f'{header}\r\n"2026-11-22";;"note";;;;;"a;b"\r\n'.encode()) == [style.SEMICOLONS]


def test_line_feeds_are_named():
    assert habits(csv_file(NOTE).replace(b"\r\n", b"\n")) == [style.LF_ROWS]


def test_carriage_returns_are_named():
    assert habits(csv_file(NOTE).replace(b"\r\n", b"\r")) == [style.CR_ROWS]


def test_line_ends_inside_cells_are_kept_as_lf_and_named():
    reading = read('2026-11-22,,note,,,,,"a\r\nb"')
    assert reading.record.notes[0].text == "a\nb"
    assert reading.habits == [style.CRLF_IN_CELLS]


def test_empty_rows_are_named():
    reading = read(",,,,,,,", NOTE, "")
    assert (reading.habits, len(reading.record.notes)) == ([style.EMPTY_ROWS], 1)


def amounts(*rows):
    reading = read(*rows)
    return [row.amount for row in reading.record.doses], reading.habits, [each.reason for each in reading.refusals]


def test_decimal_comma_with_one_or_two_digits_is_read_and_named():
    rows = ('2026-11-22,,dose,LDN,"4,5",mg,taken,', '2026-11-21,,dose,LDN,"0,25",mg,taken,')
    assert amounts(*rows) == ([4500, 250], [style.DECIMAL_COMMAS], [])


def test_comma_before_three_digits_can_be_a_thousand_and_is_refused():
    reason = "“1,500” can mean a decimal or a thousand. Write a number as 4.5."
    assert amounts('2026-11-22,,dose,LDN,"1,500",mg,taken,') == ([], [], [reason])


def test_point_before_three_digits_beside_decimal_commas_is_refused():
    rows = ("2026-11-22,,dose,LDN,1.125,mg,taken,", '2026-11-21,,dose,LDN,"4,5",mg,taken,')
    reason = "“1.125” can mean a decimal or a thousand, since other numbers have a decimal comma."
    assert amounts(*rows) == ([4500], [style.DECIMAL_COMMAS], [reason])
    assert amounts(rows[0]) == ([1125], [], [])


def test_trailing_zero_is_read_and_named():
    assert amounts("2026-11-22,,dose,LDN,4.50,mg,taken,") == ([4500], [style.TRAILING_ZEROS], [])
    assert amounts("2026-11-22,,dose,LDN,3.0,mg,taken,") == ([3000], [style.TRAILING_ZEROS], [])


def test_times_of_a_spreadsheet_are_read_and_named():
    reading = read("2026-11-22,8:30,dose,LDN,1,mg,taken,", "2026-11-21,08:30:00,dose,LDN,1,mg,taken,")
    assert [row.time.isoformat() for row in reading.record.doses] == ["08:30:00", "08:30:00"]
    assert reading.habits == [style.SHORT_TIMES, style.SECONDS]
    assert [each.reason for each in read("2026-11-22,08:30:15,dose,LDN,1,mg,taken,").refusals] == [
        "“08:30:15” is not a time as 20:30 on a clock of 24 hours."
    ]


def note_days(*days):
    reading = read(*(f"{day},,note,,,,,x" for day in days))
    return [note.day.isoformat() for note in reading.record.notes], reading.habits, [e.reason for e in reading.refusals]


@pytest.mark.parametrize("separator", "/.-")
def test_day_first_dates_are_read_when_one_settles_it(separator):
    days = [f"3{separator}4{separator}2026", f"22{separator}04{separator}2026"]
    assert note_days(*days) == (["2026-04-03", "2026-04-22"], [style.DAYS_FIRST], [])


def test_month_first_dates_are_read_when_one_settles_it():
    assert note_days("3/4/2026", "11/22/2025") == (["2026-03-04", "2025-11-22"], [style.MONTHS_FIRST], [])


def test_dates_that_nothing_settles_are_refused():
    assert note_days("03/04/2026") == (
        [],
        [],
        [
            "“03/04/2026” can be day first or month first, and no other date in the file settles which. "
            "Write days as 2026-11-22."
        ],
    )


def test_dates_that_contradict_each_other_are_refused():
    days, named, reasons = note_days("22/04/2026", "04/22/2026")
    assert (days, named) == ([], [])
    assert reasons[0] == (
        "“22/04/2026”: some dates in the file are day first and some month first. Write days as 2026-11-22."
    )


@pytest.mark.parametrize("day", ["22.11.26", "2026/11/22", "22 Nov 2026", "2026-1-5", "2026-11-22 00:00:00", "45983"])
def test_other_dates_are_refused(day):
    assert note_days(day)[2] == [f"“{day}” is not a day as 2026-11-22."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (
            csv_file(NOTE).decode().encode("utf-16"),
            "The file is written in UTF-16 (“Unicode text”), not in UTF-8. Save it again as “CSV UTF-8”.",
        ),
        (
            csv_file(NOTE).decode().encode("utf-16-le"),
            "The file is written in UTF-16 (“Unicode text”), not in UTF-8. Save it again as “CSV UTF-8”.",
        ),
        (
            csv_file("2026-11-21,,note,,,,,ok", NOTE).decode().encode("latin-1"),
            "Line 3 is not UTF-8; the file may be in an older encoding such as Latin-1. Save it again as “CSV UTF-8”.",
        ),
        (
            csv_file(NOTE)[:-4],
            "Line 2 is not UTF-8; the file may be in an older encoding such as Latin-1. Save it again as “CSV UTF-8”.",
        ),
        (b"a,b,c\r\n1,2,3\r\n", f"The first line is not the header “{HEADER}”."),
        (HEADER.upper().encode(), f"The first line is not the header “{HEADER}”."),
        (b'"day', f"The first line is not the header “{HEADER}”."),
        (b'{"format": "ldn-tracker/1"}', "This is journal.json alone. Bring in the whole zip, or journal.csv."),
    ],
)
def test_file_that_is_something_else_is_refused_in_plain_words(data, reason):
    with pytest.raises(FileRefused) as caught:
        read_file(data, TODAY)
    assert str(caught.value) == reason


def test_file_of_the_header_alone_is_an_empty_record():
    assert (read().refusals, list(read().record.rows())) == ([], [])
    assert habits(HEADER.encode()) == []


def test_utf8_is_checked_across_the_seams_of_its_pieces(monkeypatch):
    data = csv_file("2026-11-22,,note,,,,," + "ä😀" * 300)
    monkeypatch.setattr("journal.interchange.decoding._CHUNK", 7)
    assert read_csv(data, TODAY).refusals == []
    with pytest.raises(FileRefused, match=r"^Line 2 is not UTF-8"):
        read_csv(data.replace("😀".encode(), b"\xf0\x9f\x98", 1), TODAY)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(words, "MOST_ROWS", 2)
    assert read(NOTE, "2026-11-21,,note,,,,,x").refusals == []
    with pytest.raises(FileRefused, match=r"^The file has more than 2 rows\."):
        read(NOTE, NOTE, NOTE)


def test_file_over_the_size_limit_is_refused(monkeypatch):
    monkeypatch.setattr(words, "MOST_BYTES", 100)
    with pytest.raises(FileRefused) as caught:
        read_file(b"x" * 101, TODAY)
    assert str(caught.value) == TOO_LARGE


def test_memory_of_reading_grows_with_the_rows_by_less_than_a_kilobyte_each():
    data = csv_file(
        *(f"2026-11-{day:02},,score,Item {item},4,0-10,daily," for day in range(1, 21) for item in range(500))
    )
    read_csv(data[:1000] + b"\r\n", TODAY)
    tracemalloc.start()
    try:
        reading = read_csv(data, TODAY)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(reading.record.scores) == 10_000
    assert peak < 10_000 * 1000
