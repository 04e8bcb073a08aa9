"""Inputs of forms, written as Django's own templates write them, without a template for each of their attributes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
# A piece of markup and what fills its places; everything is escaped at once, by format_html.
Part = tuple[str, tuple[object, ...]]
KINDS = ("checkbox", "date", "email", "file", "hidden", "number", "password", "search", "tel", "text", "time", "url")


class FormRenderer(TemplatesSetting):
    """Django's renderer; what has a template of one tag is written here (docs/decisions/0031)."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return the HTML of a widget, a field or a form."""
        write = WRITERS.get(template_name)
        if write is None:
            rendered: str = super().render(template_name, context, request)
            return rendered
        return _joined(write(context["widget"]))


def _joined(parts: Iterable[Part]) -> SafeString:
    found = list(parts)
    return format_html("".join(text for text, _ in found), *(value for _, values in found for value in values))


def _attributes(attrs: Mapping[str, Any]) -> Iterator[Part]:
    for name, value in attrs.items():
        if value is True:
            yield " {}", (name,)
        elif value is not False:
            yield ' {}="{}"', (name, value)


def _input(widget: Widget) -> Iterator[Part]:
    yield '<input type="{}" name="{}"', (widget["type"], widget["name"])
    if widget["value"] is not None:
        yield ' value="{}"', (widget["value"],)
    yield from _attributes(widget["attrs"])
    yield ">", ()


def _textarea(widget: Widget) -> Iterator[Part]:
    yield '<textarea name="{}"', (widget["name"],)
    yield from _attributes(widget["attrs"])
    yield ">\n{}</textarea>", (widget["value"] or "",)


def _select(widget: Widget) -> Iterator[Part]:
    yield '<select name="{}"', (widget["name"],)
    yield from _attributes(widget["attrs"])
    yield ">", ()
    for group, options, _ in widget["optgroups"]:
        if group:
            yield '<optgroup label="{}">', (group,)
        for option in options:
            yield '<option value="{}"', (option["value"],)
            yield from _attributes(option["attrs"])
            yield ">{}</option>", (option["label"],)
        if group:
            yield "</optgroup>", ()
    yield "</select>", ()


WRITERS: dict[str, Callable[[Widget], Iterator[Part]]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in KINDS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
