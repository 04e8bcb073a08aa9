"""What journal.json carries since the diary has a plan, alarm signs and settings of its own. Pure.

A file from before has no `diary`; what its rows leave out, they do not say.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Any

from journal.interchange import vocabulary as words
from journal.interchange.cells import (
    Refused,
    check_plan,
    read_amount,
    read_choice,
    read_day,
    read_name,
    read_text,
    shown,
)
from journal.interchange.json_shapes import DIARY
from journal.interchange.rows import BatchRow, DiarySettings, EventRow, Record, StepRow
from journal.interchange.strict_json import check_shape
from journal.interchange.style import Style

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?", re.ASCII)


def read_slug(text: Any, longest: int, what: str) -> str:
    """Return a word of small letters, digits and hyphens or underscores between them."""
    if type(text) is not str or len(text) > longest or not _SLUG.fullmatch(text):
        raise Refused(f"{shown(str(text))} is not the word of {what}.")
    return text


def slugs_of(kept: Iterable[str]) -> tuple[str, ...]:
    """Return the words that a record keeps, as the file writes them; none where they cannot be unsealed."""
    found = sorted(set(kept))
    return tuple(found) if all(map(_SLUG.fullmatch, found)) else ()


def read_alarms(words_of: Iterable[Any]) -> tuple[str, ...]:
    """Return the alarm signs of a day, in order of the alphabet."""
    alarms = tuple(sorted({read_slug(text, words.SLUG, "an alarm sign") for text in words_of}))
    if len(" ".join(alarms)) > words.ALL_ALARMS:
        raise Refused("There are more alarm signs than a day can hold.")
    return alarms


def read_diary(entry: Any, style: Style) -> DiarySettings:
    """Return how the diary is kept and what was answered at set-up."""
    check_shape(entry, *DIARY)
    if not 0 <= entry["week_ends_on"] <= 6:
        raise Refused("A week ends on a day from 0 (Monday) to 6 (Sunday).")
    safety = entry.get("safety", {})
    for slug, answer in safety.items():
        read_slug(slug, words.SLUG, "a safety question")
        if type(answer) is not bool:
            raise Refused(f"The answer to {shown(slug)} is neither true nor false.")
    if sum(len(slug) + 8 for slug in safety) > words.ALL_ANSWERS:
        raise Refused("There are more safety questions than the diary asks.")
    answered = entry.get("safety_answered")
    return DiarySettings(
        weekly=entry.get("weekly", False),
        week_ends_on=entry["week_ends_on"],
        safety=tuple(sorted(safety.items())),
        safety_day=None if answered is None else read_day(answered, style),
    )


def read_batch(entry: Mapping[str, Any], line: int, style: Style) -> BatchRow:
    """Return a batch of a medicine."""
    opened = read_day(entry["opened"], style)
    check_plan(opened, style)
    return BatchRow(
        line=line,
        medicine=read_name(entry["medicine"], words.MEDICINE_NAME)[0],
        opened=opened,
        expires=read_day(entry["expires"], style) if "expires" in entry else None,
        strength=_above_zero(entry, "strength", style),
        number=read_text(entry.get("number", ""), words.BATCH_NUMBER, style),
        pharmacy=read_text(entry.get("pharmacy", ""), words.PHARMACY, style),
    )


def _above_zero(entry: Mapping[str, Any], name: str, style: Style) -> int | None:
    if name not in entry:
        return None
    amount = read_amount(entry[name], style)
    if amount == 0:
        raise Refused(f"A {name} is more than 0.")
    return amount


def with_form(row: StepRow, entry: Mapping[str, Any], style: Style) -> StepRow:
    """Return the step with its form, its volume and the strength that this was measured by."""
    volume, strength = _above_zero(entry, "volume", style), _above_zero(entry, "strength", style)
    if volume is not None and strength is None:
        raise Refused("A volume in mL needs the strength in mg/mL beside it.")
    return replace(
        row,
        form=read_choice(entry["form"], words.FORMS, "form") if "form" in entry else "",
        volume=volume,
        strength=strength,
        confirmed=not entry.get("unconfirmed", False),
    )


def with_strategy(row: EventRow, entry: Mapping[str, Any], items: Container[str]) -> EventRow:
    """Return the event with the ready-made strategy, whether it was agreed, and the item it is against."""
    if row.kind != words.STRATEGY and not entry.keys().isdisjoint({"strategy", "agreed", "against"}):
        raise Refused("Only a strategy has “strategy”, “agreed” and “against”.")
    slug = read_slug(entry["strategy"], words.STRATEGY_SLUG, "a strategy") if "strategy" in entry else ""
    against = read_name(entry["against"], words.ITEM_NAME)[0] if "against" in entry else None
    if against is not None and against not in items:
        raise Refused(f"{shown(entry['against'])} is not among the items.")
    return replace(row, strategy=slug, agreed=entry.get("agreed"), against=against)


def forget_unsaid(record: Record) -> None:
    """Mark what the rows of a file from before leave out as not said, so that it wipes nothing."""
    record.steps = [
        replace(row, form=None, confirmed=None)
        if (row.form, row.volume, row.strength, row.confirmed) == ("", None, None, True)
        else row
        for row in record.steps
    ]
    record.events = [
        replace(row, strategy=None) if (row.strategy, row.agreed, row.against) == ("", None, None) else row
        for row in record.events
    ]
