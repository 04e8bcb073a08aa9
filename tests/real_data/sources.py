"""Where the real data is, and its rows as they stand in the files. Standard library only."""

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
OPIOID, PANIC = "opioid_dose_withdrawal", "panic_daily"
ABSENT = "The folder with the real data is not beside this checkout; these tests need it."


def present() -> bool:
    """Return whether the data is there at all."""
    return FOLDER.is_dir()


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of one file, each as column and text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_patient(name: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each patient, in file order."""
    patients: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(name):
        patients.setdefault(row["patient"], []).append(row)
    return patients
