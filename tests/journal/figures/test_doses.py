from journal.figures.doses import Adherence, DoseDay, count_doses, unrecorded_days
from tests.journal.figures.made import jan, off, phases, step

TAKEN, MISSED, SKIPPED = DoseDay(taken=1), DoseDay(missed=1), DoseDay(skipped=1)


def one_phase(*steps, end):
    return phases(*steps, first_entry=None, end=end)[0]


def test_four_numbers_of_the_doses_planned():
    days = {jan(1): TAKEN, jan(2): MISSED, jan(3): SKIPPED, jan(5): TAKEN}
    assert count_doses(one_phase(step(1, "start"), end=10), days) == Adherence(10, 2, 1, 1, 6)


def test_planned_is_days_times_hours():
    assert count_doses(one_phase(step(1, "start", hours="08:00 20:00"), end=10), {}).planned == 20


def test_a_step_without_hours_plans_one_dose_a_day():
    assert count_doses(one_phase(step(1, "start", hours=""), end=10), {}) == Adherence(planned=10, not_recorded=10)


def test_an_extra_record_on_one_day_never_hides_another_day():
    days = {jan(1): DoseDay(taken=2), jan(2): DoseDay(taken=1, missed=1)}
    assert count_doses(one_phase(step(1, "start"), end=3), days) == Adherence(3, 3, 1, 0, 1)


def test_one_record_of_two_planned_leaves_one_not_recorded():
    made = one_phase(step(1, "start", hours="08:00 20:00"), end=2)
    assert count_doses(made, {jan(1): TAKEN}) == Adherence(4, 1, 0, 0, 3)


def test_pause_and_stop_plan_nothing_but_count_what_was_taken():
    for kind in ("pause", "stop"):
        made = phases(step(1, "start"), off(5, kind), first_entry=None, end=9)[1]
        assert count_doses(made, {jan(6): TAKEN}) == Adherence(planned=0, taken=1)


def test_days_before_the_first_step_plan_nothing():
    before = phases(step(5, "start"), end=9)[0]
    assert count_doses(before, {jan(5): TAKEN}) == Adherence()
    assert not count_doses(before, {}).said_anything


def test_only_the_days_of_the_phase_count():
    first, second = phases(step(1, "start"), step(5), first_entry=None, end=9)
    days = {jan(4): MISSED, jan(5): TAKEN, jan(10): TAKEN}
    assert count_doses(first, days) == Adherence(4, 0, 1, 0, 3)
    assert count_doses(second, days) == Adherence(5, 1, 0, 0, 4)


def test_a_change_of_hours_in_a_hold_changes_the_plan_from_its_day():
    made = one_phase(step(1, "start"), step(4, "hold", hours="08:00 20:00"), end=5)
    assert count_doses(made, {jan(3): TAKEN, jan(4): TAKEN}) == Adherence(7, 2, 0, 0, 5)


def test_numbers_beyond_the_plan_are_told_apart():
    made = phases(step(1, "start"), off(5, "pause"), first_entry=None, end=9)
    extra = {jan(1): DoseDay(taken=2), jan(2): TAKEN, jan(6): TAKEN}
    assert [count_doses(phase, extra).beyond_plan for phase in made] == [1, 1]
    assert [count_doses(phase, {jan(1): TAKEN}).beyond_plan for phase in made] == [0, 0]


def test_adherence_adds_up():
    assert Adherence(10, 2, 1, 1, 6) + Adherence(3, 3, 0, 0, 0) == Adherence(13, 5, 1, 1, 6)
    assert Adherence(taken=1).said_anything


def test_unrecorded_days_are_those_with_fewer_records_than_planned():
    made = phases(step(2, "start", hours="08:00 20:00"), off(5), first_entry=1, end=9)
    days = {jan(2): DoseDay(taken=2), jan(3): TAKEN}
    assert list(unrecorded_days(made, days)) == [jan(3), jan(4)]
