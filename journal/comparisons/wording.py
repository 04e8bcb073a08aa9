"""Verdicts in sentences: what changed and when, how sure that is, and never why. Pure."""

from journal.comparisons.difference import Difference
from journal.comparisons.overlap import Overlap
from journal.comparisons.thresholds import NONE_TEXT, Threshold
from journal.comparisons.verdicts import LEAST_PAIRS, Kind, Side, Verdict

NOT_HEADLINE = "It is not the headline target, so there is no likely range."
NOT_WHY = "This shows when things changed, not why."
DRIFT = (
    "But it looks as if the change began before this step, or went on steadily across it: a slow drift fits the days "
    "as well as a change at the step does."
)


def number_text(value: float) -> str:
    """Return a number to at most one decimal: "4.6", "5"; never "-0"."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def size_text(value: float) -> str:
    """Return a size above 0 as `number_text` does, with two or three decimals where fewer would read as 0."""
    digits = next((digits for digits in (1, 2, 3) if float(f"{value:.{digits}f}")), 0)
    return f"{value:.{digits}f}".removesuffix(".0") if digits else "less than 0.001"


def sentences(verdict: Verdict) -> tuple[str, ...]:
    """Return what may be said, one sentence after the other; nothing where differences are switched off."""
    match verdict.kind:
        case Kind.OFF:
            return ()
        case Kind.WEEKLY:
            return (f"{in_short(verdict).capitalize()}: medians and ranges are shown, without a likely range.",)
        case Kind.TOO_FEW:
            return ("Not enough entries yet for a comparison.", *_what_is_missing(verdict))
        case Kind.EXPLORATORY:
            return (*_pairs(verdict), NOT_HEADLINE)
        case Kind.UNVARIED:
            return _unvaried(verdict)
        case Kind.SCATTERED:
            return (_scattered(verdict), *_pairs(verdict))
        case Kind.NO_CLEAR_CHANGE:
            return (_no_clear_change(verdict), *_pairs(verdict))
    return (_change(verdict), _threshold(verdict), *_pairs(verdict), *([DRIFT] if verdict.is_drift else []), NOT_WHY)


def in_short(verdict: Verdict) -> str:
    """Return a verdict in a few words, for where the sentences are folded away; "" where differences are off."""
    match verdict.kind:
        case Kind.OFF:
            return ""
        case Kind.WEEKLY:
            return "partly entered by the week" if verdict.is_partly_weekly else "entered by the week"
        case Kind.TOO_FEW:
            return "not enough entries yet"
        case Kind.EXPLORATORY:
            if verdict.overlap is None:
                return "not rated"
            better = verdict.overlap.of_hundred
            return f"better on {better}, worse on {100 - better} of 100 day-to-day comparisons"
        case Kind.UNVARIED:
            then, now = (number_text(side.values[0]) for side in (verdict.before, verdict.after))
            return f"{then} every day of both" if then == now else f"{then} every day, then {now} every day"
        case Kind.SCATTERED:
            return "too few days that follow each other"
        case Kind.NO_CLEAR_CHANGE:
            return "no clear change"
    change = verdict.difference.change if verdict.difference else 0.0
    way, worth = "lower" if change < 0 else "higher", "better" if verdict.is_better else "worse"
    begun = ", perhaps begun before" if verdict.is_drift else ""
    return f"{size_text(abs(change))} points {way}, which is {worth}{begun}"


def _what_is_missing(verdict: Verdict) -> list[str]:
    return [_missing(side) for side in (verdict.before, verdict.after) if side.missing]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _missing(side: Side) -> str:
    counted = f"{side.label}: {side.counted} of {_counted(side.length, 'week' if side.weekly else 'day')} logged"
    if not side.length:
        counted = f"{side.label}: no day after its first ones"
    if side.is_open:
        return f"{counted}, {side.missing} more needed."
    return f"{counted}; {side.wanted} are needed, and this phase is over."


def _unvaried(verdict: Verdict) -> tuple[str, ...]:
    """Say the one answer of either side: nothing varies within them, so that there is nothing to reckon with."""
    before, after = verdict.before, verdict.after
    then, now = number_text(before.values[0]), number_text(after.values[0])
    why = "nothing varies within either, so that no likely range can be reckoned."
    if then == now:
        return (f"Every rated day was {then}, before ({before.label}) and after ({after.label}): {why}",)
    told = f"Every rated day before ({before.label}) was {then} and every one after ({after.label}) was {now}"
    return f"{told}: {why}", NOT_WHY


def _scattered(verdict: Verdict) -> str:
    return (
        "No likely range: too few rated days follow each other to tell how alike days are "
        f"({_counted(verdict.pairs, 'pair')} of days; it needs {LEAST_PAIRS})."
    )


def _no_clear_change(verdict: Verdict) -> str:
    found = verdict.difference
    if found is None or found.smallest_shown is None:
        return ""
    return (
        f"No clear change from {_then_now(verdict, found)}. With this many entries only a change of about "
        f"{size_text(found.smallest_shown)} points would have shown."
    )


def _change(verdict: Verdict) -> str:
    found = verdict.difference
    if found is None or found.low is None or found.high is None:
        return ""
    low, high = sorted((abs(found.low), abs(found.high)))
    way = "lower" if found.change < 0 else "higher"
    return (
        f"{verdict.item.name} went from {_then_now(verdict, found)}: {size_text(abs(found.change))} points {way}, "
        f"which is {'better' if verdict.is_better else 'worse'}. Likely range: {size_text(low)} to "
        f"{size_text(high)} points {way}."
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
    change = "This fall" if found.change < 0 else "This is a rise, which they did not look at; by its size it"
    return f"{_published(published)} {change} {_reaches(published, found)}."


def _published(published: Threshold) -> str:
    return (
        "Published studies of pain that fell: about 1 point or 15 % was the least that people noticed, and about 2 "
        f"points or 30 to 33 % was “much better”. It depends on where it began: from {published.began}, about "
        f"{published.from_start_text}."
    )


def _reaches(published: Threshold, found: Difference) -> str:
    """Say which of the three figures a change is as large as; a rise is held against them by its size alone."""
    reached = published.reached(found.change, found.mean_before)
    named = [name for name, is_reached in zip(("first", "second", "third"), reached, strict=True) if is_reached]
    if not named:
        return "is smaller than all three"
    if len(named) == len(reached):
        return "is as large as all three"
    return f"is as large as the {' and the '.join(named)} figure, not as the other{'s' if len(named) == 1 else ''}"


def _pairs(verdict: Verdict) -> tuple[str, ...]:
    return () if verdict.overlap is None else (pairs_text(verdict.overlap, verdict.before.label, verdict.after.label),)


def pairs_text(pairs: Overlap, before: str, after: str) -> str:
    """Return the overlap as days against days; 50 of 100 is no difference."""
    return (
        f"On {pairs.of_hundred} of 100 day-to-day comparisons a day of “{after}” was better than a day of “{before}”, "
        f"on {100 - pairs.of_hundred} worse (ties count half to each; 50 would be no difference)."
    )
