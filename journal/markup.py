"""Put texts into markup of our own: a long page has thousands, and escaping each by itself costs ten times as much."""

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

NUL = "\0"  # no text that was saved has one


def fill_escaped(formats: Iterable[str], values: Sequence[str]) -> SafeString:
    """Return formats, a line each, with the values in their places, escaped as in a template.

    Raises ValueError when a value holds NUL, and IndexError when there are fewer values than places.
    """
    escaped = conditional_escape(NUL.join(values)).split(NUL) if values else []
    if len(escaped) != len(values):
        raise ValueError("a text holds NUL")
    return mark_safe("\n".join(formats).format(*escaped))  # noqa: S308  # formats are ours, values escaped above
