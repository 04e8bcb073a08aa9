"""Complete what a file leaves out about its medicines and items, and hold it against the record. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from journal.interchange import vocabulary as words
from journal.interchange.canonical import scale_text
from journal.interchange.plan import Asked, Plan, direction_token
from journal.interchange.rows import ItemRow, MedicineRow, Record, ScoreRow


def complete_medicines(plan: Plan, present: Record) -> None:
    """Add the medicines without a row, settle which one is LDN, and refuse what contradicts."""
    record = plan.reading.record
    missing = _missing_medicines(record, present)
    kept = {row.key for row in present.medicines} | {row.key for row in record.medicines}
    if len(kept) + len(missing) > words.MOST_MEDICINES:
        plan.reading.refuse(1, f"There are more than {words.MOST_MEDICINES} medicines.")
    ldn = _settled_ldn(plan, present)
    if ldn is None and (chosen := _likely_ldn(record, missing)):
        missing = [replace(row, is_ldn=row.key == chosen) for row in missing]
        ldn = chosen
    for row in missing:
        said = "as your LDN" if row.is_ldn else "as another medicine"
        plan.warn(f"“{row.name}” has no medicine row; it comes in {said}, its form not known.")
    record.medicines.extend(missing)
    _check_ldn_units(plan, present, ldn)


def _missing_medicines(record: Record, present: Record) -> list[MedicineRow]:
    known = {row.key for row in present.medicines} | {row.key for row in record.medicines}
    return [
        MedicineRow(line=0, key=key, name=name, form=words.UNKNOWN_FORM, strength=None, is_ldn=False, pharmacy="")
        for key, name in record.medicine_names.items()
        if key not in known
    ]


def _settled_ldn(plan: Plan, present: Record) -> str | None:
    """Return the key of the one LDN medicine that the file or the record names; refuse a second."""
    record = plan.reading.record
    in_file = [row for row in record.medicines if row.is_ldn]
    redefined = {row.key for row in record.medicines}
    in_record = [row for row in present.medicines if row.is_ldn and row.key not in redefined]
    for row in in_file[1:]:
        where = f"{plan.reading.place} {in_file[0].line}"
        plan.reading.refuse(row.line, f"The LDN medicine stands in {where} already; there is one.")
    for row in in_file[:1] if in_record else []:
        plan.reading.refuse(row.line, f"Your LDN medicine here is “{in_record[0].name}”; there is one.")
    return next((row.key for row in (*in_record, *in_file)), None)


def _likely_ldn(record: Record, missing: list[MedicineRow]) -> str | None:
    """Return the first medicine, by first step day and then line, that is named like LDN."""
    named = [row.key for row in missing if any(word in row.key for word in words.LDN_WORDS)]
    first_step: dict[str, date] = {}
    for step in record.steps:
        first_step[step.medicine] = min(step.day, first_step.get(step.medicine, date.max))
    # names stand in the order of the lines in which they are first met, and min keeps the first
    return min(named, key=lambda key: first_step.get(key, date.max), default=None)


def _check_ldn_units(plan: Plan, present: Record, ldn: str | None) -> None:
    record = plan.reading.record
    for row in record.intakes():
        if row.medicine == ldn and row.unit != words.MG:
            plan.reading.refuse(row.line, "The amount of LDN is in mg.")
    others = [row for row in present.intakes() if row.medicine == ldn and row.unit != words.MG]
    marked = next((row for row in record.medicines if row.key == ldn), None)
    if others and marked:
        plan.reading.refuse(marked.line, f"“{marked.name}” has amounts in {others[0].unit} here; LDN is in mg.")


def complete_items(plan: Plan, present: Record, directions: Mapping[str, bool]) -> None:
    """Add the items without a row, with the direction the patient confirmed, and check every scale."""
    record = plan.reading.record
    known = {row.key: row for row in present.items}
    for row in record.items:
        _check_scale_kept(plan, row, known.get(row.key), present)
    record.items = rank_targets(plan, present)
    defined = {**known, **{row.key: row for row in record.items}}
    first_scores: dict[str, ScoreRow] = {}
    for score in record.scores:
        if score.item not in defined:
            first_scores.setdefault(score.item, score)
    for key, score in first_scores.items():
        lower = directions.get(direction_token(key))
        name = record.item_names[key]
        plan.asked.append(Asked(key=key, name=name, low=score.low, high=score.high, lower_is_better=lower))
        row = ItemRow(
            line=0,
            key=key,
            name=name,
            low=score.low,
            high=score.high,
            lower_is_better=lower is not False,
            group=words.OTHER_GROUP,
        )
        defined[key] = row
        record.items.append(row)
    if len(defined) > words.MOST_ITEMS:
        plan.reading.refuse(1, f"There are more than {words.MOST_ITEMS} items.")
    _check_scales(plan, defined, first_scores)


def _check_scale_kept(plan: Plan, row: ItemRow, known: ItemRow | None, present: Record) -> None:
    """Refuse another scale for an item that was rated: its numbers would mean something else."""
    if known is None or (known.low, known.high) == (row.low, row.high):
        return
    if any(score.item == row.key for score in present.scores):
        scale = scale_text(known.low, known.high)
        plan.reading.refuse(row.line, f"“{known.name}” was rated on the scale {scale} here; it cannot change.")


def _check_scales(plan: Plan, defined: Mapping[str, ItemRow], first_scores: Mapping[str, ScoreRow]) -> None:
    for score in plan.reading.record.scores:
        item = defined[score.item]
        if (score.low, score.high) == (item.low, item.high):
            continue
        line = first_scores[score.item].line if score.item in first_scores else item.line
        where = f"in {plan.reading.place} {line}" if line else "in your record"
        here, there = scale_text(score.low, score.high), scale_text(item.low, item.high)
        plan.reading.refuse(score.line, f"The scale of “{item.name}” is {there} {where} and {here} here.")


def rank_targets(plan: Plan, present: Record) -> list[ItemRow]:
    """Return the file's items with a place for each target: its own where free, else the next; refuse a fourth.

    The place is the one the json says, or the one it has in the record; the csv says none.
    """
    record = plan.reading.record
    in_file = {row.key for row in record.items}
    held = {row.key: row.target_rank for row in present.items}
    free = {*range(1, words.MOST_TARGETS + 1)} - {rank for key, rank in held.items() if key not in in_file and rank}
    wanted: dict[str, int | None] = {}
    for row in record.items:
        rank = row.target_rank or held.get(row.key)
        if row.group == words.TARGET and rank in free:
            wanted[row.key] = rank
            free.discard(rank)
    ranked = []
    for row in record.items:
        rank = wanted.get(row.key)
        if row.group == words.TARGET and rank is None:
            rank = min(free, default=None)
            free.discard(rank or 0)
            if rank is None:
                plan.reading.refuse(row.line, f"“{row.name}” would be a fourth target; there are three at most.")
        ranked.append(replace(row, target_rank=rank if row.group == words.TARGET else None))
    return ranked
