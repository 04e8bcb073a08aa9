"""Words are found whatever their case and accents, and marked where they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.note_search import Part, fold, holds, snippet, words_of


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("cre\u0300me", "creme"),
        ("Straße", "strasse"),
        ("İstanbul ırmak", "istanbul irmak"),
        ("Øre, łódź, œuvre", "ore, lodz, oeuvre"),
        ("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"),
        ("ﬁne ½", "fine 1⁄2"),
        ("it’s", "it's"),
        ("頭痛", "頭痛"),
        ("", ""),
    ],
)
def test_fold_takes_case_and_accents_off(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_fold_goes_letter_by_letter_and_only_once(text):
    assert fold(text) == "".join(map(fold, text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("query", "words"),
    [("  Bad  HEADACHE bad ", ("bad", "headache")), ("\u0301", ()), ("   ", ()), ("é", ("e",))],
)
def test_a_search_is_its_words_each_once(query, words):
    assert words_of(query) == words


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("A bad headache", "HEADACHE bad", True),
        ("A bad headache", "head", True),
        ("A bad headache", "bad stomach", False),
        ("café", "cafe", True),
        ("cafe", "café", True),
        ("", "a", False),
    ],
)
def test_every_word_must_stand_in_the_text(text, query, found):
    assert holds(text, words_of(query)) is found


def told(text: str, query: str, around: int = 5) -> list[str]:
    """Return a snippet with what was found in brackets."""
    return [f"[{part.text}]" if part.found else part.text for part in snippet(text, words_of(query), around)]


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("one two three four", "three", ["…", " two ", "[three]", " four"]),
        ("one two three four five", "three", ["…", " two ", "[three]", " four", "…"]),
        ("Crème, then creme", "creme", ["[Crème]", ", the", "…"]),
        ("a cre\u0300me b", "creme", ["a ", "[cre\u0300me]", " b"]),
        ("Straße", "ss", ["Stra", "[ß]", "e"]),
        ("aaaa", "aa", ["[aa]", "[aa]"]),
        ("headache", "head headache", ["[headache]"]),
        ("headache", "ada head", ["[heada]", "che"]),
        ("x <b>bold</b>", "bold", ["x <b>", "[bold]", "</b>"]),
    ],
)
def test_a_snippet_marks_the_words_as_they_were_typed(text, query, parts):
    assert told(text, query) == parts


def test_a_snippet_without_a_find_is_the_beginning():
    assert snippet("abcdef", ("x",), around=2) == (Part("abcd…"),)


@given(st.text(max_size=40), st.text(min_size=1, max_size=4))
def test_a_whole_snippet_is_the_text_itself(text, query):
    words = words_of(query)
    parts = snippet(text, words, around=len(text))
    assert "".join(part.text for part in parts) == text
    if words and holds(text, words):
        assert any(part.found for part in parts)
