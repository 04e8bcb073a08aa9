"""The weeks of a diary that is kept once a week; a week goes by its last day. Pure."""

from datetime import date, timedelta

from journal.figures.dates import span_text

DAYS_IN_A_WEEK = 7


def last_week_end(today: date, ends_on: int) -> date:
    """Return the latest day up to today that ends a week; `ends_on` is 0 for Monday to 6 for Sunday.

    So the week in progress is asked about on its own last day, and until then the one before it.
    """
    return today - timedelta(days=(today.weekday() - ends_on) % DAYS_IN_A_WEEK)


def week_days(last: date) -> tuple[date, ...]:
    """Return the seven days of the week that ends on `last`, in order."""
    return tuple(last - timedelta(days=number) for number in reversed(range(DAYS_IN_A_WEEK)))


def week_text(last: date) -> str:
    """Return the week's first and last day in words: "16 to 22 Nov 2026"."""
    return span_text(week_days(last)[0], last)


def ends_a_week(day: date, ends_on: int) -> bool:
    """Return whether a week ends on this day."""
    return day.weekday() == ends_on
