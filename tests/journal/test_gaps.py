"""Welcome back: empty days are fine; one tap fills in their doses, never a rating, never across a pause."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import CheckIn, DayVersion, Diary, Dose, Rating
from tests import factories
from tests.statements import count_statements

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 11, 22)
WHERE = {"gap": "/journal/gap/", "gap_undo": "/journal/gap/undo/"}


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def medicine(alice, pain):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


@pytest.fixture
def nine(alice, pain, medicine):
    """The last entry is ten days old: nine days are empty."""
    return factories.check_in(alice, ago(10), {pain: 5})


def gap(client):
    return client.get("/journal/").context["gap"]


def answer(client, choice: str, first: object = None, last: object = None, where: str = "gap"):
    days = {"first": first or ago(9), "last": last or ago(1)}
    return client.post(WHERE[where], {**days, "answer": choice})


def doses() -> list[tuple[date, str]]:
    return list(Dose.objects.order_by("day", "number").values_list("day", "status"))


def test_nine_empty_days_are_fine(nine, alice_client):
    page = alice_client.get("/journal/").text
    assert "9 days are empty; that is fine. Did you take LDN on them, 13 to 21 Nov 2026?" in page
    assert "“As usual” is 4.5 mg capsule at 20:00. Only doses are filled in; ratings stay empty." in page


@pytest.mark.parametrize(
    ("choice", "expected"), [("usual", ("taken", 4500, time(20, 0))), ("not", ("missed", None, None))]
)
def test_one_tap_fills_in_the_doses_and_nothing_else(alice, nine, alice_client, choice, expected):
    response = answer(alice_client, choice)
    assert response["Location"] == f"/journal/?filled=2026-11-13_2026-11-21_{choice}"
    assert [day for day, _ in doses()] == [ago(number) for number in range(9, 0, -1)]
    assert set(Dose.objects.values_list("status", "amount", "time")) == {expected}
    filled = CheckIn.objects.filter(day__gt=ago(10))
    assert set(filled.values_list("entered_day", "version")) == {(DAY, 1)}
    assert (filled.count(), Rating.objects.count(), alice.check_ins.logged().count()) == (9, 1, 1)
    assert gap(alice_client) is None


def test_it_says_what_was_filled_and_undo_takes_it_back(nine, alice_client):
    page = alice_client.get(answer(alice_client, "usual")["Location"]).text
    assert "Saved: LDN as usual on 9 days, 13 to 21 Nov 2026." in page
    assert "Undo for 13 to 21 Nov 2026" in page
    response = answer(alice_client, "usual", where="gap_undo")
    assert "Taken back on 9 days." in alice_client.get(response["Location"]).text
    assert (doses(), DayVersion.objects.count()) == ([], 9)
    assert gap(alice_client).days == 9


def test_undo_leaves_a_day_that_was_amended_since(nine, alice_client, medicine, pain):
    answer(alice_client, "usual")
    amended = {"version": 1, "note": "", f"dose_{medicine.pk}_1": "usual", f"item_{pain.pk}": "3"}
    assert alice_client.post(f"/journal/{ago(4)}/", amended).status_code == 302
    answer(alice_client, "usual", where="gap_undo")
    assert doses() == [(ago(4), "taken")]


def test_not_known_fills_in_nothing_and_is_not_asked_again(alice, nine, alice_client):
    assert answer(alice_client, "unknown")["Location"] == "/journal/"
    assert (doses(), Diary.objects.get().gap_answered_until) == ([], ago(1))
    assert gap(alice_client) is None


def test_a_second_press_changes_nothing(nine, alice_client):
    assert [answer(alice_client, "usual").status_code for _ in range(2)] == [302, 302]
    assert (len(doses()), DayVersion.objects.count()) == (9, 0)


def test_what_was_said_meanwhile_is_never_overwritten(alice, nine, alice_client, medicine, pain):
    factories.check_in(alice, ago(5), {pain: 1})
    factories.dose(medicine, ago(3), "missed")
    answer(alice_client, "usual")
    assert [status for _, status in doses()].count("taken") == 7
    assert ((ago(3), "missed") in doses(), ago(5) in dict(doses())) == (True, False)


@pytest.mark.parametrize(("empty", "asked"), [(1, False), (2, True)])
def test_one_empty_day_is_no_gap(alice, pain, medicine, alice_client, empty, asked):
    factories.check_in(alice, ago(empty + 1), {pain: 5})
    assert (gap(alice_client) is not None) == asked


def test_before_noon_last_night_is_asked_by_itself(alice, nine, signed_in):
    with time_machine.travel(NOW.replace(hour=8), tick=False):
        client = signed_in(alice)
        assert (gap(client).last, gap(client).days) == (ago(2), 8)


def test_someone_who_never_logged_is_not_welcomed_back(medicine, alice_client):
    assert gap(alice_client) is None


def test_days_before_the_first_step_are_not_asked_about(alice, pain, alice_client):
    factories.check_in(alice, ago(20), {pain: 5})
    factories.step(factories.ldn(alice), ago(4))
    assert (gap(alice_client).first, gap(alice_client).last) == (ago(4), ago(1))


@pytest.mark.parametrize("kind", ["pause", "stop"])
def test_nothing_is_asked_across_a_pause_or_a_stop(nine, medicine, alice_client, kind):
    factories.step(medicine, ago(6), None, kind=kind, hours="")
    assert gap(alice_client) is None
    factories.step(medicine, ago(3), 1500, kind="restart")
    found = gap(alice_client)
    assert (found.first, found.last, found.usual) == (ago(3), ago(1), ("1.5 mg capsule at 20:00",))


def test_nothing_is_asked_across_a_planned_step_that_is_not_confirmed(nine, medicine, alice_client):
    factories.step(medicine, ago(3), 6000, confirmed=False)
    assert gap(alice_client) is None


def test_each_day_is_filled_by_its_own_step(nine, medicine, alice_client):
    factories.step(medicine, ago(3), 6000, hours="08:00 20:00")
    assert gap(alice_client).usual == ("4.5 mg capsule at 20:00", "6 mg capsule at 08:00, 6 mg capsule at 20:00")
    answer(alice_client, "usual")
    assert list(Dose.objects.order_by("day", "number").values_list("amount", flat=True)) == [4500] * 6 + [6000] * 6


def test_another_medicine_is_not_filled_in(alice, nine, alice_client):
    other = factories.ldn(alice, name="Vitamin D", is_ldn=False)
    factories.step(other, date(2026, 10, 2), unit="drops")
    answer(alice_client, "usual")
    assert set(Dose.objects.values_list("medicine__name", flat=True)) == {"Naltrexone (LDN)"}


def test_a_diary_kept_once_a_week_is_asked_about_its_week_alone(alice, nine, alice_client):
    factories.diary(alice, weekly=True)
    asked = gap(alice_client)
    assert (asked.first, asked.last, asked.of_a_week) == (ago(6), ago(1), True)


def test_a_longer_gap_is_found_and_too_long_a_one_is_left_empty(alice, pain, medicine, alice_client):
    factories.check_in(alice, date(2026, 8, 23), {pain: 5})
    medicine.steps.update(day=date(2026, 1, 1))
    assert (gap(alice_client).days, gap(alice_client).fillable) == (90, True)
    CheckIn.objects.update(day=date(2026, 8, 22))
    page = alice_client.get("/journal/")
    assert (page.context["gap"].days, "91 days are empty; that is fine. They are too many" in page.text) == (91, True)
    assert 'value="usual">As usual' not in page.text


def test_a_day_that_was_cleared_is_empty(alice, nine, alice_client):
    factories.check_in(alice, ago(4), version=2)
    assert gap(alice_client).days == 9
    answer(alice_client, "usual")
    assert (len(doses()), CheckIn.objects.get(day=ago(4)).version) == (9, 3)


def test_a_past_day_asks_nothing(nine, alice_client):
    assert "Welcome back" not in alice_client.get(f"/journal/{ago(3)}/").text


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        ("usual", "x", "2026-11-21"),
        ("usual", "2026-11-21", "2026-11-13"),
        ("usual", "2026-11-21", "2026-11-22"),
        ("usual", "2026-08-23", "2026-11-21"),
        ("usual", "0001-01-01", "2026-11-21"),
        ("both", "2026-11-13", "2026-11-21"),
        ("", "", ""),
        ("\x00", "\x00", "2026-11-21"),
    ],
)
@pytest.mark.parametrize("where", ["gap", "gap_undo"])
def test_an_answer_that_is_none_is_refused(nine, alice_client, where, choice, first, last):
    response = alice_client.post(WHERE[where], {"first": first, "last": last, "answer": choice})
    assert (response.status_code, doses(), Diary.objects.count()) == (422, [], 0)
    assert "Welcome back" not in response.text


@pytest.mark.parametrize(
    "text", ["", "x", "2026-11-13_2026-11-21", "2026-11-13_2026-11-21_both", "_" * 9, "\x00_\x00_\x00"]
)
def test_an_address_that_names_nothing_filled_offers_no_undo(nine, alice_client, text):
    assert alice_client.get("/journal/", {"filled": text}).context["filled"] is None


def test_a_gap_costs_no_more_statements_than_a_page_may(alice, nine, medicine, alice_client):
    with count_statements() as near:
        alice_client.get("/journal/")
    CheckIn.objects.update(day=ago(40))
    with count_statements() as far:
        alice_client.get("/journal/")
    assert gap(alice_client).days == 39
    assert (len(near), len(far)) == (8, 9)


def test_another_patients_days_stay_empty(alice, charlie, nine, signed_in):
    answer(signed_in(charlie), "usual")
    assert (doses(), charlie.check_ins.count()) == ([], 0)
