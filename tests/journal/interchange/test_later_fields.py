"""What journal.json carries since steps are a plan: counted, never wiped by a file that does not say it."""

from datetime import date, time

import pytest

from journal.day_state import DayState, from_json
from journal.interchange import wording
from journal.interchange.actions import import_file, preview_file
from journal.interchange.bundle import CSV, JSON, read_zip, write_zip
from journal.interchange.json_file import read_json
from journal.interchange.outgoing import export_csv, export_zip
from journal.interchange.planning import make_plan
from journal.interchange.reading import FileRefused
from journal.interchange.rows import DiarySettings, EventRow, StepRow
from journal.models import Batch, Diary, Event
from tests import factories
from tests.journal.interchange.files import LDN, NOW, TODAY, counts, csv_file, document, nobody, plan_of, present_of

DAY = "2026-11-22"
NEW = {"diary": {"week_ends_on": 6}}
MEDICINE = {"name": "LDN", "form": "capsule", "ldn": True}
STEP = {"day": DAY, "medicine": "LDN", "unit": "mg", "status": "start", "amount": "4.5"}
STRATEGY = {"day": DAY, "kind": "strategy", "text": "porridge"}
STEP_ROW = f"{DAY},,step,LDN,4.5,mg,start,"


def json_plan(present, **sections):
    return make_plan(read_json(document(**sections), TODAY), present, {})


def bring_in(patient, data):
    return import_file(patient=patient, data=data, now=NOW, directions={})


@pytest.fixture
def liquid(alice):
    """A record whose step is a liquid, measured, and planned."""
    ldn = factories.ldn(alice, name="LDN")
    return factories.step(
        ldn, date(2026, 11, 22), 4500, hours="", form="liquid", volume=9000, strength=500, confirmed=False
    )


@pytest.mark.parametrize("row", [STEP_ROW, f"{DAY},08:00,step,LDN,4.5,mg,start,"])
def test_csv_leaves_form_volume_strength_and_confirmation_of_a_step_alone(alice, liquid, row):
    bring_in(alice, csv_file(LDN, row))
    step = alice.dose_steps.get()
    assert (step.form, step.volume, step.strength, step.confirmed) == ("liquid", 9000, 500, False)


def test_volume_does_not_outlive_the_dose_it_was_measured_for(alice, liquid):
    bring_in(alice, csv_file(LDN, f"{DAY},,step,LDN,3,mg,start,"))
    step = alice.dose_steps.get()
    assert (step.amount, step.form, step.volume, step.strength) == (3000, "liquid", None, 500)


def test_own_csv_is_no_news_for_what_it_does_not_say(alice, liquid):
    Event.objects.create(patient=alice, day=date(2026, 11, 20), kind="strategy", strategy="food", agreed=True)
    factories.check_in(alice, date(2026, 11, 20), note="n", alarms="chest_pain")
    factories.diary(alice, weekly=True)
    before = export_zip(alice)
    plan = bring_in(alice, export_csv(alice))
    assert (plan.nothing_to_do, plan.warnings) == (True, [])
    assert export_zip(alice) == before


def test_file_from_before_wipes_nothing_and_a_later_one_says_that_there_is_none(liquid):
    present = present_of(LDN, STEP_ROW)
    present.steps = [
        StepRow(0, date(2026, 11, 22), "ldn", "", 4500, "mg", "start", "", "liquid", 9000, 500, True),
    ]
    before = json_plan(present, medicines=[MEDICINE], steps=[STEP])
    assert counts(before)["step"] == (0, 0, 1)
    later = json_plan(present, medicines=[MEDICINE], steps=[STEP], **NEW)
    assert counts(later)["step"] == (0, 1, 0)
    assert wording.changes_in_words(later) == [
        "Entry 2: step, LDN, 22 Nov 2026: details that only the zip carries",
    ]


@pytest.mark.parametrize(
    ("day", "confirmed"), [("2026-11-21", True), ("2026-11-22", True), ("2026-11-23", False), ("2027-01-01", False)]
)
def test_step_of_a_csv_is_planned_only_when_its_day_is_to_come_for_the_patient(alice, day, confirmed):
    """At noon UTC it is the 23rd somewhere on earth, but not where the patient is."""
    bring_in(alice, csv_file(f"{day},,step,LDN,4.5,mg,start,"))
    assert alice.dose_steps.get().confirmed is confirmed


