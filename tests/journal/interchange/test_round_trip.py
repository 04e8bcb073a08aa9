"""Import of an export into an empty account, then export, gives the same bytes."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from accounts.models import User
from journal.interchange.actions import import_file, preview_file
from journal.interchange.outgoing import export_csv, export_zip
from tests.journal.interchange.records import new_patient, records

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EXAMPLES = 60 if connection.vendor == "sqlite" else 20  # the file is the same, saving it takes longer
WHOLE = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Each example makes its own patients."""


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def brought_in(patient: User, data: bytes) -> None:
    import_file(patient=patient, data=data, now=NOW, directions={})


@WHOLE
@given(records())
def test_zip_of_a_whole_record_comes_back_byte_for_byte(patient):
    exported, other = export_zip(patient), new_patient(time_zone="Asia/Tokyo")
    brought_in(other, exported)
    assert unpacked(export_zip(other)) == unpacked(exported)
    assert export_zip(other) == exported


@WHOLE
@given(records())
def test_csv_of_a_whole_record_comes_back_byte_for_byte(patient):
    exported, other = export_csv(patient), new_patient(day_start_hour=0)
    brought_in(other, exported)
    assert export_csv(other) == exported


@WHOLE
@given(records())
def test_own_export_brought_back_in_changes_nothing(patient):
    for exported in (export_csv(patient), export_zip(patient)):
        plan = preview_file(patient=patient, data=exported, now=NOW, directions={})
        assert plan.nothing_to_do
        assert plan.changes == []
        with transaction.atomic():
            brought_in(patient, exported)
        assert export_zip(patient) == export_zip(patient)


@WHOLE
@given(records())
def test_importing_the_same_file_twice_changes_nothing(patient):
    exported, other = export_csv(patient), new_patient()
    brought_in(other, exported)
    before = export_zip(other)
    plan = preview_file(patient=other, data=exported, now=NOW, directions={})
    assert plan.nothing_to_do
    brought_in(other, exported)
    assert export_zip(other) == before
