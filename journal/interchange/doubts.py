"""What a patient should look at before saving: it imports, but may be a slip. Pure."""

from collections import defaultdict
from itertools import pairwise

from journal.amounts import format_amount
from journal.interchange import vocabulary as words
from journal.interchange.plan import Plan
from journal.interchange.rows import Record, StepRow


def warn_of_doubts(plan: Plan, present: Record) -> None:
    """List naltrexone over 10 mg, and holds and changes that do not repeat the dose."""
    _warn_of_amounts(plan, present)
    _warn_of_holds(plan, present)


def _warn_of_amounts(plan: Plan, present: Record) -> None:
    record = plan.reading.record
    definitions = (*present.medicines, *record.medicines)
    ldn = {row.key for row in definitions if row.is_ldn or any(word in row.key for word in words.LDN_WORDS)}
    for row in record.intakes():
        if row.medicine in ldn and row.unit == words.MG and (row.amount or 0) > words.UNUSUAL_DOSE:
            amount, what = format_amount(row.amount or 0), "step" if isinstance(row, StepRow) else "dose"
            plan.warn(f"{plan.at(row.line)}: a naltrexone {what} of {amount} mg, which is over 10 mg.")


def _warn_of_holds(plan: Plan, present: Record) -> None:
    in_file = {(row.medicine, row.day) for row in plan.reading.record.steps}
    steps = [*plan.reading.record.steps, *(row for row in present.steps if (row.medicine, row.day) not in in_file)]
    by_medicine: dict[str, list[StepRow]] = defaultdict(list)
    for row in sorted(steps, key=lambda row: row.day):
        by_medicine[row.medicine].append(row)
    for rows in by_medicine.values():
        for before, row in pairwise(rows):
            moved = (row.amount, row.unit) != (before.amount, before.unit)
            if row.status in words.REPEATING_KINDS and moved and (row.medicine, row.day) in in_file:
                plan.warn(
                    f"{plan.at(row.line)}: a step of kind “{row.status}” that does not repeat the dose before it."
                )
