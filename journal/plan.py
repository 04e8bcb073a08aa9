"""What is planned for a day: which step each medicine is on, and what "as usual" means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from journal.models import DoseStep, Medicine
from journal.models.medicines import MG


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
        form = f" {self.medicine.form}" if self.step.unit == MG and self.medicine.form != "other" else ""
        at = f" at {self.hour:%H:%M}" if self.hour else ""
        return f"{self.step.amount_text}{form}{at}"


def current_steps(patient: User, day: date) -> list[DoseStep]:
    """Return the step each medicine is on that day, in the medicines' order, one statement."""
    steps = patient.dose_steps.filter(day__lte=day).select_related("medicine").order_by("day")
    latest = {step.medicine_id: step for step in steps}
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
