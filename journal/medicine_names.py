"""Which safety cards a medicine's name calls for: what data/medicine_names.toml lists. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from journal import safety_cards as cards
from journal.safety_cards import SafetyCard

FILE = Path(__file__).with_name("data") / "medicine_names.toml"
# One typing error is forgiven from this many letters on; a longer word may start with a name of that many.
LONG_ENOUGH, LONG_STEM = 6, 7
MOST_WORDS = 4
WORD = re.compile(r"[^\W_]+")  # letters and digits, of any alphabet
END = 2  # letters: a name that need not be exact has at least three times as many
# The most pressing first.
CARDS = {
    "opioid": cards.OPIOID,
    "duplicate": cards.DUPLICATE,
    "naltrexone": cards.DUPLICATE,
    "gut_opioid": cards.GUT_OPIOID,
    "thioridazine": cards.THIORIDAZINE,
    "liver_stress": cards.LIVER_STRESS,
    "immune": cards.IMMUNE,
    "thyroid": cards.THYROID,
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Names as the file writes them, where they come from and when they were compared with it."""

    names: tuple[str, ...]
    source: str
    checked: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """The names of one group, folded and without blanks: those that must be exact, and those that need not."""

    exact: frozenset[str]
    near: tuple[str, ...]
    parts: tuple[Part, ...]

    def knows_any(self, words: Set[str]) -> bool:
        """Return whether any of the words is one of the names, give or take one typing error."""
        starts, ends, stem_starts = self._starts, self._ends, self._stem_starts
        return (
            not self.exact.isdisjoint(words)
            or any(word[:END] in stem_starts and self._begins_with_a_stem(word) for word in words)
            or any(
                self._is_near(word)
                for word in words
                if (word[:END], len(word)) in starts or (word[-END:], len(word)) in ends
            )
        )

    def _begins_with_a_stem(self, word: str) -> bool:
        return any(word[:length] in self._stems for length in self._stem_lengths)

    def _is_near(self, word: str) -> bool:
        return any(within_one_error(word, name) for name in self._sharing_a_rest(word))

    def _sharing_a_rest(self, word: str) -> Iterator[str]:
        for left in _without_one(word):
            yield from self._by_rest.get(left, ())

    @cached_property
    def _starts(self) -> frozenset[tuple[str, int]]:
        """How a name begins, with each length that one typing error leaves it; one does not reach both ends of it."""
        return frozenset((name[:END], len(name) + more) for name in self.near for more in (-1, 0, 1))

    @cached_property
    def _ends(self) -> frozenset[tuple[str, int]]:
        return frozenset((name[-END:], len(name) + more) for name in self.near for more in (-1, 0, 1))

    @cached_property
    def _stem_starts(self) -> frozenset[str]:
        return frozenset(name[:END] for name in self._stems)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(name for name in self.near if len(name) >= LONG_STEM)

    @cached_property
    def _stem_lengths(self) -> frozenset[int]:
        return frozenset(map(len, self._stems))

    @cached_property
    def _by_rest(self) -> dict[str, list[str]]:
        """The names by what is left of them without one letter: two words one error apart share such a rest."""
        found: dict[str, list[str]] = {}
        for name in self.near:
            for left in _without_one(name):
                found.setdefault(left, []).append(name)
        return found


@cache
def groups() -> dict[str, Group]:
    """Return the file's groups by name."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _group(row) for name, row in rows.items()}


def cards_for(text: str, *, is_ldn: bool = False) -> list[SafetyCard]:
    """Return the cards that a name calls for, the most pressing first, each once.

    The LDN medicine itself may be called naltrexone; any other one called so is taken twice.
    """
    words = set(_word_groups(text))
    found = [
        CARDS[name]
        for name, group in groups().items()
        if not (is_ldn and name == "naltrexone") and group.knows_any(words)
    ]
    return [card for card in dict.fromkeys(CARDS.values()) if card in found]


def names_opioid(text: str) -> bool:
    """Return whether a text names an opioid, as the opioid card looks for it."""
    return groups()["opioid"].knows_any(set(_word_groups(text)))


def cards_for_all(medicines: Iterable[tuple[str, bool]]) -> list[tuple[SafetyCard, list[str]]]:
    """Return each card that (name, whether it is the LDN medicine) calls for, with the names that do."""
    found: dict[SafetyCard, list[str]] = {}
    for name, is_ldn in medicines:
        for card in cards_for(name, is_ldn=is_ldn):
            found.setdefault(card, []).append(name)
    return [(card, found[card]) for card in dict.fromkeys(CARDS.values()) if card in found]


def folded(text: str) -> list[str]:
    """Return the words of a text without case, accents and signs: ["co", "codamol", "8", "500"]."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return WORD.findall(text.casefold())


def within_one_error(one: str, other: str) -> bool:
    """Return whether two words are the same but for one letter more, less, other, or two swapped."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    place = next((at for at, (left, right) in enumerate(zip(short, long, strict=False)) if left != right), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    swapped = short[place + 1 : place + 2] + short[place : place + 1]
    return short[place + 1 :] == long[place + 1 :] or swapped + short[place + 2 :] == long[place:]


def _without_one(word: str) -> set[str]:
    """Return the word, and what is left of it without each of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _word_groups(text: str) -> Iterator[str]:
    """Yield each word, and each few words in a row as one: "co-codamol" is "cocodamol" too."""
    words = folded(text)
    for count in range(1, MOST_WORDS + 1):
        for start in range(len(words) - count + 1):
            yield "".join(words[start : start + count])


def _group(row: dict[str, Any]) -> Group:
    rows = [row] if "names" in row else [part for part in row.values() if isinstance(part, dict)]
    parts = tuple(Part(names=tuple(one["names"]), source=one["source"], checked=one["checked"]) for one in rows)
    names = {"".join(folded(name)) for part in parts for name in part.names}
    exact = {"".join(folded(name)) for name in row["exact"]}
    exact |= {name for name in names if len(name) < LONG_ENOUGH or any(sign.isdigit() for sign in name)}
    return Group(
        exact=frozenset(exact),
        near=tuple(sorted(names - exact)),
        parts=parts,
    )
