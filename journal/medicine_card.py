"""The medicine card: what a team must know in an emergency, and nothing else of the diary."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from accounts.models import User
from journal.figures.dates import date_text
from journal.models import Dose, DoseStep
from journal.models.medicines import DoseStatus
from journal.plan import planned_doses

MOST_A_DAY = 6
OFF = {"pause": "paused", "stop": "stopped"}


@dataclass(frozen=True, kw_only=True)
class MedicineCard:
    """What stands on the card; "" leaves a line to write on. `made_on` is the patient's journal day now."""

    name: str
    dose: str
    last_dose: str
    made_on: date


def medicine_card(patient: User, today: date) -> MedicineCard:
    """Return the card as of today, two statements."""
    steps = patient.dose_steps.filter(medicine__is_ldn=True, day__lte=today).select_related("medicine")
    taken = patient.doses.filter(medicine__is_ldn=True, status__in=(DoseStatus.TAKEN, DoseStatus.LATE))
    recent = list(taken.order_by("-day", "-number")[:MOST_A_DAY])
    return MedicineCard(
        name=patient.name,
        dose=_dose(steps.order_by("-day").first()),
        last_dose=_last_dose(recent, patient.day_start_hour),
        made_on=today,
    )


def _dose(step: DoseStep | None) -> str:
    if step is None:
        return ""
    since = f"since {date_text(step.day)}"
    if step.amount is None:
        return f"{OFF[step.kind]} {since}"
    hours = [f"{plan.hour:%H:%M}" for plan in planned_doses([step]) if plan.hour]
    form = step.form or step.medicine.form
    words = f"{step.amount_text}{'' if form == 'other' else f' {form}'}"
    return f"{words}{f' at {" and ".join(hours)}' if hours else ''}, {since}"


def _last_dose(doses: list[Dose], start_hour: int) -> str:
    """Return the latest dose in words, on the day of the calendar: one after midnight is of the day after."""
    if not doses:
        return ""
    same_day = [dose for dose in doses if dose.day == doses[0].day]
    last = max(same_day, key=lambda dose: (_after_midnight(dose, start_hour), dose.time or time.min, dose.number))
    day = last.day + timedelta(days=_after_midnight(last, start_hour))
    at = f" at {last.time:%H:%M}" if last.time else ""
    return f"{last.amount_text} on {date_text(day)}{at}"


def _after_midnight(dose: Dose, start_hour: int) -> bool:
    return dose.time is not None and dose.time.hour < start_hour
