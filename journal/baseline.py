"""The baseline: what was logged before the first dose of LDN, and what it allows to compare. Pure."""

from dataclasses import dataclass
from datetime import date

SHORTEST, WHOLE = 7, 14
WHOLE_WEEKS = 4


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What was logged before LDN, or so far.

    first_dose: the day of the first dose of LDN, planned or taken; None where none is known.
    begun: whether that day is here or past. days: entries for one day. weeks: entries for a week.
    """

    first_dose: date | None
    begun: bool
    days: int
    weeks: int = 0

    @property
    def title(self) -> str:
        """Where it stands, in a few words: "Baseline: 9 days before LDN"."""
        said = " and ".join(filter(None, [_count(self.days, "day"), _count(self.weeks, "week")]))
        if not self.begun:
            return f"Baseline so far: {said or 'no day'}"
        return f"Baseline: {said} before LDN" if said else "No baseline"

    @property
    def words(self) -> str:
        """What it allows to compare, and what not."""
        if not self.begun:
            return BEFORE
        if not (self.days or self.weeks):
            return NONE
        return ENOUGH if self.is_whole else SHORT

    @property
    def is_whole(self) -> bool:
        """Whether there are entries enough to compare later days with."""
        return self.days >= WHOLE or self.weeks >= WHOLE_WEEKS


BEFORE = (
    f"Log {SHORTEST} to {WHOLE} days before the first dose if you can: later days are compared with them. "
    f"{WHOLE} days are enough for that; with fewer the numbers only stand side by side."
)
NONE = (
    "No day was logged before the first dose, so this diary cannot say how things are compared with the time before "
    "LDN. It can still compare one dose step with another, and one visit with the next."
)
SHORT = (
    f"That is fewer than {WHOLE} days. Their middle value and range are shown, but later days are not compared with "
    "them. Dose steps can be compared with each other."
)
ENOUGH = "That is enough to set later days beside the time before LDN. It shows when things changed, not why."


def baseline_fact(logged_before: int) -> str:
    """Return the fact of a day before LDN, given how many days were logged before it: "baseline day 6 of 14"."""
    number = logged_before + 1
    return f"baseline day {number} of {WHOLE}" if number <= WHOLE else f"baseline day {number}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
