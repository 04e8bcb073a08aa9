"""A day and those before it, loaded in three statements: fifteen days unless more are asked for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.aggregates import StringAgg
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from journal.day_records import LoadedDay, loaded_day
from journal.day_state import DayState
from journal.figures.days import PACK, SHIFT, pack, unpack
from journal.models import CheckIn, Dose, Rating

DAYS_BEFORE = 14
COMMA = ","
COLUMNS = [field.attname for field in CheckIn._meta.concrete_fields]
DAY, WEEKLY = COLUMNS.index("day"), COLUMNS.index("weekly")


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
    """Load a day and those before it, three statements.

    The check-ins come first: what is saved in between shows with the version before it, so that saving
    over it is refused. Ratings in a subquery of theirs would be one statement less, and cost three times as much.
    """
    span = (day - timedelta(days=days_before), day)
    check_ins = {row.day: row for row in patient.check_ins.filter(day__range=span)}
    days = {row.pk: row.day for row in check_ins.values()}
    ratings: dict[date, dict[int, int]] = defaultdict(dict)
    rated = Rating.objects.filter(check_in__in=list(days))
    for check_in, item, value in rated.order_by().values_list("check_in_id", "item_id", "value"):
        ratings[days[check_in]][item] = value
    return RecentDays(
        first=span[0],
        day=day,
        check_ins=check_ins,
        ratings=ratings,
        doses=_load_doses(patient, *span),
    )


class ReadDay(NamedTuple):
    """A day's answers, packed as one text."""

    day: date
    weekly: bool
    answers: str

    @classmethod
    def of(cls, day: date, state: DayState) -> "ReadDay":
        """Return a day that holds this."""
        return cls(day, state.weekly, COMMA.join(str(pack(*each)) for each in state.ratings.items()))

    def ratings(self) -> Mapping[int, int]:
        """Return the ratings by item id."""
        return dict(map(unpack, self.answers.split(COMMA))) if self.answers else {}


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
    found = CheckIn.objects.filter(asked).order_by().annotate(packed=packed_answers())
    rows = found.values_list(*COLUMNS, "packed")
    check_ins: dict[date, CheckIn] = {}
    read = []
    for row in rows:
        each = ReadDay(row[DAY], row[WEEKLY], row[-1] or "")
        read.append(each)
        if since <= each.day <= day:
            check_ins[each.day] = CheckIn.from_db(rows.db, COLUMNS, row[:-1])
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


def packed_answers() -> Subquery:
    """Return a check-in's ratings as one text, for a query of check-ins."""
    packed = Cast(F("item_id") * PACK + F("value") + SHIFT, TextField())
    return Subquery(
        Rating.objects.filter(check_in=OuterRef("pk"))
        .order_by()
        .values("check_in")
        .annotate(answers=StringAgg(packed, Value(COMMA)))
        .values("answers")
    )
