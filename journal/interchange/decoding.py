"""From the bytes of a csv file to its lines: UTF-8 or refused in plain words. Pure."""

import codecs
import io

from journal.interchange.reading import FileRefused

BOM = codecs.BOM_UTF8
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 20
HOW = "Save it again as “CSV UTF-8”."


def check_utf8(data: bytes) -> None:
    """Refuse bytes that are not UTF-8, naming the line, without holding the text in memory."""
    if data.startswith(_UTF_16) or b"\0" in data[:64]:
        raise FileRefused(f"The file is written in UTF-16 (“Unicode text”), not in UTF-8. {HOW}")
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    for start in range(0, len(data) or 1, _CHUNK):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, start - pending + error.start) + 1
            message = f"Line {line} is not UTF-8; the file may be in an older encoding such as Latin-1. {HOW}"
            raise FileRefused(message) from None


def open_lines(data: bytes) -> io.TextIOWrapper:
    """Return the lines of checked bytes, decoded one after the other, each with its own line end."""
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
