"""After a save: look back over the days, and tell what a rule finds once an episode.

An answer that no rule could tell of costs no statement; else everything the rules need comes in one. What an
amended day takes away is taken back: a notice that was not put away yet goes when its episode is gone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from journal.day_state import DayState
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.models import DoseStep, Item, Notice, Rating
from journal.models.medicines import DoseStatus, StepKind
from journal.rules.doses import TWELVE_WEEKS, StepDay
from journal.rules.effects import FIRST_WEEKS
from journal.rules.findings import LookedAt, all_spans, could_tell, looked_at_together, relevant
from journal.rules.spans import Rule, Span, is_recent

Row = tuple[str, str, str, date, date, int | None, int]
SAME_DOSE = (StepKind.HOLD, StepKind.CHANGE)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the app told already: the episode began on `since` and was told on `told_on`."""

    pk: int
    key: tuple[str, str]
    span: Span
    closed: bool

    def is_about(self, span: Span) -> bool:
        """Return whether it is about this episode, also where an amended day moved its beginning."""
        return self.span.since <= span.last and span.since <= self.span.last


def after_save(
    patient: User,
    *,
    items: Iterable[Item],
    steps: Iterable[DoseStep],
    day: date,
    today: date,
    states: Collection[DayState],
) -> None:
    """Look back if an answer of `states`, what the day held before and holds now, can matter to a rule.

    steps: those that the medicines are on that day. An item that is not among `items` may matter.
    """
    ldn = [step for step in steps if step.medicine.is_ldn and step.amount is not None]
    early = any(day < step.day + FIRST_WEEKS for step in ldn)
    rated = {item.pk: rated_item(item) for item in items}
    answers = {(item, value) for state in states for item, value in state.ratings.items()}
    unknown = {item for item, _ in answers} - set(rated)
    wanted = {item for item, value in answers if item in rated and could_tell(rated[item], value, early=early)}
    missed = any(dose.status == DoseStatus.MISSED for state in states for dose in state.doses)
    weeks = day == today and any(today - step.day >= TWELVE_WEEKS or step.kind in SAME_DOSE for step in ldn)
    if unknown:
        look_over_everything(patient, today)
    elif wanted or missed or weeks:
        together = looked_at_together(wanted, rated.values())
        _look(patient, [rated[item] for item in sorted(together)], today, doses=missed)


def look_over_everything(patient: User, today: date) -> None:
    """Look back over everything a rule looks at: after an import, an undo or a day that was cleared."""
    _look(patient, relevant(map(rated_item, patient.items.all())), today, doses=True)


def rated_item(item: Item) -> RatedItem:
    """Return an item as the figures know it."""
    return RatedItem(item.pk, item.name, item.group, item.low, item.high, item.lower_is_better, item.target_rank)


def _look(patient: User, items: Sequence[RatedItem], today: date, *, doses: bool) -> None:
    rows = _load(patient, [item.id for item in items], today, doses=doses)
    told = [
        Told(pk=pk or 0, key=(rule, subject), span=Span(since, told_on), closed=bool(closed))
        for kind, rule, subject, since, told_on, pk, closed in rows
        if kind == "notice"
    ]
    _tell(patient, all_spans(_looked_at(rows, items, today, doses=doses)), told, today)


def _tell(patient: User, found: dict[tuple[Rule, str], list[Span]], told: Sequence[Told], today: date) -> None:
    new = [
        Notice(patient=patient, rule=rule, subject=subject, since=span.since, told_on=today)
        for (rule, subject), spans in found.items()
        for span in spans
        if is_recent(span, today) and not any(one.key == (rule, subject) and one.is_about(span) for one in told)
    ]
    spans_of = {(rule.value, subject): spans for (rule, subject), spans in found.items()}
    gone = [
        one.pk
        for one in told
        if one.key in spans_of and not one.closed and not any(one.is_about(span) for span in spans_of[one.key])
    ]
    if gone:
        patient.notices.filter(pk__in=gone).delete()
    # Of two saves at once that tell the same, the constraint lets one through.
    Notice.objects.bulk_create(new, ignore_conflicts=True)


def _load(patient: User, items: Collection[int], today: date, *, doses: bool) -> list[Row]:
    """Return everything in one statement, in order of time."""
    nothing = Value("")
    closed = Case(When(closed_at=None, then=0), default=1, output_field=IntegerField())
    notices = patient.notices.values_list(
        Value("notice"), F("rule"), F("subject"), F("since"), F("told_on"), F("pk"), closed
    )
    confirmed = Case(When(confirmed=True, then=1), default=0, output_field=IntegerField())
    steps = patient.dose_steps.filter(medicine__is_ldn=True, day__lte=today)
    parts: list[QuerySet[Any, Any]] = [
        steps.values_list(Value("step"), F("unit"), F("hours"), F("day"), F("day"), F("amount"), confirmed)
    ]
    if items:
        ratings = Rating.objects.filter(check_in__patient=patient, check_in__day__lte=today, item_id__in=items)
        weekly = Case(When(check_in__weekly=True, then=Value("weekly")), default=Value("daily"))
        day = F("check_in__day")
        parts.append(ratings.values_list(Value("rating"), weekly, nothing, day, day, F("item_id"), F("value")))
    if doses:
        said = patient.doses.filter(Q(medicine__is_ldn=True), day__lte=today)
        number = F("number")
        parts.append(said.values_list(Value("dose"), F("status"), nothing, F("day"), F("day"), number, Value(0)))
    rows = notices.order_by().union(*(part.order_by() for part in parts), all=True).order_by()
    return sorted(rows, key=lambda row: (row[3], row[5] or 0))


def _looked_at(rows: Iterable[Row], items: Sequence[RatedItem], today: date, *, doses: bool) -> LookedAt:
    ratings: dict[int, list[Point]] = {item.id: [] for item in items}
    said: list[tuple[date, str]] = []
    steps: list[StepDay] = []
    for kind, text, other, day, _, number, value in rows:
        if kind == "rating" and number is not None:
            ratings[number].append(Point(day, value, text == "weekly"))
        elif kind == "dose":
            said.append((day, text))
        elif kind == "step":
            hours = 0 if number is None else max(1, len(other.split()))
            steps.append(StepDay(day, number, text, hours, confirmed=bool(value)))
    return LookedAt(today=today, items=items, ratings=ratings, doses=said if doses else None, steps=steps)
