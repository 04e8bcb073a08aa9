"""Sixty real patients, each in through the web form and out through a link: every number is right."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.real_data import convert, reference, sources
from tests.real_data.shown import Table

pytestmark = pytest.mark.skipif(not sources.present(), reason=sources.ABSENT)
PATIENTS = reference.patients() if sources.present() else []
AS_OF = "2026-11-22T12:00:00Z"


def interchange_file(source, patient):
    rows = sources.by_patient(source)[patient]
    return convert.file_of((convert.opioid_rows if source == sources.OPIOID else convert.panic_rows)(rows))


def brought_in(client, data):
    """Bring a file in through the web form, as a patient does."""
    assert client.post("/journal/import/", {"file": SimpleUploadedFile("journal.csv", data)}).status_code == 302
    page = client.get("/journal/import/preview/")
    assert page.status_code == 200
    seen = re.search(r'name="preview" value="([^"]*)"', page.content.decode())[1]
    assert client.post("/journal/import/preview/", {"confirm": "yes", "preview": seen}).status_code == 302


def link_of(client):
    """Make a share of everything through the web form and return the link's address."""
    page = client.get("/reports/new/").content.decode()
    answers = {
        name: re.findall(rf'name="{name}" value="(\d+)"', page) for name in ("items", "private_items") if name in page
    }
    form_key = re.search(r'name="form_key" value="([^"]*)"', page)[1]
    made = client.post(
        "/reports/new/",
        {"form_key": form_key, "label": "Tuesday", "period": "all", "life": "30", "includes_events": "on", **answers},
    )
    assert made.status_code == 201
    return re.search(r"/r/[\w-]{43}/", made.content.decode())[0]


def report_of(link):
    """Open a link as somebody who never signed in."""
    stranger = Client()
    assert b"Open the report" in stranger.get(link).content
    assert stranger.post(link).status_code == 303
    return stranger.get(link).content.decode()


@pytest.mark.parametrize(("source", "patient"), PATIENTS, ids=[patient for _, patient in PATIENTS])
def test_report_of_a_real_patient_has_every_number_right(db, signed_in, source, patient):
    with time_machine.travel(AS_OF, tick=False):
        client = signed_in(factories.patient(f"{patient.lower()}@example.test"))
        brought_in(client, interchange_file(source, patient))
        shown = Table(report_of(link_of(client)))
    expected = reference.table_of(source, sources.by_patient(source)[patient])
    first_number = 1 if expected[0].begins_with_step else 0
    columns = dict(enumerate(expected, start=first_number))
    assert shown.labels.keys() == columns.keys()
    for number, column in columns.items():
        assert shown.labels[number].startswith(column.label)
        for row, cells in column.rows.items():
            assert shown.cells[row, number] == cells, (row, number)
            assert shown.numbers(row, number) == seen_numbers(row, column), (row, number)
    assert {row for row, _ in shown.cells} - {"Reason for the step"} == expected[0].rows.keys()


def seen_numbers(row, column):
    """Return the numbers a reader must see in a cell, in the order of reading."""
    cells = column.rows[row]
    match row:
        case "Dates":
            return day_numbers(cells["from"])
        case "Logged":
            return [cells["logged"], str(column.days)]
        case "Doses":
            names = ("taken", "planned", "missed", "skipped", "not-recorded")
            return [cells[name] for name in names] if cells["planned"] != "0" else []
    if cells["n"] == "0":
        return []
    if row in reference.SIDE_EFFECTS:
        return side_effect_numbers(cells, column)
    ends = [cells["lowest"]] if cells["lowest"] == cells["highest"] else [cells["lowest"], cells["highest"]]
    return [cells["median"], cells["n"], *ends]


def side_effect_numbers(cells, column):
    """Return the numbers of "13/24, moderate, d 11-24"."""
    if cells["days-with"] == "0":
        return ["0", cells["n"]]
    days = [cells["first-day"], f"-{cells['last-day']}"] if column.begins_with_step else []
    return [cells["days-with"], cells["n"], *(days[:1] if cells.get("first-day") == cells.get("last-day") else days)]


def day_numbers(day):
    """Return the numbers of "22 Nov 2026"."""
    day = date.fromisoformat(day)
    return [str(day.day), str(day.year)]
