"""What the history says about each day of a month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from journal.models.medicines import DoseStatus
from journal.months import Month


@dataclass(frozen=True, kw_only=True)
class HistoryDay:
    """One day: logged or not, doses missed or skipped, a new dose step, an event; future days open nothing."""

    day: date
    logged: bool
    not_taken: str
    step: str
    event: bool
    future: bool
    today: bool

    @property
    def words(self) -> str:
        """Everything the marks show, said in words."""
        if self.future:
            return "not yet"
        said = ["entry made" if self.logged else "no entry", self.not_taken and f"dose {self.not_taken}"]
        return ", ".join(filter(None, [*said, self.step and f"dose step: {self.step}", "event" if self.event else ""]))


def month_days(patient: User, month: Month, today: date) -> dict[date, HistoryDay]:
    """Return every day of the month, four statements."""
    span = (month.first, month.last)
    logged = set(patient.check_ins.logged().filter(day__range=span).values_list("day", flat=True))
    events = set(patient.events.filter(day__range=span).values_list("day", flat=True))
    steps = {
        step.day: step.amount_text or step.kind for step in patient.dose_steps.filter(day__range=span).defer("reason")
    }
    not_taken: dict[date, str] = defaultdict(str)
    bad = (DoseStatus.SKIPPED, DoseStatus.MISSED)
    for day, status in patient.doses.filter(day__range=span, status__in=bad).values_list("day", "status"):
        not_taken[day] = "missed" if DoseStatus.MISSED in (status, not_taken[day]) else "skipped"
    days = (month.first + timedelta(days=number) for number in range((month.last - month.first).days + 1))
    return {
        day: HistoryDay(
            day=day,
            logged=day in logged,
            not_taken=not_taken.get(day, ""),
            step=steps.get(day, ""),
            event=day in events,
            future=day > today,
            today=day == today,
        )
        for day in days
    }