def test_confirmed_step_stays_confirmed_when_the_csv_names_it_again(alice):
    factories.step(factories.ldn(alice, name="LDN"), date(2026, 12, 1), 4500, hours="", confirmed=True)
    bring_in(alice, csv_file("2026-12-01,,step,LDN,3,mg,start,"))
    assert alice.dose_steps.get().confirmed


@pytest.mark.parametrize(
    ("present", "given", "count"),
    [
        ([], {"strategy": "food"}, (1, 0, 0)),
        ([("", None)], {"strategy": "food", "agreed": True}, (0, 1, 0)),
        ([("food", None)], {"strategy": "food", "agreed": False}, (0, 1, 0)),
        ([("food", True)], {"strategy": "food", "agreed": True}, (0, 0, 1)),
        ([("food", True)], {"strategy": "earlier"}, (1, 0, 0)),
        ([("", True)], {"strategy": "food"}, (1, 0, 0)),
        ([("food", True)], {}, (1, 0, 0)),
    ],
)
def test_event_that_says_more_of_a_strategy_changes_the_one_that_said_less(present, given, count):
    record = present_of()
    day = date(2026, 11, 22)
    record.events = [EventRow(0, day, None, "strategy", "porridge", slug, agreed) for slug, agreed in present]
    assert counts(json_plan(record, events=[{**STRATEGY, **given}], **NEW)) == {"event": count}


def test_event_of_a_file_that_does_not_say_the_strategy_is_the_same():
    record = present_of()
    record.events = [EventRow(0, date(2026, 11, 22), None, "strategy", "porridge", "food", True)]
    assert counts(plan_of(f"{DAY},,event,strategy,,,,porridge", present=record)) == {"event": (0, 0, 1)}
    assert counts(json_plan(record, events=[STRATEGY])) == {"event": (0, 0, 1)}


def test_strategy_is_written_into_the_event_that_was_there(alice):
    day = date(2026, 11, 20)
    other = Event.objects.create(patient=alice, day=day, kind="strategy", text="walks")
    event = Event.objects.create(patient=alice, day=day, kind="strategy", text="porridge")
    factories.ldn(alice, name="LDN")
    given = {"day": "2026-11-20", "kind": "strategy", "text": "porridge", "strategy": "food", "agreed": False}
    json_data = document(medicines=[{"name": "LDN", "form": "capsule", "ldn": True}], events=[given], **NEW)
    bring_in(alice, write_zip({CSV: csv_file(LDN, "2026-11-20,,event,strategy,,,,porridge"), JSON: json_data}))
    facts = {row.pk: (row.text, row.strategy, row.agreed) for row in alice.events.all()}
    assert facts == {other.pk: ("walks", "", None), event.pk: ("porridge", "food", False)}


def test_what_a_strategy_is_against_comes_back(alice, charlie):
    dreams = factories.side_effect(alice, "Vivid dreams")
    Event.objects.create(patient=alice, day=date(2026, 11, 20), kind="strategy", text="walks", against=dreams)
    Event.objects.create(patient=charlie, day=date(2026, 11, 20), kind="strategy", text="walks")
    bring_in(charlie, export_zip(alice))
    assert [event.against for event in charlie.events.all()] == [charlie.items.get(name="Vivid dreams")]


def test_two_strategies_that_the_csv_cannot_tell_apart_both_come_back(alice, charlie):
    for slug in ("food", "earlier"):
        Event.objects.create(patient=alice, day=date(2026, 11, 20), kind="strategy", strategy=slug)
    assert export_csv(alice).decode().count("strategy") == 1
    bring_in(charlie, export_zip(alice))
    assert sorted(charlie.events.values_list("strategy", flat=True)) == ["earlier", "food"]


def test_alarm_signs_are_counted_and_an_absent_list_takes_none_away(alice):
    check_in = factories.check_in(alice, date(2026, 11, 20), note="n", alarms="chest_pain")
    days = [
        {"day": "2026-11-20", "note": "n", "alarms": ["fever", "chest_pain", "fever"]},
        {"day": "2026-11-21", "alarms": ["fever"]},
    ]
    csv_data = csv_file("2026-11-20,,note,,,,,n")
    plan = bring_in(alice, write_zip({CSV: csv_data, JSON: document(check_ins=days, **NEW)}))
    assert counts(plan) == {"note": (0, 0, 1), "alarms": (1, 1, 0), "day": (1, 0, 0)}
    assert [row.alarms for row in alice.check_ins.order_by("day")] == ["chest_pain fever", "fever"]
    kept = alice.day_versions.get(day=check_in.day)
    assert from_json(kept.state) == DayState(note="n", alarms=("chest_pain",))
    without = write_zip({CSV: csv_data, JSON: document(check_ins=[{"day": "2026-11-20", "note": "n"}], **NEW)})
    assert bring_in(alice, without).nothing_to_do
    assert bring_in(alice, csv_data).nothing_to_do


