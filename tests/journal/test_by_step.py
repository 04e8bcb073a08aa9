from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import User
from journal.by_step import by_step_table
from journal.figures.dates import each_day
from journal.figures.days import NOTHING, SHIFT, points_of
from journal.figures.doses import Adherence
from journal.figures.entries import Entries
from journal.figures.ratings import Figures
from journal.figures.series import LONG_DAYS
from journal.models import Event, OverallChange, Visit
from journal.record import load_record
from journal.timeline import record_timeline
from tests import factories
from tests.large import big_patient
from tests.statements import count_statements

JAN = [date(2025, 12, 31) + timedelta(days=offset) for offset in range(32)]  # JAN[1] is 1 January 2026


@pytest.fixture(autouse=True)
def on_the_31st():
    with time_machine.travel("2026-01-31T12:00:00Z", tick=False):
        yield


def columns(table):
    return [(column.phase.label, column.phase.first_day.day, column.phase.last_day.day) for column in table.columns]


def figures(table, name):
    (row,) = [row for row in table.rows if row.item.name == name]
    return [cell.figures for cell in row.cells]


def test_the_whole_table_of_a_small_record(alice):
    medicine, pain = factories.ldn(alice), factories.target(alice, "Pain")
    headache = factories.side_effect(alice)
    factories.step(medicine, JAN[5], 1500, kind="start", reason="new")
    factories.step(medicine, JAN[8], 3000, kind="increase", hours="08:00 20:00")
    factories.check_in(alice, JAN[1], {pain: 7, headache: 0})
    factories.check_in(alice, JAN[5], {pain: 6, headache: 2}, entered_day=JAN[6])
    factories.check_in(alice, JAN[6], {pain: 3, headache: 1}, entered_day=JAN[8])
    factories.check_in(alice, JAN[8], {headache: 0}, entered_day=None, weekly=True)
    factories.check_in(alice, JAN[9], note="a note is an entry")
    factories.check_in(alice, JAN[10], alarms="breathing")
    factories.dose(medicine, JAN[5])
    factories.dose(medicine, JAN[6], "late")
    factories.dose(medicine, JAN[7], "missed")
    factories.dose(medicine, JAN[8], "skipped")
    factories.dose(medicine, JAN[8], number=2)
    table = by_step_table(alice)
    assert columns(table) == [("Before LDN", 1, 4), ("1.5 mg", 5, 7), ("3 mg", 8, 10)]
    assert [column.adherence for column in table.columns] == [
        Adherence(),
        Adherence(3, 2, 1, 0, 0),
        Adherence(6, 1, 0, 1, 4),
    ]
    assert [column.entries for column in table.columns] == [
        Entries(1, 1, 0, 0, 0),
        Entries(2, 1, 1, 0, 0),
        Entries(2, 1, 0, 1, 1),
    ]
    assert [row.item.name for row in table.rows] == ["Pain", "Headache"]
    assert figures(table, "Pain") == [
        Figures(1, 7, 7, 7, 7, 1, JAN[1], JAN[1]),
        Figures(2, 4.5, 3, 6, 6, 2, JAN[5], JAN[6]),
        Figures(),
    ]
    assert figures(table, "Headache") == [
        Figures(1, 0, 0, 0, 0, 0, None, None),
        Figures(2, 1.5, 1, 2, 2, 2, JAN[5], JAN[6]),
        Figures(1, 0, 0, 0, 0, 0, None, None),
    ]
    assert [step.reason for column in table.columns for step in column.phase.steps] == ["new", ""]


def test_a_patient_without_anything_has_an_empty_table(alice):
    table = by_step_table(alice)
    assert (table.columns, table.rows) == ((), ())


def test_without_steps_the_one_column_says_so(alice):
    pain = factories.target(alice, "Pain")
    factories.check_in(alice, JAN[3], {pain: 4})
    factories.check_in(alice, JAN[9], {pain: 6})
    table = by_step_table(alice)
    assert columns(table) == [("No dose steps", 3, 9)]
    assert figures(table, "Pain") == [Figures(2, 5, 4, 6, 6, 2, JAN[3], JAN[9])]


def test_doses_of_an_ldn_medicine_without_steps_are_still_counted(alice):
    factories.dose(factories.ldn(alice), JAN[3])
    (column,) = by_step_table(alice).columns
    assert column.adherence == Adherence(planned=0, taken=1)


