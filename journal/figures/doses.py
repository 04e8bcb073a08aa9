"""Doses taken, missed, skipped and not recorded of those planned. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.phases import Phase


@dataclass(frozen=True, slots=True)
class DoseDay:
    """How many doses of one journal day the patient said what about. Taken includes late."""

    taken: int = 0
    missed: int = 0
    skipped: int = 0

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

    Planned is days times doses a day. Not recorded is the sum over days of max(0, planned that day
    minus records that day), so that an extra record on one day never hides another day.
    """
    within = [(day, doses) for day, doses in dose_days.items() if phase.first_day <= day <= phase.last_day]
    planned = answered = 0
    for first, last, doses_a_day in phase.plan():
        planned += ((last - first).days + 1) * doses_a_day
        answered += sum(min(doses_a_day, doses.records) for day, doses in within if first <= day <= last)
    return Adherence(
        planned=planned,
        taken=sum(doses.taken for _, doses in within),
        missed=sum(doses.missed for _, doses in within),
        skipped=sum(doses.skipped for _, doses in within),
        not_recorded=planned - answered,
    )


def unrecorded_days(phases: Iterable[Phase], dose_days: Mapping[date, DoseDay]) -> Iterator[date]:
    """Yield, in order, each day with a planned dose that nobody said anything about."""
    nothing = DoseDay()
    for phase in phases:
        for first, last, doses_a_day in phase.plan():
            for offset in range((last - first).days + 1):
                day = first + timedelta(days=offset)
                if dose_days.get(day, nothing).records < doses_a_day:
                    yield day
