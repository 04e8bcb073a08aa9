"""Dates in words that cannot be misread. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(day: date) -> str:
    """Return "22 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def span_text(first: date, last: date) -> str:
    """Return "22 Nov 2026", "3 to 22 Nov 2026", "3 Sep to 22 Nov 2026" or both years where they differ."""
    if first == last:
        return date_text(last)
    if first.year != last.year:
        return f"{date_text(first)} to {date_text(last)}"
    start = str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month]}"
    return f"{start} to {date_text(last)}"


def each_day(first: date, last: date, apart: int = 1) -> Iterator[date]:
    """Yield every day from first to last, both included, or one of so many; none where last is earlier."""
    for number in range(first.toordinal(), last.toordinal() + 1, apart):
        yield date.fromordinal(number)


def stretches(first: date, last: date, days: int) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each stretch of so many days from first to last; the last one may be shorter."""
    for begin in each_day(first, last, days):
        yield begin, min(last, begin + timedelta(days=days - 1))
