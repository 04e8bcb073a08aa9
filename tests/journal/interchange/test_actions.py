"""What saving a file does to days that were there, and what it costs."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from journal.day_records import StaleDay, load_day, save_day, undo_day
from journal.day_state import DayState, DoseEntry, from_json
from journal.interchange.actions import NotSaved, import_file
from journal.interchange.outgoing import export_zip
from journal.models import CheckIn, Dose, Item, Medicine, Rating
from tests import factories
from tests.journal.interchange.files import LDN, NOW, PAIN, csv_file, document, zip_of
from tests.kept import check_kept_answers
from tests.races import at_once
from tests.statements import count_statements

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def answers_are_kept(db):
    yield
    check_kept_answers()


def bring_in(patient, *rows):
    return import_file(patient=patient, data=csv_file(*rows), now=NOW, directions={})


@pytest.fixture
def pain(alice):
    return factories.target(alice, "Pain")


def test_changed_day_keeps_what_it_held_as_history_and_undo_brings_it_back(alice, pain):
    sleep = factories.target(alice, "Sleep", rank=2)
    check_in = factories.check_in(alice, DAY, {pain: 4, sleep: 5}, note="before")
    bring_in(alice, f"{DAY},,score,Pain,7,0-10,daily,", f"{DAY},,note,,,,,after")
    changed = alice.check_ins.get()
    assert (changed.pk, changed.note, changed.version, changed.entered_day) == (check_in.pk, "after", 2, DAY)
    assert dict(changed.ratings.values_list("item__name", "value")) == {"Pain": 7, "Sleep": 5}
    kept = alice.day_versions.get()
    assert (kept.version, from_json(kept.state)) == (1, DayState(ratings={pain.pk: 4, sleep.pk: 5}, note="before"))
    undo_day(patient=alice, day=DAY, version=2, today=DAY)
    assert load_day(alice, DAY).state == DayState(ratings={pain.pk: 4, sleep.pk: 5}, note="before")


def test_page_that_was_open_before_the_import_is_told(alice):
    ldn = factories.ldn(alice, name="LDN")
    open_page = load_day(alice, DAY)
    bring_in(alice, f"{DAY},,dose,LDN,1,mg,taken,")
    wanted = DayState(doses=(DoseEntry(medicine_id=ldn.pk, number=1, status="missed"),))
    with pytest.raises(StaleDay):
        save_day(
            patient=alice, loaded=load_day(alice, DAY), day=DAY, wanted=wanted, version=open_page.version, today=DAY
        )


def test_day_that_the_file_does_not_change_stays_untouched(alice, pain):
    factories.check_in(alice, DAY, {pain: 4}, note="x")
    bring_in(alice, f"{DAY},,score,Pain,4,0-10,daily,", f"{DAY},,note,,,,,x", "2026-11-19,,note,,,,,new")
    assert list(alice.check_ins.values_list("day", "version")) == [(date(2026, 11, 19), 1), (DAY, 1)]
    assert not alice.day_versions.exists()


def test_new_rating_on_a_known_day_leaves_the_others(alice, pain):
    factories.check_in(alice, DAY, note="x")
    bring_in(alice, f"{DAY},,score,Pain,4,0-10,daily,")
    assert load_day(alice, DAY).state == DayState(ratings={pain.pk: 4}, note="x")


def test_day_a_csv_brings_has_no_day_of_entry(alice):
    bring_in(alice, f"{DAY},,note,,,,,x")
    assert alice.check_ins.get().entered_day is None


def test_weekly_answers_replace_daily_ones_of_the_same_items(alice, pain):
    factories.check_in(alice, DAY, {pain: 4})
    bring_in(alice, f"{DAY},,score,Pain,4,0-10,weekly,")
    assert alice.check_ins.get().weekly


def test_doses_are_changed_and_added_by_their_order_in_the_day(alice):
    ldn = factories.ldn(alice, name="LDN")
    factories.dose(ldn, DAY, number=2, time=time(8), amount=1000, reason="first")
    factories.dose(ldn, DAY, number=5, time=time(20), amount=2000)
    bring_in(
        alice,
        f"{DAY},08:00,dose,LDN,1,mg,taken,first",
        f"{DAY},20:00,dose,LDN,,mg,missed,ill",
        f"{DAY},23:00,dose,LDN,3,mg,late,",
    )
    assert [(dose.number, dose.amount, dose.status, dose.reason) for dose in alice.doses.all()] == [
        (2, 1000, "taken", "first"),
        (5, None, "missed", "ill"),
        (6, 3000, "late", ""),
    ]


def test_same_doses_in_another_order_change_nothing(alice):
    ldn = factories.ldn(alice, name="LDN")
    factories.dose(ldn, DAY, number=1, time=time(20), amount=2000)
    factories.dose(ldn, DAY, number=2, time=time(8), amount=1000)
    assert bring_in(alice, f"{DAY},08:00,dose,LDN,1,mg,taken,", f"{DAY},20:00,dose,LDN,2,mg,taken,").nothing_to_do


def test_targets_may_change_places(alice):
    one, two = factories.target(alice, "One"), factories.target(alice, "Two", rank=2)
    items = [
        {"name": name, "group": "target", "scale": "0-10", "lower_is_better": True, "target_rank": rank}
        for name, rank in (("Two", 1), ("One", 2))
    ]
    rows = [f",,item,{item['name']},,0-10,lower_is_better,target" for item in items]
    data = zip_of(journal_csv=csv_file(*rows), journal_json=document(items=items))
    import_file(patient=alice, data=data, now=NOW, directions={})
    assert dict(alice.items.values_list("pk", "target_rank")) == {one.pk: 2, two.pk: 1}


def test_ldn_may_pass_from_one_medicine_to_another(alice):
    old = factories.ldn(alice, name="Old", pharmacy="Corner", reason="mood")
    bring_in(alice, ",,medicine,New,,drops,ldn,", ",,medicine,Old,,capsule,other,Corner")
    assert list(alice.medicines.values_list("name", "is_ldn", "position")) == [("Old", False, 0), ("New", True, 1)]
    old.refresh_from_db()
    assert (old.pharmacy, old.reason) == ("Corner", "mood")


def test_new_items_and_medicines_stand_after_those_that_are_there(alice, pain):
    Item.objects.filter(pk=pain.pk).update(position=7)
    bring_in(alice, ",,item,A,,0-3,lower_is_better,other", ",,item,B,,0-3,lower_is_better,other", LDN)
    assert list(alice.items.values_list("name", "position")) == [("Pain", 7), ("A", 8), ("B", 9)]


def test_texts_are_sealed_in_the_database(alice):
    bring_in(
        alice, f"{DAY},,note,,,,,my secret", f"{DAY},,event,stress,,,,my secret", f"{DAY},,event,visit,,,,my secret"
    )
    for rows in (
        alice.check_ins.values_list("note"),
        alice.events.values_list("text"),
        alice.visits.values_list("text"),
    ):
        assert b"secret" not in bytes(rows[0][0])


def test_refused_file_saves_nothing_and_says_why(alice):
    with pytest.raises(NotSaved) as caught:
        bring_in(alice, f"{DAY},,note,,,,,x", "x,,note,,,,,x")
    assert caught.value.plan.refused == 1
    assert not alice.check_ins.exists()


def test_rows_of_others_stay_as_they_are(alice, charlie):
    factories.check_in(charlie, DAY, {factories.target(charlie, "Pain"): 4}, note="mine")
    before = load_day(charlie, DAY)
    bring_in(alice, PAIN, LDN, f"{DAY},,score,Pain,9,0-10,daily,", f"{DAY},,note,,,,,x", f"{DAY},,dose,LDN,1,mg,taken,")
    assert load_day(charlie, DAY) == before
    assert {medicine.patient for medicine in Medicine.objects.all()} == {alice}


def rows_of(days):
    first = date(2020, 1, 1)
    for number in range(days):
        day = first + timedelta(days=number)
        yield f"{day},20:00,dose,LDN,4.5,mg,taken,"
        yield f"{day},,score,Pain,{number % 11},0-10,daily,"
        yield f"{day},,note,,,,,note {number}"
        yield f"{day},,event,stress,,,,event {number}"


@pytest.mark.parametrize("days", [2, 400])
def test_import_takes_the_same_statements_however_long_the_file_is(alice, days):
    with count_statements() as statements:
        bring_in(alice, LDN, PAIN, *rows_of(days))
    assert len(statements) == 32, statements


def test_hundred_thousand_rows_are_saved_in_few_statements(alice):
    items = [f",,item,Item {number},,0-10,lower_is_better,other" for number in range(20)]
    first = date(2012, 1, 1)
    scores = [
        f"{first + timedelta(days=number)},,score,Item {item},{number % 11},0-10,daily,"
        for number in range(5000)
        for item in range(20)
    ]
    with count_statements() as statements:
        bring_in(alice, *items, *scores)
    assert (CheckIn.objects.count(), Rating.objects.count()) == (5000, 100_000)
    assert len(statements) < 100


@pytest.mark.django_db(transaction=True)
def test_file_confirmed_eight_times_at_once_is_saved_once(alice, signed_in):
    clients = [signed_in(alice) for _ in range(8)]
    data = csv_file(f"{DAY},,dose,LDN,1,mg,taken,", f"{DAY},,event,stress,,,,x")
    clients[0].post("/journal/import/", {"file": SimpleUploadedFile("x.csv", data)})
    answers = at_once(
        lambda number: clients[number].post("/journal/import/preview/", {"confirm": "yes"}).status_code, 8
    )
    assert sorted(answers) == [302, *[422] * 7]
    assert (Dose.objects.count(), User.objects.get(pk=alice.pk).events.count()) == (1, 1)


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("2026-11-22,12:05,dose,LDN,1,mg,taken,", None),
        ("2026-11-22,21:00,dose,LDN,1,mg,taken,", "21:00 on 2026-11-22 has not come yet."),
        ("2026-11-22,00:30,dose,LDN,1,mg,late,", "00:30 on 2026-11-22 has not come yet."),  # of the night after
        ("2026-11-22,21:00,dose,LDN,,mg,missed,", None),
        ("2026-11-22,,dose,LDN,1,mg,taken,", None),
        ("2026-11-21,21:00,dose,LDN,1,mg,taken,", None),
        ("2026-11-23,01:00,dose,LDN,1,mg,taken,", "01:00 on 2026-11-23 has not come yet."),
        ("2026-11-23,00:00,event,travel,,,,landed", None),
    ],
)
def test_dose_taken_at_a_time_that_has_not_come_is_refused(alice, row, refusal):
    factories.ldn(alice, name="LDN")
    if refusal is None:
        bring_in(alice, row)
        return
    with pytest.raises(NotSaved) as refused:
        bring_in(alice, row)
    assert [each.reason for each in refused.value.plan.reading.refusals] == [refusal]
    assert not Dose.objects.exists()


def test_dose_ahead_that_is_in_the_record_is_the_same(alice):
    """Noted before this rule, or in another zone: the record's own file still comes in."""
    factories.dose(factories.ldn(alice, name="LDN"), date(2026, 11, 22), time=time(21))
    plan = bring_in(alice, "2026-11-22,21:00,dose,LDN,4.5,mg,taken,")
    assert plan.counts["dose"].same == 1


@pytest.mark.parametrize(("zone", "comes_in"), [("Pacific/Auckland", True), ("Europe/London", False)])
def test_dose_that_has_come_on_the_clock_of_the_file_comes_in(alice, charlie, zone, comes_in):
    """A move to another place takes the whole record along, whatever clock the new account was made with."""
    charlie.time_zone = zone
    charlie.save()
    factories.dose(factories.ldn(charlie, name="LDN"), date(2026, 11, 22), time=time(21))
    data = export_zip(charlie)
    try:
        import_file(patient=alice, data=data, now=NOW, directions={})
    except NotSaved as refused:
        assert [each.reason for each in refused.plan.reading.refusals] == ["21:00 on 2026-11-22 has not come yet."]
    assert alice.doses.exists() == comes_in
