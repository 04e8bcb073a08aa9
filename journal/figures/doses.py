"""Doses taken, missed, skipped and not recorded of those planned. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from journal.figures.dates import each_day
from journal.figures.phases import Phase


@dataclass(frozen=True, slots=True)
class DoseDay:
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
    def said_anything(self) -> bool:
        """Whether a dose was planned or recorded at all."""
        return bool(self.planned or self.taken or self.missed or self.skipped)


def count_doses(phase: Phase, dose_days: Mapping[date, DoseDay]) -> Adherence:
    """Return the adherence within a phase.

    Planned is days times doses a day, less those whose hour has not come. Not recorded is the sum over days
    of max(0, planned that day minus records that day), so that an extra record on one day never hides another day.
    """
    within = [dose_days[day] for day in each_day(phase.first_day, phase.last_day) if day in dose_days]
    plan = list(_planned_days(phase))
    return Adherence(
        planned=sum(doses_a_day for _, doses_a_day in plan) - sum(doses.to_come for doses in within),
        taken=sum(doses.taken for doses in within),
        missed=sum(doses.missed for doses in within),
        skipped=sum(doses.skipped for doses in within),
        not_recorded=sum(max(0, doses_a_day - _records(dose_days, day)) for day, doses_a_day in plan),
    )


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


def unrecorded_days(phases: Iterable[Phase], dose_days: Mapping[date, DoseDay]) -> Iterator[date]:
    """Yield, in order, each day with a planned dose that nobody said anything about."""
    for phase in phases:
        for day, doses_a_day in _planned_days(phase):
            if _records(dose_days, day) < doses_a_day:
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
        days[today] = replace(said, to_come=to_come)
    return days


def _planned_days(phase: Phase) -> Iterator[tuple[date, int]]:
    """Yield each day of the phase with the doses planned for it."""
    for first, last, doses_a_day in phase.plan():
        for day in each_day(first, last):
            yield day, doses_a_day


def _records(dose_days: Mapping[date, DoseDay], day: date) -> int:
    """Return how many doses of a day something was said about or are still to come."""
    return dose_days[day].records + dose_days[day].to_come if day in dose_days else 0