def test_items_stand_in_display_order_and_only_when_rated(alice):
    nausea = factories.side_effect(alice, "Nausea", position=0)
    second = factories.target(alice, "Fatigue", rank=2, position=1)
    sleep = alice.items.create(name="Sleep", group="wellbeing", lower_is_better=False, position=2)
    headline = factories.target(alice, "Pain", rank=1, position=3, resting=False)
    factories.target(alice, "Never rated", rank=3)
    resting = alice.items.create(name="Own", group="other", resting=True)
    factories.check_in(alice, JAN[1], dict.fromkeys([nausea, second, sleep, headline, resting], 1))
    assert [row.item.name for row in by_step_table(alice).rows] == ["Pain", "Fatigue", "Sleep", "Own", "Nausea"]


def test_chosen_items_stand_with_or_without_ratings_and_no_others(alice):
    pain, fatigue = factories.target(alice, "Pain"), factories.target(alice, "Fatigue", rank=2)
    factories.check_in(alice, JAN[1], {pain: 3})
    assert [row.item.name for row in by_step_table(alice, item_ids=[fatigue.pk]).rows] == ["Fatigue"]
    assert by_step_table(alice, item_ids=[]).rows == ()


def test_nothing_of_another_patient_is_counted(alice, charlie):
    theirs = factories.target(charlie, "Pain")
    factories.check_in(charlie, JAN[1], {theirs: 9})
    factories.dose(factories.ldn(charlie), JAN[1])
    mine = factories.target(alice, "Pain")
    factories.check_in(alice, JAN[2], {mine: 3})
    table = by_step_table(alice, item_ids=[mine.pk, theirs.pk])
    assert columns(table) == [("No dose steps", 2, 2)]
    assert [(row.item.id, row.cells[0].figures.n) for row in table.rows] == [(mine.pk, 1)]


def test_the_last_day_given_ends_the_last_phase_and_what_is_counted(alice):
    medicine, pain = factories.ldn(alice), factories.target(alice, "Pain")
    factories.step(medicine, JAN[5], kind="start")
    factories.check_in(alice, JAN[5], {pain: 3})
    factories.check_in(alice, JAN[9], {pain: 5})
    factories.dose(medicine, JAN[9])
    assert columns(by_step_table(alice, last_day=JAN[20])) == [("4.5 mg", 5, 20)]
    cut = by_step_table(alice, last_day=JAN[8])
    assert columns(cut) == [("4.5 mg", 5, 8)]
    assert cut.columns[0].adherence == Adherence(4, 0, 0, 0, 4)
    assert figures(cut, "Pain") == [Figures(1, 3, 3, 3, 3, 1, JAN[5], JAN[5])]


@pytest.mark.parametrize(
    "enter",
    [
        lambda user: factories.check_in(user, JAN[12], alarms="breathing"),
        lambda user: factories.dose(factories.ldn(user, name="Other", is_ldn=False), JAN[12]),
        lambda user: Event.objects.create(patient=user, day=JAN[12], kind="travel"),
        lambda user: Visit.objects.create(patient=user, day=JAN[12]),
        lambda user: OverallChange.objects.create(patient=user, day=JAN[12], value=4),
    ],
    ids=["check-in", "dose", "event", "visit", "overall"],
)
def test_an_entry_of_any_kind_ends_the_last_phase_and_begins_the_record(alice, enter):
    factories.step(factories.ldn(alice), JAN[5], kind="start")
    enter(alice)
    assert columns(by_step_table(alice)) == [("4.5 mg", 5, 12)]
    alice.dose_steps.update(day=JAN[20])
    assert columns(by_step_table(alice)) == [("Before LDN", 12, 19), ("4.5 mg", 20, 20)]


def test_a_step_is_an_entry_and_a_planned_one_is_not(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, JAN[5], kind="start")
    factories.step(medicine, JAN[31], 6000, kind="increase")
    factories.step(medicine, JAN[31] + timedelta(days=1), 7000, kind="increase")
    assert columns(by_step_table(alice)) == [("4.5 mg", 5, 30), ("6 mg", 31, 31)]
    assert [step.label for step in load_record(alice).planned] == ["7 mg"]


def test_planned_events_and_visits_do_not_lengthen_the_record(alice):
    factories.step(factories.ldn(alice), JAN[5], kind="start")
    later = JAN[31] + timedelta(days=1)
    Event.objects.create(patient=alice, day=later, kind="procedure")
    Visit.objects.create(patient=alice, day=later)
    assert columns(by_step_table(alice)) == [("4.5 mg", 5, 5)]


def test_today_is_the_patients_own_journal_day(alice):
    alice.time_zone, alice.day_start_hour = "Pacific/Auckland", 4  # there it is 1 February, 01:00
    factories.step(factories.ldn(alice), JAN[31] + timedelta(days=1), kind="start")
    factories.check_in(alice, JAN[30], note="x")
    assert columns(by_step_table(alice)) == [("Before LDN", 30, 30)]
    with time_machine.travel("2026-01-31T15:00:00Z", tick=False):
        assert columns(by_step_table(alice)) == [("Before LDN", 30, 31), ("4.5 mg", 1, 1)]


