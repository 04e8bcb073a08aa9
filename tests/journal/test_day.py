"""Today and any past day: what is asked, what is saved, and what another screen is told."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from journal.models import CheckIn, DayVersion, Dose, Medicine
from tests import factories

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 11, 22)
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pain(alice):
    return factories.target(alice)


@pytest.fixture
def headache(alice):
    return factories.side_effect(alice)


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2))
    return medicine


def answers(version: int = 0, **given: object) -> dict[str, object]:
    return {"version": version, "note": "", **given}


def dose(medicine, choice: str, **details: object) -> dict[str, object]:
    name = f"dose_{medicine.pk}_1"
    return {name: choice, **{f"{name}_{key}": value for key, value in details.items()}}


def ratings(patient: User, day: date = DAY) -> dict[str, int]:
    return dict(CheckIn.objects.get(patient=patient, day=day).ratings.values_list("item__name", "value"))


def test_a_new_patient_is_led_to_set_up(alice_client):
    response = alice_client.get("/journal/")
    assert (response.status_code, response["Location"]) == (302, "/journal/set-up/")


def test_today_opens_with_nothing_chosen(alice_client, pain, headache, medicine):
    response = alice_client.get("/journal/")
    assert response.status_code == 200
    assert b"checked" not in response.content
    assert "4.5 mg capsule at 20:00" in response.content.decode()
    assert "day 52 on 4.5 mg" in response.content.decode()


def test_today_never_shows_yesterdays_answers(alice, alice_client, pain, headache, medicine):
    factories.check_in(alice, YESTERDAY, {pain: 7, headache: 2}, note="bad night")
    factories.dose(medicine, YESTERDAY, time=time(20, 0))
    response = alice_client.get("/journal/")
    assert b"checked" not in response.content
    assert b"bad night" not in response.content


def test_saving_today_keeps_dose_ratings_and_note(alice, alice_client, pain, headache, medicine):
    body = answers(**dose(medicine, "usual"), **{f"item_{pain.pk}": "5", f"item_{headache.pk}": "0"}, note=" rain ")
    response = alice_client.post("/journal/", body)
    assert (response.status_code, response["Location"]) == (302, "/journal/?saved=1")
    saved = CheckIn.objects.get()
    assert (saved.patient, saved.day, saved.entered_day, saved.note, saved.version) == (alice, DAY, DAY, "rain", 1)
    assert ratings(alice) == {"Widespread pain": 5, "Headache": 0}
    taken = Dose.objects.get()
    assert (taken.status, taken.amount, taken.unit, taken.time) == ("taken", 4500, "mg", time(20, 0))


def test_saved_today_says_so_with_one_fact_and_an_undo(alice_client, pain, medicine):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    page = alice_client.get("/journal/?saved=1").content.decode()
    assert "Saved: widespread pain 5. Day 52 on 4.5 mg." in page
    assert "/journal/2026-11-22/undo/" in page
    assert "Saved: " not in alice_client.get("/journal/?saved=7").content.decode()
    assert "Saved: " not in alice_client.get("/journal/").content.decode()


def test_left_open_is_no_row_and_none_is_a_zero(alice, alice_client, pain, headache):
    alice_client.post("/journal/", answers(**{f"item_{headache.pk}": "0", f"item_{pain.pk}": ""}))
    assert ratings(alice) == {"Headache": 0}


def test_saving_twice_is_one_check_in_and_no_error(alice, alice_client, pain, medicine):
    body = answers(**dose(medicine, "usual"), **{f"item_{pain.pk}": "5"})
    first, second = alice_client.post("/journal/", body), alice_client.post("/journal/", body)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == "/journal/?saved=1"
    assert (CheckIn.objects.count(), Dose.objects.count(), DayVersion.objects.count()) == (1, 1, 0)


def test_a_stale_tab_is_told_and_keeps_what_it_typed(alice, alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    response = alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "7"}, note="from the other tab"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "changed on another screen" in page
    assert "from the other tab" in page
    assert ratings(alice) == {"Widespread pain": 5}
    assert response.context["differences"] == [("Widespread pain", "5", "7"), ("Note", "nothing", "from the other tab")]
    assert f'value="{CheckIn.objects.get().version}"' in page


def test_a_stale_tab_can_save_after_looking_and_the_other_answer_is_kept_as_history(alice, alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    alice_client.post("/journal/", answers(version=1, **{f"item_{pain.pk}": "7"}))
    assert ratings(alice) == {"Widespread pain": 7}
    assert [version.version for version in DayVersion.objects.all()] == [1]


def test_a_rating_can_be_taken_out_again(alice, alice_client, pain, headache):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5", f"item_{headache.pk}": "1"}))
    alice_client.post("/journal/", answers(version=1, **{f"item_{pain.pk}": "5", f"item_{headache.pk}": ""}))
    assert ratings(alice) == {"Widespread pain": 5}


def test_undo_brings_back_every_answer(alice, alice_client, pain, medicine):
    alice_client.post("/journal/", answers(**dose(medicine, "missed", reason="forgot"), **{f"item_{pain.pk}": "5"}))
    alice_client.post("/journal/", answers(version=1, **dose(medicine, "usual"), **{f"item_{pain.pk}": "9"}, note="x"))
    response = alice_client.post("/journal/2026-11-22/undo/", {"version": 2})
    assert response["Location"] == "/journal/?saved=3"
    assert ratings(alice) == {"Widespread pain": 5}
    assert CheckIn.objects.get().note == ""
    assert [(row.status, row.reason) for row in Dose.objects.all()] == [("missed", "forgot")]


def test_undo_of_the_first_save_leaves_nothing(alice, alice_client, pain, medicine):
    alice_client.post("/journal/", answers(**dose(medicine, "usual"), **{f"item_{pain.pk}": "5"}))
    alice_client.post("/journal/2026-11-22/undo/", {"version": 1})
    assert ratings(alice) == {}
    assert Dose.objects.count() == 0
    assert not alice.check_ins.logged().exists()


def test_undo_can_be_undone(alice, alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    alice_client.post("/journal/2026-11-22/undo/", {"version": 1})
    alice_client.post("/journal/2026-11-22/undo/", {"version": 2})
    assert ratings(alice) == {"Widespread pain": 5}


def test_undo_after_another_save_is_refused(alice, alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    alice_client.post("/journal/", answers(version=1, **{f"item_{pain.pk}": "6"}))
    assert alice_client.post("/journal/2026-11-22/undo/", {"version": 1}).status_code == 409
    assert ratings(alice) == {"Widespread pain": 6}


def test_after_an_undo_to_nothing_the_bar_says_that_nothing_is_saved(alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    assert "Saved before." in alice_client.get("/journal/").text
    alice_client.post(f"/journal/{DAY}/undo/", {"version": 1})
    page = alice_client.get("/journal/").text
    assert ("Saved before." in page, "Not saved yet." in page) == (False, True)


def undo(client: Client, location: str) -> str:
    """Press the undo button of the page that a save led to; return the page that follows."""
    page = client.get(location).text
    shown = page[page.index("/undo/") : page.index(">Undo</button>")]
    fields = dict(re.findall(r'name="(version|night|new)" value="(\d+)"', shown))
    return client.post(f"/journal/{DAY}/undo/", fields, follow=True).text


def new_effect(version: int = 0, name: str = "Dizziness", value: int = 2) -> dict[str, object]:
    return answers(version, side_effects="new", new_effect=name, new_effect_value=value)


def test_undo_of_something_new_lets_it_rest_and_says_so(alice, alice_client, pain, headache):
    saved = alice_client.post("/journal/", new_effect())
    assert not alice.items.get(name="Dizziness").resting
    page = undo(alice_client, saved["Location"])
    assert "Cleared. Nothing is saved for this day now. Dizziness is not asked about: it rests on your list." in page
    assert alice.items.get(name="Dizziness").resting
    assert [row.resting for row in alice.items.exclude(name="Dizziness")] == [False, False]


def test_undo_of_that_undo_asks_about_it_again_with_its_answer(alice, alice_client, pain):
    alice_client.post("/journal/", new_effect())
    item = alice.items.get(name="Dizziness")
    alice_client.post(f"/journal/{DAY}/undo/", {"version": 1, "new": item.pk})
    page = undo(alice_client, f"/journal/?saved=2&new={item.pk}")
    assert "it rests on your list" not in page
    assert (ratings(alice), alice.items.get(pk=item.pk).resting) == ({"Dizziness": 2}, False)


def test_undo_lets_one_that_was_woken_rest_again(alice, alice_client, pain, headache):
    factories.check_in(alice, YESTERDAY, {headache: 1})
    alice.items.filter(pk=headache.pk).update(resting=True)
    saved = alice_client.post("/journal/", new_effect(name="Headache"))
    undo(alice_client, saved["Location"])
    assert alice.items.get(pk=headache.pk).resting
    assert ratings(alice, YESTERDAY) == {"Headache": 1}


def test_undo_leaves_what_was_on_the_list_before_or_is_answered_since(alice, alice_client, signed_in, pain, headache):
    saved = alice_client.post("/journal/", new_effect(name="Headache"))
    assert "new=" not in saved["Location"]
    undo(alice_client, saved["Location"])
    assert not alice.items.get(pk=headache.pk).resting
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client = signed_in(alice)
        client.post(f"/journal/{DAY}/", new_effect(2))
        item = alice.items.get(name="Dizziness")
        client.post("/journal/", answers(**{f"item_{item.pk}": "1"}))
        client.post(f"/journal/{DAY}/undo/", {"version": 3, "new": item.pk})
    assert not alice.items.get(pk=item.pk).resting


@pytest.mark.parametrize("new", ["", "x", "-1", "9" * 19, "9" * 30, "theirs", "pain"])
def test_undo_touches_no_item_but_the_patients_own_side_effects(alice, charlie, alice_client, pain, new):
    theirs = factories.side_effect(charlie)
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    asked = {"theirs": theirs.pk, "pain": pain.pk}.get(new, new)
    assert alice_client.post(f"/journal/{DAY}/undo/", {"version": 1, "new": asked}).status_code == 302
    assert [row.resting for row in (*alice.items.all(), *charlie.items.all())] == [False, False]


def test_undo_of_a_day_never_saved_is_refused(alice_client):
    assert alice_client.post("/journal/2026-11-22/undo/", {"version": 0}).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 30])
def test_undo_without_a_version_is_not_found(alice_client, version):
    assert alice_client.post("/journal/2026-11-22/undo/", {"version": version}).status_code == 404


def test_undo_leaves_out_what_was_deleted_since(alice, alice_client, pain, headache, medicine):
    alice_client.post("/journal/", answers(**dose(medicine, "usual"), **{f"item_{pain.pk}": "5"}))
    alice_client.post("/journal/", answers(version=1, **{f"item_{headache.pk}": "1"}))
    medicine.delete()
    pain.delete()
    alice_client.post("/journal/2026-11-22/undo/", {"version": 2})
    assert (ratings(alice), Dose.objects.count()) == ({}, 0)


def test_undo_leaves_out_what_is_off_the_scale_now(alice, alice_client, pain, headache):
    post = alice_client.post
    post(f"/journal/{DAY}/", answers(0, **{f"item_{pain.pk}": "9", f"item_{headache.pk}": "2"}))
    post(f"/journal/{DAY}/clear/", {"version": 1})
    alice.items.filter(pk=pain.pk).update(high=3)
    post(f"/journal/{DAY}/undo/", {"version": 2})
    assert ratings(alice) == {"Headache": 2}


def test_clearing_a_day_asks_first_and_can_be_undone(alice, alice_client, pain, medicine):
    alice_client.post("/journal/", answers(**dose(medicine, "usual"), **{f"item_{pain.pk}": "5"}))
    assert alice_client.get("/journal/2026-11-22/clear/").status_code == 200
    assert ratings(alice) == {"Widespread pain": 5}
    alice_client.post("/journal/2026-11-22/clear/", {"version": 1})
    assert (ratings(alice), Dose.objects.count()) == ({}, 0)
    assert "Cleared." in alice_client.get("/journal/?saved=2").content.decode()
    alice_client.post("/journal/2026-11-22/undo/", {"version": 2})
    assert (ratings(alice), Dose.objects.count()) == ({"Widespread pain": 5}, 1)


def test_clearing_a_day_that_changed_since_is_refused(alice, alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    assert alice_client.post("/journal/2026-11-22/clear/", {"version": 0}).status_code == 409
    assert ratings(alice) == {"Widespread pain": 5}


def test_a_past_day_can_be_filled_in_and_says_when_it_was_entered(alice, alice_client, pain):
    response = alice_client.post("/journal/2026-11-18/", answers(**{f"item_{pain.pk}": "3"}))
    assert response["Location"] == "/journal/2026-11-18/?saved=1"
    assert CheckIn.objects.get().entered_day == DAY


def test_amending_keeps_the_day_it_was_first_entered(alice, alice_client, pain):
    factories.check_in(alice, YESTERDAY, {pain: 3})
    alice_client.post(f"/journal/{YESTERDAY}/", answers(version=1, **{f"item_{pain.pk}": "4"}))
    assert CheckIn.objects.get().entered_day == YESTERDAY


def test_a_day_with_a_dose_alone_is_entered_when_it_is_rated(alice, alice_client, signed_in, pain, medicine):
    alice_client.post("/journal/", answers(**dose(medicine, "usual")))
    rated = answers(version=1, **dose(medicine, "usual"), **{f"item_{pain.pk}": "5"})
    with time_machine.travel(NOW + timedelta(days=12), tick=False):
        signed_in(alice).post("/journal/2026-11-22/", rated)
    assert CheckIn.objects.get().entered_day == date(2026, 12, 4)


def test_undo_brings_back_when_it_was_entered(alice, alice_client, signed_in, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    with time_machine.travel(NOW + timedelta(days=12), tick=False):
        later = signed_in(alice)
        later.post("/journal/2026-11-22/clear/", {"version": 1})
        assert ratings(alice) == {}
        later.post("/journal/2026-11-22/undo/", {"version": 2})
    assert (CheckIn.objects.get().entered_day, ratings(alice)) == (DAY, {"Widespread pain": 5})


def test_a_page_left_open_overnight_saves_the_day_it_shows(alice, alice_client, pain):
    assert '<form class="stack" action="/journal/2026-11-22/"' in alice_client.get("/journal/").content.decode()
    with time_machine.travel(NOW + timedelta(hours=9), tick=False):
        response = alice_client.post("/journal/2026-11-22/", answers(**{f"item_{pain.pk}": "5"}))
    assert response["Location"] == "/journal/2026-11-22/?saved=1"
    assert [(each.day, each.entered_day) for each in CheckIn.objects.all()] == [(DAY, DAY + timedelta(days=1))]


def test_a_saved_day_does_not_say_that_it_is_not_saved(alice_client, pain):
    assert "Not saved yet." in alice_client.get("/journal/").content.decode()
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "5"}))
    page = alice_client.get("/journal/?saved=1").content.decode()
    assert ("Not saved yet." in page, "Saved before." in page) == (False, True)
    refused = alice_client.post("/journal/", answers(version=1, **{f"item_{pain.pk}": "11"}))
    assert "Not saved yet." in refused.content.decode()


@pytest.mark.parametrize(
    ("day", "tab"), [("2026-11-22", 'aria-current="page">Today'), ("2026-11-21", 'aria-current="true">History')]
)
def test_the_tab_is_that_of_the_day(alice_client, pain, day, tab):
    page = alice_client.post(f"/journal/{day}/", answers()).content.decode()
    nav = page.partition("site-nav")[2].partition("</nav>")[0]
    assert nav.count("aria-current") == 1
    assert tab in nav


@pytest.mark.parametrize("day", ["2026-11-23", "2027-01-01", "9999-12-31", "1899-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_has_not_come_or_never_was_is_not_found(alice_client, pain, day):
    assert alice_client.get(f"/journal/{day}/").status_code == 404
    assert alice_client.post(f"/journal/{day}/", answers(**{f"item_{pain.pk}": "3"})).status_code == 404
    assert alice_client.post(f"/journal/{day}/undo/", {"version": 0}).status_code == 404
    assert alice_client.post(f"/journal/{day}/clear/", {"version": 0}).status_code == 404
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(("day", "to_come"), [("2026-11-23", True), ("9999-12-31", True), ("1899-12-31", False)])
def test_the_page_of_a_day_to_come_says_so(alice_client, pain, day, to_come):
    page = alice_client.get(f"/journal/{day}/").text
    assert ("That day has not come yet" in page, "belong to another account" in page) == (to_come, not to_come)


def test_after_midnight_it_is_still_the_day_before(alice, alice_client, pain):
    with time_machine.travel(datetime(2026, 11, 23, 0, 30, tzinfo=ZoneInfo("Europe/London")), tick=False):
        alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "3"}))
    assert CheckIn.objects.get().day == DAY


def test_the_patients_zone_decides_the_day(alice, alice_client, pain):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "3"}))
    assert CheckIn.objects.get().day == date(2026, 11, 23)


def test_changing_the_zone_moves_no_record(alice, alice_client, pain):
    alice_client.post("/journal/", answers(**{f"item_{pain.pk}": "3"}))
    alice.time_zone = "Pacific/Honolulu"
    alice.save()
    assert CheckIn.objects.get().day == DAY


@pytest.mark.parametrize("value", ["11", "-1", "5.0", "x", "NaN", "٣", "5" * 500, "\x00", "🙂"])
def test_a_rating_off_its_scale_is_refused_with_everything_kept(alice_client, pain, medicine, value):
    body = answers(**dose(medicine, "usual"), **{f"item_{pain.pk}": value}, note="kept")
    response = alice_client.post("/journal/", body)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose a number from 0 to 10, or leave it open." in page
    assert "kept" in page
    assert "<title>Error:" in page
    assert (CheckIn.objects.count(), Dose.objects.count()) == (0, 0)


def test_an_empty_save_is_refused(alice_client, pain):
    response = alice_client.post("/journal/", answers())
    assert response.status_code == 422
    assert "Nothing is chosen yet." in response.content.decode()
    assert CheckIn.objects.count() == 0


def test_a_note_alone_is_a_logged_day(alice, alice_client, pain):
    alice_client.post("/journal/", answers(note="only words"))
    assert alice.check_ins.logged().count() == 1


def test_a_dose_alone_is_saved_but_is_no_logged_day(alice, alice_client, pain, medicine):
    alice_client.post("/journal/", answers(**dose(medicine, "usual"), only="dose"))
    assert Dose.objects.count() == 1
    assert not alice.check_ins.logged().exists()


@pytest.mark.parametrize(
    ("choice", "details", "expected"),
    [
        ("other", {"amount": "3", "time": "22:15"}, ("taken", 3000, time(22, 15), "")),
        ("other", {"amount": "4,5", "time": "23:30", "late": "on"}, ("late", 4500, time(23, 30), "")),
        ("missed", {"reason": "forgot"}, ("missed", None, None, "forgot")),
        ("skipped", {"reason": "cost"}, ("skipped", None, None, "cost")),
    ],
)
def test_a_dose_that_was_not_as_usual(alice_client, pain, medicine, choice, details, expected):
    assert alice_client.post("/journal/", answers(**dose(medicine, choice, **details))).status_code == 302
    saved = Dose.objects.get()
    assert (saved.status, saved.amount, saved.time, saved.reason) == expected


def test_a_saved_dose_opens_as_it_was_saved(alice_client, pain, medicine):
    body = answers(**dose(medicine, "other", amount="3", time="22:15", late="on", reason="train"))
    alice_client.post("/journal/", body)
    page = alice_client.get("/journal/").content.decode()
    for part in ('value="other" checked', 'value="3"', 'value="22:15"', 'value="train"'):
        assert part in page
    alice_client.post("/journal/", answers(version=1, **dose(medicine, "usual")))
    assert 'value="usual" checked' in alice_client.get("/journal/").content.decode()


@pytest.mark.parametrize("amount", ["", "0", "NaN", "1e3", "-1", "4.5678", "٣", "100000", "=1+1"])
def test_a_dose_without_a_plain_amount_is_refused(alice_client, pain, medicine, amount):
    response = alice_client.post("/journal/", answers(**dose(medicine, "other", amount=amount)))
    assert response.status_code == 422
    assert Dose.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "asked"), [("13.4", True), ("13.5", True), ("10", False), ("9", False), ("45", True)]
)
def test_a_taken_amount_far_from_the_plan_is_asked_about(alice_client, pain, medicine, amount, asked):
    body = answers(**dose(medicine, "other", amount=amount))
    response = alice_client.post("/journal/", body)
    assert response.status_code == (422 if asked else 302)
    if asked:
        assert f"A typing slip, or did you take {amount} mg?" in response.content.decode()
        assert Dose.objects.count() == 0
        body |= dose(medicine, "other", amount=amount, sure="on")
        assert alice_client.post("/journal/", body).status_code == 302
    assert Dose.objects.count() == 1


def test_two_doses_a_day_are_two_answers(alice, alice_client, pain):
    medicine = factories.ldn(alice)
    factories.step(medicine, date(2026, 10, 2), hours="08:00 20:00")
    body = answers(**{f"dose_{medicine.pk}_1": "usual", f"dose_{medicine.pk}_2": "missed"})
    alice_client.post("/journal/", body)
    assert list(Dose.objects.order_by("number").values_list("number", "status", "time")) == [
        (1, "taken", time(8, 0)),
        (2, "missed", None),
    ]


def test_a_pause_plans_no_dose_but_a_recorded_one_can_be_changed(alice, alice_client, pain, medicine):
    factories.step(medicine, DAY, amount=None, kind="pause", hours="")
    assert "No dose is planned" in alice_client.get("/journal/").content.decode()
    assert "LDN paused" in alice_client.get("/journal/").content.decode()
    factories.dose(medicine, DAY)
    page = alice_client.get("/journal/").content.decode()
    assert 'value="other" checked' in page
    assert "Taken as usual" not in page


@pytest.mark.parametrize("kind", ["pause", "stop"])
def test_a_dose_taken_although_none_was_planned_can_be_recorded(alice, alice_client, pain, medicine, kind):
    factories.step(medicine, DAY, amount=None, kind=kind, hours="")
    other = factories.ldn(alice, name="Zolpidem", is_ldn=False)
    factories.step(other, date(2026, 10, 2))
    page = alice_client.get("/journal/").text
    assert page.count("I took LDN all the same") == 1
    name = f"dose_{medicine.pk}_1"
    assert re.findall(rf'name="{name}" id="\w+" value="(\w*)"', page) == ["other"]
    assert alice_client.post("/journal/", answers(**dose(medicine, "missed"))).status_code == 422
    refused = alice_client.post("/journal/", answers(**dose(medicine, "other")))
    assert (refused.status_code, "Write how much you took." in refused.text) == (422, True)
    body = answers(**dose(medicine, "other", amount="4.5", time="09:15"), **dose(other, "usual"))
    for _ in range(2):
        saved = alice_client.post("/journal/", body)
        assert saved.status_code == 302
    assert list(Dose.objects.filter(medicine=medicine).values_list("status", "amount", "time")) == [
        ("taken", 4500, time(9, 15))
    ]
    page = alice_client.get(saved["Location"]).text
    assert "Saved: 4.5 mg at 09:15" in page
    assert ("all the same" in page, "Clear: say nothing about it" in page) == (False, True)


def test_a_dose_is_not_asked_about_twice_where_one_is_planned_or_before_the_first(alice_client, pain, medicine):
    assert "all the same" not in alice_client.get("/journal/").text
    assert "all the same" not in alice_client.get("/journal/2026-09-30/").text


def test_a_resting_item_is_not_asked_but_its_answer_stays(alice, alice_client, pain, headache):
    factories.check_in(alice, DAY, {headache: 2})
    headache.resting = True
    headache.save()
    assert f"item_{headache.pk}" in alice_client.get("/journal/").content.decode()
    assert f"item_{headache.pk}" not in alice_client.get(f"/journal/{YESTERDAY}/").content.decode()


def test_a_foreign_item_or_medicine_in_the_form_changes_nothing(alice, alice_client, charlie, pain, medicine):
    theirs, their_medicine = factories.target(charlie), factories.ldn(charlie)
    body = answers(**{f"item_{theirs.pk}": "9", f"item_{pain.pk}": "1"}, **dose(their_medicine, "usual"))
    alice_client.post("/journal/", body)
    assert ratings(alice) == {"Widespread pain": 1}
    assert (Dose.objects.count(), charlie.check_ins.count()) == (0, 0)


def test_another_patients_day_is_ones_own_empty_day(alice, charlie, pain, signed_in):
    factories.check_in(alice, YESTERDAY, {pain: 3}, note="alice only")
    page = signed_in(charlie).get(f"/journal/{YESTERDAY}/")
    assert b"alice only" not in page.content
    assert signed_in(charlie).post(f"/journal/{YESTERDAY}/clear/", {"version": 1}).status_code == 409
    assert ratings(alice, YESTERDAY) == {"Widespread pain": 3}


def test_a_stranger_is_sent_to_sign_in(db):
    response = Client().get("/journal/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/journal/")


def test_another_medicines_dose_waits_under_more(alice, alice_client, pain, medicine):
    other = Medicine.objects.create(patient=alice, name="Vitamin D", position=1)
    factories.step(other, date(2026, 10, 2), 25000, unit="drops", hours="08:00")
    page = alice_client.get("/journal/").content.decode()
    assert page.index("4.5 mg capsule at 20:00") < page.index("Save today") < page.index("25 drops at 08:00")
    assert "More: Vitamin D, " in page
    alice_client.post("/journal/", answers(**{f"dose_{other.pk}_1": "usual"}))
    assert list(Dose.objects.values_list("medicine__name", "amount", "unit")) == [("Vitamin D", 25000, "drops")]


def test_a_dose_of_nothing_that_came_with_a_file_stays_as_it_is(alice, alice_client, pain, medicine):
    factories.dose(medicine, DAY, amount=0)
    body = answers(**dose(medicine, "other", amount="0"), **{f"item_{pain.pk}": "3"})
    assert alice_client.post("/journal/", body).status_code == 302
    assert Dose.objects.get().amount == 0
