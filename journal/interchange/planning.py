"""Compare a file with the record as it is now: new, changed, same. Pure."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from journal.interchange import vocabulary as words
from journal.interchange.canonical import row_cells
from journal.interchange.collecting import row_key
from journal.interchange.definitions import complete_items, complete_medicines
from journal.interchange.doubts import warn_of_doubts
from journal.interchange.plan import BARE_DAY, Plan
from journal.interchange.planning_events import compare_events
from journal.interchange.reading import Reading
from journal.interchange.rows import DiarySettings, DoseRow, ItemRow, MedicineRow, Record, Row, ScoreRow, StepRow


def make_plan(reading: Reading, present: Record, directions: Mapping[str, bool]) -> Plan:
    """Return what saving the file would do.

    directions: by direction token, whether lower is better, for items the file does not define.
    """
    plan = Plan(reading)
    complete_medicines(plan, present)
    complete_items(plan, present, directions)
    _check_rhythm(plan, present)
    for kind in words.ALL_KINDS:
        if kind not in ("dose", "event"):
            _compare(plan, present, kind)
        plan.counts[kind].same += reading.repeats.get(kind, 0)
    _compare_doses(plan, present)
    compare_events(plan, present)
    _compare_days(plan, present)
    _compare_settings(plan, present)
    _compare_diary(plan, present)
    warn_of_doubts(plan, present)
    return plan


def _compare(plan: Plan, present: Record, kind: str) -> None:
    record = plan.reading.record
    known: dict[Hashable, Row] = {row_key(row): row for row in present.of_kind(kind)}
    for given in record.of_kind(kind):
        old = known.get(row_key(given))
        row = _filled(given, old, plan.reading.today)
        if old is None:
            plan.write(kind, row)
        elif row == old:
            plan.counts[kind].same += 1
        else:
            plan.rewrite(kind, row, row_cells(old, present), row_cells(row, record))


def _filled(row: Row, old: Row | None, today: date) -> Row:
    """Return the row with what the csv does not say taken from the record, or from how a new row starts."""
    match row, old:
        case MedicineRow(reason=None), MedicineRow():
            return replace(row, reason=old.reason, reason_words=old.reason_words, prescriber=old.prescriber)
        case MedicineRow(reason=None), None:
            return replace(row, reason="", reason_words="", prescriber="")
        case ItemRow(resting=None), ItemRow():
            return replace(row, resting=old.resting)
        case ItemRow(resting=None), None:
            return replace(row, resting=False)
        case StepRow(form=None), StepRow():
            # a volume belongs to the dose that it was measured for
            volume = old.volume if (row.amount, row.unit) == (old.amount, old.unit) else None
            return replace(row, form=old.form, volume=volume, strength=old.strength, confirmed=old.confirmed)
        case StepRow(form=None), None:
            return replace(row, form="", confirmed=row.day <= today)
    return row


def _by_day(doses: Iterable[DoseRow]) -> dict[tuple[str, date], list[DoseRow]]:
    days: dict[tuple[str, date], list[DoseRow]] = defaultdict(list)
    for row in doses:
        days[row.medicine, row.day].append(row)
    return days


def _compare_doses(plan: Plan, present: Record) -> None:
    """Compare the doses of each medicine and day by their order; the same doses in another order are the same."""
    record, known = plan.reading.record, _by_day(present.doses)
    for place, rows in _by_day(record.doses).items():
        old_rows = known.get(place, [])
        if len(rows) == len(old_rows) and Counter(rows) == Counter(old_rows):
            plan.counts["dose"].same += len(rows)
            continue
        for number, row in enumerate(rows, start=1):
            old = old_rows[number - 1] if number <= len(old_rows) else None
            if row == old:
                plan.counts["dose"].same += 1
                continue
            plan.dose_numbers[row.line] = number
            _check_come(plan.reading, row)
            if old is None:
                plan.write("dose", row)
            else:
                plan.rewrite("dose", row, row_cells(old, present), row_cells(row, record))


def _check_come(reading: Reading, row: DoseRow) -> None:
    """Refuse a dose that was taken at a time that has not come yet."""
    if row.time and row.amount is not None and row.day >= reading.today and not reading.has_come(row.day, row.time):
        reading.refuse(row.line, f"{row.time:%H:%M} on {row.day.isoformat()} has not come yet.")


def _check_rhythm(plan: Plan, present: Record) -> None:
    """Refuse weekly answers on a day that holds daily ones which the file does not replace, and the reverse."""
    kept: dict[date, dict[str, bool]] = defaultdict(dict)
    for old in present.scores:
        kept[old.day][old.item] = old.weekly
    in_file: dict[date, list[ScoreRow]] = defaultdict(list)
    for row in plan.reading.record.scores:
        if row.day in kept:
            in_file[row.day].append(row)
    for day, rows in in_file.items():
        replaced = {row.item for row in rows}
        if any(weekly != rows[0].weekly for item, weekly in kept[day].items() if item not in replaced):
            here, there = ("weekly", "daily") if rows[0].weekly else ("daily", "weekly")
            reason = f"{day.isoformat()} is {there} in your record and {here} here; a day is one of them."
            plan.reading.refuse(rows[0].line, reason)


def _compare_days(plan: Plan, present: Record) -> None:
    """Find the days that get a check-in, those without any answer, and the history that comes with new ones."""
    record = plan.reading.record
    answered = {row.day for row in record.scores} | {row.day for row in record.notes}
    plan.new_days = {day for day in answered | record.check_ins.keys() if day not in present.check_ins}
    for day, check_in in record.check_ins.items():
        if day in answered:
            continue
        if day in plan.new_days:
            plan.counts[BARE_DAY].new += 1
            plan.bare_days.append(check_in)
        else:
            plan.counts[BARE_DAY].same += 1
    plan.history = [past for past in record.history if past.day in plan.new_days]


def _compare_settings(plan: Plan, present: Record) -> None:
    given = plan.reading.record.settings
    if given is None or given == present.settings:
        return
    if present.empty:
        plan.settings = given
        return
    plan.warn("The file holds other settings (name, birth date, country, time zone, hour the day starts); yours stay.")


def _compare_diary(plan: Plan, present: Record) -> None:
    """Take the diary's settings over into an empty record; of two sets of safety answers the later one."""
    given, kept = plan.reading.record.diary, present.diary or DiarySettings()
    if given is None or given == kept:
        return
    if not present.empty:
        plan.warn("The file holds other settings of the diary (daily or weekly, safety answers); yours stay.")
        return
    if kept.safety_day and kept.safety_day >= (given.safety_day or date.min):
        given = replace(given, safety=kept.safety, safety_day=kept.safety_day)
    if given != kept:
        plan.diary = given
