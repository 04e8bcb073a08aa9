"""The large patient is what it says."""

from datetime import date

from journal.models import Rating
from tests.large import big_patient
from tests.statements import count_statements


def test_big_patient_has_every_row_it_promises(alice):
    big_patient(alice, days=400, items=20, last=date(2026, 11, 21))
    assert alice.check_ins.count() == 400
    assert alice.check_ins.first().day == date(2025, 10, 18)
    assert alice.check_ins.last().day == date(2026, 11, 21)
    assert Rating.objects.filter(check_in__patient=alice).count() == 8_000
    assert list(alice.items.filter(group="target").values_list("target_rank", flat=True)) == [1, 2, 3]
    assert [step.amount_text for step in alice.dose_steps.all()] == ["1.5 mg", "3 mg", "4.5 mg"]
    assert alice.doses.count() == 300
    assert (alice.events.count(), alice.visits.count()) == (14, 5)


def test_big_patient_of_few_days_is_possible(alice):
    big_patient(alice, days=2, items=1, last=date(2026, 11, 21))
    assert Rating.objects.filter(check_in__patient=alice).count() == 2


def test_big_patient_of_ten_years_is_made_in_few_statements(alice):
    with count_statements() as statements:
        big_patient(alice)
    assert Rating.objects.filter(check_in__patient=alice).count() == 73_000
    assert len(statements) < 60
