"""What is planned for a day: which step each medicine is on, and what "as usual" means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from journal.models import DoseStep, Medicine
from journal.models.medicines import MG, OFF_KINDS, StepKind


@dataclass(frozen=True, kw_only=True)
class PlannedDose:
    """One dose of a day as the current step plans it; `hour` is None when the step names none."""

    medicine: Medicine
    number: int
    step: DoseStep
    hour: time | None

    @property
    def words(self) -> str:
        """What one tap records: "4.5 mg capsule at 20:00"."""
        at = f" at {self.hour:%H:%M}" if self.hour else ""
        return f"{dose_words(self.step)}{at}"


@dataclass(frozen=True, kw_only=True)
class WaitingStep:
    """A planned step whose day has come and of which nobody has said whether it happened; what came before it."""

    step: DoseStep
    before: DoseStep | None

    @property
    def words(self) -> str:
        """The step: "3 mg capsule at 20:00", "a pause" or "a stop"."""
        return step_words(self.step) + hours_words(self.step)

    @property
    def stayed_words(self) -> str:
        """What a "no" says: "No, I stayed on 1.5 mg capsule"."""
        if self.before is None:
            return "No, I did not start"
        if self.before.amount is None:
            return "No, I took none, as before"
        return f"No, I stayed on {step_words(self.before)}"


def dose_words(step: DoseStep) -> str:
    """Return a step's dose: "4.5 mg capsule", or "4.5 mg (4.5 mL of 1 mg/mL)" where the mL are known."""
    if volume := volume_words(step):
        return f"{step.amount_text} ({volume})"
    form = step.form or step.medicine.form
    return f"{step.amount_text} {form}" if step.unit == MG and form != "other" else step.amount_text


def volume_words(step: DoseStep) -> str:
    """Return the mL of a step and their strength, "4.5 mL of 1 mg/mL"; "" where they are not known."""
    return "" if step.volume is None else step.measured_text


def hours_words(step: DoseStep) -> str:
    """Return when: " at 08:00 and 20:00 (2 doses a day)"."""
    hours = step.hours.split()
    if not hours:
        return ""
    if len(hours) == 1:
        return f" at {hours[0]}"
    return f" at {', '.join(hours[:-1])} and {hours[-1]} ({len(hours)} doses a day)"


def step_words(step: DoseStep) -> str:
    """Return what a step says to take: its dose, or that there is none."""
    return {StepKind.PAUSE: "a pause", StepKind.STOP: "a stop"}.get(StepKind(step.kind)) or dose_words(step)


def waiting_steps(steps: Iterable[DoseStep]) -> list[WaitingStep]:
    """Return the planned steps without an answer of steps in order of time: of each medicine the oldest, no other."""
    by_medicine: dict[int, list[DoseStep]] = {}
    for step in steps:
        by_medicine.setdefault(step.medicine_id, []).append(step)
    return [waiting for own in by_medicine.values() if (waiting := first_waiting(own))]


def first_waiting(steps: Sequence[DoseStep]) -> WaitingStep | None:
    """Return the oldest step without an answer of these, which are one medicine's in order of time."""
    for place, step in enumerate(steps):
        if not step.confirmed:
            return WaitingStep(step=step, before=steps[place - 1] if place else None)
    return None


def steps_until(patient: User, day: date) -> list[DoseStep]:
    """Return every step up to a day in order of time, one statement."""
    return list(patient.dose_steps.filter(day__lte=day).select_related("medicine").order_by("day"))


def steps_on(steps: Iterable[DoseStep], day: date) -> list[DoseStep]:
    """Return the step each medicine is on that day of steps in order of time, in the medicines' order."""
    latest = {step.medicine_id: step for step in steps if step.day <= day}
    return sorted(
        latest.values(), key=lambda step: (not step.medicine.is_ldn, step.medicine.position, step.medicine_id)
    )


def planned_doses(steps: Iterable[DoseStep]) -> list[PlannedDose]:
    """Return every dose the steps plan for one day; none on pause or stop."""
    return [
        PlannedDose(medicine=step.medicine, number=number, step=step, hour=hour)
        for step in steps
        if step.doses_a_day
        for number, hour in enumerate(_hours(step), start=1)
    ]


def _hours(step: DoseStep) -> list[time | None]:
    return [time.fromisoformat(hour) for hour in step.hours.split()] or [None]


def neighbours(steps: Iterable[DoseStep], day: date) -> tuple[DoseStep | None, DoseStep | None]:
    """Return the last step before that day and the first one after it, of one medicine's steps."""
    ordered = sorted(steps, key=lambda step: step.day)
    before = [step for step in ordered if step.day < day]
    after = [step for step in ordered if step.day > day]
    return before[-1] if before else None, after[0] if after else None


def is_saved(step: DoseStep, saved: Iterable[DoseStep]) -> bool:
    """Return whether a step is there already, equal in all that was typed: a second press of one button."""
    names = ("day", "kind", "amount", "unit", "hours", "form", "volume", "strength", "reason")
    return any(all(getattr(step, name) == getattr(other, name) for name in names) for other in saved)


def derived_kind(step: DoseStep, before: DoseStep | None) -> StepKind:
    """Return what a step does where the patient did not say: its dose against the one before it."""
    if before is None:
        return StepKind.START
    if before.kind in OFF_KINDS or before.amount is None or step.amount is None:
        return StepKind.RESTART
    if step.unit == before.unit and step.amount != before.amount:
        return StepKind.INCREASE if step.amount > before.amount else StepKind.DECREASE
    same = (step.unit, step.hours, step.form) == (before.unit, before.hours, before.form)
    return StepKind.HOLD if same else StepKind.CHANGE
