"""The formula guard: a spreadsheet must not run a text as a formula. Pure.

OWASP names these first characters; the full-width forms are read as formulas too by some programs.
"""

import re

_RISKY = re.compile("'*[=+\\-@\\t\\r\\n\\0\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """Return the text with one apostrophe before it where a spreadsheet might run it."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Return the text without the apostrophe that guard put there."""
    return text[1:] if text[:1] == "'" and _RISKY.match(text, 1) else text
