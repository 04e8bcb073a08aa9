"""After a save: what is told, once an episode, shown until put away, and taken back when a day is amended."""

import random
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from journal import look_back
from journal.day_page import open_to_save
from journal.day_state import DayState
from journal.figures.dates import date_text
from journal.interchange.actions import import_file
from journal.look_back import look_over_everything
from journal.models import Notice
from journal.recent_days import ReadDay
from journal.rules.telling import BEGINNING
from tests import factories
from tests.large import big_patient
from tests.statements import count_statements

TODAY = date(2026, 11, 22)
NOW = "2026-11-22T20:00:00Z"
SAVE_BUDGET = 14
WORTH_TELLING = "Worth telling your prescriber. It is in your report."
MOOD_TEXT = "Your mood has dropped. Please contact your prescriber or GP this week, sooner if it gets worse."


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def medicine(alice):
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(60))
    return medicine


@pytest.fixture
def headache(alice, medicine):
    return factories.side_effect(alice)


@pytest.fixture
def mood(alice, medicine):
    return alice.items.create(name="Mood", group="wellbeing", lower_is_better=False)


def save(client, day: date = TODAY, version: int = 0, **given: object):
    answer = client.post(f"/journal/{day}/", {"version": version, "note": "", **given})
    assert answer.status_code == 302, answer.text
    return answer


def rate(client, item, value, day: date = TODAY, version: int = 0):
    return save(client, day, version, **{f"item_{item.pk}": value})


def told(patient: User) -> list[tuple[str, str, date, date]]:
    return list(patient.notices.order_by("rule", "since").values_list("rule", "subject", "since", "told_on"))


def cards(client) -> list[tuple[str, list[str]]]:
    context = client.get("/journal/").context
    return [(card.flag.slug, [line.words for line in card.lines]) for card in context["notices"]]


