"""One row of each kind: what it says, and every way it is refused, by line and reason."""

from datetime import date, time

import pytest

from journal.interchange.rows import (
    DoseRow,
    EventRow,
    ItemRow,
    MedicineRow,
    NoteRow,
    OverallRow,
    ScoreRow,
    StepRow,
)
from tests.journal.interchange.files import LDN, read, refusals

DAY = date(2026, 11, 22)


def only(*rows):
    reading = read(*rows)
    assert reading.refusals == []
    (row,) = reading.record.rows()
    return row


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ",,medicine, Naltrexone  (LDN) ,1,liquid,ldn,Corner pharmacy",
            MedicineRow(2, "naltrexone (ldn)", "Naltrexone (LDN)", "liquid", 1000, True, "Corner pharmacy"),
        ),
        (",,medicine,Zinc,,tablet,other,", MedicineRow(2, "zinc", "Zinc", "tablet", None, False, "")),
        (
            ",,item,Energy,,-3-0,higher_is_better,wellbeing",
            ItemRow(2, "energy", "Energy", -3, 0, False, "wellbeing"),
        ),
        (",,item,X,,-3--1,lower_is_better,other", ItemRow(2, "x", "X", -3, -1, True, "other")),
        (
            "2026-11-22,08:00 20:00,step,LDN,4.5,mg,increase,as agreed",
            StepRow(2, DAY, "ldn", "08:00 20:00", 4500, "mg", "increase", "as agreed"),
        ),
        ("2026-11-22,,step,LDN,,mg,pause,", StepRow(2, DAY, "ldn", "", None, "mg", "pause", "")),
        ("2026-11-22,,step,LDN,,,stop,", StepRow(2, DAY, "ldn", "", None, "mg", "stop", "")),
        ("2036-11-20,,step,LDN,1,mg,start,", StepRow(2, date(2036, 11, 20), "ldn", "", 1000, "mg", "start", "")),
        (
            "2026-11-22,00:30,dose,Vitamin D,1000,IU,late,forgot",
            DoseRow(2, DAY, "vitamin d", time(0, 30), 1_000_000, "IU", "late", "forgot"),
        ),
        ("2026-11-22,,dose,LDN,0,mg,taken,", DoseRow(2, DAY, "ldn", None, 0, "mg", "taken", "")),
        ("2026-11-22,,dose,LDN,,mg,missed,", DoseRow(2, DAY, "ldn", None, None, "mg", "missed", "")),
        ("2026-11-22,,dose,LDN,,,skipped,cost", DoseRow(2, DAY, "ldn", None, None, "mg", "skipped", "cost")),
        ("2026-11-22,,score,Pain,7,0-10,daily,", ScoreRow(2, DAY, "pain", 7, 0, 10, False)),
        ("2026-11-22,,score,Energy,-2,-3-0,weekly,", ScoreRow(2, DAY, "energy", -2, -3, 0, True)),
        ("2026-11-22,,event,illness,,,,", EventRow(2, DAY, None, "illness", "")),
        ("2027-01-09,09:15,event,visit,,,,Dr Hill", EventRow(2, date(2027, 1, 9), time(9, 15), "visit", "Dr Hill")),
        ('2026-11-22,,note,,,,,"two\nlines, ""quoted"""', NoteRow(2, DAY, 'two\nlines, "quoted"')),
        ("2026-11-23,,overall,,7,1-7,,", OverallRow(2, date(2026, 11, 23), 7)),
    ],
)
def test_row_says_what_it_says(row, said):
    assert only(row) == said


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "2026-11-22,,dream,X,,,,",
            "“dream” is no kind of row; it is one of medicine, item, step, dose, score, event, note, overall.",
        ),
        ("2026-11-22,,,X,,,,", "The kind of row is missing."),
        ("2026-11-22,,note,,,,", "The row has 7 cells instead of 8."),
        ("2026-11-22,,note,,,,,a,b", "The row has 9 cells instead of 8."),
        # medicine
        ("2026-11-22,,medicine,LDN,,capsule,ldn,", "A row of kind medicine leaves “day” empty."),
        (",08:00,medicine,LDN,,capsule,ldn,", "A row of kind medicine leaves “time” empty."),
        (",,medicine,,,capsule,ldn,", "The name is missing."),
        (",,medicine,   ,,capsule,ldn,", "The name is missing."),
        (f",,medicine,{'x' * 81},,capsule,ldn,", "The name has more than 80 characters."),
        (f",,medicine,{'ﬃ' * 50},,capsule,ldn,", "The name has more than 80 characters."),
        (",,medicine,L\x07N,,capsule,ldn,", "The name holds a control character."),
        (",,medicine,LDN,0,liquid,ldn,", "A strength is more than 0."),
        (",,medicine,LDN,-1,liquid,ldn,", "“-1” is not a number as 4.5, with at most three decimals."),
        (
            ",,medicine,LDN,,pill,ldn,",
            "“pill” is no form; it is one of capsule, tablet, liquid, drops, cream, injection, other.",
        ),
        (",,medicine,LDN,,,ldn,", "The form is missing."),
        (",,medicine,LDN,,capsule,,", "The status is missing."),
        (f",,medicine,LDN,,capsule,ldn,{'x' * 121}", "The text has more than 120 characters."),
        # item
        (",,item,Pain,5,0-10,lower_is_better,target", "A row of kind item leaves “value” empty."),
        (f",,item,{'x' * 61},,0-10,lower_is_better,target", "The name has more than 60 characters."),
        (",,item,Pain,,,lower_is_better,target", "The scale is missing."),
        (",,item,Pain,,10,lower_is_better,target", "“10” is not a scale as 0-10."),
        (",,item,Pain,,00-10,lower_is_better,target", "“00-10” is not a scale as 0-10."),
        (
            ",,item,Pain,,07-Jan,lower_is_better,target",
            "“07-Jan” is not a scale as 0-10. A spreadsheet may have turned it into a date.",
        ),
        (
            ",,item,Pain,,10-0,lower_is_better,target",
            "“10-0”: a scale goes up, from -100 at the lowest to 100 at the highest.",
        ),
        (
            ",,item,Pain,,0-101,lower_is_better,target",
            "“0-101”: a scale goes up, from -100 at the lowest to 100 at the highest.",
        ),
        (
            ",,item,Pain,,0-10,better,target",
            "“better” is no direction; it is one of lower_is_better, higher_is_better.",
        ),
        (
            ",,item,Pain,,0-10,lower_is_better,goal",
            "“goal” is no group; it is one of target, side_effect, wellbeing, craving, other.",
        ),
        (",,item,Pain,,0-10,lower_is_better,", "The group is missing."),
        # step
        (",,step,LDN,4.5,mg,start,", "The day is missing."),
        ("2026-02-30,,step,LDN,4.5,mg,start,", "“2026-02-30” is not a day of the calendar."),
        ("0001-01-01,,step,LDN,4.5,mg,start,", "“0001-01-01” is before the year 1900."),
        ("9999-12-31,,step,LDN,4.5,mg,start,", "9999-12-31 is more than ten years ahead."),
        ("2026-11-22,20,step,LDN,4.5,mg,start,", "“20” is not a time as 20:30 on a clock of 24 hours."),
        ("2026-11-22,08:00  20:00,step,LDN,4.5,mg,start,", "“” is not a time as 20:30 on a clock of 24 hours."),
        (
            "2026-11-22,01:00 02:00 03:00 04:00 05:00 06:00 07:00,step,LDN,4.5,mg,start,",
            "A step has at most six usual hours.",
        ),
        ("2026-11-22,,step,LDN,,mg,start,", "The amount is missing."),
        ("2026-11-22,,step,LDN,,mg,hold,", "The amount is missing."),
        ("2026-11-22,,step,LDN,,mg,change,", "The amount is missing."),
        ("2026-11-22,,step,LDN,0,mg,start,", "A step has a dose above 0; a pause or a stop has none."),
        ("2026-11-22,,step,LDN,4.5,mg,pause,", "A step that is “pause” has no amount."),
        ("2026-11-22,,step,LDN,4.5,,start,", "“” is not a unit of one word of up to 16 characters."),
        ("2026-11-22,,step,Zinc,4.5,two words,start,", "“two words” is not a unit of one word of up to 16 characters."),
        (
            f"2026-11-22,,step,Zinc,4.5,{'x' * 17},start,",
            "“xxxxxxxxxxxxxxxxx” is not a unit of one word of up to 16 characters.",
        ),
        (
            "2026-11-22,,step,LDN,4.5,mg,begin,",
            "“begin” is no kind of step; it is one of start, increase, decrease, hold, pause, restart, stop, change.",
        ),
        (f"2026-11-22,,step,LDN,4.5,mg,start,{'x' * 301}", "The text has more than 300 characters."),
        # dose
        ("2026-11-24,,dose,LDN,4.5,mg,taken,", "2026-11-24 is in the future."),
        ("2026-11-22,24:00,dose,LDN,4.5,mg,taken,", "“24:00” is not a time as 20:30 on a clock of 24 hours."),
        ("2026-11-22,8:30 PM,dose,LDN,4.5,mg,taken,", "“8:30 PM” is not a time as 20:30 on a clock of 24 hours."),
        ("2026-11-22,,dose,LDN,,mg,taken,", "The amount is missing."),
        ("2026-11-22,,dose,LDN,4.5,mg,missed,", "A dose that is “missed” has no amount."),
        ("2026-11-22,,dose,LDN,0,mg,skipped,", "A dose that is “skipped” has no amount."),
        ("2026-11-22,,dose,LDN,1e3,mg,taken,", "“1e3” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,NaN,mg,taken,", "“NaN” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,١,mg,taken,", "“١” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,04.5,mg,taken,", "“04.5” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,.5,mg,taken,", "“.5” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,4.0005,mg,taken,", "“4.0005” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,100000,mg,taken,", "“100000” is not a number as 4.5, with at most three decimals."),
        ("2026-11-22,,dose,LDN,4.500,mg,taken,", "“4.500” ends in a zero. Write a number as 4.5."),
        (
            "2026-11-22,,dose,LDN,4.5,mg,swallowed,",
            "“swallowed” is no status; it is one of taken, late, missed, skipped.",
        ),
        # score
        ("2026-11-24,,score,Pain,4,0-10,daily,", "2026-11-24 is in the future."),
        ("2026-11-22,08:00,score,Pain,4,0-10,daily,", "A row of kind score leaves “time” empty."),
        ("2026-11-22,,score,Pain,4,0-10,daily,bad", "A row of kind score leaves “note” empty."),
        ("2026-11-22,,score,Pain,,0-10,daily,", "The value is missing."),
        ("2026-11-22,,score,Pain,4.5,0-10,daily,", "“4.5” is not a whole number."),
        ("2026-11-22,,score,Pain,+4,0-10,daily,", "“+4” is not a whole number."),
        ("2026-11-22,,score,Pain,-0,0-10,daily,", "“-0” is not a whole number."),
        ("2026-11-22,,score,Pain,04,0-10,daily,", "“04” is not a whole number."),
        ("2026-11-22,,score,Pain,11,0-10,daily,", "11 is not on the scale 0-10."),
        ("2026-11-22,,score,Pain,-1,0-10,daily,", "-1 is not on the scale 0-10."),
        ("2026-11-22,,score,Pain,4,,daily,", "The scale is missing."),
        ("2026-11-22,,score,Pain,4,0-10,,", "The status is missing."),
        # event
        ("2026-11-24,,event,illness,,,,", "2026-11-24 is in the future."),
        ("2036-12-01,,event,visit,,,,", "2036-12-01 is more than ten years ahead."),
        (
            "2026-11-22,,event,party,,,,",
            "“party” is no kind of event; it is one of medicine_started, medicine_stopped, illness, procedure, travel, stress, period, strategy, lab, opioid, visit, other.",
        ),
        ("2026-11-22,,event,illness,1,,,", "A row of kind event leaves “value” empty."),
        (f"2026-11-22,,event,illness,,,,{'x' * 501}", "The text has more than 500 characters."),
        # note, overall
        ("2026-11-22,,note,,,,,", "The note is missing."),
        ("2026-11-22,,note,Pain,,,,text", "A row of kind note leaves “item” empty."),
        ("2026-11-22,,note,,,,,a\x00b", "The text holds a control character other than a line end."),
        ("2026-11-22,,note,,,,,a\tb", "The text holds a control character other than a line end."),
        ("2026-11-22,,note,,,,,a\x85b", "The text holds a control character other than a line end."),
        ('2026-11-22,,note,,,,,"a\rb"', "The text holds a control character other than a line end."),
        (f"2026-11-22,,note,,,,,{'x' * 2001}", "The text has more than 2000 characters."),
        ("2026-11-22,,overall,,8,1-7,,", "8 is not on the scale 1-7."),
        ("2026-11-22,,overall,,0,1-7,,", "0 is not on the scale 1-7."),
        ("2026-11-22,,overall,,3,0-10,,", "The unit of an overall change is 1-7."),
        ("2026-11-22,,overall,,3,1-7,,so so", "A row of kind overall leaves “note” empty."),
    ],
)
def test_row_that_cannot_be_kept_is_refused_by_line_and_reason(row, reason):
    assert refusals(LDN, row) == [(3, reason)]


