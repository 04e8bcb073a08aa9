"""New, changed, same: a file against the record."""

from datetime import date

import pytest

from journal.interchange import wording
from journal.interchange.json_file import read_json
from journal.interchange.planning import make_plan
from journal.interchange.rows import CheckInRow, Settings
from tests.journal.interchange.files import (
    EMPTY,
    LDN,
    PAIN,
    TODAY,
    counts,
    document,
    nobody,
    plan_of,
    plan_refusals,
    present_of,
)

DAY = "2026-11-22"
RECORD = (
    LDN,
    PAIN,
    "2026-11-01,20:00,step,LDN,1.5,mg,start,",
    f"{DAY},20:00,dose,LDN,1.5,mg,taken,",
    f"{DAY},,score,Pain,4,0-10,daily,",
    f"{DAY},,event,stress,,,,work",
    f"{DAY},,note,,,,,tired",
    f"{DAY},,overall,,4,1-7,,",
)
KINDS = ("medicine", "item", "step", "dose", "score", "event", "note", "overall")


def test_every_row_is_new_in_an_empty_record():
    assert counts(plan_of(*RECORD)) == dict.fromkeys(KINDS, (1, 0, 0))


def test_every_row_is_the_same_in_a_record_that_holds_it():
    plan = plan_of(*RECORD, present=present_of(*RECORD))
    assert counts(plan) == dict.fromkeys(KINDS, (0, 0, 1))
    assert plan.nothing_to_do


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [
        (",,medicine,LDN,,drops,ldn,", "medicine", "Line 2: medicine, LDN: unit “capsule” becomes “drops”"),
        (",,item,PAIN,,0-10,lower_is_better,target", "item", "Line 2: item, Pain: item “Pain” becomes “PAIN”"),
        (
            "2026-11-01,20:00,step,LDN,3,mg,start,",
            "step",
            "Line 2: step, LDN, 1 Nov 2026: value “1.5” becomes “3”",
        ),
        (
            f"{DAY},20:00,dose,LDN,,mg,missed,ill",
            "dose",
            "Line 2: dose, LDN, 22 Nov 2026: value “1.5” becomes empty, status “taken” becomes “missed”, "
            "note empty becomes “ill”",
        ),
        (f"{DAY},,score,Pain,5,0-10,daily,", "score", "Line 2: score, Pain, 22 Nov 2026: value “4” becomes “5”"),
        (f"{DAY},,note,,,,,better", "note", "Line 2: note, 22 Nov 2026: note “tired” becomes “better”"),
        (f"{DAY},,overall,,2,1-7,,", "overall", "Line 2: overall, 22 Nov 2026: value “4” becomes “2”"),
    ],
)
def test_row_with_a_known_key_that_says_otherwise_is_a_change(row, kind, words):
    plan = plan_of(row, present=present_of(*RECORD))
    assert counts(plan) == {kind: (0, 1, 0)}
    assert wording.changes_in_words(plan) == [words]


def test_event_that_says_otherwise_is_new():
    assert counts(plan_of(f"{DAY},,event,stress,,,,home", present=present_of(*RECORD))) == {"event": (1, 0, 0)}


def test_changes_are_counted_in_full_and_listed_in_bounded_number():
    days = [date(2025, 1, 1).fromordinal(date(2025, 1, 1).toordinal() + number).isoformat() for number in range(120)]
    present = present_of(*(f"{day},,note,,,,,a" for day in days))
    plan = plan_of(*(f"{day},,note,,,,,b" for day in days), present=present)
    assert (counts(plan), len(plan.changes)) == ({"note": (0, 120, 0)}, 100)


MORNING, EVENING = f"{DAY},08:00,dose,LDN,1,mg,taken,", f"{DAY},20:00,dose,LDN,2,mg,taken,"


@pytest.mark.parametrize(
    ("present", "rows", "expected"),
    [
        ((EVENING, MORNING), (MORNING, EVENING), (0, 0, 2)),
        ((MORNING,), (MORNING, EVENING), (1, 0, 1)),
        ((MORNING, EVENING), (MORNING,), (0, 0, 1)),
        ((MORNING, EVENING), (EVENING,), (0, 1, 0)),
        ((MORNING, EVENING), (MORNING, EVENING, EVENING), (1, 0, 2)),
        ((), (EVENING, EVENING), (2, 0, 0)),
    ],
)
def test_doses_are_compared_by_their_order_in_the_day(present, rows, expected):
    plan = plan_of(LDN, *rows, present=present_of(LDN, *present))
    assert counts(plan)["dose"] == expected


