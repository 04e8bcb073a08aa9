from datetime import date

from journal.figures.dates import date_text, each_day, span_text


def test_date_text_names_the_month_and_the_year():
    assert date_text(date(2026, 11, 2)) == "2 Nov 2026"


def test_span_text_says_no_more_than_is_needed():
    assert span_text(date(2026, 11, 2), date(2026, 11, 2)) == "2 Nov 2026"
    assert span_text(date(2026, 11, 2), date(2026, 11, 22)) == "2 to 22 Nov 2026"
    assert span_text(date(2026, 9, 2), date(2026, 11, 22)) == "2 Sep to 22 Nov 2026"
    assert span_text(date(2025, 11, 2), date(2026, 11, 22)) == "2 Nov 2025 to 22 Nov 2026"


def test_each_day_counts_both_ends_over_a_leap_day():
    assert list(each_day(date(2028, 2, 28), date(2028, 3, 1))) == [
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
    ]


def test_each_day_is_empty_when_the_last_is_earlier():
    assert list(each_day(date(2026, 1, 2), date(2026, 1, 1))) == []
