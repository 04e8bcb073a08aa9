"""A gap in the doses is proposed as a pause, and on a pause nothing is missed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.by_step import by_step_table
from journal.figures.dry_runs import DryRun, latest_dry_run
from journal.figures.phases import Step
from journal.models import Dose, Notice
from tests import factories

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))
TODAY = date(2026, 11, 22)
START = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, START, 4500)
    return medicine


def step(day, amount=4500, kind="start", doses_a_day=1):
    doses = 0 if amount is None else doses_a_day
    return Step(day, kind, kind, amount, "", "", doses, "")


def november(*days: int) -> set[date]:
    return {date(2026, 11, day) for day in days}


# The arithmetic


@pytest.mark.parametrize(
    ("taken", "gap"),
    [
        (range(1, 22), None),
        (range(1, 18), None),  # 18 to 21: four days
        (range(1, 17), (17, 21, False)),  # five days
        ((*range(1, 12), 17, 18, 19, 20, 21), (12, 16, True)),
        ((*range(1, 12), 16, 17, 18, 19, 20, 21), None),
        ((1, 7, 13, 19, 20, 21), (14, 18, True)),  # of three runs the latest
        ((*range(1, 17), 22), (17, 21, True)),  # today is not over, whatever was taken
        ((), None),  # before the first dose of the record nothing was written down
        (range(7, 22), None),
    ],
)
def test_the_latest_run_of_five_days_is_a_gap(taken, gap):
    found = latest_dry_run([step(date(2026, 11, 1))], november(*taken), TODAY)
    assert found == (gap and DryRun(date(2026, 11, gap[0]), date(2026, 11, gap[1]), gap[2]))


def test_days_on_a_pause_before_the_start_or_after_a_stop_are_no_gap():
    steps = [step(date(2026, 11, 10)), step(date(2026, 11, 14), None, "pause")]
    assert latest_dry_run(steps, set(), TODAY) is None
    assert latest_dry_run([], set(), TODAY) is None


def test_a_run_ends_where_a_step_begins():
    steps = [step(date(2026, 11, 1)), step(date(2026, 11, 10), 3000)]
    later, earlier = DryRun(date(2026, 11, 11), date(2026, 11, 21), False), (date(2026, 11, 2), date(2026, 11, 9))
    assert latest_dry_run(steps, november(1), TODAY) == later
    assert latest_dry_run(steps, november(1, *range(10, 22)), TODAY) == DryRun(*earlier, True)
    assert latest_dry_run(steps, november(1, *range(11, 22)), TODAY) == DryRun(*earlier, False)


def test_the_look_back_ends_after_ninety_days():
    first = TODAY - timedelta(days=90)
    recent = {first + timedelta(days=number) for number in (-1, *range(5, 91))}
    assert latest_dry_run([step(date(2026, 1, 1))], recent, TODAY) == DryRun(first, first + timedelta(days=4), True)
    recent.add(first)
    assert latest_dry_run([step(date(2026, 1, 1))], recent, TODAY) is None


# The page


def fill(medicine, *, until: int, missed: tuple[int, ...] = ()) -> None:
    """Record doses as taken up to this day of November, and as missed on these."""
    for number in range((date(2026, 11, until) - START).days + 1):
        factories.dose(medicine, START + timedelta(days=number))
    for day in missed:
        factories.dose(medicine, date(2026, 11, day), "missed", reason="pharmacy")


def post(client, medicine, **given):
    typed = {"first": "2026-11-10", "again": "2026-11-18", "amount": "", "words": "", "why": "no_supply", **given}
    return client.post(f"/journal/medicines/{medicine.pk}/was-paused/", typed)


def pause_steps(patient):
    return list(patient.dose_steps.filter(day__gt=START).values_list("day", "kind", "amount", "hours", "confirmed"))


def test_a_gap_is_proposed_with_its_days(alice_client, medicine):
    fill(medicine, until=9, missed=(10, 11, 12, 13, 14))
    page = alice_client.get("/journal/medicines/").text
    assert "Was there a pause? 10 to 21 Nov 2026" in page
    form = alice_client.get(f"/journal/medicines/{medicine.pk}/was-paused/").context["form"]
    assert form.initial == {"first": date(2026, 11, 10), "again": None}


def test_no_gap_is_proposed_when_doses_are_recorded_or_there_is_no_ldn(alice, alice_client, medicine):
    fill(medicine, until=17)
    assert "Was there a pause?" not in alice_client.get("/journal/medicines/").text
    alice.medicines.update(is_ldn=False)
    Dose.objects.all().delete()
    assert "Was there a pause?" not in alice_client.get("/journal/medicines/").text


def test_days_since_a_dose_of_long_ago_are_proposed_and_days_before_the_first_dose_are_not(alice_client, medicine):
    factories.dose(medicine, TODAY - timedelta(days=100))
    medicine.steps.update(day=date(2026, 1, 1))
    assert "Was there a pause? 24 Aug to 21 Nov 2026" in alice_client.get("/journal/medicines/").text
    Dose.objects.update(status="missed", amount=None)
    assert "Was there a pause?" not in alice_client.get("/journal/medicines/").text


@pytest.mark.parametrize("taken", [True, False])
def test_what_is_proposed_before_a_step_is_taken_up_by_its_form(alice, alice_client, medicine, taken):
    fill(medicine, until=9)
    factories.step(medicine, date(2026, 11, 18), 3000, kind="decrease")
    if taken:
        factories.dose(medicine, date(2026, 11, 18))
    address = f"/journal/medicines/{medicine.pk}/was-paused/"
    proposed = alice_client.get(address).context["form"].initial
    assert proposed == {"first": date(2026, 11, 10), "again": date(2026, 11, 18) if taken else None}
    if not taken:
        asked = post(alice_client, medicine, again="").context["form"].errors
        assert "Your plan says 3 mg capsule from 18 Nov 2026." in str(asked["again"])
    refused = post(alice_client, medicine, amount="1.5")
    assert list(refused.context["form"].errors) == ["amount"]
    for _ in range(2):
        assert post(alice_client, medicine).status_code == 302
    assert pause_steps(alice) == [
        (date(2026, 11, 10), "pause", None, "", True),
        (date(2026, 11, 18), "decrease", 3000, "20:00", True),
    ]


def test_what_is_proposed_after_a_step_is_taken_up_by_its_form(alice, alice_client, medicine):
    fill(medicine, until=9)
    factories.step(medicine, date(2026, 11, 10), 3000, kind="decrease")
    proposed = alice_client.get(f"/journal/medicines/{medicine.pk}/was-paused/").context["form"].initial
    assert proposed == {"first": date(2026, 11, 11), "again": None}
    assert post(alice_client, medicine, first="2026-11-11", again="").status_code == 302


def test_one_form_makes_a_pause_and_a_restart_on_the_dose_before(alice, alice_client, medicine):
    fill(medicine, until=9)
    assert post(alice_client, medicine).status_code == 302
    assert pause_steps(alice) == [
        (date(2026, 11, 10), "pause", None, "", True),
        (date(2026, 11, 18), "restart", 4500, "20:00", True),
    ]
    assert {row.reason for row in alice.dose_steps.filter(day__gt=START)} == {"could not get it"}


def test_a_pause_that_goes_on_has_no_restart(alice, alice_client, medicine):
    fill(medicine, until=9)
    assert post(alice_client, medicine, again="").status_code == 302
    assert pause_steps(alice) == [(date(2026, 11, 10), "pause", None, "", True)]
    assert "Was there a pause?" not in alice_client.get("/journal/medicines/").text


def test_a_second_press_makes_no_second_pause(alice, alice_client, medicine):
    for _ in range(2):
        assert post(alice_client, medicine).status_code == 302
    assert [kind for _, kind, *_ in pause_steps(alice)] == ["pause", "restart"]


def test_another_dose_after_the_pause_is_typed(alice, alice_client, medicine):
    assert post(alice_client, medicine, amount="1.5").status_code == 302
    assert pause_steps(alice)[1] == (date(2026, 11, 18), "restart", 1500, "20:00", True)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first": ""}, "first"),
        ({"first": "2026-11-23", "again": ""}, "first"),
        ({"first": "2026-09-30"}, "first"),
        ({"first": "2026-10-01"}, "first"),
        ({"first": "2026-11-05"}, "first"),
        ({"first": "2026-11-06", "again": "2026-11-06"}, "again"),
        ({"again": "2026-11-10"}, "again"),
        ({"again": "2026-11-09"}, "again"),
        ({"again": "2026-11-23"}, "again"),
        ({"amount": "0"}, "amount"),
        ({"amount": "6.5"}, "amount"),
        ({"amount": "0.45"}, "amount"),
        ({"why": ""}, "why"),
        ({"why": "own"}, "words"),
    ],
)
def test_a_pause_that_cannot_be_is_refused_whole(alice, alice_client, medicine, given, field):
    factories.step(medicine, date(2026, 11, 6), 4500, kind="hold")
    page = post(alice_client, medicine, **given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert alice.dose_steps.count() == 2


def test_no_is_kept_and_the_run_is_not_asked_about_again(alice, alice_client, medicine):
    fill(medicine, until=9)
    for _ in range(2):
        assert alice_client.post(f"/journal/medicines/{medicine.pk}/was-paused/no/").status_code == 302
    assert list(Notice.objects.values_list("rule", "subject", "since")) == [
        ("no_pause", str(medicine.pk), date(2026, 11, 10))
    ]
    assert "Was there a pause?" not in alice_client.get("/journal/medicines/").text


def test_saying_no_where_nothing_is_asked_keeps_nothing(alice_client, medicine):
    fill(medicine, until=21)
    assert alice_client.post(f"/journal/medicines/{medicine.pk}/was-paused/no/").status_code == 302
    assert Notice.objects.count() == 0


# What the figures make of it


def doses_by_step(patient):
    table = by_step_table(patient, last_day=TODAY)
    return [
        (column.phase.label, doses.planned, doses.taken, doses.missed, doses.skipped, doses.not_recorded)
        for column in table.columns
        for doses in (column.adherence,)
    ]


def test_missed_doses_of_a_pause_stay_in_the_record_and_count_nowhere(alice, alice_client, medicine):
    fill(medicine, until=9, missed=(10, 11, 12, 13, 14))
    factories.dose(medicine, date(2026, 11, 15), "skipped")
    factories.dose(medicine, date(2026, 11, 16), "taken")
    assert doses_by_step(alice) == [("4.5 mg", 52, 41, 5, 1, 5)]
    assert post(alice_client, medicine).status_code == 302
    assert doses_by_step(alice) == [
        ("4.5 mg", 40, 40, 0, 0, 0),
        ("Paused", 0, 1, 0, 0, 0),
        ("4.5 mg", 4, 0, 0, 0, 4),  # the hour of today's is still ahead
    ]
    assert alice.doses.filter(status="missed", reason__isnull=False).count() == 5
    alice.dose_steps.filter(day__gt=START).delete()
    assert doses_by_step(alice) == [("4.5 mg", 52, 41, 5, 1, 5)]


def test_missed_doses_on_both_edges_of_a_pause_count(alice, medicine):
    factories.step(medicine, date(2026, 11, 10), None, kind="pause", hours="")
    factories.step(medicine, date(2026, 11, 18), 4500, kind="restart")
    for day in (9, 10, 17, 18):
        factories.dose(medicine, date(2026, 11, day), "missed")
    assert [missed for _, _, _, missed, _, _ in doses_by_step(alice)] == [1, 0, 1]


def test_another_patients_gap_is_not_found(alice_client, charlie):
    theirs = factories.ldn(charlie)
    factories.step(theirs, START)
    assert alice_client.get(f"/journal/medicines/{theirs.pk}/was-paused/").status_code == 404
    for address in ("was-paused/", "was-paused/no/"):
        assert alice_client.post(f"/journal/medicines/{theirs.pk}/{address}").status_code == 404
    assert (Notice.objects.count(), charlie.dose_steps.count()) == (0, 1)
