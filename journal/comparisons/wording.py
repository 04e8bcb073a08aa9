"""Verdicts in sentences: what changed and when, how sure that is, and never why. Pure."""

from journal.comparisons.difference import Difference
from journal.comparisons.overlap import Overlap
from journal.comparisons.thresholds import NONE_TEXT, Threshold
from journal.comparisons.verdicts import Kind, Side, Verdict

NOT_WHY = "This shows when things changed, not why."
DRIFT = (
    "But it looks as if the change began before this step, or went on steadily across it: a slow drift fits the days "
    "as well as a change at the step does."
)
WEEKLY = "Entered by the week: medians and ranges are shown, without a likely range."


def number_text(value: float) -> str:
    """Return a number to at most one decimal: "4.6", "5"; never "-0"."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def sentences(verdict: Verdict) -> tuple[str, ...]:
    """Return what may be said, one sentence after the other; nothing where differences are switched off."""
    match verdict.kind:
        case Kind.OFF:
            return ()
        case Kind.WEEKLY:
            return (WEEKLY,)
        case Kind.TOO_FEW:
            return ("Not enough entries yet for a comparison.", *_what_is_missing(verdict))
        case Kind.EXPLORATORY:
            return (*_pairs(verdict), "It is not the headline chosen beforehand, so there is no likely range.")
        case Kind.NO_CLEAR_CHANGE:
            return (_no_clear_change(verdict), *_pairs(verdict))
    return (_change(verdict), _threshold(verdict), *_pairs(verdict), *([DRIFT] if verdict.is_drift else []), NOT_WHY)


def in_short(verdict: Verdict) -> str:
    """Return a verdict in a few words, for where the sentences are folded away; "" where differences are off."""
    match verdict.kind:
        case Kind.OFF:
            return ""
        case Kind.WEEKLY:
            return "entered by the week"
        case Kind.TOO_FEW:
            return "not enough entries yet"
        case Kind.EXPLORATORY:
            pairs = verdict.overlap
            return f"better on {pairs.of_hundred} of 100 day-to-day comparisons" if pairs else "not rated"
        case Kind.NO_CLEAR_CHANGE:
            return "no clear change"
    change = verdict.difference.change if verdict.difference else 0.0
    way, worth = "lower" if change < 0 else "higher", "better" if verdict.is_better else "worse"
    return f"{number_text(abs(change))} points {way}, which is {worth}"


def _what_is_missing(verdict: Verdict) -> list[str]:
    return [_missing(side) for side in (verdict.before, verdict.after) if side.missing]


def _missing(side: Side) -> str:
    counted = f"{side.label}: {side.logged} of {side.length} {'weeks' if side.weekly else 'days'} logged"
    if side.is_open:
        return f"{counted}, {side.missing} more needed."
    return f"{counted}; {side.wanted} are needed, and this phase is over."


def _no_clear_change(verdict: Verdict) -> str:
    found = verdict.difference
    if found is None or found.smallest_shown is None:
        return "No clear change: every day of both phases has the same answer."
    return (
        f"No clear change from {_then_now(verdict, found)}. With this many entries only a change of about "
        f"{number_text(found.smallest_shown)} points would have shown."
    )


def _change(verdict: Verdict) -> str:
    found = verdict.difference
    if found is None or found.low is None or found.high is None:
        return ""
    low, high = sorted((abs(found.low), abs(found.high)))
    way = "lower" if found.change < 0 else "higher"
    return (
        f"{verdict.item.name} went from {_then_now(verdict, found)}: {number_text(abs(found.change))} points {way}, "
        f"which is {'better' if verdict.is_better else 'worse'}. Likely range: {number_text(low)} to "
        f"{number_text(high)} points {way}."
    )


def _then_now(verdict: Verdict, found: Difference) -> str:
    return (
        f"a mean of {number_text(found.mean_before)} ({verdict.before.label}) to "
        f"{number_text(found.mean_after)} ({verdict.after.label})"
    )


def _threshold(verdict: Verdict) -> str:
    """Say what was published, and on which side of it the change lies."""
    published, found = verdict.threshold, verdict.difference
    if published is None or found is None:
        return NONE_TEXT
    return f"{_published(published)} This change {_reaches(published, found)}."


def _published(published: Threshold) -> str:
    return (
        "In published studies of pain, a change of about 2 points or 30 % was noticed by most people; of about "
        f"{number_text(published.from_start)} {'point' if published.from_start == 1 else 'points'} where it began "
        "as here."
    )


def _reaches(published: Threshold, found: Difference) -> str:
    first = published.reached_by(found.change, found.mean_before)
    second = published.reaches_from_start(found.change)
    if first and second:
        return "is as large as both"
    if first or second:
        return f"is as large as the {'first' if first else 'second'} figure, not the {'second' if first else 'first'}"
    return "is smaller than both"


def _pairs(verdict: Verdict) -> tuple[str, ...]:
    return () if verdict.overlap is None else (pairs_text(verdict.overlap, verdict.before.label, verdict.after.label),)


def pairs_text(pairs: Overlap, before: str, after: str) -> str:
    """Return the overlap as days against days; 50 of 100 is no difference."""
    return (
        f"On {pairs.of_hundred} of 100 day-to-day comparisons a day of “{after}” was better than a day of “{before}” "
        "(ties count half; 50 would be no difference)."
    )
