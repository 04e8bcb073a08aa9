"""After a save: look back over the days, and tell what a rule finds once an episode.

An answer that no rule could tell of costs no statement; else what was told comes in one, beside the last weeks,
which were read with the day; everything is read only for a rule that these do not settle. What an amended day
takes away is taken back: a notice that was not put away yet goes when its episode is gone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from journal.day_state import DayState
from journal.figures.ratings import RatedItem
from journal.figures.series import Point
from journal.models import DoseStep, Item, Notice, Rating
from journal.models.medicines import DoseStatus, StepKind
from journal.plan import steps_on
from journal.recent_days import ReadDay
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
    days: Iterable[ReadDay],
    states: Collection[DayState],
) -> None:
    """Look back if an answer of `states`, what the day held before and holds now, can matter to a rule.

    steps: all up to today, in order of time. days: what the last weeks and the beginning of the diary hold
    now. An item that is not among `items` may matter.
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
        look = LookedAt(today=today, items=looked_at, steps=[*map(_step_day, ldn)])
        _look_lately(patient, days, look, doses=missed)


def look_over_everything(patient: User, today: date) -> None:
    """Look back over everything a rule looks at: after an import, an undo or a day that was cleared."""
    items = relevant(map(rated_item, patient.items.all()))
    _tell(patient, _look_at_all(patient, items, today, doses=True), today)


def rated_item(item: Item) -> RatedItem:
    """Return an item as the figures know it."""
    return RatedItem(item.pk, item.name, item.group, item.low, item.high, item.lower_is_better, item.target_rank)


def _step_day(step: DoseStep) -> StepDay:
    return StepDay(step.day, step.amount, step.unit, step.doses_a_day, confirmed=step.confirmed)


def _look_lately(patient: User, days: Iterable[ReadDay], wanted: LookedAt, *, doses: bool) -> None:
    """Look over the last weeks, and over everything for the rules that those do not settle."""
    lately = _lately(days, wanted, _doses_lately(patient, wanted.today) if doses else None)
    change, unclear = changes_lately(lately, _told_lately(patient, lately.first))
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


def _told_lately(patient: User, first: date) -> list[Told]:
    """Return what was told and may still matter."""
    matters = Q(closed_at=None) | Q(told_on__gte=first) | Q(rule=Rule.TWELVE_WEEKS)
    rows = patient.notices.filter(matters).order_by()
    return [
        Told(pk=pk, key=(rule, subject), span=Span(since, told_on), closed=closed_at is not None)
        for pk, rule, subject, since, told_on, closed_at in rows.values_list(
            "pk", "rule", "subject", "since", "told_on", "closed_at"
        )
    ]


def _doses_lately(patient: User, today: date) -> list[tuple[date, str]]:
    within = patient.doses.filter(medicine__is_ldn=True, day__range=(first_day(today), today))
    return list(within.order_by("day", "number").values_list("day", "status"))


def _lately(days: Iterable[ReadDay], wanted: LookedAt, said: Sequence[tuple[date, str]] | None) -> Lately:
    read = sorted(each for each in days if each.day <= wanted.today)
    ratings: dict[int, list[Point]] = {item.id: [] for item in wanted.items}
    for each in read if ratings else ():
        for item, value in each.ratings().items():
            if item in ratings:
                ratings[item].append(Point(each.day, value, each.weekly))
    until = read[BEGINNING - 1].day if len(read) >= BEGINNING else wanted.today
    return Lately(seen=replace(wanted, ratings=ratings, doses=said), first=first_day(wanted.today), until=until)


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
