"""The canonical form of a known record, byte for byte."""

from datetime import date, datetime, time

import pytest
import time_machine

from journal.day_state import DayState, DoseEntry, to_json
from journal.interchange.bundle import read_zip
from journal.interchange.outgoing import export_csv, export_zip
from journal.models import Batch, DayVersion, Dose, Event, Item, OverallChange, Visit
from tests import factories

CSV = (
    "day,time,kind,item,value,unit,status,note\r\n"
    ',,medicine,Naltrexone (LDN),1,liquid,ldn,"Hill\'s, ""corner"""\r\n'
    ",,medicine,'=Zinc,,tablet,other,\r\n"
    ",,item,Pain,,0-10,lower_is_better,target\r\n"
    ",,item,Energy,,-3-0,higher_is_better,wellbeing\r\n"
    "2026-11-01,20:00,step,Naltrexone (LDN),1.5,mg,start,\r\n"
    "2026-11-20,,step,Naltrexone (LDN),,mg,pause,holiday\r\n"
    "2026-11-02,,dose,'=Zinc,1,'@x,taken,\r\n"
    "2026-11-02,00:30,dose,Naltrexone (LDN),1.5,mg,late,\r\n"
    "2026-11-02,22:00,dose,Naltrexone (LDN),0.5,mg,taken,\r\n"
    '2026-11-03,,dose,Naltrexone (LDN),,mg,missed,"two\nlines"\r\n'
    "2026-11-02,,score,Pain,7,0-10,daily,\r\n"
    "2026-11-02,,score,Energy,-2,-3-0,daily,\r\n"
    "2026-11-08,,score,Pain,6,0-10,weekly,\r\n"
    "2026-11-02,,event,illness,,,,cold\r\n"
    "2026-11-02,09:00,event,stress,,,,\r\n"
    "2026-11-03,,event,strategy,,,,\r\n"
    "2026-12-24,10:30,event,visit,,,,Dr Hill\r\n"
    "2026-11-02,,note,,,,,'-- tired\r\n"
    "2026-11-08,,overall,,3,1-7,,\r\n"
)
JSON = """{"format":"ldn-tracker/1",
"patient":{"name":"Alice Example","country":"GB","time_zone":"Europe/London","day_start_hour":4},
"diary":{"week_ends_on":0,"safety":{"opioids":false,"pregnant":true},"safety_answered":"2026-11-01","weekly":true},
"medicines":[
{"name":"Naltrexone (LDN)","form":"liquid","ldn":true,"strength":"1","pharmacy":"Hill's, \\"corner\\"","prescriber":"Dr B","reason":"mood","reason_words":"low"},
{"name":"=Zinc","form":"tablet","ldn":false}],
"batches":[
{"medicine":"Naltrexone (LDN)","opened":"2026-11-01","expires":"2027-01-01","strength":"1","number":"B 7","pharmacy":"Corner"},
{"medicine":"=Zinc","opened":"2026-11-01"}],
"items":[
{"name":"Pain","group":"target","scale":"0-10","lower_is_better":true,"target_rank":1},
{"name":"Energy","group":"wellbeing","scale":"-3-0","lower_is_better":false,"resting":true}],
"steps":[
{"day":"2026-11-01","hours":"20:00","medicine":"Naltrexone (LDN)","amount":"1.5","unit":"mg","status":"start","form":"liquid","volume":"1.5","strength":"1"},
{"day":"2026-11-20","medicine":"Naltrexone (LDN)","unit":"mg","status":"pause","reason":"holiday","unconfirmed":true}],
"doses":[
{"day":"2026-11-02","medicine":"=Zinc","amount":"1","unit":"@x","status":"taken"},
{"day":"2026-11-02","time":"00:30","medicine":"Naltrexone (LDN)","amount":"1.5","unit":"mg","status":"late"},
{"day":"2026-11-02","time":"22:00","medicine":"Naltrexone (LDN)","amount":"0.5","unit":"mg","status":"taken"},
{"day":"2026-11-03","medicine":"Naltrexone (LDN)","unit":"mg","status":"missed","reason":"two\\nlines"}],
"check_ins":[
{"day":"2026-11-02","entered":"2026-11-02","saves":2,"note":"-- tired","alarms":["black_stool","chest_pain"],"scores":{"Pain":7,"Energy":-2}},
{"day":"2026-11-08","weekly":true,"scores":{"Pain":6}}],
"events":[
{"day":"2026-11-02","kind":"illness","text":"cold"},
{"day":"2026-11-02","time":"09:00","kind":"stress"},
{"day":"2026-11-03","kind":"strategy","agreed":false},
{"day":"2026-11-03","kind":"strategy","strategy":"food","agreed":true},
{"day":"2026-12-24","time":"10:30","kind":"visit","text":"Dr Hill"}],
"overall":[
{"day":"2026-11-08","value":3}],
"history":[
{"day":"2026-11-02","save":1,"saved_at":"2026-11-02T21:00:00+00:00","alarms":["chest_pain"],"scores":{"Pain":8},"doses":[{"number":1,"time":"22:00","medicine":"Naltrexone (LDN)","amount":"0.5","unit":"mg","status":"taken"}]}]}
"""