def test_alarm_signs_keep_an_open_page_from_overwriting_them(alice):
    factories.check_in(alice, date(2026, 11, 20), note="n")
    data = document(check_ins=[{"day": "2026-11-20", "note": "n", "alarms": ["fever"]}], **NEW)
    bring_in(alice, write_zip({CSV: csv_file("2026-11-20,,note,,,,,n"), JSON: data}))
    assert alice.check_ins.get().version == 2


def test_batches_come_in_once(alice):
    given = {
        "medicine": "LDN",
        "opened": DAY,
        "expires": "2027-02-01",
        "strength": "0.5",
        "number": "7",
        "pharmacy": "p",
    }
    data = write_zip({CSV: csv_file(LDN), JSON: document(medicines=[MEDICINE], batches=[given, given], **NEW)})
    assert counts(bring_in(alice, data))["batch"] == (1, 0, 1)
    batch = Batch.objects.get()
    assert (batch.patient, batch.medicine.name, batch.opened, batch.expires) == (
        alice, "LDN", date(2026, 11, 22), date(2027, 2, 1),
    )  # fmt: skip
    assert (batch.strength, batch.number, batch.pharmacy) == (500, "7", "p")
    assert bring_in(alice, data).nothing_to_do


def test_diary_comes_into_an_empty_record_only():
    given = {"week_ends_on": 0, "weekly": True, "safety": {"opioids": True}, "safety_answered": DAY}
    plan = json_plan(nobody(), diary=given)
    assert plan.diary == DiarySettings(True, 0, (("opioids", True),), date(2026, 11, 22))
    assert not plan.nothing_to_do
    assert wording.settings_in_words(plan) == (
        "Your settings come from the file too, since your record is empty: a diary once a week, "
        "the answers about safety."
    )
    kept = json_plan(present_of(LDN), medicines=[MEDICINE], diary=given)
    assert (kept.diary, kept.nothing_to_do) == (None, True)
    assert kept.warnings == [
        "The file holds other settings of the diary (daily or weekly, safety answers); yours stay."
    ]


@pytest.mark.parametrize(
    ("answered", "safety"), [(date(2026, 11, 21), '{"opioids":true}'), (date(2026, 11, 22), '{"opioids":false}')]
)
def test_later_safety_answers_are_kept(alice, answered, safety):
    Diary.objects.create(patient=alice, safety_answers='{"opioids":false}', safety_answered_on=answered)
    given = {"week_ends_on": 0, "safety": {"opioids": True}, "safety_answered": DAY}
    bring_in(alice, write_zip({CSV: csv_file(), JSON: document(patient=_own(alice), diary=given)}))
    assert [(row.week_ends_on, row.safety_answers, row.safety_answered_on) for row in Diary.objects.all()] == [
        (0, safety, date(2026, 11, 22))
    ]


def _own(patient):
    return {
        "name": patient.name,
        "country": patient.country,
        "time_zone": patient.time_zone,
        "day_start_hour": patient.day_start_hour,
    }


def test_diary_settings_stand_in_what_the_preview_shows(alice):
    data = write_zip({CSV: csv_file(), JSON: document(patient=_own(alice), diary={"week_ends_on": 6})})
    assert preview_file(patient=alice, data=data, now=NOW, directions={}).nothing_to_do
    other = write_zip({CSV: csv_file(), JSON: document(patient=_own(alice), diary={"week_ends_on": 5})})
    plans = [preview_file(patient=alice, data=each, now=NOW, directions={}) for each in (data, other)]
    assert plans[0].digest != plans[1].digest


