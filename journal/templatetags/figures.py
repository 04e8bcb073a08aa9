"""Cells and rows of the tables of figures: a long record has hundreds, and as a template each costs ten times as much.

Every text goes through `fill_escaped`, so that whatever the patient typed is escaped as in a template. A whole number
may stand in the format itself, as {:d}: nothing but a whole number passes there.
"""

from collections.abc import Iterable, Iterator, Sequence

from django import template
from django.utils.safestring import SafeString

from journal.figures.chart import DayRow, WeekRow
from journal.figures.table import Cell
from journal.markup import fill_escaped

register = template.Library()
Part = tuple[str, tuple[object, ...]]


@register.simple_tag
def step_cells(cells: Iterable[Cell]) -> SafeString:
    """Return a row's <td> of the by-step table: words for the eye, data- attributes for whoever reads by machine."""
    return _cells((cell, _words(cell)) for cell in cells)


@register.simple_tag
def compact_cells(cells: Iterable[Cell]) -> SafeString:
    """Return the same in the few words a sheet of paper has room for: "13/24, moderate, d 11-24"."""
    return _cells(
        (cell, _compact_effect(cell) if cell.item.is_side_effect and cell.figures.n else _words(cell)) for cell in cells
    )


def _cells(cells: Iterable[tuple[Cell, Iterable[Part]]]) -> SafeString:
    formats: list[str] = []
    values: list[str] = []
    for cell, words in cells:
        parts = [*_attributes(cell), (">", ()), *words, ("</td>", ())]
        formats.append("".join(text for text, _ in parts))
        values += [str(value) for _, every in parts for value in every]
    return fill_escaped(formats, values)


def _compact_effect(cell: Cell) -> Iterator[Part]:
    figures, first, last = cell.figures, cell.first_day_number, cell.last_day_number
    yield "{}/{}", (figures.days_with, figures.n)
    if figures.days_with:
        yield ", {}", (cell.worst_text.split(" (")[0],)
        if cell.column.phase.number:
            yield (", d {}", (first,)) if first == last else (", d {}-{}", (first, last))


def _attributes(cell: Cell) -> Iterator[Part]:
    figures, number = cell.figures, cell.column.phase.number
    yield f'<td data-item="{{}}" data-step="{number:d}" data-n="{figures.n:d}"', (cell.item.name,)
    if figures.n:
        yield (
            f' data-median="{{}}" data-lowest="{figures.lowest:d}" data-highest="{figures.highest:d}"',
            (figures.median_text,),
        )
        yield f' data-worst="{figures.worst:d}" data-days-with="{figures.days_with:d}"', ()
    if figures.days_with:
        yield ' data-first="{}" data-last="{}"', (figures.first_with, figures.last_with)
        if number:
            yield f' data-first-day="{cell.first_day_number:d}" data-last-day="{cell.last_day_number:d}"', ()
    if cell.column.is_last:
        yield ' class="is-now"', ()


def _words(cell: Cell) -> Iterator[Part]:
    figures = cell.figures
    if not figures.n:
        yield "no entry", ()
    elif cell.item.is_side_effect:
        yield '{} of {}<span class="roomy"> day{}</span>', (figures.days_with, figures.n, "s"[: figures.n != 1])
        if figures.days_with:
            yield from _worst(cell)
    else:
        alike = figures.lowest == figures.highest
        span = f"always {figures.lowest}" if alike else f"{figures.lowest} to {figures.highest}"
        yield '{}, n {} <span class="sub">{}</span>', (figures.median_text, figures.n, span)


def _worst(cell: Cell) -> Iterator[Part]:
    yield ' <span class="sub"><span class="roomy">worst </span>{}', (cell.worst_text,)
    first, last = cell.first_day_number, cell.last_day_number
    if cell.column.phase.number:
        yield ", day {}", (first,)
        if first != last:
            yield " to {}", (last,)
    yield '<span class="roomy">; {}</span></span>', (cell.with_dates_text,)


@register.simple_tag
def day_rows(rows: Iterable[DayRow | WeekRow]) -> SafeString:
    """Return the <tr> of each day or week of the chart's table twin."""
    return _rows((_row_format(row), (row.day_text, row.happened, row.dose, row.not_taken, *row.values)) for row in rows)


@register.simple_tag
def text_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """Return the <tr> of each row of texts, of which the first names it."""
    return _rows((f'<tr><th scope="row">{{}}</th>{"<td>{}</td>" * (len(row) - 1)}</tr>', row) for row in rows)


def _rows(rows: Iterable[tuple[str, Sequence[str]]]) -> SafeString:
    """Return all rows, each a format and what goes into it."""
    formats: list[str] = []
    values: list[str] = []
    for text, cells in rows:
        formats.append(text)
        values += cells
    return fill_escaped(formats, values)


def _row_format(row: DayRow | WeekRow) -> str:
    week = ' <span class="sub">for the week</span>' if row.weekly else ""
    happened = ' <span class="sub sub-happened">{}</span>' if row.happened else "{}"
    cells = "<td>{}</td>" * (2 + len(row.values))
    return f'<tr><th scope="row">{{}}{week}{happened}</th>{cells}</tr>'
