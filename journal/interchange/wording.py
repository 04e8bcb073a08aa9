"""A plan in words, for the page and the terminal. Pure."""

from collections.abc import Iterator
from datetime import date

from journal.interchange import vocabulary as words
from journal.interchange.plan import BARE_DAY, Change, Count, Plan
from journal.interchange.rows import Cells

KIND_WORDS = {
    "medicine": "Medicines",
    "item": "What is rated",
    "step": "Dose steps",
    "dose": "Doses",
    "score": "Ratings",
    "event": "Events and visits",
    "note": "Notes",
    "overall": "Overall change",
    words.BATCH: "Batches",
    words.ALARMS: "Days with an alarm sign ticked",
    BARE_DAY: "Days without a rating or note",
}
BEYOND_CSV = "details that only the zip carries"


def counts_in_words(plan: Plan) -> Iterator[tuple[str, Count]]:
    """Yield the kinds the file holds, with how many of each are new, changed and the same."""
    for kind, count in plan.counts.items():
        if count.new or count.changed or count.same:
            yield KIND_WORDS[kind], count


def total(plan: Plan) -> Count:
    """Return the counts of all kinds together."""
    counts = plan.counts.values()
    return Count(
        new=sum(count.new for count in counts),
        changed=sum(count.changed for count in counts),
        same=sum(count.same for count in counts),
    )


def refusals_in_words(plan: Plan) -> list[str]:
    """Return "Line 12: reason" for the refused rows that are kept, in the order of the file."""
    return [f"{plan.at(refusal.line)}: {refusal.reason}" for refusal in sorted(plan.reading.refusals, key=_line)]


def _line(refusal: object) -> int:
    return int(getattr(refusal, "line", 0))


def changes_in_words(plan: Plan) -> list[str]:
    """Return what each change would change; the first hundred."""
    return [f"{plan.at(change.line)}: {_change(change)}" for change in plan.changes]


def _change(change: Change) -> str:
    before, after = change.before, change.after
    moved = [
        f"{name} {_quoted(old)} becomes {_quoted(new)}"
        for name, old, new in zip(Cells._fields, before, after, strict=True)
        if old != new
    ]
    return f"{_what(before)}: {', '.join(moved) or BEYOND_CSV}"


def _what(cells: Cells) -> str:
    parts = [cells.kind, cells.item]
    if cells.day:
        day = date.fromisoformat(cells.day)
        parts.append(f"{day.day} {day:%b %Y}")
    return ", ".join(part for part in parts if part)


def _quoted(text: str) -> str:
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”" if text else "empty"


def settings_in_words(plan: Plan) -> str:
    """Say which settings come in with the file; "" where none do."""
    said = []
    if plan.settings:
        hour = f"{plan.settings.day_start_hour:02}:00"
        said.append(
            f"name for reports, date of birth, country, time zone {plan.settings.time_zone}, day starting at {hour}"
        )
    if plan.diary:
        said.append(f"a diary {'once a week' if plan.diary.weekly else 'every day'}, the answers about safety")
    return f"Your settings come from the file too, since your record is empty: {', '.join(said)}." if said else ""
