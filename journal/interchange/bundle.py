"""The zip of journal.csv and journal.json: written the same each time, read with suspicion. Pure."""

import io
import stat
import struct
import zipfile
import zlib

from journal.interchange import vocabulary as words
from journal.interchange.reading import FileRefused

CSV, JSON = "journal.csv", "journal.json"
LIMITS = {CSV: words.MOST_BYTES, JSON: words.MOST_JSON_BYTES}
HIGHEST_RATIO = 250
MOST_DIRECTORY_BYTES = 2048
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
NOT_OURS = (
    "This zip is not an export: one holds journal.csv and journal.json and nothing else. "
    "A spreadsheet (.xlsx, .ods) has to be saved as “CSV UTF-8” first."
)
_ENCRYPTED = 0x1


def write_zip(members: dict[str, bytes]) -> bytes:
    """Return a zip of the members, dated 1980-01-01."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, FIRST_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o600) << 16
            archive.writestr(info, data)
    return file.getvalue()


def is_zip(data: bytes) -> bool:
    """Return whether the bytes begin as a zip does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_zip(data: bytes) -> tuple[bytes, bytes]:
    """Return journal.csv and journal.json of an export; refuse every other zip before unpacking it."""
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sorted(info.filename for info in infos) != [CSV, JSON]:
                raise FileRefused(NOT_OURS)
            for info in infos:
                _check_member(info)
            return archive.read(CSV), archive.read(JSON)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OSError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused("The zip is damaged.") from None


def _check_directory(data: bytes) -> None:
    """Refuse by the last record of the zip, so that a list of a million members is never walked."""
    start = data.rfind(b"PK\x05\x06")
    if start < 0 or len(data) - start < 22:
        raise FileRefused("The zip is damaged.")
    members, size = struct.unpack_from("<HL", data, start + 10)
    if members != len(LIMITS) or size > MOST_DIRECTORY_BYTES:
        raise FileRefused(NOT_OURS)


def _check_member(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise FileRefused("The zip is locked with a password. Unlock it first.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused(NOT_OURS)
    limit = LIMITS[info.filename]
    if info.file_size > limit or info.file_size > HIGHEST_RATIO * max(info.compress_size, 1):
        raise FileRefused(f"{info.filename} unpacks to far more than an export can hold.")
