"""Make interchange files in tests."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from journal.interchange import vocabulary as words
from journal.interchange.csv_file import read_csv
from journal.interchange.plan import Plan
from journal.interchange.planning import make_plan
from journal.interchange.reading import Reading
from journal.interchange.rows import CheckInRow, Record, Settings

HEADER = "day,time,kind,item,value,unit,status,note"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EMPTY = Settings(name="", birth_date=None, country="GB", time_zone="Europe/London", day_start_hour=4)

LDN = ",,medicine,LDN,,capsule,ldn,"
PAIN = ",,item,Pain,,0-10,lower_is_better,target"


def csv_file(*rows: str) -> bytes:
    """Return a csv file of these rows in the canonical style."""
    return "".join(f"{row}\r\n" for row in (HEADER, *rows)).encode()


def read(*rows: str) -> Reading:
    return read_csv(csv_file(*rows), TODAY)


def refusals(*rows: str) -> list[tuple[int, str]]:
    return [(refusal.line, refusal.reason) for refusal in read(*rows).refusals]


def nobody() -> Record:
    """Return the record of a patient who has not begun."""
    return Record(settings=EMPTY)


def plan_of(*rows: str, present: Record | None = None, directions: dict[str, bool] | None = None) -> Plan:
    return make_plan(read(*rows), present or nobody(), directions or {})


def plan_refusals(plan: Plan) -> list[tuple[int, str]]:
    return [(refusal.line, refusal.reason) for refusal in plan.reading.refusals]


def present_of(*rows: str) -> Record:
    """Return the record that saving these rows into an empty one makes."""
    plan = plan_of(*rows)
    record = plan.reading.record
    record.medicines, record.items = list(plan.writes["medicine"]), list(plan.writes["item"])
    for kind in words.KINDS:
        record.of_kind(kind)[:] = [replace(row, line=0) for row in record.of_kind(kind)]
    for row in (*record.scores, *record.notes):
        record.check_ins[row.day] = CheckInRow(line=0, day=row.day, weekly=False, entered=None, saves=1)
    record.settings = EMPTY
    return record


def counts(plan: Plan) -> dict[str, tuple[int, int, int]]:
    """Return (new, changed, same) of the kinds the file holds."""
    found = {kind: (count.new, count.changed, count.same) for kind, count in plan.counts.items()}
    return {kind: count for kind, count in found.items() if any(count)}


def document(**sections: Any) -> bytes:
    """Return a journal.json with these sections, the others empty."""
    patient = {"name": "", "country": "GB", "time_zone": "Europe/London", "day_start_hour": 4}
    names = ("medicines", "items", "steps", "doses", "check_ins", "events", "overall", "history")
    whole = {"format": "ldn-tracker/1", "patient": patient, **{name: [] for name in names}, **sections}
    return json.dumps(whole).encode()


def zip_of(**members: bytes) -> bytes:
    """Return a zip; an argument journal_csv is the member journal.csv."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return file.getvalue()
