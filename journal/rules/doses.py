"""Missed doses in a row, headache medicine on many days, and twelve weeks on one dose. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.episodes import distance
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.rules.spans import Span, merged, runs

MISSED = "missed"
IN_A_ROW = 3
MEDICINE_DAYS, OF_DAYS = 10, 30
REACH = OF_DAYS
TWELVE_WEEKS = timedelta(weeks=12)


@dataclass(frozen=True, slots=True)
class StepDay:
    """From a day on, this dose: thousandths of its unit at each hour; None on a pause or stop.

    confirmed: False for a planned step of which the patient has not said that it happened.
    """

    day: date
    amount: int | None
    unit: str = "mg"
    doses_a_day: int = 1
    confirmed: bool = True


def missed_spans(doses: Iterable[tuple[date, str]]) -> list[Span]:
    """Return the runs of 3 or more recorded doses that were missed, from (day, status) in order of time.

    A day without a record neither counts nor ends a run; a dose taken, late or skipped on purpose ends it.
    """
    return runs([(day, status == MISSED) for day, status in doses], IN_A_ROW)


def headache_spans(item: RatedItem, points: Sequence[Point]) -> list[Span]:
    """Return the stretches with headache medicine on 10 or more of 30 days.

    An answer for a week says that there was a day with it, so it counts as one.
    """
    days = [point.day for point in points if distance(item, point.value)]
    found, first = [], 0
    for place, day in enumerate(days):
        while (day - days[first]).days >= OF_DAYS:
            first += 1
        if place - first + 1 >= MEDICINE_DAYS:
            found.append(Span(days[first], day))
    return merged(found)


def first_dose_day(steps: Sequence[StepDay], today: date) -> date | None:
    """Return the day of the first step with a dose; None where none has begun."""
    return next((step.day for step in steps if step.amount is not None and step.day <= today), None)


def same_dose_since(steps: Sequence[StepDay], today: date) -> date | None:
    """Return since when the dose has been what it is now; steps are in order of time.

    A hold, another hour or another form is the same dose; a pause is not. None without a dose now, and
    where it is not known whether the planned step to it happened.
    """
    run: list[StepDay] = []
    for step in steps:
        if step.day > today:
            break
        run = [*run, step] if run and _dose(run[0]) == _dose(step) else [step]
    if not run or run[0].amount is None or not run[0].confirmed:
        return None
    return run[0].day


def _dose(step: StepDay) -> tuple[int | None, str, int]:
    return step.amount, step.unit, step.doses_a_day


def twelve_weeks_span(steps: Sequence[StepDay], today: date) -> Span | None:
    """Return the time on this dose once it is 12 weeks, whatever the outcome."""
    since = same_dose_since(steps, today)
    return Span(since, today) if since is not None and today - since >= TWELVE_WEEKS else None
