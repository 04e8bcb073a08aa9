"""What the report loads of the period, and what it costs."""

from datetime import date, time, timedelta

from accounts.models import User
from journal.figures.entries import Entries
from journal.figures.series import Point
from journal.models import Event, Visit
from reports.diary import Happening, load_days, load_happenings
from reports.periods import Period
from tests import factories
from tests.statements import count_statements

DAY = date(2026, 11, 21)
PERIOD = Period(first=DAY - timedelta(days=9), last=DAY)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_days_count_by_when_they_were_entered(alice: User, charlie: User):
    pain = factories.target(alice)
    for days, entered in ((9, 9), (8, 7), (7, 5), (6, None)):
        factories.check_in(alice, ago(days), {pain: days}, entered_day=None if entered is None else ago(entered))
    factories.check_in(alice, ago(5), note="only a note", weekly=True)
    factories.check_in(alice, ago(4))
    factories.check_in(alice, ago(10), {pain: 1})
    factories.check_in(charlie, ago(5), {factories.target(charlie): 1})
    entries, points = load_days(alice, PERIOD, [pain.pk])
    assert entries == Entries(logged=5, prompt=3, later=1, unknown=1, weekly=1)
    assert points == {pain.pk: [Point(ago(days), days) for days in (9, 8, 7, 6)]}


def test_day_with_ratings_of_other_items_counts_without_points(alice: User):
    pain, fatigue = factories.target(alice), factories.target(alice, "Fatigue", 2)
    factories.check_in(alice, ago(1), {pain: 3})
    factories.check_in(alice, ago(0), {pain: 4, fatigue: 5})
    assert load_days(alice, PERIOD, [fatigue.pk]) == (Entries(2, 2), {fatigue.pk: [Point(DAY, 5)]})
    assert load_days(alice, PERIOD, []) == (Entries(2, 2), {})


def test_nothing_written_is_nothing(alice: User):
    assert load_days(alice, PERIOD, [1]) == (Entries(), {})
    assert load_happenings(alice, PERIOD.first, PERIOD.last) == []


def test_happenings_are_events_and_visits_in_order_of_time(alice: User, charlie: User):
    Event.objects.create(patient=alice, day=ago(1), time=time(18), kind="illness", text="evening")
    Event.objects.create(patient=alice, day=ago(2), kind="other", text="day before")
    Visit.objects.create(patient=alice, day=ago(1), time=time(9), text="about the dose")
    Event.objects.create(patient=alice, day=ago(1), kind="travel")
    Event.objects.create(patient=alice, day=ago(10), kind="other", text="too early")
    Visit.objects.create(patient=alice, day=DAY + timedelta(days=1), text="too late")
    Event.objects.create(patient=charlie, day=ago(1), kind="other", text="not hers")
    with count_statements() as statements:
        found = load_happenings(alice, PERIOD.first, PERIOD.last)
    assert found == [
        Happening(day=ago(2), kind="other", kind_text="other", text="day before"),
        Happening(day=ago(1), kind="travel", kind_text="travel", text=""),
        Happening(day=ago(1), kind="visit", kind_text="visit", text="about the dose"),
        Happening(day=ago(1), kind="illness", kind_text="illness or flare", text="evening"),
    ]
    assert len(statements) == 1
    assert found[0].day_text == "19 Nov 2026"


def test_text_that_does_not_open_is_said_to_be_unreadable(alice: User, caplog):
    event = Event.objects.create(patient=alice, day=DAY, kind="other", text="words")
    Event.objects.filter(pk=event.pk).update(text=b"\x01\x01" + b"0" * 40)
    assert [each.text for each in load_happenings(alice, DAY, DAY)] == ["(this text cannot be read)"]
    assert "words" not in caplog.text
