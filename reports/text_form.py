"""The report as plain text for a chart note: under 25 lines of at most 80 columns."""

import textwrap
from collections.abc import Iterator
from itertools import islice

from journal.figures.table import Cell
from reports.pieces import newest_piece
from reports.report import Report
from reports.then_now import ThenNow

COLUMNS, MOST_LINES = 80, 24
PLAIN = {0x2192: "->", 0x2013: "-", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
WARNING = "Written by the patient. Not checked by a clinician. Not monitored.", "Not for emergencies."
MORE = " [more on the page]"
MOST_STEPS, MOST_ITEMS = 3, 3


def text_form(report: Report) -> str:
    """Return the summary; what has no room says that there is more on the page."""
    blocks = (
        (2, _head(report)),
        (2, " ".join(WARNING)),
        (3, f"NOW: {_now(report)}"),
        (4, f"DANGER SIGNS: {_dangers(report)}"),
        (3, f"QUESTIONS: {_questions(report)}"),
        (5, f"{report.since.title.upper()}: {_since(report)}"),
        (4, f"BY DOSE STEP: {_steps(report)}"),
        (1, "It shows when things changed, not why. No dose is advised."),
    )
    lines = [line for most, text in blocks for line in _wrapped(text, most)]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, most: int) -> list[str]:
    """Return a block in lines; characters that a chart note may not know are spelt out."""
    plain = " ".join(text.translate(PLAIN).split())
    return textwrap.wrap(plain, COLUMNS, max_lines=most, placeholder=MORE, break_long_words=True)


def _head(report: Report) -> str:
    head = report.head
    who = ", ".join(part for part in (head.name, head.born, head.reason) if part)
    return f"{who}. {head.period}; {head.entries}."


def _now(report: Report) -> str:
    now = report.now
    if now.dose is None:
        return "no dose step written down."
    doses = now.step_doses
    hours = f", {now.dose.hours}" if now.dose.hours else ""
    return (
        f"{now.medicine} {now.dose.label} since {now.dose.since_text} (day {now.dose.day_number}{hours}). "
        f"On this step {doses.taken} taken, {doses.missed} missed, {doses.skipped} skipped, "
        f"{doses.not_recorded} not recorded of {doses.planned} planned. {now.pauses} {now.planned} {now.unanswered}"
    )


def _dangers(report: Report) -> str:
    ticked = [f"{sign.words}: ticked on {sign.days}." for sign in report.dangers.ticked]
    return " ".join([*ticked, f"Opioids: {report.dangers.opioids}", report.dangers.rest, *report.dangers.answers])


def _questions(report: Report) -> str:
    return " ".join(f"{number}. {text}" for number, text in enumerate(report.questions, start=1)) or "none written."


def _since(report: Report) -> str:
    back = report.since
    lines = [
        f"{line.name} {line.values} ({line.scale}){f': {line.words}' if line.words else ''}." for line in back.lines
    ]
    effects = [f"{change.capitalize()}: {names}." for change, names in back.effects]
    steps = [f"Dose changes: {'; '.join(back.steps) or 'none'}."] if back.windows else []
    none = [back.none] if back.none else []
    return " ".join([*none, *lines[:1], *([back.headline] if back.headline else []), *lines[1:], *effects, *steps])


def _line(line: ThenNow) -> str:
    return f"{line.name} {line.values} ({line.scale}){f': {line.words}' if line.words else ''}."


def _steps(report: Report) -> str:
    table = newest_piece(report.table)
    columns = list(range(len(table.columns)))[-MOST_STEPS:]
    said = [_step(report, place) for place in columns]
    return " ".join(said) or "no entry and no dose step yet."


def _step(report: Report, place: int) -> str:
    table = newest_piece(report.table)
    column = table.columns[place]
    figures = "; ".join(islice(_figures([row.cells[place] for row in table.rows]), MOST_ITEMS))
    return f"{column.phase.label}, {column.phase.dates_text}: {figures or 'nothing rated'}."


def _figures(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        if cell.figures.n and not cell.item.is_side_effect:
            yield f"{cell.item.name} median {cell.figures.median_text}, n {cell.figures.n}"
