"""The days before and after a strategy began, loaded for its page: three statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from journal.figures.before_after import BeforeAfter, before_and_after, span
from journal.figures.ratings import RatedItem
from journal.logged_days import load_logged_days
from journal.models import Event, Item


@dataclass(frozen=True)
class NewStep:
    """A dose of the LDN medicine that began within the days that are looked at."""

    day: date
    label: str


def days_around(patient: User, event: Event, today: date) -> tuple[BeforeAfter | None, Sequence[NewStep]]:
    """Return the counts of what a strategy is against, and the LDN steps of those days; None where nothing is named."""
    if event.against is None or event.day > today:
        return None, ()
    first, last = span(event.day, today)
    days = load_logged_days(patient, last, first)
    return before_and_after(_rated(event.against), event.day, today, days), _steps(patient, first, last)


def _rated(item: Item) -> RatedItem:
    return RatedItem(
        item.pk, item.name, item.group, item.low, item.high, item.lower_is_better, target_rank=item.target_rank
    )


def _steps(patient: User, first: date, last: date) -> list[NewStep]:
    rows = patient.dose_steps.filter(medicine__is_ldn=True, day__range=(first, last), confirmed=True).defer("reason")
    return [NewStep(row.day, row.amount_text or row.kind) for row in rows]
