"""Before noon, today asks about last night's dose first, and keeps it on yesterday's journal day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from journal.models import CheckIn, DayVersion, Dose
from tests import factories

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 11, 22)
NIGHT = DAY - timedelta(days=1)


def at(hour: int, minute: int = 0, day: date = DAY):
    return time_machine.travel(datetime.combine(day, time(hour, minute), LONDON), tick=False)


@pytest.fixture(autouse=True)
def morning():
    with at(8):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


def asked(client, address: str = "/journal/") -> list[str]:
    return [slot.name for slot, _ in client.get(address).context["form"].night_doses()]


def doses() -> list[tuple[date, str, int | None]]:
    return list(Dose.objects.order_by("day", "number").values_list("day", "status", "amount"))


def body(medicine, choice: str, **given: object) -> dict[str, object]:
    return {"version": 0, "note": "", f"night_{medicine.pk}_1": choice, **given}


@pytest.mark.parametrize(("hour", "minute", "is_asked"), [(4, 0, True), (11, 59, True), (12, 0, False), (20, 0, False)])
def test_last_nights_dose_is_asked_before_noon(alice, pain, medicine, signed_in, hour, minute, is_asked):
    with at(hour, minute):
        page = signed_in(alice).get("/journal/")
        assert ("Last night&#x27;s dose, Saturday 21 November" in page.text) == is_asked
        assert page.text.find("Last night") < page.text.find("Widespread pain")


def test_after_midnight_the_evening_is_not_last_night_yet(alice, pain, medicine, signed_in):
    with at(1, day=DAY + timedelta(days=1)):
        client = signed_in(alice)
        assert asked(client) == []
        assert client.get("/journal/").context["page"].day == DAY


def test_noon_is_the_patients_own(alice, pain, medicine, signed_in):
    alice.time_zone = "Pacific/Honolulu"
    alice.save()
    with at(21, 59):
        assert len(asked(signed_in(alice))) == 1
    with at(22, 0):
        assert asked(signed_in(alice)) == []


def test_a_dose_that_was_said_is_not_asked_again(alice_client, pain, medicine):
    factories.dose(medicine, NIGHT, "missed")
    assert asked(alice_client) == []


def test_nothing_is_asked_where_none_was_planned_or_on_a_past_day(alice, alice_client, pain, medicine):
    assert asked(alice_client, f"/journal/{NIGHT}/") == []
    factories.step(medicine, NIGHT, None, kind="pause", hours="")
    assert asked(alice_client) == []


def test_it_is_kept_on_yesterdays_day_in_the_same_save(alice, alice_client, pain, medicine):
    response = alice_client.post("/journal/", body(medicine, "usual", **{f"item_{pain.pk}": "4"}))
    assert response["Location"] == "/journal/?saved=1&night=1"
    assert doses() == [(NIGHT, "taken", 4500)]
    assert [(row.day, row.entered_day, row.version) for row in CheckIn.objects.all()] == [
        (NIGHT, DAY, 1),
        (DAY, DAY, 1),
    ]
    page = alice_client.get(response["Location"]).text
    assert "Saved: last night 4.5 mg at 20:00, widespread pain 4. Day 52 on 4.5 mg." in page


def test_yesterdays_answers_stay_and_are_kept_as_history(alice, alice_client, pain, medicine):
    factories.check_in(alice, NIGHT, {pain: 7}, note="long day")
    alice_client.post("/journal/", body(medicine, "skipped", **{f"night_{medicine.pk}_1_why": "cost"}))
    saved = CheckIn.objects.get()
    assert (saved.day, saved.version, saved.note, saved.ratings.get().value) == (NIGHT, 2, "long day", 7)
    assert (doses(), Dose.objects.get().reason) == ([(NIGHT, "skipped", None)], "cost")
    assert [(row.day, row.version) for row in DayVersion.objects.all()] == [(NIGHT, 1)]


def test_last_nights_dose_alone_saves_nothing_of_today(alice_client, pain, medicine):
    response = alice_client.post("/journal/", body(medicine, "usual"))
    assert response["Location"] == "/journal/?night=1"
    assert [row.day for row in CheckIn.objects.all()] == [NIGHT]


def test_undo_takes_back_both_days(alice, alice_client, pain, medicine):
    alice_client.post("/journal/", body(medicine, "usual", **{f"item_{pain.pk}": "4"}))
    response = alice_client.post(f"/journal/{DAY}/undo/", {"version": 1, "night": 1})
    assert response["Location"] == "/journal/?saved=2&night=2"
    assert (doses(), alice.check_ins.logged().count()) == ([], 0)
    assert "Cleared." in alice_client.get(response["Location"]).text


def test_undo_of_last_night_alone_leaves_today_as_it_is(alice, alice_client, pain, medicine):
    factories.check_in(alice, DAY, {pain: 4})
    alice_client.post("/journal/", body(medicine, "usual", version=1, **{f"item_{pain.pk}": "4"}))
    alice_client.post(f"/journal/{DAY}/undo/", {"night": 1})
    assert doses() == []
    assert list(alice.check_ins.logged().values_list("day", "version")) == [(DAY, 1)]


def test_undo_of_both_is_all_or_nothing(alice, alice_client, pain, medicine):
    alice_client.post("/journal/", body(medicine, "usual", **{f"item_{pain.pk}": "4"}))
    alice_client.post("/journal/", {"version": 1, "note": "", f"item_{pain.pk}": "5"})
    assert alice_client.post(f"/journal/{DAY}/undo/", {"version": 1, "night": 1}).status_code == 409
    assert doses() == [(NIGHT, "taken", 4500)]


@pytest.mark.parametrize("night", ["", "x", "-1", "9" * 30])
def test_undo_with_a_night_that_is_no_number_is_not_found(alice_client, night):
    assert alice_client.post(f"/journal/{DAY}/undo/", {"version": 1, "night": night}).status_code == 404


def test_what_another_screen_said_about_it_is_never_overwritten(alice_client, pain, medicine):
    factories.dose(medicine, NIGHT, "missed")
    response = alice_client.post("/journal/", body(medicine, "usual", **{f"item_{pain.pk}": "4"}))
    assert response.status_code == 409
    assert response.context["differences"] == [
        ("Last night's dose", "missed", "taken, 4.5 mg"),
        ("Widespread pain", "no answer", "4"),
    ]
    assert (doses(), CheckIn.objects.filter(day=DAY).count()) == ([(NIGHT, "missed", None)], 0)


def test_a_stale_day_saves_nothing_of_last_night(alice, alice_client, pain, medicine):
    factories.check_in(alice, DAY, {pain: 2})
    assert alice_client.post("/journal/", body(medicine, "usual", **{f"item_{pain.pk}": "4"})).status_code == 409
    assert doses() == []


def test_a_second_press_is_one_save(alice_client, pain, medicine):
    given = body(medicine, "usual", **{f"item_{pain.pk}": "4"})
    places = [alice_client.post("/journal/", given)["Location"] for _ in range(2)]
    assert places == ["/journal/?saved=1&night=1"] * 2
    assert (doses(), DayVersion.objects.count()) == ([(NIGHT, "taken", 4500)], 0)


def test_a_doubtful_amount_of_last_night_is_asked_about_and_nothing_is_saved(alice_client, pain, medicine):
    name = f"night_{medicine.pk}_1"
    given = body(medicine, "other", **{f"{name}_amount": "45", f"item_{pain.pk}": "4"})
    response = alice_client.post("/journal/", given)
    assert response.status_code == 422
    assert "A typing slip, or did you take 45 mg?" in response.text
    assert (doses(), CheckIn.objects.count()) == ([], 0)
    assert alice_client.post("/journal/", {**given, f"{name}_sure": "on"}).status_code == 302
    assert doses() == [(NIGHT, "taken", 45000)]


def test_a_page_opened_in_the_morning_saves_in_the_afternoon(alice, signed_in, pain, medicine):
    with at(15):
        signed_in(alice).post(f"/journal/{DAY}/", body(medicine, "usual"))
    assert doses() == [(NIGHT, "taken", 4500)]
