"""What the history says about each day of a month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from journal.models.medicines import NOT_TAKEN
from journal.months import Month


@dataclass(frozen=True, kw_only=True)
class HistoryDay:
    """One day: logged, dose only or nothing; doses not taken, a new step, an event; future days open nothing."""

    day: date
    logged: bool
    dose_said: bool
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
        entry = "entry made" if self.logged else "dose only" if self.dose_said else "no entry"
        said = [entry, self.not_taken and f"dose {self.not_taken}"]
        return ", ".join(filter(None, [*said, self.step and f"dose step: {self.step}", "event" if self.event else ""]))


def month_days(patient: User, month: Month, today: date) -> dict[date, HistoryDay]:
    """Return every day of the month, four statements."""
    span = (month.first, month.last)
    logged = set(patient.check_ins.logged().filter(day__range=span).values_list("day", flat=True))
    events = set(patient.events.filter(day__range=span).values_list("day", flat=True))
    steps = {
        step.day: step.amount_text or step.kind for step in patient.dose_steps.filter(day__range=span).defer("reason")
    }
    doses: dict[date, set[str]] = defaultdict(set)
    for day, status in patient.doses.filter(day__range=span).values_list("day", "status"):
        doses[day].add(status)
    days = (month.first + timedelta(days=number) for number in range((month.last - month.first).days + 1))
    return {
        day: HistoryDay(
            day=day,
            logged=day in logged,
            dose_said=day in doses,
            not_taken=next((status.value for status in NOT_TAKEN if status in doses.get(day, ())), ""),
            step=steps.get(day, ""),
            event=day in events,
            future=day > today,
            today=day == today,
        )
        for day in days
    }
