"""Read a file that was brought in: a csv, or the zip of an export. Pure."""

from datetime import date
from itertools import zip_longest

from journal.interchange import vocabulary as words
from journal.interchange.bundle import is_zip, read_zip
from journal.interchange.canonical import all_cells, sort_record
from journal.interchange.csv_file import read_csv
from journal.interchange.json_file import read_json
from journal.interchange.reading import FileRefused, Reading
from journal.interchange.writing import write_csv

TOO_LARGE = f"The file is larger than {words.MOST_BYTES // 2**20} MB. Split it into several files."
OTHERWISE = (
    "journal.csv says otherwise than journal.json in the same zip. Bring in the csv alone if that is the one you mean."
)


def read_file(data: bytes, today: date) -> Reading:
    """Return what the file says; `today` is the latest date anywhere on earth. Raise FileRefused."""
    if len(data) > words.MOST_BYTES:
        raise FileRefused(TOO_LARGE)
    if is_zip(data):
        return _read_bundle(*read_zip(data), today)
    if data.lstrip()[:1] == b"{":
        raise FileRefused("This is journal.json alone. Bring in the whole zip, or journal.csv.")
    return read_csv(data, today)


def _read_bundle(csv_data: bytes, json_data: bytes, today: date) -> Reading:
    """Read the json; the csv beside it must say the same."""
    reading = read_json(json_data, today)
    if reading.refused:
        return reading
    sort_record(reading.record)
    if write_csv(reading.record) != csv_data and not _same_rows(reading, csv_data, today):
        raise FileRefused(OTHERWISE)
    return reading


def _same_rows(reading: Reading, csv_data: bytes, today: date) -> bool:
    """Return whether a csv that was written again in another style still holds the same rows."""
    other = read_csv(csv_data, today)
    if other.refused or {row.key for row in other.record.medicines} != other.record.medicine_names.keys():
        return False
    if {row.key for row in other.record.items} != other.record.item_names.keys():
        return False
    sort_record(other.record)
    pairs = zip_longest(all_cells(reading.record), all_cells(other.record))
    return all(one == two for one, two in pairs)
