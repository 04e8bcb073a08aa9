"""When LDN began, and what was logged before."""

from datetime import date

from django.db.models import Count, DateField, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from journal.baseline import Baseline
from journal.figures.phases import ONE_DAY
from journal.models import CheckIn, Dose
from journal.models.medicines import OFF_KINDS, DoseStatus
from journal.record import Record

TAKEN = Q(status__in=(DoseStatus.TAKEN, DoseStatus.LATE))


def load_baseline(patient: User, today: date) -> Baseline | None:
    """Return the patient's baseline, two statements; None without an LDN medicine."""
    taken = Dose.objects.filter(TAKEN, medicine=OuterRef("pk")).order_by("day").values("day")[:1]
    stepped = Min("steps__day", filter=~Q(steps__kind__in=OFF_KINDS))
    known = patient.medicines.filter(is_ldn=True).annotate(
        first_step=stepped, first_taken=Subquery(taken, output_field=DateField())
    )
    found = known.values_list("first_step", "first_taken").first()
    if found is None:
        return None
    first = min(filter(None, found), default=None)
    begun = first is not None and first <= today
    logged = patient.check_ins.logged().filter(Q(day__lt=first) if begun else Q(day__lte=today))
    counts = logged.aggregate(days=Count("pk", filter=Q(weekly=False)), weeks=Count("pk", filter=Q(weekly=True)))
    return Baseline(first_dose=first, begun=begun, **counts)


def baseline_of(record: Record, today: date) -> Baseline | None:
    """Return the baseline of a record that is loaded already, no statement; None without an LDN medicine."""
    if record.medicine is None or not record.medicine.is_ldn:
        return None
    steps = [step for phase in record.phases for step in phase.steps] + list(record.planned)
    first_days = [step.day for step in steps if step.amount is not None]
    first_days += [day for day, dose in record.dose_days.items() if dose.taken][:1]
    first = min(first_days, default=None)
    begun = first is not None and first <= today
    before = record.days if first is None else record.days.within(date.min, first - ONE_DAY)
    return Baseline(first_dose=first, begun=begun, days=len(before) - before.weeks, weeks=before.weeks)


def logged_before_ldn(patient: User, day: date) -> int | None:
    """Return how many days before this one were logged, for a day on which no step of LDN has begun; one statement.

    None without an LDN medicine, and once a dose of it was taken.
    """
    taken = Dose.objects.filter(TAKEN, medicine=OuterRef("pk"), day__lte=day)
    logged = CheckIn.objects.logged().filter(patient=OuterRef("patient"), day__lt=day)
    count = logged.order_by().values("patient").annotate(days=Count("pk")).values("days")
    rows = patient.medicines.filter(~Exists(taken), is_ldn=True)
    return rows.values_list(Coalesce(Subquery(count), 0), flat=True).first()
