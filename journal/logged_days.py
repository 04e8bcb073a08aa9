"""Load the logged days with all their answers: one statement and one row a day, however many items."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.aggregates import StringAgg
from django.db.models.functions import Cast

from accounts.models import User
from journal.figures.days import PACK, SHIFT, LoggedDay
from journal.models import CheckIn, Rating
from journal.models.medicines import FIRST_DAY
from journal.prepared import prepared

COMMA, TEXT = ",", TextField()
DayRow = tuple[str, str | None, str, str, str | None]


def load_logged_days(patient: User, last_day: date, first_day: date = FIRST_DAY) -> Sequence[LoggedDay]:
    """Return the patient's days with a rating or a note up to a day (from a day, if given), in order of time."""
    read = date.fromisoformat
    return [
        LoggedDay(read(day), read(entered) if entered else None, bool(weekly), said.split(COMMA) if said else ())
        for day, entered, weekly, noted, said in _days(patient, first_day=first_day, last_day=last_day)
        if said or noted
    ]


@prepared
def _days(patient: User, first_day: date, last_day: date) -> QuerySet[CheckIn, DayRow]:
    """Return day, entered day, "w" for weekly, "n" for noted, answers: all texts, which no converter slows down."""
    packed = Cast(F("item_id") * PACK + F("value") + SHIFT, TEXT)
    answers = (
        Rating.objects.filter(check_in=OuterRef("pk"))
        .order_by()
        .values("check_in")
        .annotate(answers=StringAgg(packed, Value(COMMA)))
        .values("answers")
    )
    day, entered_day = Cast("day", TEXT), Cast("entered_day", TEXT)
    weekly = Case(When(weekly=True, then=Value("w")), default=Value(""), output_field=TEXT)
    noted = Case(When(note=b"", then=Value("")), default=Value("n"), output_field=TEXT)
    rows = patient.check_ins.filter(day__range=(first_day, last_day)).order_by(F("day"))
    return rows.values_list(day, entered_day, weekly, noted, Subquery(answers))
