from journal.figures.doses import Adherence, DoseDay
from journal.figures.entries import Entries
from journal.figures.ratings import Figures, Tally
from journal.figures.table import ByStepTable, make_table
from tests.journal.figures.made import HEADACHE, PAIN, jan, phases, step

PHASES = phases(step(5, "start", 1.5), step(12, mg=3), end=20)
DOSES = {jan(5): DoseDay(taken=1), jan(12): DoseDay(missed=1)}
ENTRIES = {0: Entries(2, 1, 1, 0, 0), 2: Entries(3, 1, 0, 2, 1)}
TALLIES = [
    Tally(PAIN.id, 0, 6, 2, jan(1), jan(3)),
    Tally(HEADACHE.id, 0, 1, 1, jan(2), jan(2)),
    Tally(HEADACHE.id, 2, 0, 1, jan(12), jan(12)),
    Tally(HEADACHE.id, 2, 2, 2, jan(13), jan(20)),
]


def table():
    return make_table(PHASES, DOSES, ENTRIES, [PAIN, HEADACHE], TALLIES)


def test_a_column_is_a_phase_with_its_doses_and_its_logged_days():
    assert [(column.phase, column.adherence, column.entries, column.is_last) for column in table().columns] == [
        (PHASES[0], Adherence(), Entries(2, 1, 1, 0, 0), False),
        (PHASES[1], Adherence(7, 1, 0, 0, 6), Entries(), False),
        (PHASES[2], Adherence(9, 0, 1, 0, 8), Entries(3, 1, 0, 2, 1), True),
    ]


def test_a_row_is_an_item_with_a_cell_a_phase():
    pain, headache = table().rows
    assert [cell.figures for cell in pain.cells] == [
        Figures(2, 6, 6, 6, 6, 2, jan(1), jan(3)),
        Figures(),
        Figures(),
    ]
    assert [(cell.item, cell.figures.n, cell.figures.days_with) for cell in headache.cells] == [
        (HEADACHE, 1, 1),
        (HEADACHE, 0, 0),
        (HEADACHE, 3, 2),
    ]


def test_a_cell_says_worst_and_when_in_words():
    before, nothing, after = table().rows[1].cells
    assert (before.worst_text, before.with_dates_text) == ("mild (1)", "2 Jan 2026")
    assert (before.first_day_number, before.last_day_number) == (None, None)
    assert (nothing.worst_text, nothing.with_dates_text, nothing.first_day_number, nothing.last_day_number) == (
        "",
        "",
        None,
        None,
    )
    assert (after.worst_text, after.with_dates_text) == ("moderate (2)", "13 to 20 Jan 2026")
    assert (after.first_day_number, after.last_day_number) == (2, 9)


def test_the_table_adds_up_its_columns():
    made = table()
    assert (made.adherence, made.entries, made.days) == (Adherence(16, 1, 1, 0, 14), Entries(5, 2, 1, 2, 1), 20)
    assert (made.has_steps, made.dates_text) == (True, "1 to 20 Jan 2026")


def test_an_empty_table_has_nothing_in_it():
    made = make_table((), {}, {}, [], [])
    assert (made, made.has_steps, made.dates_text) == (ByStepTable((), ()), False, "")
    assert (made.adherence, made.entries, made.days) == (Adherence(), Entries(), 0)
    assert made.parts(3) == ()


def test_without_steps_the_one_column_says_so():
    made = make_table(phases(end=9), {}, {}, [], [])
    assert ([column.phase.label for column in made.columns], made.has_steps) == (["No dose steps"], False)


def test_parts_cut_the_table_for_paper_and_lose_nothing():
    made = table()
    first, second = made.parts(2)
    assert first.columns + second.columns == made.columns
    assert [row.cells + more.cells for row, more in zip(first.rows, second.rows, strict=True)] == [
        row.cells for row in made.rows
    ]
    assert made.parts(3) == (made,)
