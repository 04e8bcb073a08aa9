"""What the calendar says of one day, in words as in marks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

PROMPT = timedelta(days=2)  # entered more than two days after its day, an entry is marked as late


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was saved for a day: rated or noted, for the day or its week, how often saved, an alarm sign ticked.

    entered_day: the journal day on which it was first rated or noted; None when a file did not say.
    """

    logged: bool
    weekly: bool = False
    entered_day: date | None = None
    saves: int = 1
    flagged: bool = False


@dataclass(frozen=True, kw_only=True)
class HistoryDay:
    """One day of the calendar; a day to come opens nothing.

    not_taken: "missed", "skipped" or "". steps: what begins on this day, "3 mg" or "pause", one a medicine.
    """

    day: date
    today: date
    entry: Entry | None = None
    dose_said: bool = False
    not_taken: str = ""
    steps: Sequence[str] = field(default_factory=tuple)
    events: int = 0

    @property
    def future(self) -> bool:
        """Whether the day is still to come."""
        return self.day > self.today

    @property
    def logged(self) -> bool:
        """Whether something was rated or noted."""
        return self.entry is not None and self.entry.logged

    @property
    def weekly(self) -> bool:
        """Whether the entry stands for the week that ends on this day."""
        return self.entry is not None and self.entry.logged and self.entry.weekly

    @property
    def late(self) -> bool:
        """Whether the entry was made more than two days after its day."""
        entered = self.entry.entered_day if self.entry else None
        return self.logged and entered is not None and entered - self.day > PROMPT

    @property
    def flagged(self) -> bool:
        """Whether an alarm sign was ticked."""
        return self.entry is not None and self.entry.flagged

    @property
    def saves(self) -> int:
        """How often the day was saved."""
        return self.entry.saves if self.entry else 0

    @property
    def amended(self) -> bool:
        """Whether it was saved more than once."""
        return self.saves > 1

    @property
    def said(self) -> tuple[str, ...]:
        """What the marks show, in words, the entry first."""
        words = (
            self._entry_words(),
            "entered late" if self.late else "",
            "alarm sign ticked" if self.flagged else "",
            f"dose {self.not_taken}" if self.not_taken else "",
            *(self._step_words(step) for step in self.steps),
            self._event_words(),
            f"saved {self.saves} times" if self.amended else "",
        )
        return tuple(filter(None, words))

    @property
    def words(self) -> str:
        """Everything that is said of the day: "logged, dose missed, step to 3 mg"."""
        return ", ".join(self.said)

    @property
    def notable(self) -> bool:
        """Whether there is more to say of it than that it was logged, or not."""
        return len(self.said) > 1 or self.weekly

    def _entry_words(self) -> str:
        if self.future:
            return "still to come"
        if self.weekly:
            return "logged for the week"
        if self.logged:
            return "logged"
        return "dose only" if self.dose_said else "not logged"

    def _step_words(self, step: str) -> str:
        plan = "planned " if self.future else ""
        return f"{plan}step to {step}" if step[:1].isdigit() else f"{plan}{step}"

    def _event_words(self) -> str:
        if not self.events:
            return ""
        return "event" if self.events == 1 else f"{self.events} events"
