"""The patient that one page is made for: 90 days, four dose steps, three targets, eight side effects."""

from datetime import datetime, time, timedelta

from accounts.models import User
from journal import catalogue
from journal.models import CheckIn, Dose, Event, Item, Rating, Visit
from journal.models.items import Group
from tests import factories

DAYS = 90
STEPS = ((75, 1500), (56, 3000), (35, 4500), (14, 3000))
EFFECTS = (
    "Vivid dreams",
    "Trouble sleeping",
    "Headache",
    "Nausea",
    "Dizziness",
    "Constipation",
    "Drowsiness",
    "Sweating",
)


def typical_patient(email: str, now: datetime) -> User:
    """Return the patient; the last day logged is yesterday on their own clock, and every seventh is empty."""
    patient = factories.patient(email, name="Robin Example", birth_date=datetime(1979, 3, 14).date())
    today = patient.journal_day(now)
    ldn = factories.ldn(patient, reason="fibromyalgia", pharmacy="Mill Street Pharmacy")
    for number, (ago, amount) in enumerate(STEPS):
        kind = "start" if not number else "decrease" if amount < STEPS[number - 1][1] else "increase"
        factories.step(ldn, today - timedelta(days=ago), amount, kind=kind, reason="agreed at the visit")
    targets = [factories.target(patient, each.name, rank) for rank, each in enumerate(catalogue.TARGETS[:3], start=1)]
    effects = [factories.side_effect(patient, name) for name in EFFECTS]
    logged = [ago for ago in range(DAYS, 0, -1) if ago % 7]
    check_ins = CheckIn.objects.bulk_create(
        CheckIn(patient=patient, day=today - timedelta(days=ago), entered_day=today - timedelta(days=ago))
        for ago in logged
    )
    Rating.objects.bulk_create(
        Rating(check_in=row, item=item, value=_value(item, place, ago))
        for row, ago in zip(check_ins, logged, strict=True)
        for place, item in enumerate([*targets, *effects])
    )
    Dose.objects.bulk_create(
        Dose(patient=patient, medicine=ldn, day=today - timedelta(days=ago), time=time(20), status="taken", amount=4500)
        for ago in logged
        if ago <= STEPS[0][0]
    )
    for ago, kind, text in (
        (60, "illness", "A cold"),
        (30, "travel", "Five hours west"),
        (10, "stress", "Moving house"),
    ):
        Event.objects.create(patient=patient, day=today - timedelta(days=ago), kind=kind, text=text)
    against = effects[0]
    Event.objects.create(
        patient=patient, day=today - timedelta(days=20), kind="strategy", text="Dose earlier", against=against
    )
    Visit.objects.create(patient=patient, day=today - timedelta(days=35), text="Dr Example")
    factories.step(
        patient.medicines.create(name="Duloxetine", position=1), today - timedelta(days=80), 30000, hours="08:00"
    )
    return patient


def _value(item: Item, place: int, ago: int) -> int:
    """Return an answer that moves slowly and never twice alike, the same at each run."""
    wave = (ago * (place + 3) + place * 5) % 5
    if item.group == Group.SIDE_EFFECT:
        return min(3, wave - 1) if wave > 2 and ago % (place + 2) == 0 else 0
    return min(10, 4 + wave // 2 + ago // 30)
