"""Comparisons in words, for the pages that show them."""

from collections.abc import Sequence

from django import template

from journal.comparisons.steps import Part
from journal.comparisons.summary import Summary, summarise
from journal.comparisons.verdicts import Kind, Side, Verdict
from journal.comparisons.wording import in_short
from journal.comparisons.wording import sentences as verdict_sentences
from journal.figures.dates import span_text
from journal.figures.ratings import RatedItem
from journal.figures.series import Point

register = template.Library()


@register.filter
def sentences(verdict: Verdict) -> tuple[str, ...]:
    """Return what may be said of a verdict."""
    return verdict_sentences(verdict)


@register.filter
def short(verdict: Verdict) -> str:
    """Return a verdict in a few words."""
    return in_short(verdict)


@register.filter
def summary_text(summary: Summary | None) -> str:
    """Return "6 (n 12, 4 to 8)", or "not rated"."""
    if summary is None:
        return "not rated"
    weekly = f", {summary.weekly} for a week" if summary.weekly else ""
    return f"{summary.median:g} (n {summary.n}{weekly}, {summary.lowest} to {summary.highest})"


@register.filter
def sides_text(verdict: Verdict) -> str:
    """Return "1.5 mg: 6 (n 14, 4 to 8). 3 mg: 4 (n 12, 2 to 6)."; where nothing is compared, the wash-in counted."""
    sides = (verdict.before, verdict.after)
    whole = verdict.kind in (Kind.OFF, Kind.TOO_FEW, Kind.WEEKLY) and any(side.left_out for side in sides)
    told = [_side_text(verdict.item, side, [*side.left_out, *side.points] if whole else side.points) for side in sides]
    return " ".join(["All days, the first on a dose counted too:", *told] if whole else told)


def _side_text(item: RatedItem, side: Side, points: Sequence[Point]) -> str:
    return f"{side.label}: {summary_text(summarise(item, points))}."


@register.filter
def part_text(part: Part) -> str:
    """Return which days of a phase were compared, and how many were left out."""
    left_out = f"; its first {part.left_out} days left out" if part.left_out else ""
    if not part.days:
        return f"{part.phase.label}: no day yet{left_out}."
    days = f"{part.days} day{'' if part.days == 1 else 's'}"
    return f"{part.phase.label}: {span_text(part.first_day, part.phase.last_day)}, {days}{left_out}."
