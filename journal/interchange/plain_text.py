"""Text that a cell can hold: lines end in LF and there is no other control character. Pure."""

import re

CONTROL = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
_LINE_ENDS = re.compile("\\r\\n?")
REPLACEMENT = "\ufffd"


def plain_text(text: str) -> str:
    """Return the text as the file writes it: LF, a blank for a tab, a mark for any other control character."""
    if not CONTROL.search(text):
        return text
    return CONTROL.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text).replace("\t", " "))


def lf_only(text: str) -> str:
    """Return the text with CRLF as LF; a lone CR stays, to be refused."""
    return text.replace("\r\n", "\n") if "\r" in text else text