def test_weekly_answers_on_a_day_of_the_record_that_is_daily_are_refused_unless_they_replace_it():
    present = present_of(PAIN, f"{DAY},,score,Pain,4,0-10,daily,")
    other = plan_of(
        ",,item,Sleep,,0-10,higher_is_better,wellbeing", f"{DAY},,score,Sleep,4,0-10,weekly,", present=present
    )
    assert plan_refusals(other) == [(3, "2026-11-22 is daily in your record and weekly here; a day is one of them.")]
    same = plan_of(f"{DAY},,score,Pain,4,0-10,weekly,", present=present)
    assert (plan_refusals(same), counts(same)) == ([], {"score": (0, 1, 0)})


def test_digest_is_the_same_only_while_the_file_does_the_same():
    row = f"{DAY},,note,,,,,better"
    assert plan_of(row).digest == plan_of(row).digest
    assert plan_of(row).digest != plan_of(row, present=present_of(*RECORD)).digest
    assert (
        plan_of(row, present=present_of(f"{DAY},,note,,,,,a")).digest
        != plan_of(row, present=present_of(f"{DAY},,note,,,,,b")).digest
    )


SETTINGS = {
    "name": "Ann",
    "country": "FR",
    "time_zone": "Europe/Paris",
    "day_start_hour": 3,
    "birth_date": "1970-02-01",
}


def json_plan(present, **sections):
    return make_plan(read_json(document(**sections), TODAY), present, {})


def test_settings_come_into_an_empty_record_only():
    plan = json_plan(nobody(), patient=SETTINGS)
    assert plan.settings == Settings("Ann", date(1970, 2, 1), "FR", "Europe/Paris", 3)
    assert not plan.nothing_to_do
    assert "time zone Europe/Paris, day starting at 03:00" in wording.settings_in_words(plan)
    kept = json_plan(present_of(*RECORD), patient=SETTINGS)
    assert (kept.settings, wording.settings_in_words(kept)) == (None, "")
    assert kept.warnings == [
        "The file holds other settings (name, birth date, country, time zone, hour the day starts); yours stay."
    ]


def test_settings_that_are_the_same_are_no_news():
    plan = json_plan(nobody())
    assert (plan.settings, plan.warnings, plan.nothing_to_do) == (None, [], True)


def test_days_without_an_answer_are_counted_too():
    present = nobody()
    present.check_ins[date(2026, 11, 21)] = CheckInRow(0, date(2026, 11, 21), False, None, 1)
    plan = json_plan(present, check_ins=[{"day": DAY}, {"day": "2026-11-21"}])
    assert counts(plan) == {"day": (1, 0, 1)}
    assert [row.day for row in plan.bare_days] == [date(2026, 11, 22)]


def test_what_only_the_json_carries_changes_too():
    present = present_of(LDN)
    medicine = {"name": "LDN", "form": "capsule", "ldn": True, "reason": "mood"}
    plan = json_plan(present, medicines=[medicine])
    assert counts(plan) == {"medicine": (0, 1, 0)}
    assert wording.changes_in_words(plan) == ["Entry 1: medicine, LDN: details that only the zip carries"]


def test_csv_leaves_alone_what_it_cannot_say():
    present = present_of(LDN, PAIN)
    present.medicines = [
        row.__class__(0, "ldn", "LDN", "capsule", None, True, "", "mood", "low") for row in present.medicines
    ]
    present.items = [row.__class__(0, "pain", "Pain", 0, 10, True, "target", 2, True) for row in present.items]
    assert plan_of(LDN, PAIN, present=present).nothing_to_do


def test_refusals_are_told_in_the_order_of_the_lines():
    plan = plan_of(PAIN, f"{DAY},,score,Pain,2,0-3,daily,", "x,,note,,,,,x")
    assert [text[:7] for text in wording.refusals_in_words(plan)] == ["Line 3:", "Line 4:"]


def test_empty_settings_are_those_of_the_tests():
    assert nobody().settings == EMPTY
