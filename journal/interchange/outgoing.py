"""A patient's record as a file to take away."""

from accounts.models import User
from journal.interchange.bundle import CSV, JSON, write_zip
from journal.interchange.json_writing import write_json
from journal.interchange.present import load_for_export
from journal.interchange.writing import write_csv


def export_csv(patient: User) -> bytes:
    """Return journal.csv: what other programs can use."""
    return write_csv(load_for_export(patient))


def export_zip(patient: User) -> bytes:
    """Return the zip of journal.csv and journal.json: everything."""
    record = load_for_export(patient)
    return write_zip({CSV: write_csv(record), JSON: write_json(record)})
