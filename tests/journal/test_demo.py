"""The demo patient: whole, plausible, and able to sign in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from accounts.models import User
from journal.demo import make_demo_patient, robin, write_record
from journal.models import Rating
from journal.synthetic import synthetic_patient

# In London it is still the journal day of 21 November: the day starts at 04:00.
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@pytest.fixture
def demo(db):
    return make_demo_patient(password="correct horse battery", now=NOW)


def test_demo_is_clearly_invented_and_an_adult_who_consented(demo):
    assert (demo.name, demo.email) == ("Robin Example", "demo@example.org")
    assert (demo.adult_confirmed_at, demo.consented_at) == (NOW, NOW)
    assert demo.emailaddress_set.get().verified


def test_demo_ends_yesterday_on_the_patients_clock_so_that_today_is_empty(demo):
    days = list(demo.check_ins.values_list("day", flat=True))
    assert days[-1] == TODAY - timedelta(days=1)
    assert TODAY - timedelta(days=200) <= days[0] <= TODAY - timedelta(days=195)
    assert 140 < len(days) < 200
    assert not demo.doses.filter(day__gte=TODAY).exists()


def test_demo_has_a_baseline_and_three_steps(demo):
    ldn = demo.medicines.get(is_ldn=True)
    steps = [(step.kind, step.amount_text, step.hours) for step in ldn.steps.all()]
    assert steps == [("start", "1.5 mg", "21:00"), ("increase", "3 mg", "21:00"), ("increase", "4.5 mg", "21:00")]
    first = ldn.steps.first().day
    assert (first - (TODAY - timedelta(days=200))).days == 25
    assert demo.check_ins.filter(day__lt=first).count() > 14
    assert (ldn.name, ldn.reason) == ("Naltrexone (LDN)", "fibromyalgia")


def test_demo_rates_three_targets_wellbeing_and_side_effects(demo):
    items = [(item.name, item.group, item.target_rank, item.scale_text) for item in demo.items.all()]
    assert items == [
        ("Widespread pain", "target", 1, "0-10"),
        ("Fatigue", "target", 2, "0-10"),
        ("Brain fog", "target", 3, "0-10"),
        ("Sleep quality", "wellbeing", None, "0-10"),
        ("Mood", "wellbeing", None, "0-10"),
        ("Energy", "wellbeing", None, "0-10"),
        ("Vivid dreams", "side_effect", None, "0-3"),
        ("Trouble sleeping", "side_effect", None, "0-3"),
        ("Headache", "side_effect", None, "0-3"),
        ("Nausea", "side_effect", None, "0-3"),
    ]
    assert [item.lower_is_better for item in demo.items.all()] == [True] * 3 + [False] * 3 + [True] * 4
    assert Rating.objects.filter(check_in__patient=demo).count() == 10 * demo.check_ins.count()


def test_demo_has_every_kind_of_dose_and_texts_that_open(demo):
    ldn = demo.medicines.get(is_ldn=True)
    assert set(ldn.doses.values_list("status", flat=True)) == {"taken", "late", "missed", "skipped"}
    assert all(dose.time is None for dose in ldn.doses.filter(status__in=["missed", "skipped"]))
    assert all(dose.time.hour >= 19 or dose.time.hour < 4 for dose in ldn.doses.filter(status__in=["taken", "late"]))
    assert [visit.text for visit in demo.visits.all()] == ["LDN prescribed", "Review"]
    assert demo.events.count() >= 3
    assert "Flare" in {event.text for event in demo.events.all()}
    assert sum(bool(check_in.note) for check_in in demo.check_ins.all()) >= 3


def test_demo_has_another_medicine_with_steps_of_its_own(demo):
    vitamin = demo.medicines.get(is_ldn=False)
    assert [step.amount_text for step in vitamin.steps.all()] == ["800 IU", "1600 IU"]
    assert set(vitamin.doses.values_list("amount", flat=True)) == {800_000, 1_600_000}
    assert vitamin.doses.first().time == time(8)


def test_demo_shows_dreams_on_the_first_step_and_none_before(demo):
    first = demo.medicines.get(is_ldn=True).steps.first().day
    dreams = Rating.objects.filter(check_in__patient=demo, item__name="Vivid dreams", value__gt=0)
    days = [rating.check_in.day for rating in dreams.select_related("check_in")]
    assert not [day for day in days if day < first]
    assert len([day for day in days if (day - first).days < 28]) >= 7


def test_demo_was_entered_mostly_on_time_and_never_in_the_future(demo):
    late = [(check_in.entered_day - check_in.day).days for check_in in demo.check_ins.all()]
    assert set(late) >= {0, 1}
    assert all(check_in.entered_day <= TODAY for check_in in demo.check_ins.all())


def test_every_row_of_the_demo_passes_its_models_own_validation(demo):
    rows = [*demo.medicines.all(), *demo.dose_steps.all(), *demo.items.all(), *demo.events.all(), *demo.visits.all()]
    for row in [*rows, *demo.doses.all()[:40], *demo.check_ins.all()[:40]]:
        row.full_clean()
    broken = demo.dose_steps.first()
    broken.amount = -1
    with pytest.raises(ValidationError):
        broken.full_clean()


def test_demo_can_sign_in_and_open_its_pages(demo):
    client = Client()
    with time_machine.travel(NOW, tick=False):
        answer = client.post("/accounts/login/", {"login": demo.email, "password": "correct horse battery"})
        assert (answer.status_code, answer.url) == (302, "/journal/")
        assert client.get("/journal/").status_code == 200


def test_demo_is_made_whole_or_not_at_all(demo):
    with pytest.raises(IntegrityError):
        make_demo_patient(password="another password", now=NOW)
    assert User.objects.count() == 1


def test_an_invented_patient_who_stops_is_written_with_the_stop(alice):
    record = next(
        record
        for record in (synthetic_patient(seed, 120) for seed in range(100))
        if record.steps[-1].kind == "stop" and any(step.kind == "change" for step in record.steps)
    )
    write_record(patient=alice, record=record)
    last = alice.dose_steps.last()
    assert (last.kind, last.amount, last.hours, last.reason) == ("stop", None, "", record.steps[-1].reason)
    assert alice.check_ins.count() == len(record.diary)
    assert alice.doses.count() == sum(day.dose is not None for day in record.diary)


def test_robin_is_no_better_than_people_on_placebo():
    assert abs(robin().drug_effect) <= 0.5
    assert robin().fog_effect == 0
