"""Find words in a text whatever their case and accents, and show where they stand. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

AROUND = 60  # characters shown before and after what was found
# Letters that Unicode does not take apart into a letter and an accent.
_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "\u2019": "'"})

_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")  # where every accent that stands alone is; only these are asked


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a snippet; found: whether it is one of the words."""

    text: str
    found: bool = False


def fold(text: str) -> str:
    """Return the text without case and accents: "Crème" and "creme" are one. Idempotent."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_APART))
    return _BEYOND_LATIN.sub(_without_accent, apart)


def _without_accent(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


def words_of(query: str) -> tuple[str, ...]:
    """Return the folded words of a search, each once; none for a search of blanks and lone accents."""
    return tuple(dict.fromkeys(fold(query).split()))


def holds(text: str, words: Sequence[str]) -> bool:
    """Return whether every folded word stands somewhere in the text, as a word or in one."""
    folded = fold(text)
    return all(word in folded for word in words)


def snippet(text: str, words: Sequence[str], around: int = AROUND) -> tuple[Part, ...]:
    """Return the text about the first place where a word stands, each word marked; "…" where more was left out."""
    places = _places(text, words)
    if not places:
        return (Part(text[: 2 * around] + ("…" if len(text) > 2 * around else "")),)
    first, last = max(0, places[0][0] - around), min(len(text), places[0][1] + around)
    shown = [(start, end) for start, end in places if start < last]
    last = max(last, shown[-1][1])
    parts, at = [], first
    for start, end in shown:
        parts += [Part(text[at:start]), Part(text[start:end], found=True)]
        at = end
    before, after = Part("…" if first else ""), Part("…" if last < len(text) else "")
    return tuple(part for part in (before, *parts, Part(text[at:last]), after) if part.text)


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the words stand in the text as it was typed, in order, none over another."""
    folded, origin = _folded_with_origin(text)
    found = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((origin[at], _end(text, origin[at + len(word) - 1])))
            at = folded.find(word, at + len(word))
    places: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return places


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its letters which letter of the text it came from."""
    folded, origin = [], []
    for place, letter in enumerate(text):
        for each in fold(letter):
            folded.append(each)
            origin.append(place)
    return "".join(folded), origin


def _end(text: str, place: int) -> int:
    """Return the end of a letter with the accents that follow it."""
    end = place + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
