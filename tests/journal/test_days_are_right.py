"""A day is a day: in every zone, with every hour it can start at, and for a patient who flies over the date line."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from accounts.days import journal_day
from accounts.zones import zone_names
from journal.models import CheckIn, DayVersion, Dose
from tests import factories

HOURS = range(7)
FIRST, LAST = datetime(2010, 1, 2, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
FORTNIGHT, SECOND = timedelta(days=14), timedelta(seconds=1)
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
START_HOURS = st.integers(0, 6)
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"


@cache
def clock_changes(name: str) -> list[datetime]:
    """Return the first second of each new offset of a zone between FIRST and LAST."""
    zone, found = ZoneInfo(name), []
    at, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while at < LAST:
        after = at + FORTNIGHT
        if after.astimezone(zone).utcoffset() != offset:
            before, new = int(at.timestamp()), int(after.timestamp())
            while new - before > 1:
                middle = (before + new) // 2
                same = datetime.fromtimestamp(middle, zone).utcoffset() == offset
                before, new = (middle, new) if same else (before, middle)
            found.append(datetime.fromtimestamp(new, UTC))
        at, offset = after, after.astimezone(zone).utcoffset()
    return found


def odd_steps(day_of=journal_day) -> set[tuple[str, int, date, int]]:
    """Return where a change of the clock is not followed by the same day or the next.

    Between two changes a wall clock runs straight on, so days can only go wrong at a change.
    """
    found = set()
    for name in available_timezones():
        zone = ZoneInfo(name)
        for at in clock_changes(name):
            for hour in HOURS:
                before, after = day_of(at - SECOND, zone, hour), day_of(at, zone, hour)
                if (after - before).days not in (0, 1):
                    found.add((name, hour, before, (after - before).days))
    return found


def test_days_follow_each_other_in_every_zone_but_where_a_date_was_on_no_clock():
    """No day comes back and none is left out: no instant has two days, and each has one.

    Samoa and Tokelau had no 30 December 2011. For a day that starts at midnight that date holds no
    instant; with a later start it holds the night hours of the 31st. Its page opens, and stays empty.
    """
    skipped = date(2011, 12, 29)
    assert odd_steps() == {("Pacific/Apia", 0, skipped, 2), ("Pacific/Fakaofo", 0, skipped, 2)}


def test_guard_finds_a_day_that_comes_back():
    def by_the_wall_alone(instant, zone, hour):
        return (instant.astimezone(zone).replace(tzinfo=None) - timedelta(hours=hour)).date()

    assert ("Pacific/Chatham", 3, date(2026, 4, 5), -1) in odd_steps(by_the_wall_alone)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)), ZONES, START_HOURS)
@example(datetime(1993, 8, 20, 11, 59, 59, tzinfo=UTC), ZoneInfo("Pacific/Kwajalein"), 0)
@example(datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC), ZoneInfo("Pacific/Apia"), 0)
def test_next_second_has_the_same_day_the_next_or_the_one_after_a_date_on_no_clock(instant, zone, start_hour):
    now, then = (journal_day(at, zone, start_hour) for at in (instant, instant + SECOND))
    wall, wall_then = (at.astimezone(zone).replace(tzinfo=None) for at in (instant, instant + SECOND))
    assert now <= then <= now + timedelta(days=2)
    if then == now + timedelta(days=2):
        assert wall_then - wall > timedelta(days=1)


@given(ZONES, st.integers(1904, 2096), START_HOURS, st.times())
def test_night_into_march_belongs_to_the_last_of_february_leap_year_or_not(zone, year, start_hour, at):
    wall = datetime.combine(date(year, 3, 1), at, zone)
    back = wall.astimezone(UTC).astimezone(zone)
    assume(back.replace(tzinfo=None) == wall.replace(tzinfo=None))  # a time that the clock showed
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert journal_day(wall.astimezone(UTC), zone, start_hour) == (
        date(year, 3, 1) if at.hour >= start_hour else date(year, 2, 29 if leap else 28)
    )


# What a patient does: travels, keeps another start of the day, and logs now and then.

STEPS = st.lists(
    st.tuples(st.sampled_from(zone_names()), START_HOURS, st.timedeltas(timedelta(0), timedelta(days=2))),
    min_size=2,
    max_size=4,
)
PROFILE = {"name": "", "birth_date": "", "country": ""}


def move(client: Client, zone: str, hour: int = 4) -> None:
    response = client.post("/accounts/profile/", {**PROFILE, "time_zone": zone, "day_start_hour": hour})
    assert response.status_code == 302


def records(patient) -> list:
    """Return every record of the patient with the day it is of."""
    return [
        *patient.check_ins.order_by("pk").values_list("pk", "day", "entered_day"),
        *patient.doses.order_by("pk").values_list("pk", "day", "number", "time", "amount"),
        *patient.day_versions.order_by("pk").values_list("pk", "day", "version"),
    ]


def log(client: Client, path: str, medicine, item, value: int) -> None:
    """Save a day as its page offers it: the version that the page shows, a dose with one tap, one rating."""
    opened = client.get(path)
    choice = next(each for each in ("now", "usual", "skipped") if f'value="{each}"' in opened.text)
    version = opened.context["page"].loaded.version
    answers = {"version": version, "note": "", f"item_{item.pk}": value, f"dose_{medicine.pk}_1": choice}
    response = client.post(path, answers)
    assert response.status_code == 302, response.content.decode()


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), steps=STEPS)
@example(
    start=datetime(2026, 4, 4, 13, 20, tzinfo=UTC),
    steps=[
        ("Pacific/Chatham", 3, timedelta(0)),
        ("Pacific/Chatham", 3, timedelta(minutes=45)),
        ("UTC", 0, timedelta(0)),
    ],
)
def test_no_record_ever_moves_and_a_day_has_one_check_in(db, signed_in, start, steps):
    patient = factories.patient(f"traveller{factories.timezone.now().timestamp()}@example.test")
    medicine, item = factories.ldn(patient), factories.target(patient)
    factories.step(medicine, date(2024, 1, 1))
    kept, instant = {}, start
    for number, (zone, hour, later) in enumerate(steps):
        instant += later
        with time_machine.travel(instant, tick=False):
            client = signed_in(patient)
            move(client, zone, hour)
            today = journal_day(instant, ZoneInfo(zone), hour)
            log(client, "/journal/", medicine, item, number)
        kept[today] = number
        # Whatever was there is there still; today alone got something new.
        assert dict(patient.check_ins.values_list("day", "ratings__value")) == kept
        assert sorted(patient.doses.values_list("day", flat=True)) == sorted(kept)
        before = records(patient)
        with time_machine.travel(instant, tick=False):
            move(client, "Pacific/Pago_Pago" if number % 2 else "Pacific/Kiritimati", 6 - hour)
        assert records(patient) == before


@pytest.fixture
def trip(alice):
    """Alice in Auckland, with a medicine and a target."""
    medicine, item = factories.ldn(alice), factories.target(alice)
    factories.step(medicine, date(2026, 11, 1))
    alice.time_zone = AUCKLAND
    alice.save()
    return medicine, item


def at_wall(zone: str, text: str) -> time_machine.travel:
    """Freeze the clock where a wall in the zone shows this time."""
    return time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)), tick=False)


def logged(patient) -> dict[date, int]:
    return dict(patient.check_ins.order_by("day").values_list("day", "ratings__value"))


def test_flight_to_honolulu_lands_the_day_before_and_every_day_stays_itself(alice, signed_in, trip):
    medicine, item = trip
    with at_wall(AUCKLAND, "2026-11-22T20:00"):
        client = signed_in(alice)
        log(client, "/journal/", medicine, item, 2)
    with at_wall(AUCKLAND, "2026-11-23T09:00"):
        client = signed_in(alice)
        log(client, "/journal/", medicine, item, 3)
    before = records(alice)
    with at_wall(HONOLULU, "2026-11-22T19:00"):
        client = signed_in(alice)
        move(client, HONOLULU)
        # On landing it is the 22nd once more: its page opens with what Auckland's 22nd said.
        page = client.get("/journal/").context["page"]
        assert (page.day, page.loaded.version) == (date(2026, 11, 22), 1)
        assert records(alice) == before
        # The 23rd, lived and logged in Auckland, is to come here: it opens all the same, and can be amended.
        assert client.get("/journal/2026-11-23/").status_code == 200
        log(client, "/journal/2026-11-23/", medicine, item, 4)
        # The 24th, which nobody has lived, does not.
        assert client.get("/journal/2026-11-24/").status_code == 404
        log(client, "/journal/", medicine, item, 5)
    assert logged(alice) == {date(2026, 11, 22): 5, date(2026, 11, 23): 4}
    with at_wall(HONOLULU, "2026-11-23T10:00"):
        client = signed_in(alice)
        page = client.get("/journal/").context["page"]
        assert (page.day, page.loaded.state.ratings) == (date(2026, 11, 23), {item.pk: 4})
    # What the 22nd said in Auckland is in its history.
    assert sorted(DayVersion.objects.values_list("day", "version")) == [
        (date(2026, 11, 22), 1),
        (date(2026, 11, 23), 1),
    ]
    assert list(Dose.objects.order_by("day").values_list("day", "number")) == [
        (date(2026, 11, 22), 1),
        (date(2026, 11, 23), 1),
    ]


def test_flight_back_to_auckland_leaves_a_date_that_can_be_filled_in(alice, signed_in, trip):
    medicine, item = trip
    with at_wall(HONOLULU, "2026-11-22T21:00"):
        client = signed_in(alice)
        move(client, HONOLULU)
        log(client, "/journal/", medicine, item, 2)
    before = records(alice)
    with at_wall(AUCKLAND, "2026-11-24T07:00"):
        client = signed_in(alice)
        move(client, AUCKLAND)
        assert client.get("/journal/").context["page"].day == date(2026, 11, 24)
        assert records(alice) == before
        log(client, "/journal/", medicine, item, 4)
        log(client, "/journal/2026-11-23/", medicine, item, 3)
    assert logged(alice) == {date(2026, 11, 22): 2, date(2026, 11, 23): 3, date(2026, 11, 24): 4}
    assert CheckIn.objects.get(day=date(2026, 11, 23)).entered_day == date(2026, 11, 24)


def test_day_that_only_holds_a_dose_opens_when_it_is_still_to_come(alice, signed_in, trip):
    medicine, _ = trip
    factories.dose(medicine, date(2026, 11, 23))
    with at_wall(HONOLULU, "2026-11-22T19:00"):
        client = signed_in(alice)
        move(client, HONOLULU)
        assert client.get("/journal/2026-11-23/").status_code == 200


def test_record_far_ahead_opens_nowhere(alice, signed_in, trip):
    """A day that has begun nowhere on earth is none, whatever a damaged record says."""
    factories.check_in(alice, date(2026, 12, 24), note="x")
    with at_wall(AUCKLAND, "2026-11-22T20:00"):
        client = signed_in(alice)
        assert client.get("/journal/2026-12-24/").status_code == 404


@pytest.mark.parametrize(
    ("zone", "now", "first"),
    [
        ("Europe/London", "2028-03-02T12:00", date(2028, 2, 26)),  # over a leap day
        ("Europe/London", "2026-03-31T03:00", date(2026, 3, 27)),  # the short day of spring
        ("Europe/London", "2026-10-27T12:00", date(2026, 10, 23)),  # the long day of autumn
        ("Pacific/Apia", "2012-01-01T12:00", date(2011, 12, 28)),  # over a date that was on no clock
        ("Pacific/Kwajalein", "1993-08-23T12:00", date(1993, 8, 19)),
    ],
)
def test_every_date_from_the_first_record_to_today_has_one_form(alice, signed_in, zone, now, first):
    item = factories.target(alice)
    factories.check_in(alice, first, {item: 1})
    with at_wall(zone, now):
        alice_client = signed_in(alice)
        move(alice_client, zone)
        today = alice.__class__.objects.get().journal_day(factories.timezone.now())
        days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
        pages = [alice_client.get(f"/journal/{day.isoformat()}/") for day in days]
        assert [page.context["page"].day for page in pages] == days
        # Each posts to itself, and today to the one address of today.
        assert [page.context["page"].address for page in pages] == [
            *(f"/journal/{day.isoformat()}/" for day in days[:-1]), "/journal/",
        ]  # fmt: skip
        assert alice_client.get("/journal/").context["page"].day == today
        for note, path in (("one", "/journal/"), ("two", f"/journal/{today.isoformat()}/")):
            version = alice_client.get(path).context["page"].loaded.version
            assert alice_client.post(path, {"version": version, "note": note}).status_code == 302
        assert alice.check_ins.filter(day=today).count() == 1


def test_dose_after_midnight_stays_with_its_evening_when_the_hour_changes_later(alice, signed_in, trip):
    medicine, _ = trip
    with at_wall(AUCKLAND, "2026-11-23T00:30"):
        client = signed_in(alice)
        client.post("/journal/", {"version": 0, "note": "", f"dose_{medicine.pk}_1": "usual"})
        move(client, AUCKLAND, 0)
    dose = Dose.objects.get()
    assert (dose.day, time(20)) == (date(2026, 11, 22), time(20))
    with at_wall(AUCKLAND, "2026-11-23T00:40"):
        client = signed_in(alice)
        assert client.get("/journal/").context["page"].day == date(2026, 11, 23)
    assert Dose.objects.get().day == date(2026, 11, 22)
