"""Logged days, and how soon they were entered. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entries:
    """Check-ins with at least one rating or a note, of a stretch of days; all 0 when there are none.

    logged = prompt + later + unknown. prompt: entered on the same or the next journal day.
    unknown: a file did not say when. weekly: how many of logged stand for a week.
    """

    logged: int = 0
    prompt: int = 0
    later: int = 0
    unknown: int = 0
    weekly: int = 0

    def __add__(self, other: "Entries") -> "Entries":
        return Entries(
            self.logged + other.logged,
            self.prompt + other.prompt,
            self.later + other.later,
            self.unknown + other.unknown,
            self.weekly + other.weekly,
        )
