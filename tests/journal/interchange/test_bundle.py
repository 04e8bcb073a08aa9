"""The zip: what is in it, and which zips are refused before anything is unpacked."""

import io
import stat
import time
import zipfile

import pytest

from journal.interchange import bundle
from journal.interchange.bundle import NOT_OURS, read_zip, write_zip
from journal.interchange.incoming import OTHERWISE, read_file
from journal.interchange.reading import FileRefused
from tests.journal.interchange.files import HEADER, TODAY, csv_file, document, zip_of

MEMBERS = {"journal.csv": csv_file(), "journal.json": document()}
PAIN = {"name": "Pain", "group": "target", "scale": "0-10", "lower_is_better": True, "target_rank": 1}
PAIN_ROW = ",,item,Pain,,0-10,lower_is_better,target"


def refusal(data):
    with pytest.raises(FileRefused) as caught:
        read_file(data, TODAY)
    return str(caught.value)


def zipped(*members, compress=zipfile.ZIP_DEFLATED):
    """Return a zip of (name or ZipInfo, bytes) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compress) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def test_members_are_dated_1980_in_their_order():
    with zipfile.ZipFile(io.BytesIO(write_zip(MEMBERS))) as archive:
        assert [(info.filename, info.date_time) for info in archive.infolist()] == [
            ("journal.csv", (1980, 1, 1, 0, 0, 0)),
            ("journal.json", (1980, 1, 1, 0, 0, 0)),
        ]


def test_zip_comes_back():
    assert read_zip(write_zip(MEMBERS)) == tuple(MEMBERS.values())


def test_stored_members_are_read_too():
    assert read_zip(zipped(*MEMBERS.items(), compress=zipfile.ZIP_STORED)) == tuple(MEMBERS.values())


def linked():
    info = zipfile.ZipInfo("journal.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted():
    data = bytearray(write_zip(MEMBERS))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(header) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        zipped(),
        zipped(("journal.csv", b"x")),
        zipped(*MEMBERS.items(), ("more.txt", b"x")),
        zipped(("/journal.csv", b"x"), ("journal.json", b"x")),
        zipped(("../journal.csv", b"x"), ("journal.json", b"x")),
        zipped(("export/journal.csv", b"x"), ("export/journal.json", b"x")),
        zipped(("journal.csv", b"x"), ("inner.zip", zipped())),
        zipped(("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")),
        zipped((linked(), b"/etc/passwd"), ("journal.json", b"x")),
        zipped(*MEMBERS.items(), compress=zipfile.ZIP_BZIP2),
        zipped(*MEMBERS.items(), compress=zipfile.ZIP_LZMA),
        zipped(("journal.csv" + "x" * 3000, b"x"), ("journal.json", b"x")),
    ],
)
def test_zip_that_is_no_export_is_refused(data):
    assert refusal(data) == NOT_OURS


def test_two_members_of_one_name_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("journal.csv", b"x"), ("journal.csv", b"y"))
    assert refusal(data) == NOT_OURS


def test_locked_zip_is_refused():
    assert refusal(encrypted()) == "The zip is locked with a password. Unlock it first."


def test_bomb_is_refused_by_its_size(monkeypatch):
    bomb = zipped(("journal.csv", b"\0" * (21 * 2**20)), ("journal.json", b"{}"))
    began = time.process_time()
    assert refusal(bomb) == "journal.csv unpacks to far more than an export can hold."
    assert time.process_time() - began < 1


def test_bomb_is_refused_by_its_ratio():
    bomb = zipped(("journal.csv", b"\0" * (5 * 2**20)), ("journal.json", b"{}"))
    assert refusal(bomb) == "journal.csv unpacks to far more than an export can hold."


def test_member_that_lies_about_its_size_is_refused():
    data = bytearray(zipped(("journal.csv", b"x" * 5000), ("journal.json", b"{}"), compress=zipfile.ZIP_STORED))
    place = data.find(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert refusal(bytes(data)) == "The zip is damaged."


def test_hundred_thousand_members_are_refused_before_they_are_listed():
    data = zipped(*((f"{number}", b"") for number in range(100_000)))
    began = time.process_time()
    assert refusal(data) == NOT_OURS
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("cut", [4, 30, -1, -10])
def test_cut_off_zip_is_damaged(cut):
    assert refusal(write_zip(MEMBERS)[:cut]) == "The zip is damaged."


def test_flipped_byte_is_noticed():
    data = bytearray(zip_of(journal_csv=csv_file("x" * 400), journal_json=document()))
    data[45] ^= 0xFF
    assert refusal(bytes(data)) == "The zip is damaged."


def test_zip_without_an_end_is_damaged():
    assert refusal(b"PK\x03\x04" + b"x" * 100) == "The zip is damaged."


def test_limits_leave_room_for_twenty_years_of_text():
    assert bundle.LIMITS == {"journal.csv": 20 * 2**20, "journal.json": 32 * 2**20}


def test_csv_that_says_otherwise_than_the_json_is_refused():
    whole = zip_of(journal_csv=csv_file(PAIN_ROW), journal_json=document(items=[PAIN]))
    assert read_file(whole, TODAY).refusals == []
    for rows in ((), (PAIN_ROW.replace("0-10", "0-3"),), (PAIN_ROW, "2026-11-22,,note,,,,,x"), ("x",)):
        assert refusal(zip_of(journal_csv=csv_file(*rows), journal_json=document(items=[PAIN]))) == OTHERWISE


def test_csv_that_only_defines_by_use_is_refused_beside_a_json():
    check_ins = [{"day": "2026-11-22", "scores": {"Pain": 4}}]
    score = "2026-11-22,,score,Pain,4,0-10,daily,"
    json_data = document(items=[PAIN], check_ins=check_ins)
    assert read_file(zip_of(journal_csv=csv_file(PAIN_ROW, score), journal_json=json_data), TODAY).refusals == []
    assert refusal(zip_of(journal_csv=csv_file(score), journal_json=json_data)) == OTHERWISE
    dose = "2026-11-22,,dose,LDN,,mg,missed,"
    assert refusal(zip_of(journal_csv=csv_file(dose), journal_json=document())) == OTHERWISE


def test_csv_written_again_by_a_spreadsheet_still_says_the_same():
    csv_data = csv_file(PAIN_ROW).replace(b",", b";").replace(b"\r\n", b"\n")
    assert csv_data != csv_file(PAIN_ROW)
    assert read_file(zip_of(journal_csv=csv_data, journal_json=document(items=[PAIN])), TODAY).refusals == []


def test_refused_entry_of_the_json_is_told_before_the_csv_is_compared():
    reading = read_file(zip_of(journal_csv=csv_file(), journal_json=document(items=[{}])), TODAY)
    assert [each.reason for each in reading.refusals] == ["items: The field “name” is missing."]


def test_csv_beside_a_json_that_is_no_csv_is_refused():
    assert refusal(zip_of(journal_csv=b"nonsense", journal_json=document())) == (
        f"The first line is not the header “{HEADER}”."
    )
