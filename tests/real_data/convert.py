"""Turn the published data of real patients into interchange files.

Run as a script with a folder to write into: python -m tests.real_data.convert FOLDER
"""

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.real_data.sources import ABSENT, OPIOID, PANIC, by_patient, present

HEADER = ("day", "time", "kind", "item", "value", "unit", "status", "note")
DAY_ZERO = date(2024, 1, 31)
WITHDRAWAL = "Withdrawal"
# Name in the file: name of the item, scale, which end is better, group.
PANIC_ITEMS = {
    "anxiety": ("Anxiety", "0-3", "lower_is_better", "target"),
    "panic": ("Panic", "0-1", "lower_is_better", "side_effect"),
    "annoying": ("Annoyed", "0-3", "lower_is_better", "side_effect"),
    "negative_feeling": ("Negative feeling", "-3-0", "higher_is_better", "wellbeing"),
    "positive_feeling": ("Positive feeling", "0-3", "higher_is_better", "wellbeing"),
    "negative_energy": ("Negative energy", "-3-0", "higher_is_better", "wellbeing"),
    "positive_energy": ("Positive energy", "0-3", "higher_is_better", "wellbeing"),
    "alcohol": ("Alcohol today", "0-1", "lower_is_better", "craving"),
    "coffee": ("Coffee", "0-1", "lower_is_better", "other"),
    "smoking": ("Smoking", "0-1", "lower_is_better", "other"),
    "exercise": ("Exercise", "0-1", "higher_is_better", "other"),
}
Rows = Iterator[tuple[str, ...]]


def trial_day(study_day: str) -> date:
    """Return the calendar date we give to a study day."""
    return DAY_ZERO + timedelta(days=int(study_day))


def medicine_of(row: dict[str, str]) -> tuple[str, str, str]:
    """Return name, form and unit of the trial's medicine; the injections have no mg in the data."""
    if row["unit"] == "mg":
        return row["drug"].capitalize(), "tablet", "mg"
    return row["drug"].capitalize(), "injection", "injection"


def opioid_rows(rows: list[dict[str, str]]) -> Rows:
    """Yield a patient's rows: a step whenever the amount changes, a dose a day, the withdrawal ratings."""
    name, form, unit = medicine_of(rows[0])
    yield ("", "", "medicine", name, "", form, "other", "")
    yield ("", "", "item", WITHDRAWAL, "", "0-3", "lower_is_better", "target")
    before: float | None = None
    for row in rows:
        day = trial_day(row["study_day"]).isoformat()
        if row["amount"]:
            amount = float(row["amount"])
            if amount != before:
                kind = "start" if before is None else "increase" if amount > before else "decrease"
                yield (day, "", "step", name, f"{amount:g}", unit, kind, "")
            before = amount
            note = "two records, summed" if row["dose_records"] == "2" else ""
            yield (day, "", "dose", name, f"{amount:g}", unit, "taken", note)
        if row["withdrawal"]:
            yield (day, "", "score", WITHDRAWAL, row["withdrawal"], "0-3", "daily", "")


def panic_rows(rows: list[dict[str, str]]) -> Rows:
    """Yield a patient's rows: every answer of every day."""
    for name, scale, direction, group in PANIC_ITEMS.values():
        yield ("", "", "item", name, "", scale, direction, group)
    for row in rows:
        for column, (name, scale, _, _) in PANIC_ITEMS.items():
            if row[column]:
                yield (row["date"], "", "score", name, row[column], scale, "daily", "")


def file_of(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Return the rows as journal.csv."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *rows])
    return text.getvalue().encode()


def files() -> dict[str, bytes]:
    """Return the interchange file of each patient, by the patient's name in the data."""
    made = {patient: file_of(opioid_rows(rows)) for patient, rows in by_patient(OPIOID).items()}
    return {**made, **{patient: file_of(panic_rows(rows)) for patient, rows in by_patient(PANIC).items()}}


def main(folder: Path) -> int:
    """Write one file a patient; return the exit code."""
    if not present():
        print(ABSENT)  # noqa: T201
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for patient, data in files().items():
        (folder / f"{patient}.csv").write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
