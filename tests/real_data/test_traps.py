"""The traps that real data brings, each met in the data itself and taken by the import or the figures."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from journal.by_step import by_step_table
from journal.interchange.actions import NotSaved, import_file, preview_file
from tests.real_data import convert, reference, sources

pytestmark = pytest.mark.skipif(not sources.present(), reason=sources.ABSENT)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TREMOR = ("", "", "item", "Tremor", "", "1-7", "lower_is_better", "target")


def opioid(patient):
    return sources.by_patient(sources.OPIOID)[patient]


def answers(patient="PD01"):
    """Yield a patient's answers during the day, several a day, as rows of scores."""
    for row in sources.by_patient("parkinson_ema")[patient]:
        if row["tremor"]:
            day = row["start"].partition(" ")[0]
            yield (day, "", "score", "Tremor", row["tremor"], "1-7", "daily", "")


def brought_in(patient, rows):
    return import_file(patient=patient, data=convert.file_of(rows), now=NOW, directions={})


def cell(table, item, column):
    (row,) = [row for row in table.rows if row.item.name == item]
    return row.cells[column].figures


def test_duplicate_rows_are_the_same_row_once(alice):
    rows = [
        (
            convert.trial_day(row["study_day"]).isoformat(),
            "",
            "score",
            "Headache",
            str(int(row["headache"] == "yes")),
            "0-1",
            "daily",
            "",
        )
        for row in sources.by_patient("migraine_headache_log")["1"]
    ]
    item = ("", "", "item", "Headache", "", "0-1", "lower_is_better", "side_effect")
    plan = brought_in(alice, [item, *rows, rows[3]])
    assert (plan.counts["score"].new, plan.counts["score"].same) == (len(rows), 1)
    assert cell(by_step_table(alice), "Headache", 0).n == len(rows)


def test_two_answers_with_one_start_time_are_one_answer_of_the_day_or_refused(alice):
    starts = Counter(row["start"] for row in sources.by_patient("parkinson_ema")["PD01"])
    start = next(start for start, count in starts.items() if count == 2)
    one, two = (row for row in sources.by_patient("parkinson_ema")["PD01"] if row["start"] == start)
    items = [column for column in list(one)[6:25] if one[column] == two[column]]
    assert items
    day = start.partition(" ")[0]
    rows = [(day, "", "score", name, row[name], "1-7", "daily", "") for row in (one, two) for name in items]
    definitions = [("", "", "item", name, "", "1-7", "lower_is_better", "other") for name in items]
    plan = brought_in(alice, [*definitions, *rows])
    assert (plan.counts["score"].new, plan.counts["score"].same) == (len(items), len(items))


def test_two_answers_of_one_day_that_differ_are_refused_naming_both_lines(alice):
    rows = [TREMOR, *answers()]
    first = {}
    different = [
        (line, first[row[0]])
        for line, row in enumerate(rows[1:], start=3)
        if row[4] != rows[first.setdefault(row[0], line) - 2][4]
    ]
    assert different
    with pytest.raises(NotSaved) as caught:
        brought_in(alice, rows)
    assert [(each.line, each.reason) for each in caught.value.plan.reading.refusals] == [
        (line, f"This score stands in line {earlier} already, and there it says otherwise.")
        for line, earlier in different
    ]


def test_two_dose_records_of_one_day_summed_are_one_dose_of_a_step_of_one_day(alice):
    (row,) = [row for row in opioid("CT003") if row["dose_records"] == "2"]
    brought_in(alice, convert.opioid_rows(opioid("CT003")))
    dose = alice.doses.get(day=convert.trial_day(row["study_day"]))
    assert (dose.number, dose.amount, dose.reason) == (1, int(row["amount"]) * 1000, "two records, summed")
    (column,) = [column for column in by_step_table(alice).columns if column.phase.first_day == dose.day]
    assert (column.phase.days, column.adherence.planned, column.adherence.taken) == (1, 1, 1)


def test_two_dose_records_of_one_day_apart_are_two_doses(alice):
    row = ("2024-02-10", "", "dose", "Buprenorphine", "20", "mg", "taken", "")
    brought_in(alice, [row, row])
    assert list(alice.doses.values_list("number", "amount")) == [(1, 20_000), (2, 20_000)]


def test_ratings_without_a_dose_and_doses_without_a_rating_stand_for_themselves(alice):
    rows = opioid("CT001")
    assert [row for row in rows if row["withdrawal"] and not row["amount"]]
    assert [row for row in rows if row["amount"] and not row["withdrawal"]]
    brought_in(alice, convert.opioid_rows(rows))
    table = by_step_table(alice)
    assert table.entries.logged == sum(bool(row["withdrawal"]) for row in rows)
    assert table.adherence.taken == sum(bool(row["amount"]) for row in rows)
    assert table.adherence.missed == 0


