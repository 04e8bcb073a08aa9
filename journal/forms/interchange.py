"""Bring a file in, and confirm what it would do."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from journal.interchange.canonical import scale_text
from journal.interchange.incoming import TOO_LARGE
from journal.interchange.plan import Asked

DIRECTION = "direction_"
LOWER, HIGHER = "lower", "higher"
DIRECTIONS = [(LOWER, "Lower is better"), (HIGHER, "Higher is better")]
CHOOSE = "Say which direction is better."


class ImportForm(forms.Form):
    """The file, of which nothing is kept until its preview is confirmed."""

    file = forms.FileField(
        label="File",
        help_text="journal.csv or the zip of an export, at most 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.zip,text/csv,application/zip"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE


class ConfirmForm(forms.Form):
    """What only the patient knows about the file; `preview` says which preview this confirms."""

    preview = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.asked = asked
        for item in asked:
            self.fields[f"{DIRECTION}{item.token}"] = forms.ChoiceField(
                choices=DIRECTIONS,
                label=f"{item.name} ({scale_text(item.low, item.high)})",
                widget=forms.RadioSelect,
                error_messages={"required": CHOOSE},
            )


def posted_directions(data: Mapping[str, Any]) -> dict[str, bool]:
    """Return what was chosen: by direction token, whether lower is better."""
    chosen = {name.removeprefix(DIRECTION): data[name] for name in data if name.startswith(DIRECTION)}
    return {token: word == LOWER for token, word in chosen.items() if word in (LOWER, HIGHER)}
