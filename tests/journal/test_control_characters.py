"""No control character gets into the record by a form: an export could not carry it."""

from datetime import date

import pytest

from tests import factories

TYPED = "before \x1b after"


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/journal/2026-11-20/", {"version": 0, "note": TYPED}),
        ("/journal/2026-11-20/", {"version": 0, "dose_{pk}_1": "missed", "dose_{pk}_1_reason": TYPED}),
        ("/journal/medicines/{pk}/", {"name": TYPED, "is_ldn": "on", "form": "capsule"}),
        ("/journal/medicines/", {"name": TYPED, "form": "tablet"}),
        ("/journal/items/new/", {"name": TYPED, "group": "other", "low": 0, "high": 5, "lower_is_better": "yes"}),
    ],
)
def test_a_control_character_is_refused(alice_client, medicine, address, given):
    data = {name.format(pk=medicine.pk): value for name, value in given.items()}
    assert alice_client.post(address.format(pk=medicine.pk), data).status_code == 422


def test_a_control_character_in_a_unit_is_refused(alice, alice_client):
    vitamin = factories.ldn(alice, name="Vitamin D", is_ldn=False)
    data = {"day": "2026-11-20", "kind": "start", "amount": "5", "unit": "drop\x1b"}
    assert alice_client.post(f"/journal/medicines/{vitamin.pk}/steps/new/", data).status_code == 422


@pytest.mark.parametrize("field", ["medicine_name", "reason_words", "pharmacy"])
def test_a_control_character_is_refused_at_set_up(alice_client, field):
    data = {"medicine_name": "LDN", "form": "capsule", "headline": "Fatigue"}
    assert alice_client.post("/journal/set-up/", {**data, field: TYPED}).status_code == 422
    assert alice_client.post("/journal/set-up/", data).status_code == 302
