"""What makes two rows one: names, keys, repeats and contradictions within a file."""

import pytest

from journal.interchange import vocabulary as words
from tests.journal.interchange.files import LDN, PAIN, counts, plan_of, read, refusals

DAY = "2026-11-22"


@pytest.mark.parametrize(
    ("kind", "row", "other"),
    [
        ("medicine", LDN, ",,medicine, ldn,,tablet,ldn,"),
        ("item", PAIN, ",,item,PAIN,,0-10,lower_is_better,other"),
        ("step", f"{DAY},,step,LDN,1,mg,start,", f"{DAY},,step,ldn,2,mg,increase,"),
        ("score", f"{DAY},,score,Pain,4,0-10,daily,", f"{DAY},,score,pain,5,0-10,daily,"),
        ("note", f"{DAY},,note,,,,,one", f"{DAY},,note,,,,,two"),
        ("overall", f"{DAY},,overall,,4,1-7,,", f"{DAY},,overall,,5,1-7,,"),
    ],
)
def test_second_row_with_one_key_is_the_same_or_refused_naming_both_lines(kind, row, other):
    assert refusals(row, row) == []
    assert read(row, row).repeats == {kind: 1}
    assert refusals(row, other) == [(3, f"This {kind} stands in line 2 already, and there it says otherwise.")]


def test_repeat_counts_as_the_same_in_the_preview():
    assert counts(plan_of(f"{DAY},,note,,,,,one", f"{DAY},,note,,,,,one")) == {"note": (1, 0, 1)}


def test_item_names_are_one_after_nfc_trimming_and_case_folding():
    rows = (",,item,Stra\u00dfe e\u0301,,0-10,lower_is_better,other", f"{DAY},,score, STRASSE \u00c9 ,4,0-10,daily,")
    plan = plan_of(*rows)
    assert (plan.refused, plan.undecided, counts(plan)) == (0, [], {"item": (1, 0, 0), "score": (1, 0, 0)})


def test_item_names_are_one_over_all_groups():
    assert refusals(PAIN, ",,item,Pain,,0-3,lower_is_better,side_effect") == [
        (3, "This item stands in line 2 already, and there it says otherwise.")
    ]


def test_same_scores_of_names_in_two_spellings_are_repeats():
    assert read(f"{DAY},,score,Pain,4,0-10,daily,", f"{DAY},,score,PAIN,4,0-10,daily,").repeats == {"score": 1}


def test_doses_of_one_day_are_told_apart_by_their_order():
    row = f"{DAY},,dose,LDN,1,mg,taken,"
    reading = read(LDN, row, row, row)
    assert (len(reading.record.doses), reading.repeats, reading.refusals) == (3, {}, [])


def test_events_are_one_when_the_whole_row_is():
    reading = read(f"{DAY},,event,stress,,,,a", f"{DAY},,event,stress,,,,a", f"{DAY},,event,stress,,,,b")
    assert (len(reading.record.events), reading.repeats) == (2, {"event": 1})


def test_day_is_daily_or_weekly_never_both():
    rows = (f"{DAY},,score,Pain,4,0-10,daily,", f"{DAY},,score,Sleep,4,0-10,weekly,")
    assert refusals(*rows) == [(3, "2026-11-22 is daily in line 2 and weekly here; a day is one of them.")]
    assert refusals(rows[0], "2026-11-21,,score,Sleep,4,0-10,weekly,") == []


def test_more_doses_a_day_than_anybody_takes_are_refused(monkeypatch):
    monkeypatch.setattr(words, "MOST_DOSES_A_DAY", 2)
    row = f"{DAY},,dose,LDN,1,mg,taken,"
    assert refusals(row, row, row) == [(4, "More than 2 doses on one day.")]
