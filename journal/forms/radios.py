"""A row of radios in one piece: as templates these rows were a third of the day's page (docs/decisions/0031)."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

Options = tuple[tuple[str, str], ...]  # value and words
RADIO = (
    '<div class="form-check"><input class="form-check-input" type="radio" name="{{name}}" id="{{id}}_{end}"'
    ' value="{value}"><label class="form-check-label" for="{{id}}_{end}">{words}</label></div>'
)
CLEAR = (
    '<div class="form-check seg-skip"><input class="form-check-input" type="radio" name="{name}" id="{id}_none"'
    ' value=""><label class="form-check-label" for="{id}_none">Clear<span class="visually-hidden"> {what}</span>'
    "</label></div>"
)
CHOSEN = RADIO.replace('value="{value}"', 'value="{value}" checked')


def radio_row(name: str, id_: str, options: Options, chosen: str, *, what: str) -> SafeString:
    """Return a radio for each option and one that clears; `what` is what it clears, in a patient's words even.

    The options are the program's own words, a scale's or the ready reasons: rows of them are kept.
    """
    known = chosen if chosen in dict(options) else ""  # what was typed is not kept
    row = f'<div class="seg-row">{_radios(options, known)}{CLEAR}</div>'
    return format_html(row, name=name, id=id_, what=what)


@lru_cache(maxsize=256)
def _radios(options: Options, chosen: str) -> str:
    """Return the radios as a pattern that still wants name and id."""
    return "".join(
        format_html(CHOSEN if value == chosen else RADIO, end=end, value=value, words=words)
        for end, (value, words) in enumerate(options)
    )