@pytest.fixture
def record(alice):
    """A small record with one of everything, entered in no particular order."""
    ldn = factories.ldn(
        alice,
        form="liquid",
        strength=1000,
        pharmacy='Hill\'s, "corner"',
        prescriber="Dr B",
        reason="mood",
        reason_words="low",
    )
    zinc = factories.ldn(alice, name="=Zinc", is_ldn=False, form="tablet", position=1)
    energy = Item.objects.create(
        patient=alice, name="Energy", group="wellbeing", low=-3, high=0, lower_is_better=False, resting=True, position=1
    )
    pain = factories.target(alice, "Pain")
    factories.step(ldn, date(2026, 11, 20), None, kind="pause", hours="", reason="holiday", confirmed=False)
    factories.step(ldn, date(2026, 11, 1), 1500, form="liquid", volume=1500, strength=1000)
    factories.dose(ldn, date(2026, 11, 2), number=1, time=time(22), amount=500)
    factories.dose(ldn, date(2026, 11, 2), "late", number=2, time=time(0, 30), amount=1500)
    factories.dose(ldn, date(2026, 11, 3), "missed", reason="two\r\nlines")
    Dose.objects.create(patient=alice, medicine=zinc, day=date(2026, 11, 2), status="taken", amount=1000, unit="@x")
    factories.check_in(alice, date(2026, 11, 8), {pain: 6}, weekly=True, entered_day=None)
    factories.check_in(
        alice, date(2026, 11, 2), {energy: -2, pain: 7}, note="-- tired", version=2, alarms="chest_pain black_stool"
    )
    Visit.objects.create(patient=alice, day=date(2026, 12, 24), time=time(10, 30), text="Dr Hill")
    for _ in range(2):
        Event.objects.create(patient=alice, day=date(2026, 11, 2), time=time(9), kind="stress")
    Event.objects.create(patient=alice, day=date(2026, 11, 2), kind="illness", text="cold")
    for facts in ({"strategy": "food", "agreed": True}, {"agreed": False}):
        Event.objects.create(patient=alice, day=date(2026, 11, 3), kind="strategy", **facts)
    factories.diary(
        alice,
        weekly=True,
        week_ends_on=0,
        safety_answers='{"pregnant": true, "opioids": false}',
        safety_answered_on=date(2026, 11, 1),
    )
    for _ in range(2):
        Batch.objects.create(patient=alice, medicine=zinc, opened=date(2026, 11, 1))
    Batch.objects.create(
        patient=alice,
        medicine=ldn,
        opened=date(2026, 11, 1),
        expires=date(2027, 1, 1),
        strength=1000,
        number="B 7",
        pharmacy="Corner",
    )
    OverallChange.objects.create(patient=alice, day=date(2026, 11, 8), value=3)
    state = DayState(ratings={pain.pk: 8, 987654: 1}, doses=(_entry(ldn.pk), _entry(987654)), alarms=("chest_pain",))
    saved_at = datetime.fromisoformat("2026-11-02T22:00:00+01:00")
    DayVersion.objects.create(patient=alice, day=date(2026, 11, 2), version=1, state=to_json(state), saved_at=saved_at)
    return alice


def _entry(medicine_id):
    return DoseEntry(medicine_id=medicine_id, number=1, status="taken", time=time(22), amount=500)


def test_csv_of_a_known_record(record):
    assert export_csv(record).decode() == CSV


def test_zip_holds_the_csv_and_a_json_of_everything(record):
    csv_member, json_member = read_zip(export_zip(record))
    assert csv_member.decode() == CSV
    assert json_member.decode() == JSON


def test_zip_is_the_same_bytes_whenever_it_is_made(record):
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        one = export_zip(record)
    with time_machine.travel("2027-05-01T12:00:00Z", tick=False):
        assert export_zip(record) == one


def test_export_has_no_ids_no_address_and_no_time_of_export(record):
    for member in read_zip(export_zip(record)):
        text = member.decode()
        assert "alice@example.test" not in text
        for row in (*record.medicines.all(), *record.check_ins.all(), *record.events.all(), *record.doses.all()):
            assert str(row.pk) not in text


@pytest.mark.parametrize("rows", [1, 40])
def test_export_takes_the_same_statements_however_long_the_record_is(alice, rows, django_assert_num_queries):
    medicine, pain = factories.ldn(alice), factories.target(alice)
    for number in range(rows):
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number)
        factories.dose(medicine, day)
        factories.check_in(alice, day, {pain: 3}, note="x")
        Event.objects.create(patient=alice, day=day, kind="stress", text="x")
    with django_assert_num_queries(12):
        export_zip(alice)
