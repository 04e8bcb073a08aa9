"""The report as plain text for a chart note: under 25 lines of at most 80 columns, only whole figures.

What a prescriber must not miss stands first. A block takes the lines it needs, up to its share and to what the
blocks before it left over; what does not fit is left out as whole items, and the last line says how many.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from journal.figures.dates import date_text
from journal.figures.ratings import RatedItem
from reports.report import Report
from reports.summaries import beyond_plan_text
from reports.then_now import ThenNow

COLUMNS, MOST_LINES = 80, 24
PLAIN = {0x2192: "->", 0x2013: "-", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
WARNING = "Written by the patient. Not checked by a clinician. Not monitored. Not for emergencies."
NO_ADVICE = "No dose is advised."
ON_PAGE = "on the page."
# A blank between a number and what it counts: "12 of 14 days", "3 Nov 2026", "n 12". No line and no cut ends there.
WITHIN_A_FIGURE = re.compile(r" (?:(?<=\d )(?=\w|\(\d|\(n )|(?<=\b\d\. )(?=\w)|(?<=[^\W\d] )(?=\d))")
GLUE, LONGEST_FIGURE = "\0", 40


@dataclass(frozen=True, slots=True)
class Block:
    """Some items under a title. most: its share of lines."""

    most: int
    title: str
    items: Sequence[str]


def text_form(report: Report) -> str:
    """Return the summary."""
    blocks = (
        Block(5, "", _head(report)),
        Block(2, "OPIOIDS: ", _opioids(report)),
        Block(4, "DANGER SIGNS: ", _dangers(report)),
        Block(3, f"{report.now.as_of.upper()}: ", _now(report)),
        Block(2, "QUESTIONS: ", _questions(report)),
        Block(4, f"{report.since.title.upper()}{', medians' if report.since.lines else ''}: ", _since(report)),
        Block(4, f"BY DOSE STEP, {_rated(report)}: ", _steps(report)),
    )
    lines: list[str] = []
    room = 0
    for block in blocks:
        room += block.most
        lines += fitted(block, room - len(lines))
    return "\n".join(lines) + "\n"


def fitted(block: Block, most: int) -> list[str]:
    """Return the lines of as many whole items as fit, and how many more there are."""
    items = [_plain(item) for item in block.items]
    for kept in range(len(items), 0, -1):
        if sum(map(len, items[:kept])) > most * (COLUMNS + 1):
            continue
        left = [f"And {len(items) - kept} more {ON_PAGE}"] if kept < len(items) else []
        lines = _wrapped(_plain(block.title), *items[:kept], *left)
        if len(lines) <= most:
            return lines
    return _begun(_plain(block.title), items[0], len(items) - 1, most)


def _begun(title: str, item: str, others: int, most: int) -> list[str]:
    """Return the beginning of an item that is too long for its block."""
    words = _glued(item).split()
    rest = f"... The rest{f', and {others} more,' if others else ''} {ON_PAGE}"
    while len(words) > 1:
        words.pop()
        lines = _wrapped(title, f"{' '.join(words)} {rest}")
        if len(lines) <= most:
            return lines
    return _wrapped(title, f"{others + 1} {ON_PAGE}")


def _wrapped(*texts: str) -> list[str]:
    """Return the texts one after the other in lines, none of which ends within a figure."""
    text = " ".join(map(_glued, texts)).strip()
    return [line.replace(GLUE, " ") for line in textwrap.wrap(text, COLUMNS, break_on_hyphens=False)]


def _glued(text: str) -> str:
    """Return the text with each figure in one piece; rows of numbers without an end are none."""
    pieces = WITHIN_A_FIGURE.sub(GLUE, text).split()
    return " ".join(piece if len(piece) <= LONGEST_FIGURE else piece.replace(GLUE, " ") for piece in pieces)


def _plain(text: str) -> str:
    """Return a text on one line; characters that a chart note may not know are spelt out."""
    return " ".join(text.translate(PLAIN).split())


def _head(report: Report) -> list[str]:
    head = report.head
    named = ", ".join(part for part in (head.name, head.born) if part)
    who = f"{named}, {head.reason}." if head.reason else f"{named}."
    days = ", ".join(part for part in (head.period, head.first_entry) if part)
    period = f"{days}; {head.entries}."
    if len(who) + len(period) < 2 * COLUMNS:
        return [who, period, WARNING, NO_ADVICE, _included(report)]
    return [f"{named}.", WARNING, NO_ADVICE, _included(report), period, *([f"{head.reason}."] if head.reason else [])]


def _included(report: Report) -> str:
    """Return on which day it was made, and of how much, so that what is absent is not read as normal."""
    effects = [row.item.is_side_effect for row in report.table.rows].count(True)
    rated = len(report.table.rows) - effects
    counted = f"{rated} item{'' if rated == 1 else 's'}, {effects} side effect{'' if effects == 1 else 's'}"
    return f"Made {report.head.made_on}; only {counted}."


def _opioids(report: Report) -> list[str]:
    return [f"{each}." for each in report.dangers.opioids] or [report.dangers.opioids_text]


def _dangers(report: Report) -> list[str]:
    ticked = [f"{sign.words}: ticked on {sign.days}." for sign in report.dangers.ticked]
    return [*ticked, report.dangers.rest, *report.dangers.answers]


def _now(report: Report) -> list[str]:
    now = report.now
    if now.dose is None:
        return ["no dose step has begun.", now.planned] if now.planned else ["no dose step written down."]
    doses = now.step_doses
    hours = f", {now.dose.hours}" if now.dose.hours else ""
    changed = f"; form or hour changed {now.dose.step_since_text}" if now.dose.step_since_text else ""
    counted = f" (to {now.counted_to})" if now.days_since_entry > 1 else ""
    doubt = f" ({now.dose.doubt})" if now.dose.doubt else ""
    said = (
        f"{now.medicine} {now.dose.label}{doubt} since {now.dose.since_text} "
        f"(day {now.dose.day_number}{hours}{changed}).",
        f"Of {doses.planned} doses on this step{counted} {doses.taken} taken, {doses.missed} missed, "
        f"{doses.skipped} skipped, {doses.not_recorded} not recorded{beyond_plan_text(doses)}.",
        now.unanswered,
        now.pauses,
        now.planned,
    )
    return [each for each in said if each]


def _questions(report: Report) -> list[str]:
    return [f"{number}. {text}" for number, text in enumerate(report.questions, start=1)] or ["none written."]


def _since(report: Report) -> list[str]:
    back = report.since
    lines = [f"{line.name} {line.values}, {_direction(line)}." for line in back.lines]
    if back.headline:
        lines[0] += f" {back.headline}"
    effects = [f"{change.capitalize()}: {names}." for change, names in back.effects]
    if back.effects_said and not effects:
        effects = [f"Side effects: {back.no_effects}"]
    between = f"Worse between the two: {back.passing}" if back.passing else ""
    said = (back.spans, back.none, *lines[:1], *effects, between, *lines[1:])
    return [each for each in said if each]


def _direction(line: ThenNow) -> str:
    """Return where an item went in few words; of all but the headline that there is no range to it."""
    return f"{line.words}, no range" if line.hedged else line.words or line.scale


def _rated(report: Report) -> str:
    """Return whose medians the steps give, with scale and direction: "medians of Fatigue, Mood (0-10, ...)"."""
    items = [row.item for row in report.table.rows]
    rated = groupby((item for item in items if not item.is_side_effect), key=_scale)
    named = [f"{', '.join(item.name for item in alike)} ({scale})" for scale, alike in rated]
    return f"medians of {', '.join(named)}" if named else f"no item{' but side effects' if items else ''} included"


def _scale(item: RatedItem) -> str:
    return f"{item.low} to {item.high}, {'lower' if item.lower_is_better else 'higher'} better"


def _steps(report: Report) -> list[str]:
    """Return the present step with its side effects, then the steps before it, the newest first."""
    if not report.table.columns:
        return ["no entry and no dose step yet."]
    now, *before = [_step(report, place) for place in reversed(range(len(report.table.columns)))]
    return [now, *_effects(report), *before]


def _step(report: Report, place: int) -> str:
    """Return a step and the medians of what was rated: "4.5 mg from 2 Oct 2026: 6, 5, 7 (n 12)."."""
    phase = report.table.columns[place].phase
    figures = [row.cells[place].figures for row in report.table.rows if not row.item.is_side_effect]
    counts = {each.n for each in figures}
    if not counts:
        rated = ""
    elif counts == {0}:
        rated = ": none of them rated"
    elif len(counts) == 1:
        rated = f": {', '.join(each.median_text for each in figures)} (n {figures[0].n})"
    else:
        rated = f": {', '.join(f'{each.median_text} (n {each.n})' if each.n else 'not rated' for each in figures)}"
    return f"{phase.label} from {date_text(phase.first_day)}{rated}."


def _effects(report: Report) -> list[str]:
    """Return the side effects of the present step, the most frequent first, each as an item."""
    cells = [row.cells[-1] for row in report.table.rows if row.item.is_side_effect]
    found = sorted((cell for cell in cells if cell.figures.days_with), key=lambda cell: -cell.figures.days_with)
    said = [f"{each.item.name} {each.figures.days_with}/{each.figures.n}, worst {each.worst_text}" for each in found]
    ends = [*[";"] * (len(said) - 1), "."]
    return [
        f"{'' if place else 'Days with: '}{words}{end}"
        for place, (words, end) in enumerate(zip(said, ends, strict=False))
    ]
