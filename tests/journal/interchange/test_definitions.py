"""What a file leaves out, what contradicts the record, and what a patient must confirm."""

import pytest

from journal.interchange import vocabulary as words
from journal.interchange.plan import Asked, direction_token
from tests.journal.interchange.files import LDN, PAIN, plan_of, plan_refusals, present_of

DAY = "2026-11-22"


def ldn_of(*rows, present=None):
    plan = plan_of(*rows, present=present)
    assert plan.refused == 0
    return [row.name for row in plan.writes["medicine"] if row.is_ldn]


def test_first_medicine_named_like_ldn_becomes_ldn_by_first_step_then_line():
    rows = (
        f"{DAY},,dose,My LDN,1,mg,taken,",
        "2026-11-02,,step,Naltrexone capsules,1,mg,start,",
        "2026-11-01,,step,low dose NALTREXONE,1,mg,start,",
        "2026-10-01,,step,Zinc,1,mg,start,",
    )
    assert ldn_of(*rows) == ["low dose NALTREXONE"]
    assert ldn_of(*rows[:2]) == ["Naltrexone capsules"]
    assert ldn_of(rows[0], rows[3]) == ["My LDN"]
    assert ldn_of(rows[3]) == []


def test_of_two_first_steps_on_one_day_the_first_line_becomes_ldn():
    rows = ("2026-11-01,,step,Naltrexone B,1,mg,start,", "2026-11-01,,step,Naltrexone A,1,mg,start,")
    assert ldn_of(*rows) == ["Naltrexone B"]


def test_medicine_row_that_says_other_stays_other():
    assert ldn_of(",,medicine,Naltrexone,,tablet,other,", f"{DAY},,dose,Naltrexone,50,mg,taken,") == []


def test_record_that_has_an_ldn_medicine_gets_no_second_one():
    present = present_of(LDN)
    assert ldn_of(f"{DAY},,dose,Naltrexone,1,mg,taken,", present=present) == []


def test_medicine_without_a_row_comes_in_with_its_form_unknown_and_is_named():
    plan = plan_of(f"{DAY},,dose,Zinc,1,mg,taken,", f"{DAY},,dose,LDN,1,mg,taken,")
    assert [(row.name, row.form, row.is_ldn) for row in plan.writes["medicine"]] == [
        ("Zinc", "other", False),
        ("LDN", "other", True),
    ]
    assert plan.warnings == [
        "“Zinc” has no medicine row; it comes in as another medicine, its form not known.",
        "“LDN” has no medicine row; it comes in as your LDN, its form not known.",
    ]


def test_second_ldn_in_the_file_is_refused_naming_both_lines():
    assert plan_refusals(plan_of(LDN, ",,medicine,Naltrexone,,drops,ldn,")) == [
        (3, "The LDN medicine stands in line 2 already; there is one.")
    ]


def test_ldn_beside_another_ldn_of_the_record_is_refused():
    present = present_of(",,medicine,Naltrexone,,drops,ldn,")
    assert plan_refusals(plan_of(LDN, present=present)) == [
        (2, "Your LDN medicine here is “Naltrexone”; there is one.")
    ]
    assert plan_of(LDN, ",,medicine,Naltrexone,,drops,other,", present=present).refused == 0


@pytest.mark.parametrize("kind", ["step", "dose"])
def test_ldn_is_in_mg_and_other_medicines_in_any_word(kind):
    status = {"step": "start", "dose": "taken"}[kind]
    rows = (f"{DAY},,{kind},LDN,4.5,mL,{status},", f"{DAY},,{kind},Zinc,4.5,drops,{status},")
    assert plan_refusals(plan_of(LDN, *rows)) == [(3, "The amount of LDN is in mg.")]


def test_medicine_with_other_amounts_in_the_record_does_not_become_ldn():
    present = present_of(",,medicine,LDN,,drops,other,", f"{DAY},,dose,LDN,3,drops,taken,")
    assert plan_refusals(plan_of(LDN, present=present)) == [(2, "“LDN” has amounts in drops here; LDN is in mg.")]


def test_item_without_a_row_takes_its_scale_from_its_first_score_and_the_group_other():
    rows = (f"{DAY},,score,Itch,2,0-3,daily,", "2026-11-21,,score,Itch,1,0-3,daily,")
    plan = plan_of(*rows)
    assert plan.undecided == [Asked(key="itch", name="Itch", low=0, high=3)]
    decided = plan_of(*rows, directions={direction_token("itch"): False})
    assert decided.undecided == []
    (item,) = decided.writes["item"]
    assert (item.group, item.low, item.high, item.lower_is_better) == ("other", 0, 3, False)


def test_direction_of_an_item_the_record_knows_is_not_asked():
    assert plan_of(f"{DAY},,score,Pain,2,0-10,daily,", present=present_of(PAIN)).undecided == []


