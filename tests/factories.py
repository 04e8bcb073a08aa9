"""Make the people and records that tests need."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from journal.models import CheckIn, Diary, Dose, DoseStep, Item, Medicine, Notice, Rating, Reminders
from journal.models.items import Group


def patient(email: str, **fields: Any) -> User:
    """Return a patient in London whose day starts at 04:00."""
    now = timezone.now()
    defaults = {"time_zone": "Europe/London", "country": "GB", "consented_at": now, "adult_confirmed_at": now}
    return User.objects.create_user(email, "correct horse battery", **{**defaults, **fields})


def ldn(patient: User, **fields: Any) -> Medicine:
    """Return the patient's LDN medicine."""
    return Medicine.objects.create(patient=patient, **{"name": "Naltrexone (LDN)", "is_ldn": True, **fields})


def step(medicine: Medicine, day: date, amount: int | None = 4500, **fields: Any) -> DoseStep:
    """Return a dose step; the amount is in thousandths of mg."""
    return DoseStep.objects.create(
        patient=medicine.patient, medicine=medicine, day=day, amount=amount, **{"hours": "20:00", **fields}
    )


def dose(medicine: Medicine, day: date, status: str = "taken", **fields: Any) -> Dose:
    """Return one dose of a day."""
    amount = 4500 if status in ("taken", "late") else None
    return Dose.objects.create(
        patient=medicine.patient, medicine=medicine, day=day, status=status, **{"amount": amount, **fields}
    )


def target(patient: User, name: str = "Widespread pain", rank: int = 1, **fields: Any) -> Item:
    """Return a target on 0-10, lower is better."""
    return Item.objects.create(patient=patient, name=name, group=Group.TARGET, target_rank=rank, **fields)


def side_effect(patient: User, name: str = "Headache", **fields: Any) -> Item:
    """Return a side effect on 0-3."""
    return Item.objects.create(patient=patient, name=name, group=Group.SIDE_EFFECT, high=3, **fields)


def check_in(patient: User, day: date, ratings: dict[Item, int] | None = None, **fields: Any) -> CheckIn:
    """Return a check-in entered on its own day, with its ratings."""
    made = CheckIn.objects.create(patient=patient, day=day, **{"entered_day": day, **fields})
    Rating.objects.bulk_create(Rating(check_in=made, item=item, value=value) for item, value in (ratings or {}).items())
    return made


def diary(patient: User, **fields: Any) -> Diary:
    """Return the settings of the patient's diary, with reminders and one notice beside them."""
    Reminders.objects.create(patient=patient)
    Notice.objects.create(patient=patient, rule="low_mood", since=date(2026, 11, 1), told_on=date(2026, 11, 7))
    return Diary.objects.create(patient=patient, **fields)
