"""After a save: look back over the days, and tell what a rule finds once an episode.

An answer that no rule could tell of costs no statement; else what was told and the last weeks come in one, and
everything only where those do not settle it. What an amended day takes away is taken back: a notice that was
not put away yet goes when its episode is gone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from journal.day_state import DayState
from journal.figures.days import unpack
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.models import DoseStep, Item, Notice, Rating
from journal.models.medicines import DoseStatus, StepKind
from journal.plan import steps_on
from journal.recent_days import COMMA, packed_answers
from journal.rules.doses import TWELVE_WEEKS, StepDay
from journal.rules.effects import FIRST_WEEKS
from journal.rules.findings import Key, LookedAt, all_spans, could_tell, items_of, looked_at_together, relevant
from journal.rules.spans import Rule, Span
from journal.rules.telling import BEGINNING, Change, Lately, Told, changes, changes_lately, first_day

Row = tuple[str, str, str, date, date, int | None, int]
SAME_DOSE = (StepKind.HOLD, StepKind.CHANGE)


def after_save(
    patient: User,
    *,
    items: Iterable[Item],
    steps: Sequence[DoseStep],
    day: date,
    today: date,
    states: Collection[DayState],
) -> None:
    """Look back if an answer of `states`, what the day held before and holds now, can matter to a rule.

    steps: all up to today, in order of time. An item that is not among `items` may matter.
    """
    on_day = [step for step in steps_on(steps, day) if step.medicine.is_ldn and step.amount is not None]
    early = any(day < step.day + FIRST_WEEKS for step in on_day)
    rated = {item.pk: rated_item(item) for item in items}
    answers = {(item, value) for state in states for item, value in state.ratings.items()}
    unknown = {item for item, _ in answers} - set(rated)
    wanted = {item for item, value in answers if item in rated and could_tell(rated[item], value, early=early)}
    missed = any(dose.status == DoseStatus.MISSED for state in states for dose in state.doses)
    weeks = day == today and any(today - step.day >= TWELVE_WEEKS or step.kind in SAME_DOSE for step in on_day)
    if unknown:
        look_over_everything(patient, today)
    elif wanted or missed or weeks:
        together = looked_at_together(wanted, rated.values())
        looked_at = [rated[item] for item in sorted(together)]
        ldn = [step for step in steps if step.medicine.is_ldn and step.day <= today]
        _look_lately(patient, LookedAt(today=today, items=looked_at, steps=[*map(_step_day, ldn)]), doses=missed)


def look_over_everything(patient: User, today: date) -> None:
    """Look back over everything a rule looks at: after an import, an undo or a day that was cleared."""
    items = relevant(map(rated_item, patient.items.all()))
    _tell(patient, _look_at_all(patient, items, today, doses=True), today)


def rated_item(item: Item) -> RatedItem:
    """Return an item as the figures know it."""
    return RatedItem(item.pk, item.name, item.group, item.low, item.high, item.lower_is_better, item.target_rank)


def _step_day(step: DoseStep) -> StepDay:
    return StepDay(step.day, step.amount, step.unit, step.doses_a_day, confirmed=step.confirmed)


def _look_lately(patient: User, wanted: LookedAt, *, doses: bool) -> None:
    """Look over the last weeks, and over everything for the rules that those do not settle."""
    first = first_day(wanted.today)
    rows = _load_lately(patient, wanted, first, doses=doses)
    change, unclear = changes_lately(_lately(rows, wanted, first, doses=doses), _told(rows))
    if unclear:
        items = items_of(unclear, wanted.items)
        change += _look_at_all(patient, items, wanted.today, doses=(Rule.MISSED, "") in unclear, only=unclear)
    _tell(patient, change, wanted.today)


def _look_at_all(
    patient: User, items: Sequence[RatedItem], today: date, *, doses: bool, only: Collection[Key] | None = None
) -> Change:
    rows = _load(patient, [item.id for item in items], today, doses=doses)
    found = all_spans(_looked_at(rows, items, today, doses=doses))
    return changes({key: spans for key, spans in found.items() if only is None or key in only}, _told(rows), today)


def _told(rows: Iterable[Row]) -> list[Told]:
    return [
        Told(pk=pk or 0, key=(rule, subject), span=Span(since, told_on), closed=bool(closed))
        for kind, rule, subject, since, told_on, pk, closed in rows
        if kind == "notice"
    ]


def _tell(patient: User, change: Change, today: date) -> None:
    if change.gone:
        patient.notices.filter(pk__in=change.gone).delete()
    # Of two saves at once that tell the same, the constraint lets one through.
    Notice.objects.bulk_create(
        [
            Notice(patient=patient, rule=rule, subject=subject, since=span.since, told_on=today)
            for (rule, subject), span in change.new
        ],
        ignore_conflicts=True,
    )


def _load_lately(patient: User, wanted: LookedAt, first: date, *, doses: bool) -> list[Row]:
    """Return what was told and may still matter, the check-ins that Lately asks for and the doses, in one statement."""
    matters = Q(closed_at=None) | Q(told_on__gte=first) | Q(rule=Rule.TWELVE_WEEKS)
    rows = _notices(patient).filter(matters)
    parts: list[QuerySet[Any, Any]] = []
    if wanted.items:
        days = patient.check_ins.order_by("day").values("day")[BEGINNING - 1 : BEGINNING]
        last = Coalesce(Subquery(days, output_field=DateField()), Value(wanted.today, DateField()))
        asked = patient.check_ins.filter(Q(day__gte=first) | Q(day__lte=last), day__lte=wanted.today)
        day, weekly = F("day"), Cast(F("weekly"), IntegerField())
        answers = Coalesce(packed_answers(), Value(""), output_field=TextField())
        parts.append(asked.values_list(Value("day"), answers, Value(""), day, day, Value(0), weekly))
    if doses:
        parts.append(_doses(patient, wanted.today).filter(day__gte=first))
    return _together(rows, parts)


def _lately(rows: Sequence[Row], wanted: LookedAt, first: date, *, doses: bool) -> Lately:
    ratings: dict[int, list[Point]] = {item.id: [] for item in wanted.items}
    days = [(day, text, bool(weekly)) for kind, text, _, day, _, _, weekly in rows if kind == "day"]
    for day, text, weekly in days:
        for item, value in map(unpack, text.split(COMMA) if text else ()):
            if item in ratings:
                ratings[item].append(Point(day, value, weekly))
    said = [(day, text) for kind, text, _, day, *_ in rows if kind == "dose"]
    until = days[BEGINNING - 1][0] if len(days) >= BEGINNING else wanted.today
    return Lately(seen=replace(wanted, ratings=ratings, doses=said if doses else None), first=first, until=until)


def _load(patient: User, items: Collection[int], today: date, *, doses: bool) -> list[Row]:
    """Return everything in one statement, in order of time."""
    confirmed = Case(When(confirmed=True, then=1), default=0, output_field=IntegerField())
    steps = patient.dose_steps.filter(medicine__is_ldn=True, day__lte=today)
    parts: list[QuerySet[Any, Any]] = [
        steps.values_list(Value("step"), F("unit"), F("hours"), F("day"), F("day"), F("amount"), confirmed)
    ]
    if items:
        ratings = Rating.objects.filter(check_in__patient=patient, check_in__day__lte=today, item_id__in=items)
        weekly = Case(When(check_in__weekly=True, then=Value("weekly")), default=Value("daily"))
        day = F("check_in__day")
        parts.append(ratings.values_list(Value("rating"), weekly, Value(""), day, day, F("item_id"), F("value")))
    if doses:
        parts.append(_doses(patient, today))
    return _together(_notices(patient), parts)


def _notices(patient: User) -> QuerySet[Any, Any]:
    closed = Case(When(closed_at=None, then=0), default=1, output_field=IntegerField())
    return patient.notices.values_list(
        Value("notice"), F("rule"), F("subject"), F("since"), F("told_on"), F("pk"), closed
    )


def _doses(patient: User, today: date) -> QuerySet[Any, Any]:
    said = patient.doses.filter(Q(medicine__is_ldn=True), day__lte=today)
    return said.values_list(Value("dose"), F("status"), Value(""), F("day"), F("day"), F("number"), Value(0))


def _together(rows: QuerySet[Any, Any], parts: Iterable[QuerySet[Any, Any]]) -> list[Row]:
    """Return the rows of one statement in order of time."""
    found = rows.order_by().union(*(part.order_by() for part in parts), all=True).order_by()
    return sorted(found, key=lambda row: (row[3], row[5] or 0))


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