def test_a_severe_side_effect_is_told_when_it_is_saved(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    assert told(alice) == [("side_effect", str(headache.pk), TODAY, TODAY)]
    assert cards(alice_client) == [("side_effect", ["Headache, since 22 Nov 2026"])]
    assert WORTH_TELLING in alice_client.get("/journal/").text


def test_it_is_told_once_an_episode(alice, alice_client, headache):
    rate(alice_client, headache, 3, ago(1))
    rate(alice_client, headache, 3)
    assert told(alice) == [("side_effect", str(headache.pk), ago(1), TODAY)]


def test_the_next_episode_is_told_again(alice, alice_client, headache):
    factories.check_in(alice, ago(3), {headache: 3})
    factories.check_in(alice, ago(2), {headache: 0})
    Notice.objects.create(patient=alice, rule="side_effect", subject=headache.pk, since=ago(3), told_on=ago(3))
    rate(alice_client, headache, 3)
    assert [since for _, _, since, _ in told(alice)] == [ago(3), TODAY]


def test_mild_and_moderate_for_a_while_say_nothing(alice, alice_client, headache):
    for day in range(1, 14):
        factories.check_in(alice, ago(day), {headache: 2})
    rate(alice_client, headache, 2)
    assert (told(alice), cards(alice_client)) == ([], [])


def test_moderate_on_the_fifteenth_day_is_told(alice, alice_client, headache):
    for day in range(1, 15):
        factories.check_in(alice, ago(day), {headache: 2})
    rate(alice_client, headache, 2)
    assert told(alice) == [("side_effect", str(headache.pk), ago(14), TODAY)]


def test_four_very_low_days_show_the_mood_card_with_the_crisis_card(alice, alice_client, mood):
    for day in (3, 2, 1):
        factories.check_in(alice, ago(day), {mood: 1})
    rate(alice_client, mood, 2)
    assert told(alice) == [("mood_drop", "", ago(3), TODAY)]
    page = alice_client.get("/journal/").text
    assert MOOD_TEXT in page
    assert "You deserve help right now." in page
    assert 'href="tel:116123"' in page


def test_three_doses_missed_in_a_row_are_told(alice, alice_client, medicine):
    for day in (4, 2):
        factories.dose(medicine, ago(day), "missed")
    save(alice_client, **{f"dose_{medicine.pk}_1": "missed"})
    assert told(alice) == [("missed_doses", "", ago(4), TODAY)]
    page = alice_client.get("/journal/").text
    assert "Ask how to restart. Do not double up." in page
    assert f"<span>3 or more doses in a row recorded as missed, the first on {date_text(ago(4))}</span>" in page


def test_ten_days_with_headache_medicine_are_told(alice, alice_client, medicine):
    item = alice.items.create(name="Headache medicine today", group="other", high=1)
    for day in range(1, 10):
        factories.check_in(alice, ago(day), {item: 1})
    rate(alice_client, item, 1)
    assert told(alice) == [("frequent_painkillers", "", ago(9), TODAY)]
    assert "Frequent painkillers can cause headaches. Ask a pharmacist or doctor." in alice_client.get("/journal/").text


@pytest.mark.parametrize(("days", "expected"), [(83, []), (84, [("twelve_weeks", "", ago(84), TODAY)])])
def test_twelve_weeks_on_a_dose_are_told_with_the_save_of_that_day(alice, alice_client, days, expected):
    factories.step(factories.ldn(alice), ago(days))
    rate(alice_client, factories.target(alice), 5)
    assert told(alice) == expected


def test_vivid_dreams_of_the_first_weeks_are_information(alice, alice_client):
    factories.step(factories.ldn(alice), ago(5))
    dreams = factories.side_effect(alice, "Vivid dreams")
    rate(alice_client, dreams, 1)
    assert cards(alice_client) == [("early_effects", ["Vivid dreams, since 22 Nov 2026"])]
    assert "Often reported at the start." in alice_client.get("/journal/").text


def test_vivid_dreams_later_say_nothing(alice, alice_client, medicine):
    rate(alice_client, factories.side_effect(alice, "Vivid dreams"), 1)
    assert told(alice) == []


def test_a_notice_is_shown_until_it_is_put_away_and_never_again(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    notice = alice.notices.get()
    for _ in range(2):
        answer = alice_client.post(f"/journal/notices/{notice.pk}/close/")
        assert (answer.status_code, answer["Location"]) == (302, "/journal/")
    assert cards(alice_client) == []
    rate(alice_client, headache, 2, version=1)
    rate(alice_client, headache, 3, version=2)
    assert (cards(alice_client), alice.notices.count()) == ([], 1)


def test_a_notice_is_put_away_by_posting_only(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    assert alice_client.get(f"/journal/notices/{alice.notices.get().pk}/close/").status_code == 405
    assert alice.notices.get().closed_at is None


def test_nobody_else_can_put_a_notice_away(alice, alice_client, headache, charlie, signed_in):
    rate(alice_client, headache, 3)
    theirs = f"/journal/notices/{alice.notices.get().pk}/close/"
    assert signed_in(charlie).post(theirs).status_code == 404
    assert signed_in(charlie).post("/journal/notices/999/close/").status_code == 404
    assert alice.notices.get().closed_at is None


def test_amending_the_day_takes_an_open_notice_back(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    rate(alice_client, headache, 1, version=1)
    assert (told(alice), cards(alice_client)) == ([], [])


def test_amending_the_day_keeps_a_notice_that_was_put_away(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    alice_client.post(f"/journal/notices/{alice.notices.get().pk}/close/")
    rate(alice_client, headache, 1, version=1)
    assert told(alice) == [("side_effect", str(headache.pk), TODAY, TODAY)]


def test_undo_takes_an_open_notice_back_and_undoing_that_brings_it_back(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    alice_client.post(f"/journal/{TODAY}/undo/", {"version": 1})
    assert told(alice) == []
    alice_client.post(f"/journal/{TODAY}/undo/", {"version": 2})
    assert told(alice) == [("side_effect", str(headache.pk), TODAY, TODAY)]


def test_clearing_the_day_takes_an_open_notice_back(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    alice_client.post(f"/journal/{TODAY}/clear/", {"version": 1})
    assert told(alice) == []


def test_a_day_filled_in_before_moves_the_beginning_and_is_not_told_again(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    rate(alice_client, headache, 2, ago(1))
    assert told(alice) == [("side_effect", str(headache.pk), TODAY, TODAY)]


def test_the_beginning_of_an_episode_taken_out_is_not_told_again(alice, alice_client, headache):
    rate(alice_client, headache, 3, ago(1))
    rate(alice_client, headache, 3)
    rate(alice_client, headache, 0, ago(1), version=1)
    assert told(alice) == [("side_effect", str(headache.pk), ago(1), TODAY)]


@pytest.mark.parametrize(("days", "expected"), [(14, 0), (13, 1)])
def test_days_long_gone_are_not_told(alice, alice_client, headache, days, expected):
    rate(alice_client, headache, 3, ago(days))
    assert alice.notices.count() == expected


def test_a_notice_about_an_item_that_was_deleted_is_not_shown(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    headache.delete()
    factories.target(alice)
    assert cards(alice_client) == []


def test_mood_that_recovers_by_itself_stays_told_until_it_is_put_away(alice, alice_client, mood):
    for day in (6, 5, 4, 3):
        factories.check_in(alice, ago(day), {mood: 1})
    look_over_everything(alice, ago(3))
    for day in (2, 1):
        factories.check_in(alice, ago(day), {mood: 9})
    rate(alice_client, mood, 3)
    assert cards(alice_client) == [("mood_drop", ["Since 16 Nov 2026"])]


def test_an_ordinary_save_costs_no_more_and_one_that_tells_costs_two(alice, alice_client, headache, mood):
    def statements(version: int, **ratings: int) -> list[str]:
        given = {f"item_{item.pk}": ratings[item.name] for item in (headache, mood)}
        with count_statements() as counted:
            save(alice_client, version=version, **given)
        return [sql.split()[0] + " " + sql.split('"')[1] for sql in counted if "notice" in sql]

    ordinary = statements(0, Headache=1, Mood=8)
    telling = statements(1, Headache=3, Mood=2)
    again = statements(2, Headache=3, Mood=1)
    back = statements(3, Headache=1, Mood=8)
    assert (ordinary, len(telling), len(again), len(back)) == ([], 2, 1, 2)


def test_another_patients_days_are_not_looked_at(alice, alice_client, headache, charlie):
    other = factories.ldn(charlie)
    factories.step(other, ago(90))
    dread = factories.side_effect(charlie)
    factories.check_in(charlie, TODAY, {dread: 3})
    rate(alice_client, headache, 3)
    assert (alice.notices.count(), charlie.notices.count()) == (1, 0)


def csv_of(*rows: str) -> bytes:
    head = "day,time,kind,item,value,unit,status,note"
    return "\r\n".join((head, ",,item,Burning feet,,0-3,lower_is_better,side_effect", *rows, "")).encode()


@pytest.mark.parametrize(("days", "expected"), [(300, 0), (14, 0), (13, 1)])
def test_a_diary_brought_in_tells_only_of_the_last_fourteen_days(alice, days, expected):
    data = csv_of(f"{ago(days)},,score,Burning feet,3,0-3,daily,")
    import_file(patient=alice, data=data, now=timezone.now(), directions={})
    assert [rule for rule, *_ in told(alice)] == ["side_effect"] * expected


def test_an_import_of_old_days_does_not_tell_them_again_later(alice, alice_client, headache):
    rate(alice_client, headache, 3)
    import_file(
        patient=alice,
        data=csv_of(f"{ago(100)},,score,Burning feet,3,0-3,daily,"),
        now=timezone.now(),
        directions={},
    )
    assert told(alice) == [("side_effect", str(headache.pk), TODAY, TODAY)]


def test_missed_days_filled_in_after_a_gap_are_told(alice, alice_client, medicine):
    factories.dose(medicine, ago(6))
    answer = alice_client.post(
        "/journal/gap/", {"first": str(ago(5)), "last": str(ago(1)), "answer": "not"}, follow=True
    )
    assert answer.status_code == 200, answer.text
    assert told(alice) == [("missed_doses", "", ago(5), TODAY)]


def test_of_two_notices_about_the_same_the_latest_is_shown_and_both_are_put_away(alice, alice_client, headache):
    for since in (ago(9), ago(2)):
        Notice.objects.create(patient=alice, rule="side_effect", subject=headache.pk, since=since, told_on=TODAY)
    assert cards(alice_client) == [("side_effect", ["Headache, since 20 Nov 2026"])]
    alice_client.post(f"/journal/notices/{alice.notices.order_by('-since')[0].pk}/close/")
    assert cards(alice_client) == []


def test_a_save_that_amends_everything_and_takes_a_notice_back_stays_within_its_statements(
    alice, alice_client, medicine, headache, mood
):
    other = alice.medicines.create(name="Vitamin D")
    factories.step(other, ago(60))
    pain = factories.target(alice)
    doses = {f"dose_{medicine.pk}_1": "usual", f"dose_{other.pk}_1": "usual"}
    ratings = {f"item_{headache.pk}": 3, f"item_{mood.pk}": 5, f"item_{pain.pk}": 4}
    save(alice_client, **ratings, **doses, note="Bad")
    assert len(told(alice)) == 1
    ratings = {f"item_{headache.pk}": 1, f"item_{mood.pk}": 8}
    with count_statements() as counted:
        save(alice_client, version=1, **ratings, **doses | {f"dose_{medicine.pk}_1": "skipped"}, note="Better")
    assert told(alice) == []
    assert len(counted) <= SAVE_BUDGET, str(counted)


@pytest.mark.parametrize("days", [100, 400])
def test_a_save_reads_as_much_of_a_long_diary_as_of_a_short_one(alice, alice_client, monkeypatch, days):
    big_patient(alice, days=days, items=8, last=ago(1))
    assert len(open_to_save(alice, TODAY, TODAY).read) == BEGINNING + 42
    monkeypatch.setattr(look_back, "_look_at_all", None)  # everything is not read
    severe = alice.items.get(name="Vivid dreams")
    with count_statements() as counted:
        rate(alice_client, severe, 3)
    assert sum("notice" in sql for sql in counted) >= 1
    rate(alice_client, severe, 3, ago(90), version=1)


def test_a_short_diary_is_read_whole(alice):
    for day in (300, 200, 100):
        factories.check_in(alice, ago(day))
    assert sorted(each.day for each in open_to_save(alice, TODAY, TODAY).read) == [ago(300), ago(200), ago(100)]


def test_a_day_that_is_saved_counts_as_it_is_now(alice):
    pain = factories.target(alice)
    factories.check_in(alice, TODAY, {pain: 3}, weekly=True)
    assert open_to_save(alice, TODAY, TODAY).read == [ReadDay.of(TODAY, DayState(ratings={pain.pk: 3}, weekly=True))]
    assert ReadDay.of(TODAY, DayState(ratings={pain.pk: 3})).ratings() == {pain.pk: 3}


@pytest.mark.parametrize("seed", range(4))
def test_a_save_changes_what_a_look_over_everything_changes(alice, alice_client, medicine, headache, monkeypatch, seed):
    """Days of now and of long ago, saved and amended in any order; some notices are put away between."""
    dice, compared = random.Random(seed), []
    mood = alice.items.create(name="Mood", group="wellbeing", lower_is_better=False)
    tablets = alice.items.create(name="Headache medicine today", group="other", high=1)
    for day in range(60, 130):
        values = {headache: dice.choice([0, 0, 1, 2]), mood: dice.randrange(4, 11), tablets: dice.randrange(2)}
        factories.check_in(alice, ago(day), values)
    narrow = look_back._look_lately

    def both(patient, days, wanted, *, doses):
        whole = look_back._look_at_all(patient, wanted.items, wanted.today, doses=doses)
        before = {*patient.notices.values_list("pk", flat=True)}
        narrow(patient, days, wanted, doses=doses)
        new = patient.notices.exclude(pk__in=before).values_list("rule", "subject", "since")
        gone = before - {*patient.notices.values_list("pk", flat=True)}
        assert sorted(new) == sorted((rule.value, subject, span.since) for (rule, subject), span in whole.new)
        assert gone == {*whole.gone}
        compared.append(len(new) + len(gone))

    monkeypatch.setattr(look_back, "_look_lately", both)
    versions: dict[date, int] = {}
    usual = dice.choice([1, 2, 3])
    for _ in range(25):
        day = ago(dice.choice([*range(8), dice.randrange(60), dice.randrange(60, 130)]))
        version = versions.setdefault(day, alice.check_ins.filter(day=day).count())
        answers = {headache: dice.choice([0, 1, usual, 3]), mood: dice.choice([1, 2, 8]), tablets: 1}
        fields = {f"item_{item.pk}": value for item, value in answers.items()}
        dose = {f"dose_{medicine.pk}_1": dice.choice(["usual", "missed", "missed"])} if day > ago(60) else {}
        note = f"{dice.random()}"
        answer = alice_client.post(f"/journal/{day}/", {"version": version, "note": note, **fields, **dose})
        assert answer.status_code == 302, answer.text
        versions[day] += 1
        if not dice.randrange(4):
            alice.notices.filter(closed_at=None).update(closed_at=timezone.now())
    assert sum(compared)
    assert len(compared) > 15
