"""A dose whose hour lies ahead: nobody has taken it at that hour, or missed it, yet."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from journal.day_records import load_day
from journal.models import CheckIn, DayVersion, Dose
from journal.views import day as views
from tests import factories

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 11, 27)
HALF_PAST_TEN = (10, 30)


def at(hour: int, minute: int = 0, day: date = DAY, zone: ZoneInfo = LONDON) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(hour, minute), zone), tick=False)


@pytest.fixture(autouse=True)
def morning():
    with at(*HALF_PAST_TEN):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), hours="21:00")
    return medicine


def body(medicine, choice: str, version: int = 0, **given: object) -> dict[str, object]:
    name = f"dose_{medicine.pk}_1"
    details = {f"{name}_{key}": value for key, value in given.items() if not key.startswith("item_")}
    ratings = {key: value for key, value in given.items() if key.startswith("item_")}
    return {"version": version, "note": "", name: choice, **details, **ratings}


def doses() -> list[tuple[str, time | None, int | None]]:
    return list(Dose.objects.order_by("day", "number").values_list("status", "time", "amount"))


def offered(client: Client, medicine, address: str = "/journal/") -> list[str]:
    """Return what the page offers for the first dose, each with the id that its place has."""
    ids, page = {"now": 0, "usual": 0, "other": 1, "missed": 2, "skipped": 3}, client.get(address).text
    name = f"dose_{medicine.pk}_1"
    return [value for value, place in ids.items() if f'name="{name}" id="id_{name}_{place}" value="{value}"' in page]


def test_before_its_hour_the_page_says_planned_and_offers_just_now(alice_client, pain, medicine):
    assert offered(alice_client, medicine) == ["now", "other", "skipped"]
    page = alice_client.get("/journal/").text
    assert "4.5 mg capsule, planned for 21:00" in page
    assert "Taken just now" in page
    assert page.count("Taken as usual") == 1  # last night's dose
    assert "checked" not in page


@pytest.mark.parametrize(("hour", "minute", "ahead"), [(20, 54, True), (20, 55, False), (21, 0, False), (23, 0, False)])
def test_at_its_hour_it_is_as_usual_again(alice, signed_in, pain, medicine, hour, minute, ahead):
    with at(hour, minute):
        client = signed_in(alice)
        assert offered(client, medicine) == (
            ["now", "other", "skipped"] if ahead else ["usual", "other", "missed", "skipped"]
        )


def test_the_hour_of_yesterday_has_passed(alice_client, pain, medicine):
    address = f"/journal/{DAY - timedelta(days=1)}/"
    assert offered(alice_client, medicine, address) == ["usual", "other", "missed", "skipped"]
    assert alice_client.post(address, body(medicine, "usual")).status_code == 302
    assert doses() == [("taken", time(21), 4500)]


def test_just_now_is_the_planned_dose_at_the_time_it_is(alice_client, pain, medicine):
    page = alice_client.post("/journal/", body(medicine, "now"), follow=True).text
    assert doses() == [("taken", time(10, 30), 4500)]
    assert "Saved: 4.5 mg at 10:30." in page


@pytest.mark.parametrize(
    ("ago", "kept"),
    [
        ("0", time(10, 30)),
        ("45", time(9, 45)),
        ("390", time(4)),
        ("391", time(10, 30)),  # the day had not begun
        *((wrong, time(10, 30)) for wrong in ("-5", "99999", "4.5", "x", "\u0663", "")),
    ],
)
def test_just_now_is_when_it_was_tapped_within_the_day(alice_client, pain, medicine, ago, kept):
    assert alice_client.post("/journal/", body(medicine, "now", ago=ago)).status_code == 302
    assert doses() == [("taken", kept, 4500)]


def test_when_it_was_tapped_counts_for_just_now_alone(alice_client, pain, medicine):
    alice_client.post("/journal/", body(medicine, "other", amount="3", time="10:00", ago="45"))
    assert doses() == [("taken", time(10), 3000)]


@pytest.mark.parametrize(
    ("choice", "words"), [("usual", "is taken just now, at another time"), ("missed", "is to be skipped")]
)
def test_a_page_from_earlier_cannot_say_what_has_not_come(alice_client, pain, medicine, choice, words):
    answer = alice_client.post("/journal/", body(medicine, choice, **{f"item_{pain.pk}": "4"}))
    assert answer.status_code == 422
    assert f"21:00 has not come yet. Until then a dose {words}, or left open." in answer.text
    assert f'name="item_{pain.pk}" id="id_item_{pain.pk}_4" value="4" checked' in answer.text
    assert (doses(), CheckIn.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("given", "status"), [("10:35", 302), ("10:36", 422), ("23:00", 422), ("00:30", 422), ("", 302)]
)
def test_another_time_is_one_that_has_come(alice_client, pain, medicine, given, status):
    answer = alice_client.post("/journal/", body(medicine, "other", amount="3", time=given))
    assert answer.status_code == status
    if status == 422:
        assert f"{given} has not come yet. When did you take it?" in answer.text
        assert f'value="{given}"' in answer.text
        assert doses() == []


def test_what_will_be_skipped_can_be_said(alice_client, pain, medicine):
    alice_client.post("/journal/", body(medicine, "skipped", why="procedure", reason="in hospital"))
    dose = Dose.objects.get()
    assert (dose.status, dose.reason) == ("skipped", "procedure: in hospital")


def test_a_second_press_minutes_later_is_the_same_dose(alice, signed_in, pain, medicine):
    for minute in (30, 33):
        with at(10, minute):
            assert signed_in(alice).post("/journal/", body(medicine, "now")).status_code == 302
    assert (doses(), DayVersion.objects.count()) == ([("taken", time(10, 30), 4500)], 0)


def test_the_later_of_two_presses_at_once_finds_its_own_answer(alice, alice_client, pain, medicine, monkeypatch):
    """Both opened the page before either saved, and the clock went on a minute between them."""
    alice_client.post("/journal/", body(medicine, "now"))
    saved = load_day(alice, DAY)
    stale = {"version": 0, "note": "", f"dose_{medicine.pk}_1": "now"}
    with at(10, 31):
        opened = views.open_day
        pages = iter([lambda *args, **kwargs: _as_before(opened(*args, **kwargs)), opened])
        monkeypatch.setattr(views, "open_day", lambda *args, **kwargs: next(pages)(*args, **kwargs))
        answer = alice_client.post("/journal/", stale)
    assert (answer.status_code, answer["Location"]) == (302, f"/journal/?saved={saved.version}")
    assert doses() == [("taken", time(10, 30), 4500)]


def _as_before(page):
    """The page as it was before anything was saved."""
    page.recent.check_ins.clear()
    page.recent.ratings.clear()
    page.recent.doses.clear()
    return page


def test_just_now_belongs_to_no_day_gone_by(alice, signed_in, pain, medicine):
    with at(9, day=DAY + timedelta(days=1)):
        answer = signed_in(alice).post(f"/journal/{DAY}/", body(medicine, "now", **{f"item_{pain.pk}": "4"}))
    assert answer.status_code == 422
    assert "That day is over. Choose when it was taken." in answer.text
    assert doses() == []


def test_a_dose_noted_ahead_before_stays_as_it_is(alice_client, pain, medicine):
    """From a file, or from before this rule: amending something else does not lose it."""
    factories.check_in(pain.patient, DAY, {pain: 4})
    factories.dose(medicine, DAY, time=time(21))
    assert f'id="id_dose_{medicine.pk}_1_5" value="usual" checked' in alice_client.get("/journal/").text
    given = body(medicine, "usual", 1, **{f"item_{pain.pk}": "5"})
    assert alice_client.post("/journal/", given).status_code == 302
    assert doses() == [("taken", time(21), 4500)]


def test_a_step_without_an_hour_is_never_ahead(alice, alice_client, pain):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), hours="")
    assert offered(alice_client, medicine) == ["usual", "other", "missed", "skipped"]
    assert alice_client.post("/journal/", body(medicine, "usual")).status_code == 302
    assert doses() == [("taken", None, 4500)]


def test_of_two_doses_a_day_only_the_later_one_is_ahead(alice, alice_client, pain):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), hours="08:00 20:00")
    given = {"version": 0, "note": "", f"dose_{medicine.pk}_1": "usual", f"dose_{medicine.pk}_2": "usual"}
    answer = alice_client.post("/journal/", given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"dose_{medicine.pk}_2"]
    assert alice_client.post("/journal/", given | {f"dose_{medicine.pk}_2": ""}).status_code == 302
    assert doses() == [("taken", time(8), 4500)]


@pytest.mark.parametrize(
    ("day", "hour", "minute", "hours", "ahead"),
    [
        (DAY, 0, 20, "00:30", True),  # the day began at 04:00 and its dose is of the night after
        (DAY, 0, 26, "00:30", False),
        (date(2026, 3, 28), 0, 45, "01:30", True),  # the night in which 01:00 becomes 02:00
        (date(2026, 3, 28), 2, 5, "01:30", False),
        (date(2026, 10, 24), 0, 50, "01:30", True),  # the night in which 02:00 becomes 01:00
        (date(2026, 10, 24), 1, 30, "01:30", False),
    ],
)
def test_the_hour_is_of_the_journal_day_and_of_the_clock(alice, signed_in, pain, day, hour, minute, hours, ahead):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 1, 2), hours=hours)
    with at(hour, minute, day + timedelta(days=1)):
        client = signed_in(alice)
        assert client.get("/journal/").context["page"].day == day
        assert client.post("/journal/", body(medicine, "usual")).status_code == (422 if ahead else 302)


def test_just_now_has_no_time_where_the_clock_was_set_back_over_the_start_of_the_day(alice, signed_in, pain, medicine):
    """In Troll 03:00 becomes 01:00. At 02:00 the new day began; then it is 01:30 once more, of the night after."""
    alice.day_start_hour, alice.time_zone = 2, "Antarctica/Troll"
    alice.save()
    with time_machine.travel("2026-10-25T01:30Z", tick=False):
        client = signed_in(alice)
        assert client.get("/journal/").context["page"].day == date(2026, 10, 25)
        assert client.post("/journal/", body(medicine, "now")).status_code == 302
    assert doses() == [("taken", None, 4500)]


def test_a_day_lived_before_flying_over_the_date_line_can_be_amended(alice, signed_in, pain, medicine):
    alice.time_zone = "Pacific/Honolulu"
    alice.save()
    factories.check_in(alice, date(2026, 11, 28), {pain: 4})
    with at(9, zone=ZoneInfo("Pacific/Honolulu")):
        client = signed_in(alice)
        assert offered(client, medicine, "/journal/2026-11-28/") == ["other", "skipped"]
        later = client.post("/journal/2026-11-28/", body(medicine, "other", 1, amount="4.5", time="21:00"))
        assert later.status_code == 422
        assert (
            client.post("/journal/2026-11-28/", body(medicine, "other", 1, amount="4.5", time="08:00")).status_code
            == 302
        )
    assert doses() == [("taken", time(8), 4500)]
