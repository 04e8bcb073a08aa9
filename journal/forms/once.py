"""A form that makes one row however often it is sent: a double tap, a retry, two requests in one moment."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.crypto import salted_hmac

from journal.forms.owned import OwnedForm

OPEN_AGAIN = "Open this page again, then save."
LONGEST_KEY = 43


class OnceForm(OwnedForm):
    """A form whose new row has an id that follows from the form's key and the answers.

    Sent again with the same answers it meets its own row, whichever worker and database it comes to: the primary
    key decides. With other answers (somebody went back and changed them) it makes another row, and nothing is lost.
    Without a key each post makes a row.
    """

    form_key = forms.CharField(
        required=False,
        max_length=LONGEST_KEY,
        widget=forms.HiddenInput,
        error_messages={"max_length": OPEN_AGAIN},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["form_key"].initial = secrets.token_urlsafe(16)
        else:
            del self.fields["form_key"]

    def save_if_valid(self) -> bool:
        """Save and return True; True too when this form with these answers has made its row already."""
        if not self.is_valid():
            return False
        if key := self.cleaned_data.get("form_key"):
            self.instance.pk = self._id(key)
            return self._is_there() or self._save_once()
        return super().save_if_valid()

    def _save_once(self) -> bool:
        if super().save_if_valid():
            return True
        if not self._is_there():
            return False
        self._errors = forms.utils.ErrorDict()
        return True

    def _is_there(self) -> bool:
        """Return whether the row stands, and is this patient's."""
        rows: Any = type(self.instance)
        row: Model | None = rows._base_manager.filter(pk=self.instance.pk, patient=self.instance.patient).first()
        if row is not None:
            self.instance = row
        return row is not None

    def _id(self, key: str) -> int:
        """Return 63 bits that nobody can tell from random ones without the form's key."""
        answers = [(name, str(value)) for name, value in sorted(self.cleaned_data.items())]
        text = repr((self._meta.model._meta.label, self.instance.patient.pk, key, answers))
        digest = salted_hmac("journal.forms.once", text, algorithm="sha256").digest()
        return int.from_bytes(digest[:8], "big") >> 1


def refuse_unnamed(text: str, words: str) -> None:
    """Refuse a row that says nothing without the patient's own words."""
    if not text:
        raise ValidationError(words, code="required")
