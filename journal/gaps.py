"""Days that nobody said anything about: what "Welcome back" asks, and the doses that its answer fills in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import DateField, Subquery

from accounts.models import User
from journal.day_page import DayPage
from journal.day_records import save_day
from journal.day_state import DayState, DoseEntry
from journal.figures.dates import each_day, span_text
from journal.forms.doses import DoseSlot
from journal.look_back import look_over_everything
from journal.models import Diary, DoseStep
from journal.models.medicines import DoseStatus
from journal.plan import planned_doses, steps_on, steps_until
from journal.recent_days import RecentDays, load_recent_days
from journal.weeks import week_days

FEWEST, MOST = 2, 90
ONE_DAY = timedelta(days=1)
USUAL, NOT_TAKEN, UNKNOWN = "usual", "not", "unknown"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Empty days in a row on which LDN was planned; `usual` is what it was, in order of time.

    In a weekly diary they are days of the week that is asked about, and some between may hold a dose.
    """

    first: date
    last: date
    usual: tuple[str, ...]
    of_a_week: bool = False

    @property
    def days(self) -> int:
        """How many days are empty."""
        return (self.last - self.first).days + 1

    @property
    def fillable(self) -> bool:
        """Whether they are few enough to be filled by one tap."""
        return self.days <= MOST

    @property
    def span(self) -> str:
        """The days in words."""
        return span_text(self.first, self.last)


def gap_before(page: DayPage) -> Gap | None:
    """Return the gap that today's page asks about: not across a pause, a stop or an unconfirmed step.

    No statement where something was said within the last fourteen days, else one.
    """
    steps = [step for step in page.all_steps if step.medicine.is_ldn]
    if page.diary.weekly:
        return _week_before(page, steps)
    if not page.is_today or not steps or not page.items:
        return None
    said = page.recent.last_said_before(page.day) or _last_said(page.patient, page.day)
    last = page.day - (2 * ONE_DAY if page.asks_night else ONE_DAY)
    if said is None or said >= last:
        return None
    answered = page.diary.gap_answered_until
    first = max(said, answered or said) + ONE_DAY
    return _gap(steps, first, last)


def _week_before(page: DayPage, steps: Sequence[DoseStep]) -> Gap | None:
    """Return the days before the last one of the week that is asked about, as far as nothing was said of them."""
    empty = [day for day in week_days(page.day)[:-1] if page.recent.loaded(day).state.empty]
    answered = page.diary.gap_answered_until
    if not (page.is_now and page.weekly and steps and empty) or (answered and answered >= empty[-1]):
        return None
    gap = _gap(steps, empty[0], empty[-1], fewest=1)
    return gap and replace(gap, of_a_week=True)


def _gap(steps: Sequence[DoseStep], first: date, last: date, fewest: int = FEWEST) -> Gap | None:
    """Return the days at the end of first to last that stand on confirmed steps with a dose; None if too few."""
    stretch = [step for step in steps if step.day <= first][-1:] + [step for step in steps if first < step.day <= last]
    on: list[DoseStep] = []
    for step in stretch:
        if not step.confirmed:
            return None
        on = [*on, step] if step.doses_a_day else []
    if not on:
        return None
    gap = Gap(first=max(first, on[0].day), last=last, usual=_usual(on))
    return gap if gap.days >= fewest else None


def _usual(steps: Sequence[DoseStep]) -> tuple[str, ...]:
    words = (", ".join(plan.words for plan in planned_doses([step])) for step in steps)
    return tuple(dict.fromkeys(words))


def _last_said(patient: User, before: date) -> date | None:
    logged, dosed = (
        Subquery(rows.filter(day__lt=before).order_by("-day").values("day")[:1], output_field=DateField())
        for rows in (patient.check_ins.said(), patient.doses)
    )
    days = User.objects.filter(pk=patient.pk).annotate(logged=logged, dosed=dosed).values_list("logged", "dosed").get()
    return max(filter(None, days), default=None)


@transaction.atomic
def answer_gap(*, patient: User, first: date, last: date, answer: str, today: date) -> int:
    """Fill in doses of LDN on the empty days from first to last, and remember that they were asked about.

    Return how many days were filled. A day about which something was said meanwhile stays as it is;
    ratings are never filled in. Raise StaleDay where another screen saves one of them right now.
    """
    filled = 0
    if answer != UNKNOWN:
        recent, steps = load_recent_days(patient, last, (last - first).days), _ldn_steps(patient, last)
        for day in each_day(first, last):
            wanted = DayState(doses=_doses(steps, day, answer))
            filled += bool(wanted.doses) and _change(patient, recent, day, DayState(), wanted, today)
    Diary.objects.update_or_create(patient=patient, defaults={"gap_answered_until": last})
    look_over_everything(patient, today)
    return filled


@transaction.atomic
def undo_gap(*, patient: User, first: date, last: date, answer: str, today: date) -> int:
    """Take back what an answer filled in, on the days that still hold just that; they are asked about again."""
    recent, steps = load_recent_days(patient, last, (last - first).days), _ldn_steps(patient, last)
    taken_back = 0
    for day in each_day(first, last):
        filled = DayState(doses=_doses(steps, day, answer))
        taken_back += bool(filled.doses) and _change(patient, recent, day, filled, DayState(), today)
    Diary.objects.update_or_create(patient=patient, defaults={"gap_answered_until": first - ONE_DAY})
    look_over_everything(patient, today)
    return taken_back


def _change(patient: User, recent: RecentDays, day: date, old: DayState, new: DayState, today: date) -> bool:
    """Make a day that holds `old` hold `new`; return whether it did."""
    loaded = recent.loaded(day)
    if loaded.state != old:
        return False
    save_day(patient=patient, loaded=loaded, day=day, wanted=new, version=loaded.version, today=today)
    return True


def _ldn_steps(patient: User, last: date) -> list[DoseStep]:
    return [step for step in steps_until(patient, last) if step.medicine.is_ldn]


def _doses(steps: Sequence[DoseStep], day: date, answer: str) -> tuple[DoseEntry, ...]:
    """Return the doses of a day as planned, or as missed."""
    slots = [DoseSlot(plan.medicine, plan.number, plan, None) for plan in planned_doses(steps_on(steps, day))]
    choice = "usual" if answer == USUAL else DoseStatus.MISSED.value
    entries = (slot.read({slot.name: choice}) for slot in slots)
    return tuple(entry for entry in entries if entry is not None)
