"""What to look for in one's own words."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from accounts.texts import LineField
from journal.note_search import words_of


class SearchForm(forms.Form):
    """Words to find. They travel in the body of a post: an address would keep them in histories and logs."""

    q = LineField(
        label="Find a word in your notes",
        max_length=100,
        error_messages={"required": "Type a word to look for."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    before = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.HiddenInput,
        error_messages={"invalid": "Search again from the start."},
    )

    @cached_property
    def helper(self) -> FormHelper:
        """Lay out the fields; the page writes the form around them."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout("q")  # a new search begins at the latest day
        return helper

    def clean_q(self) -> str:
        """Refuse what has no letter in it once accents are taken off."""
        text = str(self.cleaned_data["q"])
        if not words_of(text):
            raise ValidationError("Type a word to look for.", code="required")
        return text

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of a valid form."""
        return words_of(self.cleaned_data["q"])
