"""Cut the by-step table into pieces that fit the width of a sheet. Pure."""

from collections.abc import Sequence

from journal.figures.table import ByStepTable, Row

WIDEST = 6


def newest_piece(table: ByStepTable) -> ByStepTable:
    """Return the days before the first step and the newest steps, at most WIDEST columns in all."""
    return _pick(table, _newest(table))


def earlier_pieces(table: ByStepTable) -> tuple[ByStepTable, ...]:
    """Return the steps that the newest piece leaves out, in order of time; none in a table that fits."""
    newest = _newest(table)
    return _pick(table, [place for place in range(len(table.columns)) if place not in newest]).parts(WIDEST)


def _newest(table: ByStepTable) -> list[int]:
    places = list(range(len(table.columns)))
    if len(places) <= WIDEST:
        return places
    before = places[:1] if table.columns[0].phase.number == 0 else []
    return before + places[len(before) - WIDEST :]


def _pick(table: ByStepTable, places: Sequence[int]) -> ByStepTable:
    return ByStepTable(
        tuple(table.columns[place] for place in places),
        tuple(Row(row.item, tuple(row.cells[place] for place in places)) for row in table.rows),
    )
