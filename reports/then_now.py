"""Then and now around the last visit in the few words a report has room for. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.comparisons.since import Change, Since
from journal.comparisons.summary import Summary
from journal.comparisons.verdicts import Kind, Verdict
from journal.comparisons.windows import LEAST_LOGGED, WINDOW_DAYS, Windows
from journal.comparisons.wording import sentences
from journal.figures.dates import date_text, span_text
from journal.figures.phases import Phase, Step

ORDER = (Change.NEW, Change.WORSE, Change.GONE, Change.UNKNOWN)
NOT_BEGUN = "No earlier visit is written down and no dose step had begun in these days: nothing to compare with yet."
NOTHING = "No earlier visit is written down, nor any day before the first dose step: nothing to compare with."
TOO_EARLY = "Too early to compare: there is no whole day on either side yet."
NO_CHANGE = "Of those included and rated, by the worst day of each window none is new, worse, gone or unknown."
NO_EFFECTS = "None that is included was rated in either window."
OF_WEEKS = " Entries that stand for a week are two in 14 days."
TOO_FEW = f"Too few entries to compare: it needs {LEAST_LOGGED} logged days then and {LEAST_LOGGED} now."


@dataclass(frozen=True, kw_only=True)
class ThenNow:
    """One item: "6 (12 days) → 5 (14 days)" in medians, and where it went in words ("" where differences are off).

    hedged: whether the words are not to be read as firmer than the headline's, as no range is reckoned for it.
    """

    name: str
    scale: str
    values: str
    words: str
    hedged: bool


@dataclass(frozen=True, kw_only=True)
class LookedBack:
    """What the block says. spans: the two windows in few words. none: why nothing is compared, "" where something is.

    lines: the headline first, with what may be said of it; has_means: whether that is about means. effects: one text
    for each kind of change; passing: the side effects that were worse between the windows than in either; steps: every
    dose change between.
    """

    title: str
    windows: str = ""
    spans: str = ""
    none: str = ""
    lines: tuple[ThenNow, ...] = ()
    headline: str = ""
    has_means: bool = False
    effects: tuple[tuple[str, str], ...] = ()
    effects_said: bool = False
    no_effects: str = NO_CHANGE
    passing: str = ""
    steps: tuple[str, ...] = ()


def looked_back(since: Since | None, last_visit: date | None, phases: Sequence[Phase]) -> LookedBack:
    """Return the block in words; without windows it says why there are none."""
    if since is None:
        title = f"Since the visit on {date_text(last_visit)}" if last_visit else "Since the last visit"
        return LookedBack(title=title, none=_no_windows(last_visit, phases))
    visit = since.windows.visit
    compared = not since.too_few
    return LookedBack(
        title=f"Since the visit on {date_text(visit)}" if visit else "Since the days before the first dose step",
        windows=_windows(since),
        spans=f"{since.windows.then.dates_text} → {since.windows.now.dates_text}.",
        none="" if compared else f"{_too_few(since.windows)}{OF_WEEKS if since.weekly else ''}",
        lines=tuple(_lines(since)) if compared else (),
        headline=_headline(since) if compared else "",
        has_means=compared and since.headline is not None and since.headline.difference is not None,
        effects=tuple(_effects(since)) if compared and since.show_differences else (),
        effects_said=compared and since.show_differences,
        no_effects=NO_CHANGE if since.effects_rated else NO_EFFECTS,
        passing=_passing(since) if compared and since.show_differences else "",
        steps=tuple(step_text(step) for step in since.steps),
    )


def _no_windows(last_visit: date | None, phases: Sequence[Phase]) -> str:
    if not last_visit and not any(phase.steps for phase in phases):
        return NOT_BEGUN
    return TOO_EARLY if last_visit or not phases[0].steps else NOTHING


def _too_few(windows: Windows) -> str:
    """Return what there is too little of: days since the visit, days on either side of the first dose step, entries."""
    if windows.visit and windows.now.days < LEAST_LOGGED:
        since_visit = (windows.now.last_day - windows.visit).days + 1
        return f"Too early to compare: it needs {2 * LEAST_LOGGED} days since the visit, and there are {since_visit}."
    if windows.then.days < LEAST_LOGGED:
        return (
            f"Too few days to compare: it needs {LEAST_LOGGED} before the first dose step, and the diary "
            f"has {windows.then.days}."
        )
    if windows.now.days < LEAST_LOGGED:
        return (
            f"Too early to compare: it needs {LEAST_LOGGED} whole days since the first dose step, "
            f"and there {'is' if windows.now.days == 1 else 'are'} {windows.now.days}."
        )
    return TOO_FEW


def _windows(since: Since) -> str:
    windows = since.windows
    shorter = "both" if windows.visit or windows.then.days < WINDOW_DAYS else "now is"
    shrunk = f"; {shorter} shorter than 14 days, so that they do not overlap" if windows.shrunk else ""
    return (
        f"then {windows.then.dates_text}, {since.logged_then} of {windows.then.days} days logged → "
        f"now {windows.now.dates_text}, {since.logged_now} of {windows.now.days}{shrunk}"
    )


def _lines(since: Since) -> Iterator[ThenNow]:
    for line, words in since.told:
        told_below = since.headline is not None and line.item.is_headline
        yield ThenNow(
            name=line.item.name,
            scale=line.item.direction_text,
            values=f"{_median(line.then)} → {_median(line.now)}",
            words="" if told_below else words,
            hedged=bool(words) and not line.item.is_headline,
        )


def _median(summary: Summary | None) -> str:
    if summary is None:
        return "not rated"
    days = f"n {summary.n}" if summary.weekly else f"{summary.n} day{'' if summary.n == 1 else 's'}"
    return f"{summary.median:g} ({days})"


def _headline(since: Since) -> str:
    """Return what may be said of the headline; nothing where differences are switched off."""
    if since.headline is None:
        return since.withheld
    return verdict_text(since.headline)


def verdict_text(verdict: Verdict) -> str:
    """Return the difference with its likely range in one or two sentences, or why there is none."""
    said = sentences(verdict)
    return said[0] if verdict.kind in (Kind.CHANGE, Kind.NO_CLEAR_CHANGE) else " ".join(said)


def _effects(since: Since) -> Iterator[tuple[str, str]]:
    for change in ORDER:
        named = [f"{each.item.name}, {each.then} → {each.now}" for each in since.effects if each.change is change]
        if named:
            yield change.value, "; ".join(named)


def _passing(since: Since) -> str:
    """Return what the two windows do not show: "Vivid dreams on 5 days, 7 to 20 Nov 2026, ..."."""
    named = [
        f"{each.item.name} on {each.days} day{'' if each.days == 1 else 's'}, "
        f"{span_text(each.first_day, each.last_day)}, worst {each.worst}"
        for each in since.passing
    ]
    return f"{'; '.join(named)}." if named else ""


def step_text(step: Step) -> str:
    """Return a dose change: "4.5 mg from 2 Oct 2026 (increase; agreed at the visit)"."""
    why = "; ".join(part for part in (step.kind_text, step.reason) if part)
    said = "" if step.confirmed else "; planned, not said whether it happened"
    return f"{step.label} from {date_text(step.day)} ({why}{said})"
