"""A patient with years of daily check-ins, made fast, for tests of size, speed and statements."""

from datetime import date, time, timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import User
from journal import catalogue
from journal.models import CheckIn, Dose, DoseStep, Event, Item, Medicine, Rating, Visit
from journal.models.items import Group

TEMPLATES = (*catalogue.TARGETS[:3], *catalogue.WELLBEINGS, *catalogue.SIDE_EFFECTS)
AMOUNTS = (1500, 3000, 4500)


def big_patient(patient: User, days: int = 3650, items: int = 20, *, last: date | None = None) -> User:
    """Fill a patient who has nothing yet with `days` daily check-ins of `items` ratings that end on `last`.

    `last` is yesterday on the patient's own clock unless given. At most 26 items: three targets, sleep,
    mood, energy, then side effects. The LDN medicine has three steps and a dose on each of its days.
    The same arguments give the same values; every 30th day has an event, every 90th a visit.
    """
    last = last or patient.journal_day(timezone.now()) - timedelta(days=1)
    dates = [last - timedelta(days=ago) for ago in reversed(range(days))]
    _items(patient, items)
    CheckIn.objects.bulk_create(CheckIn(patient=patient, day=day, entered_day=day) for day in dates)
    _ratings(patient)
    _doses(patient, dates)
    Event.objects.bulk_create(
        Event(patient=patient, day=day, kind="other", text=f"Event of {day}") for day in dates[::30]
    )
    Visit.objects.bulk_create(Visit(patient=patient, day=day, text="Check-up") for day in dates[::90])
    gather_statistics()
    return patient


def gather_statistics() -> None:
    """Let PostgreSQL plan for the rows of this transaction.

    Else it checks each foreign key by reading whole tables that it takes for empty, for longer than
    a statement may last.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _items(patient: User, count: int) -> None:
    rows = [
        Item(
            patient=patient,
            name=template.name,
            group=template.group,
            low=template.low,
            high=template.high,
            lower_is_better=template.lower_is_better,
            target_rank=place + 1 if template.group == Group.TARGET else None,
            position=place,
        )
        for place, template in enumerate(TEMPLATES[:count])
    ]
    for row in rows:
        row.clean()
    Item.objects.bulk_create(rows)


def _ratings(patient: User) -> None:
    """Rate each item on each day, in one statement: row by row, ten years of twenty items take many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Rating._meta.db_table} (check_in_id, item_id, value)
                SELECT day.id, item.id, (day.number * 7 + item.position * 3) %% (item.high + 1)
                FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY day) - 1 AS number
                      FROM {CheckIn._meta.db_table} WHERE patient_id = %s) AS day
                CROSS JOIN {Item._meta.db_table} AS item WHERE item.patient_id = %s
                ORDER BY day.number, item.position""",
            [patient.pk, patient.pk],
        )


def _doses(patient: User, dates: list[date]) -> None:
    """Give the medicine a step after each quarter of the days, and a dose on each day since the first."""
    medicine = Medicine.objects.create(patient=patient, name=catalogue.LDN_NAME, is_ldn=True)
    starts = [dates[len(dates) * quarter // 4] for quarter in (1, 2, 3)]
    steps = dict(zip(starts, AMOUNTS, strict=False))  # of very few days, several quarters are one day
    DoseStep.objects.bulk_create(
        DoseStep(
            patient=patient,
            medicine=medicine,
            day=day,
            amount=amount,
            kind="start" if place == 0 else "increase",
            hours="21:00",
        )
        for place, (day, amount) in enumerate(steps.items())
    )
    amounts = [max(start for start in steps if start <= day) for day in dates if day >= starts[0]]
    Dose.objects.bulk_create(
        Dose(
            patient=patient,
            medicine=medicine,
            day=day,
            time=time(21),
            status="missed" if day.toordinal() % 20 == 0 else "taken",
            amount=None if day.toordinal() % 20 == 0 else steps[start],
        )
        for day, start in zip(dates[len(dates) - len(amounts) :], amounts, strict=True)
    )
