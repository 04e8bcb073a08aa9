"""Load the by-step table: the database counts, so that ten years of ratings stay a few rows."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Case, Count, F, Max, Min, Q, Value, When

from accounts.models import User
from journal.figures.entries import Entries
from journal.figures.phases import Phase
from journal.figures.ratings import Tally
from journal.figures.table import ByStepTable, make_table
from journal.record import Record, load_record


def by_step_table(
    patient: User,
    *,
    item_ids: Collection[int] | None = None,
    last_day: date | None = None,
    record: Record | None = None,
) -> ByStepTable:
    """Return the table of the whole history up to `last_day`: two statements and those of the record.

    item_ids: the items to show, each with or without ratings; None shows every item that was rated.
    record: what `load_record` gave for the same patient and last day, to save loading it again.
    """
    record = record or load_record(patient, last_day=last_day)
    wanted = [item for item in record.items if item_ids is None or item.id in item_ids]
    tallies = list(_tallies(patient, record.phases, [item.id for item in wanted]))
    rated = {tally.item_id for tally in tallies}
    return make_table(
        record.phases,
        record.dose_days,
        _entries(patient, record.phases),
        [item for item in wanted if item_ids is not None or item.id in rated],
        tallies,
    )


def _phase_of_day(phases: Sequence[Phase]) -> Case:
    """Return the number of the phase a day belongs to; the day must not lie before the first."""
    return Case(*(When(day__gte=phase.first_day, then=Value(phase.number)) for phase in reversed(phases)))


def _tallies(patient: User, phases: Sequence[Phase], item_ids: Collection[int]) -> Iterator[Tally]:
    """Yield how often each value was chosen, by item and phase."""
    if not phases:
        return
    rows = (
        patient.check_ins.filter(day__range=(phases[0].first_day, phases[-1].last_day), ratings__item__in=item_ids)
        .order_by()
        .values_list("ratings__item", _phase_of_day(phases), "ratings__value")
        .annotate(Count("id"), Min("day"), Max("day"))
    )
    for row in rows:
        yield Tally(*row)


def _entries(patient: User, phases: Sequence[Phase]) -> dict[int, Entries]:
    """Return the logged days by phase number; a phase without any is left out."""
    if not phases:
        return {}
    next_day = F("day") + timedelta(days=1)
    rows = (
        patient.check_ins.logged()
        .filter(day__range=(phases[0].first_day, phases[-1].last_day))
        .order_by()
        .values_list(_phase_of_day(phases))
        .annotate(
            logged=Count("id"),
            prompt=Count("id", filter=Q(entered_day__lte=next_day)),
            later=Count("id", filter=Q(entered_day__gt=next_day)),
            unknown=Count("id", filter=Q(entered_day=None)),
            as_weekly=Count("id", filter=Q(weekly=True)),
        )
    )
    return {number: Entries(*counts) for number, *counts in rows}
