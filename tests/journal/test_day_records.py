"""Saving a day and undoing it, below the page."""

from datetime import date

from journal.day_records import load_day, save_day, undo_day
from journal.day_state import DayState
from tests import factories

DAY = date(2026, 11, 22)


def save(patient, wanted):
    loaded = load_day(patient, DAY)
    return save_day(patient=patient, loaded=loaded, day=DAY, wanted=wanted, version=loaded.version, today=DAY)


def test_undo_brings_back_the_alarm_signs_whatever_became_of_what_was_rated(alice):
    pain = factories.target(alice)
    save(alice, DayState(ratings={pain.pk: 5}, note="n", alarms=("chest_pain", "fever")))
    save(alice, DayState(note="other"))
    assert load_day(alice, DAY).state == DayState(note="other")
    pain.delete()
    undo_day(patient=alice, day=DAY, version=2, today=DAY)
    assert load_day(alice, DAY).state == DayState(note="n", alarms=("chest_pain", "fever"))
