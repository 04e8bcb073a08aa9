"""Days without a dose that are to be asked about: the latest run of them, unless the patient said it was no pause."""

from datetime import date, datetime

from django.db.models import Q, Subquery

from accounts.models import User
from journal.figures.dry_runs import LOOK_BACK, DryRun, latest_dry_run
from journal.models import Medicine, Notice
from journal.models.medicines import NOT_TAKEN
from journal.record import figure_step

NO_PAUSE = "no_pause"


def pause_to_ask(patient: User, medicine: Medicine, today: date) -> DryRun | None:
    """Return the run of days to ask about, two statements; None where there is none, or the answer was no."""
    run = find_dry_run(medicine, today)
    said_no = set(patient.notices.filter(rule=NO_PAUSE, subject=str(medicine.pk)).values_list("since", flat=True))
    return None if run is None or run.first in said_no else run


def find_dry_run(medicine: Medicine, today: date) -> DryRun | None:
    """Return the latest run of planned days without a dose taken; the last dose before those looked at counts too."""
    doses, first = medicine.doses.exclude(status__in=NOT_TAKEN), today - LOOK_BACK
    last_before = doses.filter(day__lt=first).order_by("-day").values("day")[:1]
    taken = doses.filter(Q(day__gte=first) | Q(day=Subquery(last_before))).values_list("day", flat=True)
    steps = [figure_step(step) for step in medicine.steps.all()]
    return latest_dry_run(steps, set(taken), today)


def say_no_pause(*, patient: User, medicine: Medicine, today: date, now: datetime) -> None:
    """Keep that the latest run was no pause, so that it is not asked about again."""
    if run := find_dry_run(medicine, today):
        told = {"told_on": today, "closed_at": now}
        Notice.objects.get_or_create(
            patient=patient, rule=NO_PAUSE, subject=str(medicine.pk), since=run.first, defaults=told
        )