def test_day_without_answers_inside_a_series_is_no_answer_and_still_a_day(alice):
    days = {row[0] for row in answers()}
    gap = "2018-09-03"
    assert gap not in days and min(days) < gap < max(days)
    once = {row[0]: row for row in answers()}
    brought_in(alice, [TREMOR, *once.values()])
    table = by_step_table(alice)
    assert not alice.check_ins.filter(day=gap).exists()
    assert (cell(table, "Tremor", 0).n, table.days) == (len(days), len(days) + 1)


def test_form_begun_and_not_finished_is_answered_where_it_is(alice):
    columns = list(sources.rows_of("parkinson_ema")[0])[6:25]
    (begun,) = [row for row in sources.rows_of("parkinson_ema") if not all(row[column] for column in columns)]
    day = begun["start"].partition(" ")[0]
    rows = [(day, "", "score", column, begun[column], "1-7", "daily", "") for column in columns if begun[column]]
    items = [("", "", "item", column, "", "1-7", "lower_is_better", "other") for column in columns]
    brought_in(alice, [*items, *rows])
    assert 0 < alice.check_ins.get().ratings.count() == len(rows) < len(columns)


def test_medicine_taken_at_0_mg_is_taken(alice):
    taken = ("2024-02-10", "", "dose", "Levodopa", "0", "mg", "taken", "")
    brought_in(alice, [taken])
    assert alice.doses.get().amount == 0
    step = ("2024-02-10", "", "step", "Levodopa", "0", "mg", "start", "")
    plan = preview_file(patient=alice, data=convert.file_of([step]), now=NOW, directions={})
    assert [each.reason for each in plan.reading.refusals] == ["A step has a dose above 0; a pause or a stop has none."]


def test_ratings_below_zero_keep_their_sign_and_their_best_end(alice):
    below_zero = (
        rows
        for rows in sources.by_patient(sources.PANIC).values()
        if any("-" in row["negative_feeling"] for row in rows)
    )
    rows = next(below_zero)
    brought_in(alice, convert.panic_rows(rows))
    figures = cell(by_step_table(alice), "Negative feeling", 0)
    values = [int(row["negative_feeling"]) for row in rows]
    assert (figures.worst, figures.highest) == (min(values), max(values))
    assert figures.days_with == sum(value != 0 for value in values)


def test_gaps_of_months_are_days_of_the_phase_and_never_entries(alice):
    rows = opioid("CT061")
    days = [int(row["study_day"]) for row in rows]
    assert max(later - earlier for earlier, later in pairwise(days)) >= 28
    brought_in(alice, convert.opioid_rows(rows))
    column = by_step_table(alice).columns[-1]
    assert column.phase.days == days[-1] - 8 + 1
    assert column.adherence.not_recorded == column.phase.days - sum(bool(row["amount"]) for row in rows)


def test_patient_with_nothing_before_treatment_has_no_days_before_it(alice):
    brought_in(alice, convert.opioid_rows(opioid("CT001")))
    assert by_step_table(alice).columns[0].phase.number == 1


def test_patient_with_ratings_before_treatment_has_a_baseline(alice):
    brought_in(alice, convert.opioid_rows(opioid("CT062")))
    table = by_step_table(alice)
    assert (table.columns[0].phase.number, cell(table, "Withdrawal", 0).n) == (0, 4)


def test_constant_series_has_one_value_for_everything(alice):
    constant = [
        (patient, column)
        for patient, rows in sources.by_patient(sources.PANIC).items()
        for column in convert.PANIC_ITEMS
        if len({row[column] for row in rows}) == 1
    ]
    assert constant
    patient, column = constant[0]
    rows = sources.by_patient(sources.PANIC)[patient]
    brought_in(alice, convert.panic_rows(rows))
    figures = cell(by_step_table(alice), convert.PANIC_ITEMS[column][0], 0)
    value = int(rows[0][column])
    assert (figures.n, figures.median, figures.lowest, figures.highest) == (len(rows), value, value, value)


def test_all_sixty_files_are_clean_and_come_back_as_they_went_in(alice):
    files = convert.files()
    assert Counter(name[:2] for name in files) == {"CT": 40, "PA": 20}
    for data in files.values():
        plan = preview_file(patient=alice, data=data, now=NOW, directions={})
        assert (plan.refused, plan.undecided, plan.reading.habits) == (0, [], [])


def test_script_writes_one_file_a_patient(tmp_path):
    folder = tmp_path / "made"
    subprocess.run([sys.executable, "-m", "tests.real_data.convert", str(folder)], check=True)
    assert {path.stem: path.read_bytes() for path in folder.iterdir()} == convert.files()


def test_reference_notices_a_number_that_is_off_by_one():
    rows = opioid("CT062")
    right = reference.table_of(sources.OPIOID, rows)
    wrong = reference.table_of(sources.OPIOID, [*rows[:-1], {**rows[-1], "withdrawal": "2"}])
    assert [column.rows for column in right] != [column.rows for column in wrong]
    assert right[0].last == date(2024, 1, 31) + timedelta(days=29)