@pytest.mark.parametrize("kind", ["procedure", "travel", "visit"])
def test_only_what_can_be_planned_lies_in_the_future(kind):
    assert refusals(f"2026-12-24,,event,{kind},,,,") == []


@pytest.mark.parametrize("row", ["2026-11-23,,note,,,,,x", "2026-11-23,,score,Pain,1,0-10,daily,"])
def test_day_that_has_begun_anywhere_on_earth_passes(row):
    assert refusals(row) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            '2026-11-22,,note,,,,,"a"b',
            "The quotes are broken: a cell with quotes inside stands in quotes, and each one inside is doubled.",
        ),
        (
            '2026-11-22,,note,,,,,5" pipe',
            "The quotes are broken: a cell with quotes inside stands in quotes, and each one inside is doubled.",
        ),
    ],
)
def test_broken_quotes_are_refused_by_line_and_the_rest_is_read(row, reason):
    reading = read(row, "2026-11-21,,note,,,,,fine")
    assert [(each.line, each.reason) for each in reading.refusals] == [(2, reason)]
    assert [note.text for note in reading.record.notes] == ["fine"]


def test_quote_that_never_closes_is_refused_at_its_line():
    assert refusals("2026-11-21,,note,,,,,ok", '2026-11-22,,note,,,,,"open', "2026-11-23,,note,,,,,x")[0][0] == 3


def test_cell_of_a_hundred_thousand_characters_is_refused():
    assert refusals(f"2026-11-22,,note,,,,,{'x' * 140_000}")[0] == (
        2,
        "A cell is far too long; a closing quote may be missing.",
    )


def test_lines_are_counted_as_an_editor_counts_them():
    assert [line for line, _ in refusals('2026-11-21,,note,,,,,"one\ntwo\nthree"', "bad,,note,,,,,x")] == [5]


def test_refusals_are_counted_in_full_and_listed_in_bounded_number():
    reading = read(*(["x,,note,,,,,x"] * 250))
    assert (reading.refused, len(reading.refusals)) == (250, 100)
