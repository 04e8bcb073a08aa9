"""A day and those before it, loaded in two statements: fifteen days unless more are asked for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from journal.day_records import LoadedDay, loaded_day
from journal.day_state import DayState
from journal.figures.days import answers_text, read_answers
from journal.models import CheckIn, Dose

DAYS_BEFORE = 14
COLUMNS = [field.attname for field in CheckIn._meta.concrete_fields]
DAY, WEEKLY, ANSWERS = (COLUMNS.index(name) for name in ("day", "weekly", "answers"))


@dataclass(frozen=True, kw_only=True)
class RecentDays:
    """What `first` to `day` hold; a day nobody said anything about is in none of them."""

    first: date
    day: date
    check_ins: Mapping[date, CheckIn]
    ratings: Mapping[date, Mapping[int, int]]
    doses: Mapping[date, list[Dose]]

    def loaded(self, day: date) -> LoadedDay:
        """Return one of the days as the database holds it."""
        return loaded_day(self.check_ins.get(day), self.ratings.get(day, {}), self.doses.get(day, ()))

    def logged(self, day: date) -> bool:
        """Return whether the day has a rating or a note."""
        return bool(self.ratings.get(day) or (day in self.check_ins and self.check_ins[day].note))

    def last_said_before(self, day: date) -> date | None:
        """Return the last day before `day` about which anything at all was said."""
        days = sorted({*self.check_ins, *self.doses}, reverse=True)
        return next((each for each in days if each < day and not self.loaded(each).state.empty), None)


def load_recent_days(patient: User, day: date, days_before: int = DAYS_BEFORE) -> RecentDays:
    """Load a day and those before it, two statements.

    The check-ins come first: doses that are saved in between show with the version before them, so that saving
    over them is refused.
    """
    span = (day - timedelta(days=days_before), day)
    check_ins = {row.day: row for row in patient.check_ins.filter(day__range=span)}
    return RecentDays(
        first=span[0],
        day=day,
        check_ins=check_ins,
        ratings={day: read_answers(row.answers) for day, row in check_ins.items()},
        doses=_load_doses(patient, *span),
    )


class ReadDay(NamedTuple):
    """A day's answers, as the database keeps them in one text."""

    day: date
    weekly: bool
    answers: str

    @classmethod
    def of(cls, day: date, state: DayState) -> "ReadDay":
        """Return a day that holds this."""
        return cls(day, state.weekly, answers_text(state.ratings))

    def ratings(self) -> Mapping[int, int]:
        """Return the ratings by item id."""
        return read_answers(self.answers)


def load_days_to_save(
    patient: User, day: date, days_before: int, *, first: date, today: date, beginning: int
) -> tuple[RecentDays, list[ReadDay]]:
    """Load a day to be saved and those before it, and what was answered in the look back, two statements.

    That is from `first` to `today`, and in so many check-ins from the beginning of the diary on.
    """
    since = day - timedelta(days=days_before)
    last = Subquery(patient.check_ins.order_by("day").values("day")[beginning - 1 : beginning])
    # Each part names the patient, so that SQLite looks up three short ranges instead of reading the diary.
    asked = (
        Q(patient=patient, day__range=(since, day))
        | Q(patient=patient, day__range=(first, today))
        | Q(patient=patient, day__lte=Coalesce(last, Value(today)))
    )
    rows = CheckIn.objects.filter(asked).order_by().values_list(*COLUMNS)
    check_ins: dict[date, CheckIn] = {}
    read = []
    for row in rows:
        each = ReadDay(row[DAY], row[WEEKLY], row[ANSWERS])
        read.append(each)
        if since <= each.day <= day:
            check_ins[each.day] = CheckIn.from_db(rows.db, COLUMNS, row)
            check_ins[each.day].patient = patient
    recent = RecentDays(
        first=since,
        day=day,
        check_ins=check_ins,
        ratings={each.day: each.ratings() for each in read if each.day in check_ins},
        doses=_load_doses(patient, since, day),
    )
    return recent, read


def _load_doses(patient: User, first: date, last: date) -> dict[date, list[Dose]]:
    doses: dict[date, list[Dose]] = defaultdict(list)
    within = patient.doses.filter(day__range=(first, last)).select_related("medicine")
    for dose in within.order_by("day", "medicine__position", "medicine_id", "number"):
        doses[dose.day].append(dose)
    return doses
