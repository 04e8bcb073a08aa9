"""The events and visits of a period, for the report and for insights, and what they cost."""

from datetime import date, time, timedelta

from accounts.models import User
from journal.happenings import Happening, load_happenings
from journal.models import Event, Visit
from tests.statements import count_statements

DAY = date(2026, 11, 21)
FIRST = DAY - timedelta(days=9)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_nothing_written_is_nothing(alice: User):
    assert load_happenings(alice, FIRST, DAY) == []


def test_happenings_are_events_and_visits_in_order_of_time(alice: User, charlie: User):
    Event.objects.create(patient=alice, day=ago(1), time=time(18), kind="illness", text="evening")
    Event.objects.create(patient=alice, day=ago(2), kind="other", text="day before")
    Visit.objects.create(patient=alice, day=ago(1), time=time(9), text="about the dose")
    Event.objects.create(patient=alice, day=ago(1), kind="travel")
    Event.objects.create(patient=alice, day=ago(10), kind="other", text="too early")
    Visit.objects.create(patient=alice, day=DAY + timedelta(days=1), text="too late")
    Event.objects.create(patient=charlie, day=ago(1), kind="other", text="not hers")
    with count_statements() as statements:
        found = load_happenings(alice, FIRST, DAY)
    assert found == [
        Happening(day=ago(2), kind="other", kind_text="other", text="day before"),
        Happening(day=ago(1), kind="travel", kind_text="travel", text=""),
        Happening(day=ago(1), kind="visit", kind_text="visit", text="about the dose"),
        Happening(day=ago(1), kind="illness", kind_text="illness or flare", text="evening"),
    ]
    assert len(statements) == 1
    assert found[0].day_text == "19 Nov 2026"
    assert load_happenings(alice, FIRST, DAY, newest=2) == found[-2:]


def test_words_name_the_kind_and_then_the_text():
    said = {"day": DAY, "kind_text": "stress"}
    assert Happening(kind="stress", text="at work", **said).words == "stress, at work"
    assert Happening(kind="stress", text="", **said).words == "stress"
    assert Happening(kind="other", text="moved house", day=DAY, kind_text="other").words == "moved house"
    assert Happening(kind="other", text="", day=DAY, kind_text="other").words == "other"


def test_text_that_does_not_open_is_said_to_be_unreadable(alice: User, caplog):
    event = Event.objects.create(patient=alice, day=DAY, kind="other", text="words")
    Event.objects.filter(pk=event.pk).update(text=b"\x01\x01" + b"0" * 40)
    assert [each.text for each in load_happenings(alice, DAY, DAY)] == ["(this text cannot be read)"]
    assert "words" not in caplog.text
