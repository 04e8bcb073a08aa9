"""Whom to call in which country: what data/emergency_numbers.toml says, read once. Pure."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from journal.red_flags import CRISIS_LINES

FILE = Path(__file__).with_name("data") / "emergency_numbers.toml"
# Reaches help from most mobile phones, where nothing else is known.
ANYWHERE = "112"
NOT_YET = "not yet"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A telephone number as it is written, who answers, what it was compared with and when."""

    name: str = ""
    number: str
    source: str = ""
    checked: str = ""

    @property
    def tel(self) -> str:
        """The number as a telephone takes it."""
        return re.sub(r"[^0-9+]", "", self.number)

    @property
    def is_unchecked(self) -> bool:
        """Whether nobody compared it with a source yet."""
        return self.checked == NOT_YET


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The numbers of one country; `code` is "" where the country is not known or has no row."""

    code: str
    emergency: tuple[Line, ...]
    crisis: tuple[Line, ...] = ()
    poison: tuple[Line, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the country has a row."""
        return bool(self.code)

    @property
    def first(self) -> Line:
        """The emergency number to call first."""
        return self.emergency[0]

    @property
    def crisis_lines(self) -> str:
        """Whom to call in a crisis, as sentences; the general ones where the country has no line."""
        if not self.crisis:
            return CRISIS_LINES
        return " ".join(f"{line.name} {line.number}." for line in self.crisis)


NOT_KNOWN = Numbers(code="", emergency=(Line(number=ANYWHERE),))


@cache
def all_numbers() -> dict[str, Numbers]:
    """Return the numbers by country code, in the file's order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: _numbers(code, row) for code, row in rows.items()}


def last_checked() -> dt.date | None:
    """Return the last day on which a number of the file was compared with its source, if any was."""
    lines = [line for row in all_numbers().values() for line in (*row.emergency, *row.crisis, *row.poison)]
    return max((dt.date.fromisoformat(line.checked) for line in lines if not line.is_unchecked), default=None)


def numbers_of(country: str) -> Numbers:
    """Return the numbers of a country; where it has no row, or is not said, what reaches help in most places."""
    return all_numbers().get(country, NOT_KNOWN)


def _numbers(code: str, row: Mapping[str, Any]) -> Numbers:
    return Numbers(
        code=code,
        emergency=tuple(
            Line(number=number, source=row["source"], checked=row["checked"]) for number in row["emergency"]
        ),
        crisis=tuple(Line(**line) for line in row.get("crisis", ())),
        poison=tuple(Line(**line) for line in row.get("poison", ())),
    )
