"""The answers that the database keeps on each check-in are those of its ratings, whoever writes them and how."""

from datetime import date

import pytest
from django.db import connection, transaction

from accounts.models import User
from journal import kept_answers
from journal.models import CheckIn, Item, Rating
from tests import factories
from tests.kept import check_kept_answers
from tests.statements import count_statements

DAY, NEXT_DAY = date(2026, 11, 20), date(2026, 11, 21)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def items(alice) -> list[Item]:
    return [Item.objects.create(patient=alice, name=f"Item {number}", group="other", low=-100) for number in range(3)]


@pytest.fixture
def day(alice, items) -> CheckIn:
    return factories.check_in(alice, DAY, {items[1]: -3, items[0]: 4})


@pytest.fixture
def next_day(alice, items) -> CheckIn:
    return factories.check_in(alice, NEXT_DAY, {items[2]: 100})


@pytest.fixture(autouse=True)
def all_kept(db):
    yield
    check_kept_answers()


def kept(check_in: CheckIn) -> str:
    return CheckIn.objects.values_list("answers", flat=True).get(pk=check_in.pk)


def test_a_day_keeps_its_items_in_order_and_two_digits_a_rating(day, items):
    assert kept(day) == f"{items[0].pk},{items[1].pk}:847d"


@pytest.mark.parametrize(("value", "digits"), [(-100, "1c"), (-1, "7f"), (0, "80"), (100, "e4")])
def test_every_value_is_two_digits(alice, items, value, digits):
    assert kept(factories.check_in(alice, DAY, {items[0]: value})) == f"{items[0].pk}:{digits}"


def test_items_are_in_the_order_of_their_numbers(alice):
    rows = Item.objects.bulk_create(
        Item(id=number, patient=alice, name=str(number), name_key=str(number), group="other")
        for number in (10_000, 9, 100, 12)
    )
    check_in = factories.check_in(alice, DAY, dict(zip(rows, (1, 2, 3, 4), strict=True)))
    assert kept(check_in) == "9,12,100,10000:82848381"


def test_a_day_without_ratings_keeps_nothing(alice):
    assert kept(factories.check_in(alice, DAY, note="Slept badly")) == ""


def test_ratings_changed_by_querysets_are_followed(day, items):
    day.ratings.filter(item=items[0]).update(value=9)
    assert kept(day) == f"{items[0].pk},{items[1].pk}:897d"
    day.ratings.filter(item=items[0]).update(item=items[2])
    assert kept(day) == f"{items[1].pk},{items[2].pk}:7d89"
    rating = day.ratings.get(item=items[1])
    rating.value = 0
    rating.save()
    assert kept(day) == f"{items[1].pk},{items[2].pk}:8089"
    day.ratings.filter(item=items[1]).delete()
    assert kept(day) == f"{items[2].pk}:89"
    day.ratings.all().delete()
    assert kept(day) == ""


def test_a_rating_moved_to_another_day_is_gone_from_the_first(day, next_day, items):
    day.ratings.filter(item=items[0]).update(check_in=next_day)
    assert (kept(day), kept(next_day)) == (f"{items[1].pk}:7d", f"{items[0].pk},{items[2].pk}:84e4")


def test_upserts_are_followed(day, items):
    Rating.objects.bulk_create(
        [Rating(check_in=day, item=item, value=1) for item in items],
        update_conflicts=True,
        unique_fields=["check_in", "item"],
        update_fields=["value"],
    )
    assert kept(day).endswith(":818181")


def test_what_is_written_by_hand_is_followed(day, next_day, items):
    run("INSERT INTO journal_rating (check_in_id, item_id, value) VALUES (%s, %s, 7)", day.pk, items[2].pk)
    assert kept(day).endswith(":847d87")
    run(
        "UPDATE journal_rating SET value = value + 1 WHERE check_in_id IN (%s, %s) AND value < 100", day.pk, next_day.pk
    )
    assert kept(day).endswith(":857e88")
    run("DELETE FROM journal_rating WHERE item_id = %s", items[2].pk)
    assert (kept(day), kept(next_day)) == (f"{items[0].pk},{items[1].pk}:857e", "")


