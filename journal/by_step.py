"""The by-step table of a patient: the record, counted by dose step."""

from collections.abc import Collection
from datetime import date

from accounts.models import User
from journal.figures.days import count_answers, count_entries
from journal.figures.table import ByStepTable, make_table
from journal.record import Record, load_record


def by_step_table(
    patient: User,
    *,
    item_ids: Collection[int] | None = None,
    last_day: date | None = None,
    record: Record | None = None,
) -> ByStepTable:
    """Return the table of the whole history up to `last_day`; no statement but those of the record.

    item_ids: the items to show, each with or without ratings; None shows every item that was rated.
    record: what `load_record` gave for the same patient and last day, to save loading it again.
    """
    record = record or load_record(patient, last_day=last_day)
    wanted = [item for item in record.items if item_ids is None or item.id in item_ids]
    tallies = list(count_answers(record.days, record.phases))
    rated = {tally.item_id for tally in tallies}
    return make_table(
        record.phases,
        record.dose_days,
        {phase.number: count_entries(record.days.within(phase.first_day, phase.last_day)) for phase in record.phases},
        [item for item in wanted if item_ids is not None or item.id in rated],
        tallies,
    )
