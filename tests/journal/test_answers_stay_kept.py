"""The kept answers through the ways that the site writes ratings, at once and anew, and through migrations."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.actions import close_account
from journal import kept_answers
from journal.day_records import load_day, save_day, undo_day
from journal.day_state import DayState
from journal.demo import make_demo_patient
from journal.interchange.actions import import_file
from journal.interchange.outgoing import export_zip
from journal.models import CheckIn, Item, Rating
from ldn_tracker.management.commands.prepare import Command
from tests import factories
from tests.kept import check_kept_answers
from tests.places import empty_place
from tests.races import at_once

DAY = date(2026, 11, 20)
WAYS = st.lists(
    st.tuples(
        st.sampled_from(["save", "undo", "clear", "row", "change", "move", "take", "forget", "stale"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(-100, 100),
    ),
    min_size=1,
    max_size=12,
)


class TestAnyOrder(TestCase):
    @settings(max_examples=40)
    @given(WAYS)
    def test_whatever_is_written_in_whatever_order_is_kept(self, ways):
        alice = factories.patient("alice@example.test")
        items = [Item.objects.create(patient=alice, name=f"I{n}", group="other", low=-100, high=100) for n in range(4)]
        stale = factories.check_in(alice, DAY, {items[0]: 1})
        for way, first, second, value in ways:
            write(alice, stale, way, DAY + timedelta(days=first), second, value)
            check_kept_answers()


def write(patient, stale, way, day, place, value):
    """Do one thing to the ratings of a day; what does not fit any more does nothing."""
    items = list(patient.items.order_by("pk"))
    item = items[place % len(items)] if items else None
    loaded = load_day(patient, day)
    if way in ("save", "clear"):
        wanted = {**loaded.state.ratings, item.pk: value} if way == "save" and item else {}
        save_day(
            patient=patient, loaded=loaded, day=day, wanted=DayState(ratings=wanted), version=loaded.version, today=DAY
        )
    elif way == "undo" and loaded.version > 1:
        undo_day(patient=patient, day=day, version=loaded.version, today=DAY)
    elif way == "stale":
        stale.weekly = not stale.weekly
        stale.save()
    elif way == "forget" and item:
        item.delete()
    elif loaded.check_in and item:
        write_row(loaded.check_in, stale, way, item, value)


def write_row(check_in, stale, way, item, value):
    """Write one row, as somebody with a console might; what a constraint refuses is taken back."""
    rows = check_in.ratings.filter(item=item)
    try:
        with transaction.atomic():
            if way == "row":
                check_in.ratings.create(item=item, value=value)
            elif way == "change":
                rows.update(value=value)
            elif way == "move":
                rows.update(check_in=stale)
            else:
                rows.delete()
    except IntegrityError:
        pass


def test_days_that_come_in_by_file_are_kept_and_again(alice, charlie):
    items = {factories.target(alice, "Pain"): 4, factories.side_effect(alice): 2}
    for ago in range(3):
        factories.check_in(alice, DAY - timedelta(days=ago), items)
    data = export_zip(alice)
    for _ in range(2):
        import_file(patient=charlie, data=data, now=timezone.now(), directions={})
        check_kept_answers()
    assert charlie.check_ins.exclude(answers="").count() == 3


def test_the_demo_is_kept_and_a_closed_account_leaves_the_others_alone(alice):
    pain = factories.target(alice)
    mine = factories.check_in(alice, DAY, {pain: 4})
    demo = make_demo_patient(password="correct horse battery", now=timezone.now())
    check_kept_answers()
    assert demo.check_ins.exclude(answers="").count() > 50
    close_account(user=demo)
    assert dict(CheckIn.objects.values_list("pk", "answers")) == {mine.pk: f"{pain.pk}:84"}


@pytest.mark.django_db(transaction=True)
def test_many_who_write_ratings_of_the_same_days_at_once_lose_none(alice):
    """Past the version of the day, as no page does: each statement writes several days, in another order."""
    items = [Item.objects.create(patient=alice, name=f"Item {number}", group="other") for number in range(8)]
    days = [factories.check_in(alice, DAY - timedelta(days=ago)) for ago in range(6)]

    def act(number: int) -> None:
        order = random.Random(number)
        for round in range(4):
            Rating.objects.filter(item=items[number]).delete()
            Rating.objects.bulk_create(
                Rating(check_in=day, item=items[number], value=round) for day in order.sample(days, len(days))
            )
            Rating.objects.filter(item=items[number]).update(value=round + 1)
        Rating.objects.filter(item=items[number], check_in__in=order.sample(days, 2)).delete()

    at_once(act, len(items))
    check_kept_answers()
    assert Rating.objects.count() == len(items) * (len(days) - 2)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waited_for_another_sees_what_the_other_wrote(alice):
    pain, sleep = factories.target(alice), factories.target(alice, "Sleep", rank=2)
    day = factories.check_in(alice, DAY)

    def rate() -> None:
        try:
            Rating.objects.create(check_in=day, item=sleep, value=2)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Rating.objects.create(check_in=day, item=pain, value=1)
            waits = pool.submit(rate)
            with pytest.raises(TimeoutError):
                waits.result(0.5)
        waits.result(30)
    assert CheckIn.objects.get().answers == f"{pain.pk},{sleep.pk}:8182"


@pytest.mark.postgresql
def test_a_truncated_table_leaves_nothing_kept(alice):
    factories.check_in(alice, DAY, {factories.target(alice): 4})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE journal_rating")
    assert CheckIn.objects.get().answers == ""


@pytest.mark.postgresql
def test_a_trigger_that_is_switched_off_is_missing(alice):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_rating DISABLE TRIGGER rating_added")
    assert kept_answers.missing(connection) == {("journal_rating", "rating_added")}
    factories.check_in(alice, DAY, {factories.target(alice): 4})
    kept_answers.keep_after_migrate(using="default")
    check_kept_answers()
    assert kept_answers.missing(connection) == set()


def a_day_in_a_new_place() -> dict[int, str]:
    alice = factories.patient("alice@example.test")
    factories.check_in(alice, DAY, {factories.target(alice): 4, factories.side_effect(alice): 1}, note="Slept badly")
    factories.check_in(alice, DAY - timedelta(days=1), note="No ratings")
    return dict(CheckIn.objects.values_list("pk", "answers"))


def test_what_was_cut_off_is_missing_again_and_made_the_next_time(alice, monkeypatch):
    name = "rating_added" + " ON journal_rating" * (connection.vendor == "postgresql")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
    with monkeypatch.context() as patch, pytest.raises((OperationalError, ProgrammingError)):
        patch.setitem(kept_answers.REPAIRS, connection.vendor, "SELECT no_such_function()")
        kept_answers.keep(connection)
    assert kept_answers.missing(connection) == {("journal_rating", "rating_added")}
    kept_answers.keep(connection)
    assert not kept_answers.missing(connection)


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_fills_what_is_there_when_it_comes_again(tmp_path):
    with empty_place(tmp_path):
        call_command("migrate", verbosity=0)
        before = a_day_in_a_new_place()
        call_command("migrate", "journal", "0004", verbosity=0)
        with connection.cursor() as cursor:
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, "journal_checkin")
            ]
        assert "answers" not in columns
        assert kept_answers.missing(connection) == set(kept_answers.TRIGGERS[connection.vendor])
        call_command("migrate", verbosity=0)
        assert dict(CheckIn.objects.values_list("pk", "answers")) == before
        CheckIn.objects.get(day=DAY).ratings.all().delete()
        check_kept_answers()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [CheckIn, Rating, Item])
def test_tables_made_anew_keep_the_triggers_and_what_they_kept(tmp_path, model):
    with empty_place(tmp_path):
        call_command("migrate", verbosity=0)
        before = a_day_in_a_new_place()
        with connection.schema_editor() as editor:
            editor._remake_table(model)
        assert kept_answers.missing(connection) == set()
        assert dict(CheckIn.objects.values_list("pk", "answers")) == before
        CheckIn.objects.get(day=DAY).ratings.update(value=0)
        check_kept_answers()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [CheckIn, Rating])
def test_djangos_own_editor_could_not_make_them_anew(tmp_path, model):
    with empty_place(tmp_path):
        call_command("migrate", verbosity=0)
        with pytest.raises(OperationalError, match="error in trigger"), DatabaseSchemaEditor(connection) as editor:
            editor._remake_table(model)


@pytest.mark.django_db(transaction=True)
def test_prepare_says_what_is_missing_and_makes_it(tmp_path):
    with empty_place(tmp_path):
        call_command("migrate", verbosity=0)
        said, errors = StringIO(), StringIO()
        command = Command(stdout=said, stderr=errors)
        command._bring_up_to_date()
        assert (said.getvalue(), errors.getvalue()) == ("", "")
        with connection.cursor() as cursor:
            on = " ON journal_rating" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER rating_added{on}")
        a_day_in_a_new_place()
        command._bring_up_to_date()
        assert errors.getvalue() == "The database lacks triggers of the diary (rating_added); they are made again.\n"
        assert said.getvalue() == "The database is up to date.\n"
        check_kept_answers()
