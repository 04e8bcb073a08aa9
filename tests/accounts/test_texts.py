import pytest
from django.core.exceptions import ValidationError

from accounts.texts import LineField, TextField, tidy_text, validate_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\nb", "a\n\nb"), ("a\tb", "a b"), ("", ""), ("\r\r\n", "\n\n")],
)
def test_tidy_text(typed, kept):
    assert tidy_text(typed) == kept


@pytest.mark.parametrize(
    "text", ["\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "\x7f", "\x85", "\ud800", "\udfff"]
)
def test_what_cannot_be_kept_is_refused(text):
    with pytest.raises(ValidationError, match="cannot be kept"):
        validate_text(f"before {text} after")


@pytest.mark.parametrize("text", ["", "a\nb", "\u00a0", "\u200f\u202e", "\U0001f602", "\ufffd", "\U0010ffff"])
def test_everything_else_passes(text):
    validate_text(text)


def test_text_field_tidies_and_strips():
    assert TextField().clean(" a\r\n\tb ") == "a\n b"


@pytest.mark.parametrize("value", [None, ""])
def test_text_field_left_empty_is_empty(value):
    assert TextField(required=False).clean(value) == ""


def test_nul_is_refused_once():
    with pytest.raises(ValidationError) as caught:
        TextField().clean("a\x00b")
    assert caught.value.messages == ["Null characters are not allowed."]


def test_line_field_makes_one_line_in_one_form():
    assert LineField().clean("  Zoe\u0308 \r\n  van\u00a0Dam ") == "Zo\u00eb van Dam"


def test_line_field_counts_length_after_that():
    assert LineField(max_length=3).clean("  a       b  ") == "a b"
