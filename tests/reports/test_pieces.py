"""Which columns of the by-step table are on paper."""

from datetime import date, timedelta

import pytest

from journal.figures.phases import Phase, Step, make_phases
from journal.figures.ratings import RatedItem
from journal.figures.table import ByStepTable, make_table
from reports.pieces import earlier_pieces, newest_piece

START = date(2026, 1, 1)
ITEM = RatedItem(1, "Pain", "target", 0, 10, True, 1)


def table(steps: int, before: bool) -> ByStepTable:
    """Return a table with so many steps, a week each, and maybe a week before them."""
    made = [
        Step(START + timedelta(weeks=number), "increase", "increase", number, f"{number} mg", "", 1, "")
        for number in range(1, steps + 1)
    ]
    first = START if before else START + timedelta(weeks=1)
    phases: tuple[Phase, ...] = make_phases(made, first, START + timedelta(weeks=steps + 1), "Before LDN")
    return make_table(phases, {}, {}, [ITEM], [])


def labels(piece: ByStepTable) -> list[str]:
    assert [cell.column for row in piece.rows for cell in row.cells] == list(piece.columns)
    return [column.phase.label for column in piece.columns]


@pytest.mark.parametrize(
    ("steps", "before", "newest", "earlier"),
    [
        (1, False, ["1 mg"], []),
        (5, True, ["Before LDN", "1 mg", "2 mg", "3 mg", "4 mg", "5 mg"], []),
        (6, False, ["1 mg", "2 mg", "3 mg", "4 mg", "5 mg", "6 mg"], []),
        (6, True, ["Before LDN", "2 mg", "3 mg", "4 mg", "5 mg", "6 mg"], [["1 mg"]]),
        (7, False, ["2 mg", "3 mg", "4 mg", "5 mg", "6 mg", "7 mg"], [["1 mg"]]),
        (
            12,
            True,
            ["Before LDN", "8 mg", "9 mg", "10 mg", "11 mg", "12 mg"],
            [["1 mg", "2 mg", "3 mg", "4 mg", "5 mg", "6 mg"], ["7 mg"]],
        ),
    ],
)
def test_newest_steps_and_the_days_before_come_first(
    steps: int, before: bool, newest: list[str], earlier: list[list[str]]
):
    whole = table(steps, before)
    assert labels(newest_piece(whole)) == newest
    assert [labels(piece) for piece in earlier_pieces(whole)] == earlier


def test_empty_table_has_no_pieces():
    assert (newest_piece(ByStepTable((), ())), earlier_pieces(ByStepTable((), ()))) == (ByStepTable((), ()), ())