@pytest.mark.parametrize(
    ("sections", "refusal"),
    [
        ({"steps": [{**STEP, "form": "brick"}]}, "steps: “brick” is no form; it is one of capsule, tablet, liquid, drops, cream, injection, other."),
        ({"steps": [{**STEP, "volume": "1"}]}, "steps: A volume in mL needs the strength in mg/mL beside it."),
        ({"steps": [{**STEP, "volume": "0", "strength": "1"}]}, "steps: A volume is more than 0."),
        ({"steps": [{**STEP, "unconfirmed": 1}]}, "steps: The field “unconfirmed” is of the wrong type."),
        ({"batches": [{"medicine": "Zinc", "opened": DAY}]}, "batches: “Zinc” is not among the medicines."),
        ({"batches": [{"medicine": "LDN", "opened": "2126-01-01"}]}, "batches: 2126-01-01 is more than ten years ahead."),
        ({"batches": [{"medicine": "LDN", "opened": DAY, "number": "x" * 61}]}, "batches: The text has more than 60 characters."),
        ({"events": [{"day": DAY, "kind": "stress", "agreed": True}]}, "events: Only a strategy has “strategy”, “agreed” and “against”."),
        ({"events": [{"day": DAY, "kind": "stress", "against": "LDN"}]}, "events: Only a strategy has “strategy”, “agreed” and “against”."),
        ({"events": [{**STRATEGY, "against": "Dreams"}]}, "events: “Dreams” is not among the items."),
        ({"events": [{**STRATEGY, "strategy": "Food first"}]}, "events: “Food first” is not the word of a strategy."),
        ({"check_ins": [{"day": DAY, "alarms": [1]}]}, "check_ins: “1” is not the word of an alarm sign."),
        ({"check_ins": [{"day": DAY, "alarms": ["a b"]}]}, "check_ins: “a b” is not the word of an alarm sign."),
        ({"check_ins": [{"day": DAY, "alarms": [f"{'x' * 38}{n:02}" for n in range(9)]}]}, "check_ins: There are more alarm signs than a day can hold."),
        ({"check_ins": [{"day": DAY, "saves": 2}], "history": [{"day": DAY, "save": 1, "saved_at": "2026-11-22T20:00:00Z", "alarms": ["-"]}]}, "history: “-” is not the word of an alarm sign."),
    ],
)  # fmt: skip
def test_entry_that_cannot_be_kept_is_refused(sections, refusal):
    reading = read_json(document(medicines=[MEDICINE], **sections, **NEW), TODAY)
    assert [each.reason for each in reading.refusals] == [refusal]


@pytest.mark.parametrize(
    ("diary", "reason"),
    [
        ({}, "The field “week_ends_on” is missing."),
        ({"week_ends_on": 7}, "A week ends on a day from 0 (Monday) to 6 (Sunday)."),
        ({"week_ends_on": 1, "safety": {"opioids": "yes"}}, "The answer to “opioids” is neither true nor false."),
        ({"week_ends_on": 1, "safety": {"O!": True}}, "“O!” is not the word of a safety question."),
        ({"week_ends_on": 1, "safety": {f"q{'x' * 30}{n}": True for n in range(30)}}, "There are more safety questions than the diary asks."),
        ({"week_ends_on": 1, "safety_answered": "then"}, "“then” is not a day as 2026-11-22."),
    ],
)  # fmt: skip
def test_diary_that_cannot_be_kept_is_refused(diary, reason):
    with pytest.raises(FileRefused, match=r"^journal\.json, diary: ") as caught:
        read_json(document(diary=diary), TODAY)
    assert str(caught.value) == f"journal.json, diary: {reason}"


def test_json_of_before_without_the_later_lists_is_read(alice, charlie):
    factories.step(factories.ldn(alice), date(2026, 11, 1))
    factories.dose(alice.medicines.get(), date(2026, 11, 2), time=time(20))
    csv_data, json_data = read_zip(export_zip(alice))
    old = json_data.replace(b'"diary":{"week_ends_on":6},\n', b"").replace(b'"batches":[],\n', b"")
    assert len(old) < len(json_data) - 30
    bring_in(charlie, write_zip({CSV: csv_data, JSON: old}))
    assert read_zip(export_zip(charlie))[0] == csv_data
    assert charlie.dose_steps.get().confirmed


def test_alarm_text_that_cannot_be_unsealed_is_no_alarm_sign(alice):
    check_in = factories.check_in(alice, date(2026, 11, 20), note="n")
    factories.CheckIn.objects.filter(pk=check_in.pk).update(alarms=b"\x01damaged")
    assert b"alarms" not in read_zip(export_zip(alice))[1]
