"""A demo patient, clearly invented: 200 days that end yesterday, so that today can be tried."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from journal import catalogue
from journal.models import CheckIn, Dose, DoseStep, Event, Item, Medicine, Rating, Visit
from journal.models.items import Group
from journal.synthetic import Person, SyntheticPatient, draw_person, synthetic_patient
from journal.synthetic.diary import DiaryDay

EMAIL = "demo@example.org"
DAYS, BASELINE_DAYS = 200, 25
SEED = 305
WELLBEING = ("Sleep quality", "Mood", "Energy")
VITAMIN_DAYS = {-60: 800_000, 90: 1_600_000}


def robin() -> Person:
    """Return who the demo patient is: somewhat better, as much as people on placebo are, and no more."""
    return replace(
        draw_person(SEED),
        age=47,
        condition="fibromyalgia",
        hour="21:00",
        form="capsule",
        schedule=((0, 1500), (28, 3000), (63, 4500)),
        baselines=(6.6, 7.0, 5.6, 5.5, 5.0, 6.0),
        placebo_change=-1.1,
        drug_effect=-0.2,
        drift=0.0,
        wobble=1.1,
        adherence=0.94,
        engagement="steady",
        leaves_after=DAYS,
        heaps=False,
    )


@transaction.atomic
def make_demo_patient(*, password: str, now: datetime) -> User:
    """Make Robin Example, who can sign in at once, with everything they recorded up to yesterday."""
    patient = User.objects.create_user(
        EMAIL,
        password,
        name="Robin Example",
        birth_date=date(1979, 3, 14),
        country="GB",
        time_zone="Europe/London",
        consented_at=now,
        adult_confirmed_at=now,
    )
    EmailAddress.objects.filter(user=patient).update(verified=True)
    first_day = patient.journal_day(now) - timedelta(days=DAYS)
    record = synthetic_patient(
        SEED, DAYS, first_day=first_day, baseline_days=BASELINE_DAYS, person=robin(), stops=False
    )
    write_record(patient=patient, record=record)
    _write_vitamin(patient, record)
    return patient


@transaction.atomic
def write_record(*, patient: User, record: SyntheticPatient) -> Medicine:
    """Save an invented record as the rows of a patient who has none yet; return the LDN medicine.

    Of the side effects only the four most often watched are kept.
    """
    medicine = Medicine.objects.create(
        patient=patient,
        name=catalogue.LDN_NAME,
        form=record.person.form,
        is_ldn=True,
        reason=record.person.condition,
        reason_words="An invented patient",
        pharmacy="Example Pharmacy",
    )
    DoseStep.objects.bulk_create(
        DoseStep(
            patient=patient,
            medicine=medicine,
            day=step.day,
            kind=step.kind,
            amount=step.amount,
            hours=step.hour,
            reason=step.reason,
        )
        for step in record.steps
    )
    _write_days(patient, record, _write_items(patient, record.person.targets))
    Dose.objects.bulk_create(_doses(medicine, record))
    Event.objects.bulk_create(
        Event(patient=patient, day=event.day, kind=event.kind, text=event.text) for event in record.events
    )
    Visit.objects.bulk_create(Visit(patient=patient, day=visit.day, text=visit.text) for visit in record.visits)
    return medicine


def _write_items(patient: User, targets: tuple[str, ...]) -> dict[str, Item]:
    """Save the items in the order in which they are shown; return them by name."""
    rows = []
    for place, name in enumerate((*targets, *WELLBEING, *catalogue.OFTEN_WATCHED)):
        template = catalogue.BY_NAME[name]
        row = Item(
            patient=patient,
            name=name,
            group=template.group,
            low=template.low,
            high=template.high,
            lower_is_better=template.lower_is_better,
            target_rank=place + 1 if template.group == Group.TARGET else None,
            position=place,
        )
        row.clean()
        rows.append(row)
    return {row.name: row for row in Item.objects.bulk_create(rows)}


def _write_days(patient: User, record: SyntheticPatient, items: Mapping[str, Item]) -> None:
    check_ins = CheckIn.objects.bulk_create(
        CheckIn(patient=patient, day=entry.day, entered_day=entry.entered_day, note=entry.note)
        for entry in record.diary
    )
    Rating.objects.bulk_create(
        Rating(check_in=check_in, item=item, value=entry.ratings[name])
        for check_in, entry in zip(check_ins, record.diary, strict=True)
        for name, item in items.items()
    )


def _doses(medicine: Medicine, record: SyntheticPatient) -> Iterator[Dose]:
    """Yield the doses the patient said something about."""
    for entry in record.diary:
        if intake := entry.dose:
            step = next(step for step in reversed(record.steps) if step.day <= entry.day)
            yield Dose(
                patient=medicine.patient,
                medicine=medicine,
                day=entry.day,
                status=intake.status,
                amount=intake.amount,
                time=None if intake.amount is None else _clock(step.hour, intake.minutes),
                reason=intake.reason,
            )


def _clock(hour: str, minutes: int) -> time:
    usual = datetime.combine(date.min.replace(day=2), time.fromisoformat(hour))
    return (usual + timedelta(minutes=minutes)).time()


def _write_vitamin(patient: User, record: SyntheticPatient) -> None:
    """Save another medicine with its own steps, taken on most logged days."""
    vitamin = Medicine.objects.create(patient=patient, name="Vitamin D", position=1)
    days = {record.first_day + timedelta(days=offset): amount for offset, amount in VITAMIN_DAYS.items()}
    DoseStep.objects.bulk_create(
        DoseStep(
            patient=patient,
            medicine=vitamin,
            day=day,
            kind="increase" if number else "start",
            amount=amount,
            unit="IU",
            hours="08:00",
        )
        for number, (day, amount) in enumerate(days.items())
    )
    Dose.objects.bulk_create(
        Dose(
            patient=patient,
            medicine=vitamin,
            day=entry.day,
            time=time(8),
            amount=max(amount for day, amount in days.items() if day <= entry.day),
            unit="IU",
            status="taken",
        )
        for entry in record.diary
        if _took_vitamin(entry)
    )


def _took_vitamin(entry: DiaryDay) -> bool:
    return entry.day.toordinal() % 9 != 0
