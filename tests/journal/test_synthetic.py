"""Invented patients: the same for the same seed, and calibrated to what trials saw."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from statistics import mean, stdev

import pytest

from journal import catalogue
from journal.models.items import Item
from journal.models.medicines import DoseStatus, Form, Reason, StepKind
from journal.synthetic import draw_person, parameters, synthetic_patient
from journal.synthetic.course import changes, emax, onset
from journal.synthetic.diary import SIDE_EFFECTS, WELLBEING
from journal.synthetic.noise import stream, wobbles
from journal.synthetic.side_effects import Episode, Switch, draw_episodes, draw_switch, levels, recorded
from journal.synthetic.taking import Intake, Stop, draw_stop, make_steps

PEOPLE = 250
NEVER = 10**6


def keeper(seed, on_drug=True, **fields):
    """A person on 4.5 mg who never gives the diary up."""
    person = draw_person(seed, on_drug=on_drug)
    usual = {"schedule": ((0, 4500),), "engagement": parameters.STEADY, "leaves_after": NEVER}
    return replace(person, **(usual | fields))


@cache
def keepers(on_drug, scenario=parameters.NULL_PLUS_PLACEBO):
    people = [draw_person(seed, scenario, on_drug=on_drug) for seed in range(PEOPLE)]
    kept = [
        replace(person, schedule=((0, 4500),), engagement=parameters.STEADY, leaves_after=NEVER) for person in people
    ]
    return [synthetic_patient(seed, 84, baseline_days=0, person=person) for seed, person in enumerate(kept)]


@cache
def drawn(days=84):
    return [synthetic_patient(seed, days, baseline_days=0) for seed in range(PEOPLE)]


def share_who(patients, condition):
    return mean(bool(condition(patient)) for patient in patients)


def ever(name):
    return lambda patient: any(day.ratings[name] for day in patient.diary)


def stopped(patient, reason=None):
    return any(step.kind == "stop" and reason in (None, step.reason) for step in patient.steps)


def worst_of(episodes):
    return lambda day: max(levels(episodes, None, day, None).values(), default=0.0)


def late_headline(patient):
    """Mean of the headline from day 57 on."""
    late = [
        day.ratings[patient.person.targets[0]]
        for day in patient.diary
        if day.day >= patient.first_day + timedelta(days=56)
    ]
    return mean(late)


def test_same_seed_gives_the_same_patient():
    assert synthetic_patient(7, 120) == synthetic_patient(7, 120)
    assert synthetic_patient(7, 120) != synthetic_patient(8, 120)


def test_same_seed_gives_the_same_patient_in_another_process():
    code = "from journal.synthetic import synthetic_patient as s; print(repr(s(7, 60)))"
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": salt}
        ).stdout
        for salt in ("1", "2")
    )
    assert first == second == repr(synthetic_patient(7, 60)) + "\n"


def test_names_are_those_of_the_catalogue_and_the_model():
    names = {name for _, targets in parameters.CONDITIONS.values() for name in targets}
    assert names <= {template.name for template in catalogue.TARGETS}
    assert set(SIDE_EFFECTS) <= {template.name for template in catalogue.SIDE_EFFECTS}
    assert set(WELLBEING) == {template.name for template in catalogue.WELLBEINGS}
    assert set(parameters.CONDITIONS) <= set(Reason.values)
    assert set(parameters.FORMS) <= set(Form.values)


def test_every_value_fits_its_scale_and_every_word_its_model():
    for patient in drawn():
        assert {step.kind for step in patient.steps} <= set(StepKind.values)
        assert {intake.status for intake in patient.intakes.values()} <= set(DoseStatus.values)
        for day in patient.diary:
            assert all(0 <= value <= catalogue.BY_NAME[name].high for name, value in day.ratings.items())


def test_diary_has_each_day_at_most_once_and_none_outside():
    for patient in drawn():
        days = [day.day for day in patient.diary]
        assert all(before < after for before, after in pairwise(days))
        assert all(0 <= (day - patient.first_day).days < 84 for day in days)
        assert all(0 <= (day.entered_day - day.day).days <= 6 for day in patient.diary)


def test_no_dose_before_the_first_and_none_after_a_stop():
    for patient in (synthetic_patient(seed, 120) for seed in range(30)):
        assert patient.first_dose == patient.first_day + timedelta(days=14)
        assert patient.steps[0].day == patient.first_dose == min(patient.intakes)
        ends = [step.day for step in patient.steps if step.amount is None]
        assert all(day < end for end in ends for day in patient.intakes)
        assert all(day.dose is None for day in patient.diary if day.day < patient.first_dose)


def test_vivid_dreams_are_reported_by_37_percent_on_ldn_and_13_percent_on_placebo():
    assert share_who(keepers(True), ever(parameters.DREAMS)) == pytest.approx(0.37, abs=0.05)
    assert share_who(keepers(False), ever(parameters.DREAMS)) == pytest.approx(0.13, abs=0.04)


def test_null_scenario_groups_differ_by_less_than_a_fifth_of_a_point():
    assert abs(mean(map(late_headline, keepers(True))) - mean(map(late_headline, keepers(False)))) < 0.2


def test_optimistic_scenario_differs_by_its_effect():
    ldn = mean(map(late_headline, keepers(True, "optimistic")))
    assert ldn - mean(map(late_headline, keepers(False))) == pytest.approx(-0.7, abs=0.2)


def test_placebo_alone_improves_the_headline_by_its_published_size():
    moved = [draw_person(seed).placebo_change for seed in range(PEOPLE)]
    assert mean(moved) == pytest.approx(-0.8, abs=0.15)
    assert stdev(moved) == pytest.approx(1.5, abs=0.15)


def test_most_people_on_placebo_tick_some_symptom_of_a_long_list():
    ticked = share_who(keepers(False), lambda patient: any(ever(name)(patient) for name in SIDE_EFFECTS))
    assert 0.60 < ticked < 0.85


def test_two_placebo_groups_have_any_symptom_equally_often():
    person = keeper(1, on_drug=False)
    had = [bool(draw_episodes(seed, person, 0, 83)) for seed in range(3000)]
    assert abs(mean(had[:1500]) - mean(had[1500:])) < 0.05


def test_side_effect_stops_within_12_weeks_are_as_in_cohorts():
    assert 0.08 < share_who(drawn(), lambda patient: stopped(patient, "side effects")) < 0.17
    assert 1 - share_who(drawn(), stopped) == pytest.approx(0.82, abs=0.05)


def test_nearly_half_still_take_it_after_a_year():
    stops = []
    for seed in range(600):
        person = draw_person(seed)
        episodes = draw_episodes(seed, person, 0, 364)
        stops.append(draw_stop(seed, person, worst_of(episodes), 365))
    assert mean(stop is None for stop in stops) == pytest.approx(0.45, abs=0.05)


def test_about_43_percent_have_given_the_diary_up_after_12_weeks():
    assert mean(draw_person(seed).leaves_after < 84 for seed in range(PEOPLE)) == pytest.approx(0.43, abs=0.06)


def test_most_recorded_severities_are_mild():
    values = [
        day.ratings[name] for patient in drawn() for day in patient.diary for name in SIDE_EFFECTS if day.ratings[name]
    ]
    mild, moderate, severe = (values.count(value) / len(values) for value in (1, 2, 3))
    assert mild > 0.6 > moderate > severe > 0


def test_keepers_log_about_six_of_seven_days():
    assert mean(len(patient.diary) / 84 for patient in keepers(True)) == pytest.approx(0.84, abs=0.03)


def test_entries_of_the_next_day_are_about_8_percent():
    late = [(day.entered_day - day.day).days for patient in keepers(True) for day in patient.diary]
    assert late.count(1) / len(late) == pytest.approx(0.08, abs=0.01)


def test_about_92_percent_of_doses_are_taken():
    taken = [intake.amount is not None for patient in keepers(True) for intake in patient.intakes.values()]
    assert mean(taken) == pytest.approx(0.92, abs=0.02)
    amounts = {intake.amount for patient in keepers(True) for intake in patient.intakes.values()}
    assert amounts == {4500, None}


def test_refill_gaps_are_runs_of_days_on_which_it_could_not_be_got():
    runs = []
    for patient in keepers(True):
        gap = [day for day, intake in patient.intakes.items() if intake.reason == "could not get it"]
        runs += [len(gap)] if gap else []
    assert 0.03 < len(runs) / PEOPLE < 0.15
    assert 3 <= mean(runs) <= 10


@pytest.mark.parametrize(
    ("points", "value"), [(-1, 0), (0, 0), (0.5, 0), (0.6, 1), (3.4, 1), (3.6, 2), (6.4, 2), (6.6, 3), (10, 3)]
)
def test_points_are_recorded_as_none_mild_moderate_severe(points, value):
    assert recorded(points) == value


def test_wobbles_have_the_spread_the_carry_and_the_correlations_asked_for():
    noise = wobbles(stream(1, "test"), 1.2, 0.45)
    rows = [next(noise) for _ in range(6000)]
    first, second = [row[0] for row in rows], [row[1] for row in rows]
    assert stdev(first) == pytest.approx(1.2, abs=0.06)
    carried = mean(a * b for a, b in pairwise(first)) / stdev(first) ** 2
    together = mean(a * b for a, b in zip(first, second, strict=True)) / stdev(first) / stdev(second)
    assert carried == pytest.approx(0.45, abs=0.05)
    assert together == pytest.approx(0.5, abs=0.05)


def test_dose_curve_is_one_at_the_usual_dose_and_flat_beyond_5_mg():
    assert emax(4.5, 2.5) == pytest.approx(1.0)
    assert emax(9, 2.5) == emax(5, 2.5)
    assert emax(0, 2.5) == 0


def test_effect_has_half_set_in_30_days_after_3_mg():
    person = keeper(1, schedule=((0, 1500), (14, 3000), (28, 4500)))
    assert onset(person, 44) == pytest.approx(0.5)
    assert onset(keeper(1, schedule=((0, 1500),)), 30) == pytest.approx(0.5)


def test_changes_are_none_before_the_first_dose_and_halve_in_21_days_after_a_stop():
    person = keeper(1, placebo_change=-2.0, drug_effect=0.0, drift=0.0)
    assert changes(person, {}, -1) == (0.0,) * 6
    at_stop, later = changes(person, {}, 60, 60)[0], changes(person, {}, 81, 60)[0]
    assert later == pytest.approx(at_stop / 2)


def test_pilot_scenario_is_a_share_of_the_baseline():
    people = [draw_person(seed, parameters.PILOT_2009) for seed in range(PEOPLE)]
    assert mean(person.drug_effect / person.baselines[0] for person in people) == pytest.approx(-0.3, abs=0.03)


def test_modest_scenario_adds_to_brain_fog():
    assert draw_person(1, "modest").fog_effect == -0.9
    assert draw_person(1, "modest", on_drug=False).fog_effect == 0


def test_schedule_rises_to_the_final_dose():
    for seed in range(PEOPLE):
        amounts = [amount for _, amount in draw_person(seed).schedule]
        assert amounts == sorted(set(amounts))
        assert amounts[-1] in parameters.FINAL_DOSES


def episode(**fields):
    usual = {"symptom": parameters.DREAMS, "first": 2, "peak": 4.0, "half_life": 9.0, "by_drug": True}
    return Episode(**(usual | fields))


def test_episode_begins_fades_and_ends():
    assert episode().level(1, None) == 0
    assert [episode().level(day, None) for day in (2, 11, 20)] == [4.0, 2.0, 1.0]
    assert episode(half_life=float("inf"), until=13).level(13, None) == 4.0
    assert episode(until=13).level(14, None) == 0


def test_stopping_ends_what_the_drug_caused_and_nothing_else():
    lasting = {"half_life": float("inf")}
    assert episode(**lasting).level(23, 20) == 2.0
    assert episode(**lasting, by_drug=False).level(23, 20) == 4.0


def test_switch_to_the_morning_halves_bad_nights_where_it_helps():
    lasting = [episode(half_life=float("inf")), episode(symptom="Headache", half_life=float("inf"))]
    helps, fails = (Switch(day=10, acts_from=14, helps=helps) for helps in (True, False))
    assert levels(lasting, helps, 13, None) == {parameters.DREAMS: 4.0, "Headache": 4.0}
    assert levels(lasting, helps, 14, None) == {parameters.DREAMS: 2.0, "Headache": 4.0}
    assert levels(lasting, fails, 14, None) == {parameters.DREAMS: 4.0, "Headache": 4.0}
    drowsy = [episode(symptom=parameters.DROWSINESS, half_life=float("inf"))]
    assert levels(drowsy, helps, 14, None) == {parameters.DROWSINESS: 4.5}


def test_only_some_with_lasting_bad_nights_at_bedtime_switch():
    bad = [episode(half_life=27.0)]
    at_night, in_the_morning = keeper(1, hour=parameters.BEDTIME), keeper(1, hour=parameters.MORNING)
    switches = [draw_switch(seed, at_night, bad) for seed in range(200)]
    assert 60 < sum(switch is not None for switch in switches) < 140
    assert all(draw_switch(seed, in_the_morning, bad) is None for seed in range(20))
    assert all(draw_switch(seed, at_night, [episode()]) is None for seed in range(20))


def test_steps_hold_the_switch_and_the_stop():
    person = keeper(1, hour=parameters.BEDTIME, schedule=((0, 1500), (14, 3000), (90, 4500)))
    steps = make_steps(person, Switch(day=20, acts_from=24, helps=True), Stop(day=40, reason="cost or access"))
    assert [(step.day, step.kind, step.amount, step.hour, step.reason) for step in steps] == [
        (0, "start", 1500, "21:00", ""),
        (14, "increase", 3000, "21:00", ""),
        (20, "change", 3000, "08:00", "bad nights"),
        (41, "stop", None, "", "cost or access"),
    ]


def test_a_switch_on_the_day_of_a_step_is_that_step():
    person = keeper(1, hour=parameters.BEDTIME, schedule=((0, 1500), (14, 3000)))
    steps = make_steps(person, Switch(day=14, acts_from=18, helps=True), None)
    assert [(step.day, step.kind, step.hour) for step in steps] == [(0, "start", "21:00"), (14, "increase", "08:00")]


def test_without_stops_a_patient_goes_on():
    patients = [synthetic_patient(seed, 200, person=keeper(seed), stops=False) for seed in range(20)]
    assert not any(stopped(patient) for patient in patients)
    assert all(len(patient.intakes) == 186 for patient in patients)


def test_late_doses_stay_before_the_next_days_start():
    late = [intake for patient in keepers(True) for intake in patient.intakes.values() if intake.status == "late"]
    assert all(isinstance(intake, Intake) and 130 <= intake.minutes <= 400 for intake in late)


def test_visits_are_before_the_first_dose_and_every_90_days():
    visits = [visit.day for visit in synthetic_patient(1, 200, first_day=date(2026, 1, 1)).visits]
    assert visits == [date(2026, 1, 14), date(2026, 4, 14), date(2026, 7, 13)]


def test_item_names_fit_their_field():
    longest = Item._meta.get_field("name").max_length
    assert all(len(name) <= longest for name in SIDE_EFFECTS)
