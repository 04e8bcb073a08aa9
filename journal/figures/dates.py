"""Dates in words that cannot be misread. Pure."""

from collections.abc import Iterator
from datetime import date


def date_text(day: date) -> str:
    """Return "22 Nov 2026"."""
    return f"{day.day} {day:%b} {day.year}"


def span_text(first: date, last: date) -> str:
    """Return "22 Nov 2026", "3 to 22 Nov 2026", "3 Sep to 22 Nov 2026" or both years where they differ."""
    if first == last:
        return date_text(last)
    if first.year != last.year:
        return f"{date_text(first)} to {date_text(last)}"
    start = str(first.day) if first.month == last.month else f"{first.day} {first:%b}"
    return f"{start} to {date_text(last)}"


def each_day(first: date, last: date, apart: int = 1) -> Iterator[date]:
    """Yield every day from first to last, both included, or one of so many; none where last is earlier."""
    for number in range(first.toordinal(), last.toordinal() + 1, apart):
        yield date.fromordinal(number)
