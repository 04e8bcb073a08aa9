"""Doses taken, missed, skipped and not recorded of those planned. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from journal.figures.dates import each_day
from journal.figures.phases import Phase


class DoseDay(NamedTuple):
    """How many doses of one journal day the patient said what about. Taken includes late.

    to_come: how many more are planned for an hour that has not come.
    """

    taken: int = 0
    missed: int = 0
    skipped: int = 0
    to_come: int = 0

    @property
    def records(self) -> int:
        """Doses the patient said anything about."""
        return self.taken + self.missed + self.skipped

    @property
    def accounted_for(self) -> int:
        """Doses that are not missing in the record: said or still to come."""
        return self.taken + self.missed + self.skipped + self.to_come


@dataclass(frozen=True, slots=True)
class Adherence:
    """Doses of a stretch of days, always as four numbers of those planned; all 0 when there are none.

    The four need not add up to `planned`: a day can hold more records than its plan, and a dose
    taken on a pause was not planned.
    """

    planned: int = 0
    taken: int = 0
    missed: int = 0
    skipped: int = 0
    not_recorded: int = 0

    def __add__(self, other: "Adherence") -> "Adherence":
        return Adherence(
            self.planned + other.planned,
            self.taken + other.taken,
            self.missed + other.missed,
            self.skipped + other.skipped,
            self.not_recorded + other.not_recorded,
        )

    @property
    def beyond_plan(self) -> int:
        """By how much the four numbers are more than `planned`: doses of a pause, and extra ones of a day."""
        return self.taken + self.missed + self.skipped + self.not_recorded - self.planned

    @property
    def said_anything(self) -> bool:
        """Whether a dose was planned or recorded at all."""
        return bool(self.planned or self.taken or self.missed or self.skipped)


def count_doses(phase: Phase, dose_days: Mapping[date, DoseDay]) -> Adherence:
    """Return the adherence within a phase.

    Planned is days times doses a day, less those whose hour has not come. Not recorded is the sum over days of
    max(0, planned that day minus records minus doses to come), so that an extra record never hides another day.
    """
    days = sorted(dose_days)
    planned = said = 0
    for first, last, doses_a_day in phase.plan():
        planned += doses_a_day * ((last - first).days + 1)
        alike = _alike(dose_days, _between(days, first, last))
        said += sum(count * min(doses_a_day, doses.accounted_for) for doses, count in alike)
    within = _alike(dose_days, _between(days, phase.first_day, phase.last_day))
    return Adherence(
        planned=planned - sum(count * doses.to_come for doses, count in within),
        taken=sum(count * doses.taken for doses, count in within),
        missed=sum(count * doses.missed for doses, count in within),
        skipped=sum(count * doses.skipped for doses, count in within),
        not_recorded=planned - said,
    )


def _alike(dose_days: Mapping[date, DoseDay], days: Iterable[date]) -> Collection[tuple[DoseDay, int]]:
    """Return what the days hold, each with on how many of them: most days of a long diary are alike."""
    return Counter(map(dose_days.__getitem__, days)).items()


def as_planned(phases: Iterable[Phase], dose_days: Mapping[date, DoseDay]) -> dict[date, DoseDay]:
    """Return the doses of each day without what was called missed or skipped on a pause or after a stop.

    None was planned there, so that none can be missed: see docs/decisions/0015-missed-on-a-pause.md. What was
    taken stays.
    """
    days = dict(dose_days)
    for phase in phases:
        if phase.steps and phase.steps[0].doses_a_day == 0:
            for day in each_day(phase.first_day, phase.last_day):
                if day in days and (days[day].missed or days[day].skipped):
                    days[day] = DoseDay(taken=days[day].taken)
    return days


def unrecorded_days(
    phases: Iterable[Phase], dose_days: Mapping[date, DoseDay], first_day: date = date.min, last_day: date = date.max
) -> Iterator[date]:
    """Yield, in order, each day from first to last with a planned dose that nobody said anything about."""
    for phase in phases:
        for first, last, doses_a_day in phase.plan():
            for day in each_day(max(first, first_day), min(last, last_day)):
                said = dose_days.get(day)
                if (0 if said is None else said.accounted_for) < doses_a_day:
                    yield day


def with_doses_to_come(
    phases: Iterable[Phase], dose_days: Mapping[date, DoseDay], today: date, has_come: Callable[[time], bool]
) -> dict[date, DoseDay]:
    """Return the doses of each day, today's with those that nothing was said about because their hour is ahead."""
    days = dict(dose_days)
    steps = [step for phase in phases if phase.amount is not None for step in phase.steps_on(today)]
    hours = steps[-1].hours.split() if steps else []
    said = days.get(today, DoseDay())
    ahead = sum(not has_come(time.fromisoformat(hour)) for hour in hours)
    if (to_come := min(ahead, len(hours) - said.records)) > 0:
        days[today] = said._replace(to_come=to_come)
    return days


def _between(days: Sequence[date], first: date, last: date) -> Sequence[date]:
    """Return those of sorted days that lie from first to last."""
    return days[bisect_left(days, first) : bisect_right(days, last)]
