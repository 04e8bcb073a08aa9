"""Load the logged days with all their answers: one statement and one row a day, however many items."""

from collections.abc import Sequence
from datetime import date

from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.aggregates import StringAgg
from django.db.models.fields import BooleanField
from django.db.models.functions import Cast

from accounts.models import User
from journal.figures.days import PACK, SHIFT, LoggedDay
from journal.models import Rating
from journal.models.medicines import FIRST_DAY

COMMA = ","


def load_logged_days(patient: User, last_day: date, first_day: date = FIRST_DAY) -> Sequence[LoggedDay]:
    """Return the patient's days with a rating or a note up to a day (from a day, if given), in order of time."""
    packed = Cast(F("item_id") * PACK + F("value") + SHIFT, TextField())
    answers = (
        Rating.objects.filter(check_in=OuterRef("pk"))
        .order_by()
        .values("check_in")
        .annotate(answers=StringAgg(packed, Value(COMMA)))
        .values("answers")
    )
    noted = ExpressionWrapper(~Q(note=b""), BooleanField())
    rows = (
        patient.check_ins.filter(day__range=(first_day, last_day))
        .order_by("day")
        .values_list("day", "entered_day", "weekly", noted, Subquery(answers))
    )
    return [
        LoggedDay(day, entered_day, weekly, said.split(COMMA) if said else ())
        for day, entered_day, weekly, has_note, said in rows
        if said or has_note
    ]
