"""When two names are one: NFC, trimmed, case folded. Pure."""

import unicodedata


def clean_name(text: str) -> str:
    """Return the name as kept: NFC, runs of white space as one blank, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_key(text: str) -> str:
    """Return what two spellings of one name share."""
    return unicodedata.normalize("NFC", clean_name(text).casefold())
