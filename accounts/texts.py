"""What people type: one kind of line end, no control characters, nothing that cannot be stored."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# Control characters but tab and line feed (Django itself refuses NUL), and halves of surrogate
# pairs, which no encoding can write.
_UNSTORABLE = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def tidy_text(text: str) -> str:
    """Return the text with LF line ends and blanks for tabs."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def validate_text(text: str) -> None:
    """Refuse control characters and lone surrogates."""
    if _UNSTORABLE.search(text):
        raise ValidationError("There is a character in it that cannot be kept. Type it anew.", code="unstorable")


class TextField(forms.CharField):
    """Free text as it is kept."""

    default_validators = [validate_text]

    def to_python(self, value: Any) -> str:
        return tidy_text(str(super().to_python(value)))


class LineField(TextField):
    """Text of one line: NFC, runs of white space as one blank."""

    def to_python(self, value: Any) -> str:
        return " ".join(unicodedata.normalize("NFC", super().to_python(value)).split())