@pytest.mark.parametrize(
    ("rows", "present", "reason"),
    [
        (
            (f"{DAY},,score,Itch,2,0-3,daily,", "2026-11-21,,score,Itch,1,0-4,daily,"),
            (),
            (3, "The scale of “Itch” is 0-3 in line 2 and 0-4 here."),
        ),
        (
            (f"{DAY},,score,Pain,2,0-3,daily,", PAIN),
            (),
            (2, "The scale of “Pain” is 0-10 in line 3 and 0-3 here."),
        ),
        (
            (f"{DAY},,score,Pain,2,0-3,daily,",),
            (PAIN,),
            (2, "The scale of “Pain” is 0-10 in your record and 0-3 here."),
        ),
        (
            (",,item,Pain,,0-3,lower_is_better,target",),
            (PAIN, f"{DAY},,score,Pain,7,0-10,daily,"),
            (2, "“Pain” was rated on the scale 0-10 here; it cannot change."),
        ),
    ],
)
def test_score_on_another_scale_than_its_items_is_refused(rows, present, reason):
    assert plan_refusals(plan_of(*rows, present=present_of(*present))) == [reason]


def test_scale_of_an_item_that_was_never_rated_may_change():
    plan = plan_of(",,item,Pain,,0-3,lower_is_better,target", present=present_of(PAIN))
    assert (plan.refused, [row.high for row in plan.writes["item"]]) == (0, [3])


TARGETS = tuple(f",,item,Target {number},,0-10,lower_is_better,target" for number in (1, 2, 3, 4))


def ranks(*rows, present=()):
    plan = plan_of(*rows, present=present_of(*present))
    return {row.name: row.target_rank for row in plan.writes["item"]}, plan_refusals(plan)


def test_targets_are_ranked_in_file_order():
    assert ranks(TARGETS[2], ",,item,Sleep,,0-10,higher_is_better,wellbeing", TARGETS[0]) == (
        {"Target 3": 1, "Sleep": None, "Target 1": 2},
        [],
    )


def test_fourth_target_is_refused():
    reason = "“Target 4” would be a fourth target; there are three at most."
    assert ranks(*TARGETS)[1] == [(5, reason)]
    assert ranks(TARGETS[3], present=TARGETS[:3])[1] == [(2, reason)]
    assert ranks(TARGETS[3], present=TARGETS[:2]) == ({"Target 4": 3}, [])


def test_target_that_gives_way_makes_room_for_another():
    assert ranks(TARGETS[3], ",,item,Target 2,,0-10,lower_is_better,other", present=TARGETS[:3]) == (
        {"Target 4": 2, "Target 2": None},
        [],
    )


def test_target_of_the_record_keeps_its_rank():
    assert ranks(TARGETS[1], TARGETS[0], present=TARGETS[:3]) == ({}, [])


@pytest.mark.parametrize(("name", "kind"), [("MOST_MEDICINES", "medicine"), ("MOST_ITEMS", "item")])
def test_more_medicines_or_items_than_a_page_can_list_are_refused(monkeypatch, name, kind):
    monkeypatch.setattr(words, name, 2)
    row = {"medicine": ",,medicine,X{},,tablet,other,", "item": ",,item,X{},,0-3,lower_is_better,other"}[kind]
    assert plan_of(*(row.format(number) for number in range(2))).refused == 0
    assert plan_refusals(plan_of(*(row.format(number) for number in range(3)))) == [
        (1, f"There are more than 2 {kind}s.")
    ]


def test_naltrexone_over_10_mg_imports_and_is_listed_as_a_warning():
    plan = plan_of(
        LDN,
        ",,medicine,Naltrexone 50,,tablet,other,",
        ",,medicine,Zinc,,tablet,other,",
        f"{DAY},,dose,LDN,10,mg,taken,",
        f"{DAY},,dose,LDN,45,mg,taken,",
        f"{DAY},,dose,Naltrexone 50,50,mg,taken,",
        f"{DAY},,dose,Zinc,50,mg,taken,",
        f"{DAY},,step,LDN,10.5,mg,start,",
    )
    assert plan.refused == 0
    assert plan.warnings == [
        "Line 9: a naltrexone step of 10.5 mg, which is over 10 mg.",
        "Line 6: a naltrexone dose of 45 mg, which is over 10 mg.",
        "Line 7: a naltrexone dose of 50 mg, which is over 10 mg.",
    ]


def test_hold_and_change_that_do_not_repeat_the_dose_are_listed():
    rows = (
        LDN,
        "2026-11-01,,step,LDN,1.5,mg,start,",
        "2026-11-08,,step,LDN,1.5,mg,hold,",
        "2026-11-15,,step,LDN,3,mg,change,",
    )
    message = "Line 5: a step of kind “change” that does not repeat the dose before it."
    assert plan_of(*rows).warnings == [message]
    assert plan_of(*rows[:3]).warnings == []
    assert plan_of(LDN, rows[3], present=present_of(*rows[:2])).warnings == [message.replace("5", "3")]


def test_warnings_are_counted_in_full_and_listed_in_bounded_number():
    plan = plan_of(LDN, *([f"{DAY},,dose,LDN,45,mg,taken,"] * 60), *(["2026-11-21,,dose,LDN,45,mg,taken,"] * 60))
    assert (plan.warned, len(plan.warnings)) == (120, 100)
