"""Calendar months, laid out in weeks that start on Monday. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Month:
    """One month of one year, from 1900 to 2199."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2199 and 1 <= self.number <= 12):
            raise ValueError("no such month")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Return the month of "2026-11"; ValueError for anything else."""
        if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isascii():
            raise ValueError("no month")
        return cls(int(text[:4]), int(text[5:]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def later(self, count: int) -> "Month | None":
        """Return the month so many months after (before, if negative); None outside 1900 to 2199."""
        year, number = divmod(self.year * 12 + self.number - 1 + count, 12)
        try:
            return Month(year, number + 1)
        except ValueError:
            return None

    def ways(self, now: "Month") -> list["Month"]:
        """Return where to go from here: a year and a month back, a month and a year on, none later than now."""
        near = (self.later(count) for count in (-12, -1, 1, 12))
        return [month for month in near if month is not None and month.first <= now.first]

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    def weeks(self, days: Mapping[date, T]) -> list[list[T | None]]:
        """Return the days in rows from Monday to Sunday; None stands outside the month."""
        cells: list[T | None] = [None] * self.first.weekday()
        cells += [days[self.first + timedelta(days=number)] for number in range((self.last - self.first).days + 1)]
        cells += [None] * (-len(cells) % 7)
        return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def month_of(day: date) -> Month:
    """Return the month a day is in."""
    return Month(day.year, day.month)
