"""Words as a search compares them: without case, accents, plurals and the older spelling of ae and oe. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

MOST_WORDS = 10
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart; and "diarrhoea" is found as "diarrhea".
_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "e", "œ": "e"})


def fold(text: str) -> str:
    """Return the text without case and accents."""
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_APART)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain.replace("oe", "e").replace("ae", "e")


@cache
def _stem_words() -> Callable[[list[str]], list[str]]:
    from snowballstemmer import stemmer  # when something is first searched for: it brings thirty languages

    stem_words: Callable[[list[str]], list[str]] = stemmer("english").stemWords
    return stem_words


def stems(text: str) -> list[str]:
    """Return the stem of each word of a text: "Dreams" and "dream" are one."""
    return [str(word) for word in _stem_words()(_WORD.findall(fold(text)))]


def searchable(texts: Iterable[str]) -> str:
    """Return the stems of texts, each between blanks, as a column to look in."""
    return f" {' '.join(dict.fromkeys(stem for text in texts for stem in stems(text)))} "


def asked(query: str) -> list[str]:
    """Return the stems of a search, each once and at most MOST_WORDS of them."""
    return list(dict.fromkeys(stems(query)))[:MOST_WORDS]
