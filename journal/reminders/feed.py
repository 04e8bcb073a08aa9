"""The calendar to subscribe to: one entry for each coming day that is not logged.

Each entry has its instant in UTC, worked out from the patient's own clock as it is now: right across
daylight saving without asking any calendar program to know the zone, and right again after a change
of zone or hour the next time the program asks.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from accounts.digests import keyed_digest
from journal.days_said import days_said
from journal.diary_settings import diary_of
from journal.models import Reminders
from journal.reminders.times import days_asked, reminder_at

if TYPE_CHECKING:
    from icalendar import Event

TITLE = "Diary"  # on every screen that shows the calendar: it says nothing of health
DAYS_AHEAD = 56
LENGTH = timedelta(minutes=5)
AGAIN_AFTER = timedelta(hours=6)


def calendar_of(reminders: Reminders, now: datetime) -> bytes:
    """Return the calendar, in one statement."""
    from icalendar import Calendar  # here, as nothing else needs it, and it is a sixth of a start

    patient = reminders.patient
    today = patient.journal_day(now)
    done = days_said(patient, today)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{TITLE}//EN")
    calendar.add("x-wr-calname", TITLE)
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for day in days_asked(today, DAYS_AHEAD, asked_weekday(reminders)):
        at = reminder_at(day, patient.zone, patient.day_start_hour, reminders.hour)
        if at and day not in done:
            calendar.add_component(_entry(reminders, day, at, now))
    written: bytes = calendar.to_ical()
    return written


def asked_weekday(reminders: Reminders) -> int | None:
    """Return the day of the week (0 is Monday) on which a weekly diary asks; None for a daily one."""
    diary = diary_of(reminders.patient)
    return diary.week_ends_on if diary.weekly else None


def _entry(reminders: Reminders, day: date, at: datetime, now: datetime) -> "Event":
    from icalendar import Alarm, Event

    entry = Event()
    # The same day is the same entry each time; the digest of the secret keeps two calendars apart.
    entry.add("uid", keyed_digest(f"entry {day}", str(reminders.calendar_digest), b"diary").hex()[:32])
    entry.add("dtstamp", now.replace(microsecond=0))
    entry.add("dtstart", at)
    entry.add("duration", LENGTH)
    entry.add("summary", TITLE)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", TITLE)
    alarm.add("trigger", timedelta(0))
    entry.add_component(alarm)
    return entry