def test_the_ldn_medicine_is_the_one_of_the_table(alice):
    other = factories.ldn(alice, name="Amitriptyline", is_ldn=False, position=0)
    factories.step(other, JAN[2], 10_000, kind="start")
    factories.dose(other, JAN[2])
    medicine = factories.ldn(alice, position=1)
    factories.step(medicine, JAN[5], kind="start")
    table = by_step_table(alice)
    assert columns(table) == [("Before LDN", 2, 4), ("4.5 mg", 5, 5)]
    assert table.adherence == Adherence(planned=1, not_recorded=1)


def test_without_an_ldn_medicine_the_first_with_steps_is(alice):
    factories.ldn(alice, name="First", is_ldn=False, position=0)
    third = factories.ldn(alice, name="Third", is_ldn=False, position=2)
    factories.step(third, JAN[1], 20_000, kind="start")
    second = factories.ldn(alice, name="Second", is_ldn=False, position=1)
    factories.step(second, JAN[5], 10_000, kind="start")
    factories.check_in(alice, JAN[4], note="x")
    record = load_record(alice)
    assert [phase.label for phase in record.phases] == ["Before Second", "10 mg"]
    assert record.medicine == second


def test_an_ldn_medicine_without_steps_gives_no_steps_even_beside_one_with(alice):
    factories.ldn(alice)
    factories.step(factories.ldn(alice, name="Other", is_ldn=False), JAN[5], kind="start")
    factories.check_in(alice, JAN[4], note="x")
    assert columns(by_step_table(alice)) == [("No dose steps", 4, 4)]


def test_a_record_knows_its_first_and_last_day(alice):
    assert (load_record(alice).first_day, load_record(alice).last_day) == (None, None)
    factories.check_in(alice, JAN[4], note="x")
    factories.check_in(alice, JAN[6], note="x")
    assert (load_record(alice).first_day, load_record(alice).last_day) == (JAN[4], JAN[6])


def test_sealed_words_of_the_records_medicine_open_without_another_statement(alice):
    factories.step(factories.ldn(alice, pharmacy="Corner"), JAN[5], kind="start")
    record = load_record(User.objects.get(pk=alice.pk))
    with count_statements() as statements:
        assert record.medicine.pharmacy == "Corner"
    assert not statements


def test_a_time_line_has_the_ratings_of_its_period_in_order(alice):
    pain, headache = factories.target(alice, "Pain"), factories.side_effect(alice)
    for day in (9, 3, 10, 11):
        factories.check_in(alice, JAN[day], {pain: day - 1, headache: 0}, weekly=day == 9)
    record = load_record(alice)
    (item, _) = record.items
    (series,) = record_timeline(record, JAN[9], JAN[10], [item]).series
    assert [(point.day, point.value, point.weekly) for point in series.points] == [
        (JAN[9], 8, True),
        (JAN[10], 9, False),
    ]


@pytest.mark.parametrize("days", [10, 3650])
def test_statements_do_not_grow_with_the_record(alice, days):
    big_patient(alice, days=days)
    with count_statements() as statements:
        record = load_record(alice)
    assert len(statements) == 5, statements
    with count_statements() as statements:
        table = by_step_table(alice, record=record)
    assert len(statements) == 0, statements
    with count_statements() as statements:
        record_timeline(record, record.first_day, record.last_day, record.items[:6])
    assert len(statements) == 0, statements
    assert sum(cell.figures.n for row in table.rows for cell in row.cells) == days * 20
    assert table.entries == Entries(days, days, 0, 0, 0)


@pytest.mark.parametrize("longer", [0, 1])
def test_a_time_line_told_by_week_has_no_points_and_every_day_on_its_calendar(alice, longer):
    record = load_record(big_patient(alice, days=LONG_DAYS + longer, items=8))
    timeline = record_timeline(record, record.first_day, record.last_day, record.items)
    points = points_of(record.days, {item.id for item in record.items})
    assert (timeline.by_week, len(timeline.series)) == (bool(longer), 8)
    for series in timeline.series:
        rated = points[series.item.id]
        assert (series.n, series.points) == (len(rated), () if longer else tuple(rated))
        days = each_day(record.first_day, record.last_day)
        on_days = [(day, byte - SHIFT) for day, byte in zip(days, series.calendar, strict=True) if byte != NOTHING]
        assert on_days == [(point.day, point.value) for point in rated]
