"""Dose steps as a plan: several at once, asked about on their day, held, paused and stopped in two taps."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import DoseStep, Medicine
from tests import factories
from tests.html_forms import post_forms
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def medicine(alice):
    return factories.ldn(alice)


def steps_of(patient):
    """Return day, kind, mg in thousandths and whether it has happened, of each step."""
    return list(patient.dose_steps.order_by("day").values_list("day", "kind", "amount", "confirmed"))


def rows(*given: tuple[str, str], **more: str) -> dict[str, str]:
    """Return what is typed on the page of several steps."""
    typed = {"hours": "20:00", "reason": "as prescribed", **more}
    for number, (day, amount) in enumerate(given, start=1):
        typed |= {f"day_{number}": day, f"amount_{number}": amount}
    return typed


def several(client, medicine, typed):
    return client.post(f"/journal/medicines/{medicine.pk}/steps/several/", typed)


def one(client, medicine, **given):
    typed = {"day": "2026-11-20", "kind": "", "amount": "4.5", "hours": "20:00", "reason": "", **given}
    return client.post(f"/journal/medicines/{medicine.pk}/steps/new/", typed)


# Several steps on one page


def test_a_whole_titration_is_entered_on_one_page(alice, alice_client, medicine):
    typed = rows(("2027-01-01", "1.5"), ("2027-01-15", "3"), ("2027-01-29", "4.5"))
    assert several(alice_client, medicine, typed).status_code == 302
    assert steps_of(alice) == [
        (date(2027, 1, 1), "start", 1500, False),
        (date(2027, 1, 15), "increase", 3000, False),
        (date(2027, 1, 29), "increase", 4500, False),
    ]
    assert {(step.hours, step.reason) for step in alice.dose_steps.all()} == {("20:00", "as prescribed")}


def test_rows_may_stand_in_any_order_and_empty_ones_are_ignored(alice, alice_client, medicine):
    typed = rows(("2026-11-22", "3"), ("", ""), ("2026-11-01", "1.5"), ("", " "), ("", ""), ("2026-11-23", "3"))
    assert several(alice_client, medicine, typed).status_code == 302
    assert steps_of(alice) == [
        (date(2026, 11, 1), "start", 1500, True),
        (date(2026, 11, 22), "increase", 3000, True),
        (date(2026, 11, 23), "hold", 3000, False),
    ]


def test_a_kind_that_is_said_counts_and_the_rest_follows_from_the_doses(alice, alice_client, medicine):
    typed = rows(("2026-11-01", "4.5"), ("2026-11-08", ""), ("2026-11-15", "3"), ("2026-11-20", "1.5"))
    typed |= {"kind_2": "pause"}
    assert several(alice_client, medicine, typed).status_code == 302
    assert [kind for _, kind, _, _ in steps_of(alice)] == ["start", "pause", "restart", "decrease"]


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({}, "day_1", "Write at least one step"),
        ({"day_2": "2026-12-01"}, "amount_2", "Write the dose, more than 0."),
        ({"amount_2": "3"}, "day_2", "Write from which day this dose counts."),
        ({"day_8": "2026-12-01", "amount_8": "0"}, "amount_8", "Write the dose, more than 0."),
        ({"day_2": "2026-13-01", "amount_2": "3"}, "day_2", "Write the day as"),
        ({"day_2": "2028-11-22", "amount_2": "3"}, "day_2", "Choose a day between 1900"),
        ({"day_2": "2026-12-01", "amount_2": "three"}, "amount_2", "Write a number such as"),
        ({"day_2": "2026-11-02", "amount_2": "3"}, "day_2", "already has a step on that day"),
        ({"day_2": "2026-12-01", "amount_2": "3", "kind_2": "stop"}, "amount_2", "has no dose"),
        ({"day_2": "2026-12-01", "amount_2": "6.001"}, "amount_2", "Over 6 mg"),
        ({"day_2": "2026-12-01", "amount_2": "45"}, "amount_2", "Over 10 mg"),
        ({"day_2": "2026-12-01", "amount_2": "0.3"}, "amount_2", "A typing slip?"),
    ],
)
def test_an_error_lands_on_its_row_and_nothing_is_saved_or_lost(alice, alice_client, medicine, given, field, message):
    factories.step(medicine, date(2026, 11, 2), 3000)
    good = rows(("2026-11-20", "4.5")) if given else {}
    page = several(alice_client, medicine, good | given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert message in page.context["form"].errors[field][0]
    assert f'href="#id_{field}"' in page.text
    for typed in given.values():
        assert f'value="{typed}"' in page.text
    assert alice.dose_steps.count() == 1


def test_rows_past_the_third_open_when_something_is_typed_in_them(alice_client, medicine):
    address = f"/journal/medicines/{medicine.pk}/steps/several/"
    assert '<details class="fold">' in alice_client.get(address).text
    assert '<details class="fold" open>' in alice_client.post(address, {"amount_5": "3"}).text


def test_two_rows_on_one_day_are_refused_on_both(alice_client, medicine):
    page = several(alice_client, medicine, rows(("2026-12-01", "3"), ("2026-12-01", "4.5")))
    assert sorted(page.context["form"].errors) == ["day_1", "day_2"]


def test_a_tick_answers_what_was_asked_about_several_steps(alice, alice_client, medicine):
    typed = rows(("2026-11-01", "0.5"), ("2026-11-20", "5"))
    page = several(alice_client, medicine, typed)
    assert list(page.context["form"].errors) == ["amount_2"]
    assert several(alice_client, medicine, typed | {"checked": "on"}).status_code == 302
    assert alice.dose_steps.count() == 2


# One step: kinds, slips, mL


@pytest.mark.parametrize(
    ("before", "given", "kind"),
    [
        (None, {}, "start"),
        ({"amount": 3000}, {}, "increase"),
        ({"amount": 6000}, {}, "decrease"),
        ({"amount": 4500}, {}, "hold"),
        ({"amount": 4500}, {"hours": "08:00"}, "change"),
        ({"amount": 4500}, {"form": "liquid"}, "change"),
        ({"amount": None, "kind": "pause"}, {}, "restart"),
        ({"amount": None, "kind": "stop"}, {}, "restart"),
        ({"amount": 3000}, {"kind": "change"}, "change"),
    ],
)
def test_the_kind_follows_from_the_step_before_where_the_patient_does_not_say(
    alice, alice_client, medicine, before, given, kind
):
    if before:
        factories.step(medicine, date(2026, 11, 1), **before)
    factories.step(medicine, date(2027, 1, 1), 6000)
    assert one(alice_client, medicine, **given).status_code == 302
    assert alice.dose_steps.get(day="2026-11-20").kind == kind


@pytest.mark.parametrize(
    ("saved", "typed", "asked"),
    [
        (500, "4.999", False),
        (500, "5", True),
        (500, "5.001", True),
        (5000, "0.501", False),
        (5000, "0.5", True),
        (450, "4.5", True),
    ],
)
@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 12, 1)])
def test_ten_times_a_neighbour_is_asked_about_as_a_slip(alice, alice_client, medicine, saved, typed, asked, day):
    factories.step(medicine, day, saved)
    factories.step(medicine, date(2026, 10, 1), 1500)
    page = one(alice_client, medicine, amount=typed)
    assert page.status_code == (422 if asked else 302)
    if asked:
        assert "A typing slip?" in page.text
        assert one(alice_client, medicine, amount=typed, checked="on").status_code == 302


def test_only_the_steps_beside_it_are_neighbours(alice_client, medicine):
    factories.step(medicine, date(2026, 10, 1), 300)
    factories.step(medicine, date(2026, 11, 1), 3000)
    assert one(alice_client, medicine, amount="4.5").status_code == 302


@pytest.mark.parametrize("tick", ["prescriber_confirmed", "checked"])
def test_over_ten_mg_needs_the_prescribers_word_and_no_other_tick(alice_client, medicine, tick):
    saved = one(alice_client, medicine, amount="10.001", **{tick: "on"}).status_code
    assert saved == (302 if tick == "prescriber_confirmed" else 422)


def test_ml_that_do_not_make_the_mg_are_asked_about(alice, alice_client, medicine):
    typed = {"amount": "4.5", "volume": "45", "strength": "1"}
    page = one(alice_client, medicine, **typed)
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "volume": [
            "45 mL of 1 mg/mL are 45 mg; you wrote 4.5 mg. "
            "Correct it, or tick “I checked it: this is what was prescribed”."
        ]
    }
    assert one(alice_client, medicine, **typed, checked="on").status_code == 302
    step = alice.dose_steps.get()
    assert (step.amount, step.volume, step.strength) == (4500, 45000, 1000)


@pytest.mark.parametrize(
    ("mg", "ml", "strength", "fits"),
    [
        ("4.5", "4.5", "1", True),
        ("4.5", "0.6", "7.5", True),
        ("4.5", "4.501", "1", False),
        ("1.5", "0.333", "4.5", False),
    ],
)
def test_ml_times_strength_is_compared_exactly(alice_client, medicine, mg, ml, strength, fits):
    assert one(alice_client, medicine, amount=mg, volume=ml, strength=strength).status_code == (302 if fits else 422)


def test_ml_without_a_strength_take_that_of_the_medicine_or_are_asked_for_it(alice, alice_client, medicine):
    page = one(alice_client, medicine, volume="4.5")
    assert "strength" in page.context["form"].errors
    Medicine.objects.update(strength=1000, form="liquid")
    assert one(alice_client, medicine, volume="4.5").status_code == 302
    assert alice.dose_steps.get().strength == 1000


def test_a_pause_has_no_ml(alice_client, medicine):
    page = one(alice_client, medicine, kind="pause", amount="", volume="4.5", strength="1")
    assert list(page.context["form"].errors) == ["volume"]


def test_today_names_mg_and_ml_and_both_hours(alice, alice_client):
    liquid = factories.ldn(alice, form="liquid", strength=1000)
    factories.step(liquid, date(2026, 11, 1), hours="08:00 20:00", volume=4500, strength=1000)
    page = alice_client.get("/journal/").text
    assert "4.5 mg (4.5 mL of 1 mg/mL) at 08:00" in page
    assert "4.5 mg (4.5 mL of 1 mg/mL), planned for 20:00" in page
    listed = alice_client.get("/journal/medicines/").text
    assert "4.5 mg (4.5 mL of 1 mg/mL) at 08:00 and 20:00 (2 doses a day), since 1 Nov 2026." in listed


def test_a_planned_step_asks_with_both_hours_of_two_doses_a_day(alice_client, medicine):
    factories.step(medicine, TODAY, 1500, hours="08:00 20:00", confirmed=False)
    assert "1.5 mg capsule at 08:00 and 20:00 (2 doses a day). Did it happen?" in alice_client.get("/journal/").text


# A planned step asks on its day


@pytest.fixture
def waiting(medicine):
    factories.step(medicine, date(2026, 11, 1), 1500)
    return factories.step(medicine, TODAY, 3000, kind="increase", confirmed=False)


def answer(client, step, **typed):
    return client.post(f"/journal/steps/{step.pk}/answer/", typed)


@pytest.mark.parametrize(("day", "asked"), [("2026-11-23", False), ("2026-11-22", True), ("2026-11-02", True)])
def test_a_planned_step_asks_on_its_day_and_after_not_before(alice_client, waiting, day, asked):
    DoseStep.objects.filter(pk=waiting.pk).update(day=day)
    for address in ("/journal/", "/journal/medicines/"):
        assert ("Did it happen?" in alice_client.get(address).text) == asked


def test_an_answered_step_and_a_past_day_do_not_ask(alice_client, waiting):
    assert "Did it happen?" not in alice_client.get("/journal/2026-11-21/").text
    answer(alice_client, waiting, answer="yes")
    for address in ("/journal/", "/journal/medicines/"):
        assert "Did it happen?" not in alice_client.get(address).text


def test_asking_costs_today_no_statement(alice_client, waiting):
    counts = []
    for confirmed in (True, False):
        DoseStep.objects.update(confirmed=confirmed)
        with count_statements() as statements:
            alice_client.get("/journal/")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_yes_confirms_the_step(alice, alice_client, waiting):
    assert answer(alice_client, waiting, answer="yes", back="today")["Location"] == "/journal/"
    assert steps_of(alice)[1] == (TODAY, "increase", 3000, True)


@pytest.mark.parametrize(("day", "confirmed"), [("2026-11-20", True), ("2026-12-01", False)])
def test_another_day_moves_the_step(alice, alice_client, waiting, day, confirmed):
    assert answer(alice_client, waiting, answer="moved", day=day).status_code == 302
    assert steps_of(alice)[1] == (date.fromisoformat(day), "increase", 3000, confirmed)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "answer"),
        ({"answer": "perhaps"}, "answer"),
        ({"answer": "moved"}, "day"),
        ({"answer": "moved", "day": "soon"}, "day"),
        ({"answer": "moved", "day": "2026-11-01"}, "day"),
        ({"answer": "moved", "day": "2026-12-10"}, "day"),
        ({"answer": "moved", "day": "2029-12-10"}, "day"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(alice, alice_client, medicine, waiting, typed, field):
    factories.step(medicine, date(2026, 12, 10), 4500, kind="increase", confirmed=False)
    before = steps_of(alice)
    page = answer(alice_client, waiting, **typed)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert steps_of(alice) == before


def test_no_keeps_the_dose_and_says_that_it_was_planned(alice, alice_client, waiting):
    assert answer(alice_client, waiting, answer="stayed").status_code == 302
    assert steps_of(alice)[1] == (TODAY, "hold", 1500, True)
    assert alice.dose_steps.last().reason == "3 mg capsule was planned, did not happen"


def test_no_to_a_first_step_or_a_restart_takes_it_off_the_plan(alice, alice_client, medicine):
    first = factories.step(medicine, TODAY, 1500, confirmed=False)
    assert "No, I did not start" in alice_client.get("/journal/").text
    assert answer(alice_client, first, answer="stayed").status_code == 200
    assert steps_of(alice) == []
    factories.step(medicine, date(2026, 11, 1), None, kind="pause", hours="")
    restart = factories.step(medicine, TODAY, 1500, kind="restart", confirmed=False)
    assert answer(alice_client, restart, answer="stayed").status_code == 200
    assert steps_of(alice) == [(date(2026, 11, 1), "pause", None, True)]


@pytest.mark.parametrize("back", ["", "today"])
def test_a_step_that_did_not_begin_can_be_put_back_and_asks_again(alice, alice_client, medicine, back):
    first = factories.step(medicine, TODAY, 1500, confirmed=False, reason="as prescribed")
    page = answer(alice_client, first, answer="stayed", back=back)
    assert "Saved: 1.5 mg capsule did not begin. It is off the plan." in page.text
    assert ("Back to today" in page.text) is bool(back)
    form = next(each for each in post_forms(page.text) if each.action == f"/journal/medicines/{medicine.pk}/steps/new/")
    assert alice_client.post(form.action, form.sent).status_code == 302
    assert steps_of(alice) == [(TODAY, "start", 1500, False)]
    assert (alice.dose_steps.get().reason, alice.dose_steps.get().hours) == ("as prescribed", "20:00")
    assert "No, I did not start" in alice_client.get("/journal/").text


def test_an_answer_given_twice_is_one_answer(alice, alice_client, waiting):
    answer(alice_client, waiting, answer="stayed")
    assert answer(alice_client, waiting, answer="yes").status_code == 302
    assert steps_of(alice)[1] == (TODAY, "hold", 1500, True)
    assert "answered already" in alice_client.get(f"/journal/steps/{waiting.pk}/answer/").text


def test_a_step_whose_day_has_not_come_cannot_be_answered(alice, alice_client, medicine):
    ahead = factories.step(medicine, date(2026, 11, 23), 1500, confirmed=False)
    for given in ("yes", "stayed"):
        assert answer(alice_client, ahead, answer=given).status_code == 422
    assert steps_of(alice) == [(date(2026, 11, 23), "start", 1500, False)]


def test_of_two_steps_that_wait_the_older_one_is_asked_about(alice_client, medicine, waiting):
    factories.step(medicine, date(2026, 11, 15), 2000, kind="increase", confirmed=False)
    page = alice_client.get("/journal/").text
    assert page.count("Did it happen?") == 1
    assert "Planned from 15 Nov: 2 mg capsule at 20:00." in page
    assert "No, I stayed on 1.5 mg capsule" in page


def test_a_set_up_dose_that_lies_ahead_waits_for_its_day(alice, alice_client):
    typed = {"medicine_name": "LDN", "form": "capsule", "headline": "Fatigue", "amount": "1.5"}
    assert alice_client.post("/journal/set-up/", typed | {"day": "2026-11-23"}).status_code == 302
    assert steps_of(alice) == [(date(2026, 11, 23), "start", 1500, False)]


# Two taps: hold, pause, stop, back, restart


@pytest.fixture
def on_dose(medicine):
    factories.step(medicine, date(2026, 10, 1), 3000)
    return factories.step(medicine, date(2026, 11, 1), 4500, kind="increase", hours="08:00 20:00")


@pytest.mark.parametrize(
    ("action", "made"), [("hold", ("hold", 4500)), ("pause", ("pause", None)), ("stop", ("stop", None))]
)
def test_a_press_of_a_reason_saves_the_step_from_today(alice, alice_client, medicine, on_dose, action, made):
    address = f"/journal/medicines/{medicine.pk}/{action}/"
    assert address in alice_client.get("/journal/medicines/").text
    assert 'value="2026-11-22"' in alice_client.get(address).text
    assert alice_client.post(address, {"day": "2026-11-22", "why": "no_supply", "words": ""}).status_code == 302
    assert steps_of(alice)[-1] == (TODAY, *made, True)
    step = alice.dose_steps.last()
    assert (step.reason, step.hours) == ("could not get it", "08:00 20:00" if action == "hold" else "")


def test_back_to_an_own_earlier_dose_is_a_decrease_and_after_a_pause_a_restart(alice, alice_client, medicine, on_dose):
    earlier = alice.dose_steps.first()
    assert "Back to 3 mg" in alice_client.get("/journal/medicines/").text
    typed = {"day": "2026-11-10", "why": "side_effects", "words": "vivid dreams"}
    assert alice_client.post(f"/journal/steps/{earlier.pk}/again/", typed).status_code == 302
    assert steps_of(alice)[-1] == (date(2026, 11, 10), "decrease", 3000, True)
    assert alice.dose_steps.last().reason == "side effects; vivid dreams"
    factories.step(medicine, date(2026, 11, 15), None, kind="pause", hours="")
    assert "Restart on 4.5 mg" in alice_client.get("/journal/medicines/").text
    typed = {"day": "2026-11-22", "why": "unsaid", "words": ""}
    assert alice_client.post(f"/journal/steps/{on_dose.pk}/again/", typed).status_code == 302
    assert steps_of(alice)[-1] == (TODAY, "restart", 4500, True)
    assert (alice.dose_steps.last().hours, alice.dose_steps.last().reason) == ("08:00 20:00", "")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "2026-11-22"}, "why"),
        ({"day": "2026-11-22", "why": "because"}, "why"),
        ({"day": "2026-11-22", "why": "own"}, "words"),
        ({"day": "", "why": "cost"}, "day"),
        ({"day": "2026-11-01", "why": "cost"}, "day"),
        ({"day": "2026-09-30", "why": "cost"}, "day"),
        ({"day": "2029-09-30", "why": "cost"}, "day"),
    ],
)
@pytest.mark.parametrize("action", ["hold", "pause", "stop"])
def test_an_action_that_cannot_be_is_refused(alice, alice_client, medicine, on_dose, action, typed, field):
    page = alice_client.post(f"/journal/medicines/{medicine.pk}/{action}/", {"words": "", **typed})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert alice.dose_steps.count() == 2


def test_the_prescribers_word_is_asked_for_a_high_dose_on_every_way_back(alice, alice_client, medicine):
    high = factories.step(medicine, date(2026, 10, 1), 12_000)
    factories.step(medicine, date(2026, 11, 1), 4500)
    typed = {"day": "2026-11-22", "why": "prescriber", "words": ""}
    page = alice_client.post(f"/journal/steps/{high.pk}/again/", typed)
    assert page.status_code == 422
    assert "Over 10 mg" in page.text
    typed |= {"prescriber_confirmed": "on"}
    assert alice_client.post(f"/journal/steps/{high.pk}/again/", typed).status_code == 302
    typed = {"day": "2026-11-24", "why": "prescriber", "words": ""}
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/hold/", typed).status_code == 422


def test_later_planned_steps_go_only_when_that_is_ticked(alice, alice_client, medicine, on_dose):
    factories.step(medicine, date(2026, 12, 1), 6000, confirmed=False)
    address = f"/journal/medicines/{medicine.pk}/pause/"
    assert "6 mg from 1 Dec 2026" in alice_client.get(address).text
    typed = {"day": "2026-11-22", "why": "cost", "words": ""}
    assert alice_client.post(address, typed | {"drop_later": "on"}).status_code == 302
    assert [kind for _, kind, _, _ in steps_of(alice)] == ["start", "increase", "pause"]


def test_a_stop_of_the_ldn_shows_what_to_know_and_a_pause_does_not(alice, alice_client, medicine, on_dose):
    typed = {"why": "cost", "words": ""}
    paused = alice_client.post(f"/journal/medicines/{medicine.pk}/pause/", typed | {"day": "2026-11-20"})
    assert paused["Location"] == "/journal/medicines/"
    stop = alice_client.post(f"/journal/medicines/{medicine.pk}/stop/", typed | {"day": "2026-11-22"}, follow=True)
    assert stop.redirect_chain == [("/journal/medicines/stopped/", 302)]
    assert "naloxone" in stop.text
    assert "not reviewed by a clinician yet" in stop.text


def test_a_stop_typed_as_a_step_shows_it_too_and_a_planned_one_once_it_has_happened(alice, alice_client, medicine):
    factories.step(medicine, date(2026, 11, 1))
    ahead = one(alice_client, medicine, kind="stop", amount="", hours="", day="2026-12-01")
    assert ahead["Location"] == "/journal/medicines/"
    assert steps_of(alice)[1] == (date(2026, 12, 1), "stop", None, False)
    alice.dose_steps.filter(day="2026-12-01").update(day=TODAY)
    said = answer(alice_client, alice.dose_steps.last(), answer="yes")
    assert said["Location"] == "/journal/medicines/stopped/"


def test_a_stop_of_another_medicine_shows_no_naltrexone_card(alice, alice_client):
    other = factories.ldn(alice, name="Vitamin D", is_ldn=False)
    factories.step(other, date(2026, 11, 1), 800_000, unit="IU")
    typed = {"why": "cost", "words": "", "day": "2026-11-22"}
    stop = alice_client.post(f"/journal/medicines/{other.pk}/stop/", typed)
    assert stop["Location"] == "/journal/medicines/"
    assert alice.dose_steps.last().unit == "IU"


# Changing and deleting


def test_a_changed_day_decides_whether_the_step_has_happened(alice, alice_client, medicine):
    step = factories.step(medicine, date(2026, 12, 1), confirmed=False)
    typed = {"kind": "start", "amount": "4.5", "hours": "20:00", "reason": ""}
    for day, confirmed in (("2026-11-22", True), ("2026-11-23", False)):
        alice_client.post(f"/journal/steps/{step.pk}/", typed | {"day": day})
        assert steps_of(alice) == [(date.fromisoformat(day), "start", 4500, confirmed)]


def test_a_changed_reason_does_not_answer_for_the_patient(alice, alice_client, waiting):
    typed = {"kind": "increase", "amount": "3", "hours": "20:00", "reason": "plan", "day": "2026-11-22"}
    alice_client.post(f"/journal/steps/{waiting.pk}/", typed)
    assert steps_of(alice)[1] == (TODAY, "increase", 3000, False)


def test_deleting_says_what_the_figures_will_do(alice_client, medicine, on_dose):
    page = alice_client.get(f"/journal/steps/{on_dose.pk}/delete/").text
    assert "the days from 1 Nov 2026 will count as days on 3 mg." in page


def test_a_deleted_step_can_be_put_back_as_it_was(alice, alice_client, medicine):
    factories.step(medicine, date(2026, 10, 1), 500)
    step = factories.step(
        medicine, date(2026, 11, 1), 12_000, kind="change", reason="=1+1", volume=1000, strength=1000, form="liquid"
    )
    kept = alice.dose_steps.values().get(pk=step.pk)
    page = alice_client.post(f"/journal/steps/{step.pk}/delete/")
    assert alice.dose_steps.count() == 1
    typed = dict(page.context["put_back"])
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/steps/new/", typed).status_code == 302
    back = alice.dose_steps.values().get(day=step.day)
    assert {name: value for name, value in back.items() if name not in ("id", "reason")} == {
        name: value for name, value in kept.items() if name not in ("id", "reason")
    }
    assert alice.dose_steps.get(day=step.day).reason == "=1+1"


def test_a_step_that_waits_waits_again_when_it_is_put_back(alice, alice_client, medicine, waiting):
    typed = dict(alice_client.post(f"/journal/steps/{waiting.pk}/delete/").context["put_back"])
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/steps/new/", typed).status_code == 302
    assert steps_of(alice)[1] == (TODAY, "increase", 3000, False)


def test_a_second_press_of_a_button_makes_neither_a_second_step_nor_an_error(alice, alice_client, medicine):
    for _ in range(2):
        assert several(alice_client, medicine, rows(("2026-11-01", "3"), ("2026-11-08", "4.5"))).status_code == 302
        assert one(alice_client, medicine, day="2026-11-10", amount="4.5", kind="hold").status_code == 302
        typed = {"day": "2026-11-22", "why": "cost", "words": ""}
        assert alice_client.post(f"/journal/medicines/{medicine.pk}/pause/", typed).status_code == 302
    assert [kind for _, kind, _, _ in steps_of(alice)] == ["start", "increase", "hold", "pause"]


def test_a_row_more_on_a_second_press_is_added_and_another_dose_on_a_known_day_refused(alice, alice_client, medicine):
    first, second = ("2026-11-01", "3"), ("2026-11-08", "4.5")
    several(alice_client, medicine, rows(first))
    assert several(alice_client, medicine, rows(first, second)).status_code == 302
    assert several(alice_client, medicine, rows(("2026-11-01", "2"))).status_code == 422
    assert [amount for _, _, amount, _ in steps_of(alice)] == [3000, 4500]


def test_another_patients_steps_are_not_found_at_any_of_these_addresses(alice, alice_client, charlie):
    theirs = factories.ldn(charlie)
    step = factories.step(theirs, TODAY, confirmed=False)
    for address in (
        f"/journal/medicines/{theirs.pk}/steps/several/",
        f"/journal/medicines/{theirs.pk}/hold/",
        f"/journal/medicines/{theirs.pk}/pause/",
        f"/journal/medicines/{theirs.pk}/stop/",
        f"/journal/steps/{step.pk}/again/",
        f"/journal/steps/{step.pk}/answer/",
    ):
        for method in (alice_client.get, alice_client.post):
            assert method(address).status_code == 404
    assert steps_of(charlie) == [(TODAY, "start", 4500, False)]
