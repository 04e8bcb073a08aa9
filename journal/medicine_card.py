"""The medicine card: what a team must know in an emergency, and nothing else of the diary."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import User
from journal.figures.dates import date_text
from journal.models import Dose, DoseStep
from journal.models.medicines import DoseStatus, StepKind
from journal.plan import planned_doses

MOST_A_DAY = 6
OFF = {"pause": "paused", "stop": "stopped"}


@dataclass(frozen=True, kw_only=True)
class MedicineCard:
    """What stands on the card; "" leaves a line to write on. `made_on` is the patient's journal day now.

    stopped: whether the LDN was stopped, so that what holds after stopping belongs on it.
    """

    name: str
    dose: str
    last_dose: str
    prescriber: str
    made_on: date
    stopped: bool = False

    @property
    def begun(self) -> bool:
        """Whether a dose step has begun, or a dose was taken: who took no naltrexone carries no card that says so."""
        return bool(self.dose or self.last_dose)


def medicine_card(patient: User, now: datetime) -> MedicineCard:
    """Return the card as of now, three statements."""
    today = patient.journal_day(now)
    steps = patient.dose_steps.filter(medicine__is_ldn=True, day__lte=today).select_related("medicine")
    ldn = patient.medicines.filter(is_ldn=True).first()
    taken = patient.doses.filter(medicine__is_ldn=True, status__in=(DoseStatus.TAKEN, DoseStatus.LATE))
    recent = [dose for dose in taken.order_by("-day", "-number")[: 3 * MOST_A_DAY] if _is_over(dose, patient, now)]
    step = steps.order_by("-day").first()
    return MedicineCard(
        name=patient.name,
        dose=_dose(step),
        last_dose=_last_dose(recent, patient.day_start_hour, today),
        prescriber=ldn.prescriber if ldn else "",
        made_on=today,
        stopped=step is not None and step.kind == StepKind.STOP,
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


def _is_over(dose: Dose, patient: User, now: datetime) -> bool:
    """Return whether the time of a dose has come: what was noted ahead is no dose yet."""
    day = patient.day_now(dose.day, now)
    return day.has_come(dose.time) if dose.time else day.has_begun


def _last_dose(doses: list[Dose], start_hour: int, today: date) -> str:
    """Return the latest dose in words, on the day of the calendar: one after midnight is of the day after.

    A day ahead of today was lived before flying over the date line, where it was a day later.
    """
    if not doses:
        return ""
    if doses[0].day > today:
        return f"{doses[0].amount_text} in the last day or so, in another time zone"
    same_day = [dose for dose in doses if dose.day == doses[0].day]
    last = max(same_day, key=lambda dose: (_after_midnight(dose, start_hour), dose.time or time.min, dose.number))
    day = last.day + timedelta(days=_after_midnight(last, start_hour))
    at = f" at {last.time:%H:%M}" if last.time else ""
    return f"{last.amount_text} on {date_text(day)}{at}"


def _after_midnight(dose: Dose, start_hour: int) -> bool:
    return dose.time is not None and dose.time.hour < start_hour
