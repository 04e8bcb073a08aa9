"""Load the logged days with all their answers: one statement and one row a day, however many items."""

from datetime import date

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from journal.figures.days import Entered, LoggedDays, gather
from journal.figures.phases import ONE_DAY
from journal.models import CheckIn
from journal.models.medicines import FIRST_DAY
from journal.prepared import prepared

TEXT = TextField()
DayRow = tuple[str, str | None, str, str]


def load_logged_days(patient: User, last_day: date, first_day: date = FIRST_DAY) -> LoggedDays:
    """Return the patient's days with a rating or a note up to a day (from a day, if given)."""
    rows = _days(patient, first_day=first_day, last_day=last_day)
    if not rows:
        return LoggedDays()
    days, entered, weekly, answers = zip(*rows, strict=True)
    return gather(
        list(map(date.fromisoformat, days)), bytes(map(_entered, days, entered)), bytes(map(bool, weekly)), answers
    )


@prepared
def _days(patient: User, first_day: date, last_day: date) -> QuerySet[CheckIn, DayRow]:
    """Return day, entered day, "w" for weekly, answers: all texts, which no converter slows down."""
    day, entered_day = Cast("day", TEXT), Cast("entered_day", TEXT)
    weekly = Case(When(weekly=True, then=Value("w")), default=Value(""), output_field=TEXT)
    rows = patient.check_ins.logged().filter(day__range=(first_day, last_day)).order_by(F("day"))
    return rows.values_list(day, entered_day, weekly, "answers")


def _entered(day: str, entered: str | None) -> Entered:
    if entered == day:
        return Entered.PROMPT
    if entered is None:
        return Entered.UNKNOWN
    later = date.fromisoformat(entered) - date.fromisoformat(day)
    return Entered.PROMPT if later <= ONE_DAY else Entered.LATER
