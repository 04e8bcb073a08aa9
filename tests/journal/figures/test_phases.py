import pytest

from tests.journal.figures.made import jan, off, phases, step


def spans(made):
    return [(phase.number, phase.label, phase.first_day.day, phase.last_day.day) for phase in made]


def test_a_phase_runs_to_the_day_before_the_next_and_the_last_to_the_end():
    made = phases(step(5, "start", 1.5), step(12, "increase", 3), end=20)
    assert spans(made) == [(0, "Before LDN", 1, 4), (1, "1.5 mg", 5, 11), (2, "3 mg", 12, 20)]
    assert [phase.days for phase in made] == [4, 7, 9]


def test_steps_need_no_order():
    assert phases(step(12, mg=3), step(5, "start", 1.5)) == phases(step(5, "start", 1.5), step(12, mg=3))


@pytest.mark.parametrize("kind", ["start", "increase", "decrease", "restart", "change"])
def test_every_kind_with_a_dose_but_hold_begins_a_phase(kind):
    assert spans(phases(step(1, "start"), step(9, kind))) == [(1, "4.5 mg", 1, 8), (2, "4.5 mg", 9, 31)]


def test_pause_and_stop_begin_phases_named_for_what_they_are():
    made = phases(step(1, "start"), off(5), step(9, "restart"), off(20, "stop"))
    assert spans(made) == [(1, "4.5 mg", 1, 4), (2, "Paused", 5, 8), (3, "4.5 mg", 9, 19), (4, "Stopped", 20, 31)]


def test_a_hold_begins_no_phase_and_stays_in_the_one_it_holds():
    hold = step(9, "hold")
    (made,) = phases(step(1, "start"), hold)
    assert (made.first_day, made.last_day, made.steps) == (jan(1), jan(31), (step(1, "start"), hold))


def test_a_hold_with_nothing_to_hold_begins_a_phase():
    assert spans(phases(step(9, "hold"))) == [(0, "Before LDN", 1, 8), (1, "4.5 mg", 9, 31)]


def test_no_days_before_ldn_when_the_first_entry_is_on_the_first_step_or_later():
    assert spans(phases(step(5, "start"), first_entry=5)) == [(1, "4.5 mg", 5, 31)]
    assert spans(phases(step(5, "start"), first_entry=9)) == [(1, "4.5 mg", 5, 31)]
    assert spans(phases(step(5, "start"), first_entry=None)) == [(1, "4.5 mg", 5, 31)]


def test_one_day_before_the_first_step_is_one_day_before_ldn():
    assert spans(phases(step(5, "start"), first_entry=4))[0] == (0, "Before LDN", 4, 4)


def test_a_step_after_the_end_gives_no_phase_and_does_not_lengthen_the_last():
    assert spans(phases(step(5, "start"), step(21), end=20)) == [(0, "Before LDN", 1, 4), (1, "4.5 mg", 5, 20)]


def test_a_step_on_the_end_has_one_day():
    assert spans(phases(step(5, "start"), step(20, mg=6), end=20))[-1] == (2, "6 mg", 20, 20)


def test_with_planned_steps_only_all_days_are_before_ldn():
    assert spans(phases(step(25, "start"), end=20)) == [(0, "Before LDN", 1, 20)]


def test_without_steps_there_is_one_phase_that_says_so():
    assert spans(phases(end=20)) == [(0, "No dose steps", 1, 20)]


def test_without_days_there_are_no_phases():
    assert phases(step(5), end=None) == ()
    assert phases(first_entry=None) == ()
    assert phases(first_entry=21, end=20) == ()


def test_the_day_of_the_step_is_day_1_and_days_before_it_have_no_number():
    before, after = phases(step(5, "start"))
    assert (before.day_number(jan(4)), after.day_number(jan(5)), after.day_number(jan(31))) == (None, 1, 27)


def test_wash_in_is_the_first_seven_days_of_a_step_within_the_phase():
    before, short, last = phases(step(5, "start"), step(9))
    assert [phase.wash_in_last_day for phase in (before, short, last)] == [None, jan(8), jan(15)]


def test_the_plan_changes_with_the_hours_of_a_hold():
    (made,) = phases(step(1, "start", hours="20:00"), step(11, "hold", hours="08:00 20:00"), end=20)
    assert list(made.plan()) == [(jan(1), jan(10), 1), (jan(11), jan(20), 2)]


def test_a_hold_within_a_pause_plans_nothing():
    paused = phases(step(1, "start"), off(5), step(9, "hold"))[1]
    assert list(paused.plan()) == [(jan(5), jan(8), 0), (jan(9), jan(31), 0)]


def test_amount_and_dates_of_a_phase():
    before, after = phases(step(5, "start", 1.5))
    assert (before.amount, after.amount) == (None, 1500)
    assert (before.dates_text, after.dates_text) == ("1 to 4 Jan 2026", "5 to 31 Jan 2026")
