"""Read one cell: a day, a time, an amount, a scale, a name, a text. Pure."""

import re
from datetime import date, time
from functools import lru_cache

from journal.amounts import format_amount, parse_amount
from journal.interchange import style as habits
from journal.interchange import vocabulary as words
from journal.interchange.plain_text import CONTROL, lf_only
from journal.interchange.style import Style
from journal.names import clean_name, name_key

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
OTHER_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
DECIMAL_COMMA = re.compile(r"-?\d+,\d+", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?", re.ASCII)
_POINT = re.compile(r"(0|[1-9]\d{0,4})(\.\d{1,3})?", re.ASCII)
_COMMA = re.compile(r"(0|[1-9]\d{0,4}),\d{1,2}", re.ASCII)
_WHOLE = re.compile(r"0|-?[1-9]\d{0,2}", re.ASCII)
_SCALE = re.compile(r"(0|-?[1-9]\d{0,2})-(0|-?[1-9]\d{0,2})", re.ASCII)
_UNIT = re.compile(r"\S{1,16}")


class Refused(ValueError):
    """The cell says nothing that can be kept; the message says why, in plain words."""


def shown(text: str) -> str:
    """Return a cell as a message quotes it: short, on one line."""
    text = " ".join(CONTROL.sub("?", text).split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def read_day(text: str, style: Style) -> date:
    """Return the date of a day cell."""
    day = style.days.get(text)
    if day is None:
        day = style.days[text] = _day(text, style)
    return day


def _day(text: str, style: Style) -> date:
    if not text:
        raise Refused("The day is missing.")
    iso = text if ISO_DAY.fullmatch(text) else _turned(text, style)
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        raise Refused(f"{shown(text)} is not a day of the calendar.") from None
    if day < words.FIRST_DAY:
        raise Refused(f"{shown(text)} is before the year 1900.")
    return day


def _turned(text: str, style: Style) -> str:
    """Return a date of a spreadsheet as 2026-11-22, or refuse it."""
    match = OTHER_DAY.fullmatch(text) if style.tolerant else None
    if not match:
        raise Refused(f"{shown(text)} is not a day as 2026-11-22.")
    if style.date_order == habits.UNSETTLED:
        raise Refused(
            f"{shown(text)} can be day first or month first, and no other date in the file settles which. "
            "Write days as 2026-11-22."
        )
    if style.date_order == habits.CONTRADICTORY:
        raise Refused(
            f"{shown(text)}: some dates in the file are day first and some month first. Write days as 2026-11-22."
        )
    first, _, second, year = match.groups()
    day, month = (first, second) if style.date_order == habits.DAY_FIRST else (second, first)
    style.met(habits.DAYS_FIRST if style.date_order == habits.DAY_FIRST else habits.MONTHS_FIRST)
    return f"{year}-{month:>02}-{day:>02}"


def check_not_future(day: date, style: Style) -> None:
    """Refuse a day that has begun nowhere on earth."""
    if day > style.today:
        raise Refused(f"{day.isoformat()} is in the future.")


def check_plan(day: date, style: Style) -> None:
    """Refuse a planned day more than ten years ahead: a slip."""
    if day > style.today + words.FARTHEST_PLAN:
        raise Refused(f"{day.isoformat()} is more than ten years ahead.")


def read_time(text: str, style: Style) -> time | None:
    """Return the clock time of a cell, None where it is empty."""
    if not text:
        return None
    at = style.times.get(text)
    if at is None:
        at = style.times[text] = _time(text, style)
    return at


def _time(text: str, style: Style) -> time:
    match = _CLOCK.fullmatch(text)
    if not match or (not style.tolerant and len(text) != 5):
        raise Refused(f"{shown(text)} is not a time as 20:30 on a clock of 24 hours.")
    hour, minute, seconds = match.groups()
    if seconds:
        style.met(habits.SECONDS)
    if len(hour) == 1:
        style.met(habits.SHORT_TIMES)
    return time(int(hour), int(minute))


def read_hours(text: str, style: Style) -> str:
    """Return usual hours as kept, "08:00 20:00"; "" where the step names none."""
    hours = text.split(" ") if text else []
    if len(hours) > words.MOST_HOURS:
        raise Refused("A step has at most six usual hours.")
    return " ".join(_time(hour, style).strftime("%H:%M") for hour in hours)


def read_amount(text: str, style: Style) -> int:
    """Return an amount in thousandths: at most five digits before the point and three after it."""
    number = text
    if style.tolerant and _COMMA.fullmatch(text):
        number = text.replace(",", ".")
        style.met(habits.DECIMAL_COMMAS)
    if DECIMAL_COMMA.fullmatch(number):
        raise Refused(f"{shown(text)} can mean a decimal or a thousand. Write a number as 4.5.")
    if not _POINT.fullmatch(number):
        raise Refused(f"{shown(text)} is not a number as 4.5, with at most three decimals.")
    decimals = len(number.partition(".")[2])
    if style.commas and text == number and decimals == 3:
        raise Refused(f"{shown(text)} can mean a decimal or a thousand, since other numbers have a decimal comma.")
    amount = parse_amount(number)
    if number != format_amount(amount):
        _trailing_zero(text, decimals, style)
    return amount


def _trailing_zero(text: str, decimals: int, style: Style) -> None:
    if not style.tolerant or decimals == 3:
        raise Refused(f"{shown(text)} ends in a zero. Write a number as 4.5.")
    style.met(habits.TRAILING_ZEROS)


def read_whole(text: str) -> int:
    """Return a whole number of a scale."""
    if not _WHOLE.fullmatch(text):
        raise Refused(f"{shown(text)} is not a whole number." if text else "The value is missing.")
    return int(text)


@lru_cache(maxsize=1024)
def read_scale(text: str) -> tuple[int, int]:
    """Return the lowest and highest value of a scale such as "0-10" or "-3-0"."""
    match = _SCALE.fullmatch(text)
    if not match:
        hint = " A spreadsheet may have turned it into a date." if re.search(r"[^\W\d]", text) else ""
        raise Refused(f"{shown(text)} is not a scale as 0-10.{hint}" if text else "The scale is missing.")
    low, high = int(match[1]), int(match[2])
    if not words.LOWEST <= low < high <= words.HIGHEST:
        raise Refused(f"{shown(text)}: a scale goes up, from -100 at the lowest to 100 at the highest.")
    return low, high


@lru_cache(maxsize=4096)
def read_name(text: str, longest: int) -> tuple[str, str]:
    """Return the key and the clean spelling of a medicine's or item's name."""
    if CONTROL.search(text):
        raise Refused("The name holds a control character.")
    name, key = clean_name(text), name_key(text)
    if not name:
        raise Refused("The name is missing.")
    if len(name) > longest or len(key) > words.NAME_KEY:
        raise Refused(f"The name has more than {longest} characters.")
    return key, name


def read_text(text: str, longest: int, style: Style) -> str:
    """Return a text as kept."""
    if not text:
        return ""
    lines = lf_only(text) if style.tolerant else text
    if lines is not text:
        style.met(habits.CRLF_IN_CELLS)
    if CONTROL.search(lines):
        raise Refused("The text holds a control character other than a line end.")
    if len(lines) > longest:
        raise Refused(f"The text has more than {longest} characters.")
    return lines


def read_unit(text: str) -> str:
    """Return the unit of an amount: one word of up to 16 characters."""
    if not _UNIT.fullmatch(text) or CONTROL.search(text):
        raise Refused(f"{shown(text)} is not a unit of one word of up to 16 characters.")
    return text


def read_choice(text: str, choices: tuple[str, ...], what: str) -> str:
    """Return a word that is one of the choices."""
    if text not in choices:
        known = ", ".join(choice for choice in choices if choice)
        raise Refused(f"{shown(text)} is no {what}; it is one of {known}." if text else f"The {what} is missing.")
    return text