def test_a_rating_may_be_written_before_its_check_in(alice, items):
    """Foreign keys are checked at the end of a transaction, so rows may be loaded in any order."""
    with transaction.atomic():
        Rating.objects.create(check_in_id=77, item=items[0], value=5)
        CheckIn.objects.create(id=77, patient=alice, day=DAY)
    assert CheckIn.objects.get(pk=77).answers == f"{items[0].pk}:85"


def test_a_stale_instance_does_not_put_old_answers_back(day, items):
    stale = CheckIn.objects.get(pk=day.pk)
    day.ratings.all().delete()
    assert stale.answers != ""
    stale.version = 5
    stale.full_clean()
    stale.save()
    assert (kept(day), CheckIn.objects.get(pk=day.pk).version) == ("", 5)


def test_other_columns_leave_the_answers_alone(day, items):
    CheckIn.objects.filter(pk=day.pk).update(weekly=True)
    assert kept(day) == f"{items[0].pk},{items[1].pk}:847d"


def test_nobody_can_write_other_answers(alice, day, items):
    right = kept(day)
    run("UPDATE journal_checkin SET answers = '1:80'")
    assert kept(day) == right
    CheckIn.objects.update(answers="")
    CheckIn.objects.bulk_update([CheckIn(pk=day.pk, answers="1:80")], ["answers"])
    assert kept(day) == right
    made = CheckIn.objects.create(patient=alice, day=NEXT_DAY, answers="1:80")
    [other] = CheckIn.objects.bulk_create([CheckIn(patient=alice, day=date(2026, 11, 22), answers="1:80")])
    assert (kept(made), kept(other)) == ("", "")


def test_a_column_that_nobody_names_is_empty(alice):
    names = "id, patient_id, day, weekly, note, alarms, version"
    run(f"INSERT INTO journal_checkin ({names}) VALUES (1, %s, '2026-11-20', %s, %s, %s, 1)", alice.pk, False, b"", b"")
    assert CheckIn.objects.get(pk=1).answers == ""


def test_an_item_that_goes_takes_its_answers_out_of_every_day(day, next_day, items):
    items[0].delete()
    items[2].delete()
    assert (kept(day), kept(next_day)) == (f"{items[1].pk}:7d", "")


def write_other_answers() -> None:
    run("UPDATE journal_checkin SET answers = '1:80'")


def load_in_another_order(patient: User) -> None:
    item = Item.objects.create(patient=patient, name="Another", group="other")
    Rating.objects.create(check_in_id=78, item=item, value=5)
    CheckIn.objects.create(id=78, patient=patient, day=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("trigger", "write"),
    [
        ("rating_added", lambda day, items: Rating.objects.create(check_in=day, item=items[2], value=1)),
        ("rating_changed", lambda day, items: Rating.objects.filter(item=items[0]).update(value=1)),
        ("rating_deleted", lambda day, items: items[0].delete()),
        ("check_in_answers_written", lambda day, items: write_other_answers()),
        ("check_in_added", lambda day, items: load_in_another_order(day.patient)),
    ],
)
def test_each_trigger_is_needed(day, items, trigger, write):
    """Without one of them what it is for goes wrong, which the comparison sees; the next `migrate` puts it right."""
    of = {name: table for table, name in kept_answers.TRIGGERS[connection.vendor]}
    if trigger not in of:
        pytest.skip("one trigger for both on this database")
    run(f"DROP TRIGGER {trigger}" + (f" ON {of[trigger]}" if connection.vendor == "postgresql" else ""))
    write(day, items)
    with pytest.raises(AssertionError):
        check_kept_answers()
    assert kept_answers.missing(connection) == {(of[trigger], trigger)}
    kept_answers.keep_after_migrate(using="default")
    check_kept_answers()
    assert kept_answers.missing(connection) == set()


def test_where_nothing_is_missing_nothing_is_done():
    with count_statements() as statements:
        kept_answers.keep_after_migrate(using="default")
    assert len(statements) == 1
