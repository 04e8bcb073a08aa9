"""Phases: the days on one dose step. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.figures.dates import date_text, span_text

HOLD, PAUSE, STOP = "hold", "pause", "stop"
OFF_LABELS = {PAUSE: "Paused", STOP: "Stopped"}
WASH_IN_DAYS = 7
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One dose step as prescribed: from `day` on, `amount` at each of `hours`.

    amount: thousandths of `unit` for one dose; None on a pause or stop.
    hours: usual times of day, "08:00 20:00"; "" when none was given.
    doses_a_day: planned doses for a day; 0 on a pause or stop, else at least 1.
    confirmed: False for a planned step of which the patient has not said whether it happened.
    form: its own form in words, "" where it is the medicine's. measured: what is measured of a liquid, "4.5 mL of
    1 mg/mL", or its strength alone; "" where not known.
    """

    day: date
    kind: str
    kind_text: str
    amount: int | None
    amount_text: str
    hours: str
    doses_a_day: int
    reason: str
    confirmed: bool = True
    form: str = ""
    measured: str = ""

    @property
    def label(self) -> str:
        """The dose in words: "4.5 mg", "Paused" or "Stopped"."""
        return OFF_LABELS.get(self.kind, self.amount_text)


@dataclass(frozen=True, slots=True)
class Phase:
    """The days `first_day` to `last_day`, both counted, on one dose step.

    number: 1 for the first step's phase and so on; 0 for the days before it or without any step.
    steps: the step that began it, then the holds inside it; empty for number 0.
    """

    number: int
    label: str
    first_day: date
    last_day: date
    steps: tuple[Step, ...] = ()

    @property
    def days(self) -> int:
        """Calendar days in the phase, at least 1."""
        return (self.last_day - self.first_day).days + 1

    @property
    def dates_text(self) -> str:
        """Its first and last day in words."""
        return span_text(self.first_day, self.last_day)

    @property
    def amount(self) -> int | None:
        """Thousandths of the unit for one dose; None before the first step, on a pause and on a stop."""
        return self.steps[0].amount if self.steps else None

    @property
    def wash_in_last_day(self) -> date | None:
        """The last of the first seven days after the change, within the phase; None without a step."""
        if not self.steps:
            return None
        return min(self.last_day, self.first_day + timedelta(days=WASH_IN_DAYS - 1))

    def day_number(self, day: date) -> int | None:
        """Return 1 for the day of the step; None where no step began the phase."""
        return (day - self.first_day).days + 1 if self.steps else None

    def steps_on(self, day: date) -> tuple[Step, ...]:
        """Return the steps of the phase up to a day that lies in it; none for any other day."""
        return tuple(step for step in self.steps if step.day <= day <= self.last_day)

    def plan(self) -> Iterator[tuple[date, date, int]]:
        """Yield first day, last day and doses a day of each stretch with one plan; an off phase plans none."""
        off = bool(self.steps) and self.steps[0].doses_a_day == 0
        for index, step in enumerate(self.steps):
            following = self.steps[index + 1].day - ONE_DAY if index + 1 < len(self.steps) else self.last_day
            yield step.day, following, 0 if off else step.doses_a_day


def make_phases(
    steps: Sequence[Step], first_entry: date | None, end: date | None, before_label: str
) -> tuple[Phase, ...]:
    """Return the phases up to `end` in order of time, by "How figures are counted" of the product.

    A phase runs from its step's day to the day before the next; the last one ends on `end`. Every
    kind but `hold` begins one, and a hold with nothing before it does too. Days from `first_entry`
    to the day before the first step come first. A step after `end` is a plan and gives no phase.
    Without steps there is one phase for all days; without days, none.
    """
    if end is None:
        return ()
    steps = sorted(steps, key=lambda step: step.day)
    past = [step for step in steps if step.day <= end]
    phases = _before(steps, first_entry, end, before_label if steps else "No dose steps")
    for number, group in enumerate(_groups(past), start=1):
        phases.append(Phase(number, group[0].label, group[0].day, end, tuple(group)))
    return tuple(_close(phases))


def unanswered_text(phases: Iterable[Phase]) -> str:
    """Return the steps whose day has come and of which the patient has not said whether they happened, or ""."""
    steps = [step for phase in phases for step in phase.steps if not step.confirmed]
    named = ", ".join(f"{step.label} from {date_text(step.day)}" for step in steps)
    return f"Planned, and not said whether it happened: {named}." if named else ""


def _before(steps: Sequence[Step], first_entry: date | None, end: date, label: str) -> list[Phase]:
    """Return the phase before the first step, if any day belongs to it."""
    if first_entry is None or first_entry > end or (steps and first_entry >= steps[0].day):
        return []
    return [Phase(0, label, first_entry, end)]


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    """Return each step that begins a phase with the holds that follow it."""
    groups: list[list[Step]] = []
    for step in steps:
        if step.kind == HOLD and groups:
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _close(phases: Sequence[Phase]) -> Iterator[Phase]:
    """Yield the phases, each ending on the day before the next begins."""
    for index, phase in enumerate(phases):
        last = phases[index + 1].first_day - ONE_DAY if index + 1 < len(phases) else phase.last_day
        yield Phase(phase.number, phase.label, phase.first_day, last, phase.steps)
