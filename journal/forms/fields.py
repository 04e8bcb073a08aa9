"""Fields and widgets of the journal: an exact amount, a rating scale, the one-tap dose."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from journal.amounts import BadAmount, format_amount, parse_amount
from journal.forms.radios import radio_row
from journal.models import Item
from journal.models.medicines import HOURS
from journal.scales import scale_words, value_words

MOST_CELLS = 21
SCALE = (
    '<fieldset class="seg{kind}" id="{id}"><legend><span class="seg-top"><span class="seg-name">{name}</span>{tag}'
    "</span>{direction}</legend>{answers}</fieldset>"
)
BOX = (
    '<input class="form-control seg-number" type="text" inputmode="{keys}" autocomplete="off" maxlength="6"'
    ' name="{name}" id="{id}_0" value="{value}" aria-label="{label}">'
)
WHY = (
    '<fieldset class="seg seg-why" id="{id}"><legend><span class="seg-top"><span class="seg-name">Why, if you like'
    "</span></span></legend>{answers}</fieldset>"
)


class AmountField(forms.CharField):
    """A decimal number kept as whole thousandths; "4,5" is read as "4.5"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_amount(text.replace(",", "."))
        except BadAmount as error:
            raise ValidationError(str(error), code="amount") from None


class HoursField(forms.CharField):
    """Usual hours as "20:00" or "08:00 20:00"; kept sorted, each once."""

    default_validators = [HOURS]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        words = str(super().to_python(value)).replace(",", " ").split()
        return " ".join(sorted({word.zfill(5) if ":" in word else word for word in words}))


class DayField(forms.DateField):
    """A calendar day from the browser's own date control."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        kwargs.setdefault("error_messages", {"invalid": "Write the day as 2026-11-22."})
        super().__init__(**kwargs)


class ClockField(forms.TimeField):
    """A time on the patient's own clock, in minutes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        kwargs.setdefault("input_formats", ["%H:%M"])
        kwargs.setdefault("error_messages", {"invalid": "Write the time as 20:00."})
        super().__init__(**kwargs)


class MinutesAgo(forms.Field):
    """How many minutes ago something was tapped, as a script writes it on sending; without one, or nonsense, 0."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> int:
        text = value if isinstance(value, str) else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


class RatingScale(forms.Widget):
    """A whole scale as one fieldset of radios; nothing is chosen until the patient chooses.

    A scale of more than 21 values is one box for a number: a hundred buttons are no choice.
    """

    use_fieldset = True

    def __init__(self, item: Item, tag: str, first: int) -> None:
        super().__init__()
        self.item, self.tag, self.first = item, tag, first

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the fieldset, its legend the item's name and which way its scale goes."""
        id_, chosen = (attrs or {}).get("id", ""), "" if value is None else str(value)
        low, high = self.item.low, self.item.high
        words = (low, high) in ((0, 3), (0, 1))
        return format_html(
            SCALE,
            kind=" seg-words" if words else "",
            id=id_,
            name=self.item.name,
            tag=format_html(' <span class="seg-tag">{}</span>', self.tag) if self.tag else "",
            direction="" if words else format_html('<span class="seg-dir">{}</span>', self._direction()),
            answers=self._box(name, id_, chosen) if high - low >= MOST_CELLS else self._row(name, id_, chosen),
        )

    def _direction(self) -> str:
        return scale_words(self.item.low, self.item.high, self.item.lower_is_better)

    def _row(self, name: str, id_: str, chosen: str) -> SafeString:
        low, high = self.item.low, self.item.high
        options = tuple((str(number), value_words(number, low, high)) for number in range(self.first, high + 1))
        return radio_row(name, id_, options, chosen, what=self.item.name)

    def _box(self, name: str, id_: str, chosen: str) -> SafeString:
        item = self.item
        keys, label = "text" if item.low < 0 else "numeric", f"{item.name}, {item.low} to {item.high}"
        return format_html(BOX, keys=keys, name=name, id=id_, value=chosen, label=label)


class RatingField(forms.TypedChoiceField):
    """One item's answer, or None when it was left open."""

    def __init__(self, item: Item, tag: str = "", first: int | None = None) -> None:
        first = item.low if first is None else first
        super().__init__(
            choices=[("", ""), *((str(number), str(number)) for number in range(first, item.high + 1))],
            coerce=int,
            empty_value=None,
            required=False,
            label=item.name,
            error_messages={"invalid_choice": f"Choose a number from {first} to {item.high}, or leave it open."},
        )
        # Set last: a choice field hands its choices to the widget, and this widget reads the item's scale.
        self.widget = RatingScale(item, tag, first)


@dataclass(frozen=True, kw_only=True)
class DoseAhead:
    """A planned dose whose hour has not come; `is_today` is whether it can have been taken just now."""

    dose: str
    hour: time
    is_today: bool


class DoseChoice(forms.Widget):
    """Four radios, the first says exactly what one tap records; fewer while the usual hour lies ahead.

    unplanned: whether none is planned, so that one was taken or there is nothing to say.
    """

    template_name = "journal/widgets/dose.html"
    use_fieldset = True

    def __init__(self, legend: str, usual: str, ahead: DoseAhead | None = None, *, unplanned: bool = False) -> None:
        super().__init__()
        self.legend, self.usual, self.ahead, self.unplanned = legend, usual, ahead, unplanned

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {
            **super().get_context(name, value, attrs),
            "legend": self.legend,
            "usual": self.usual,
            "ahead": self.ahead,
            "unplanned": self.unplanned,
            "chosen": value or "",
        }


class WhyChoice(forms.Widget):
    """The ready reasons for a dose that was not taken, one tap each; none is chosen beforehand."""

    use_fieldset = True

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__()
        self.reasons = reasons

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the fieldset."""
        id_, options = (attrs or {}).get("id", ""), tuple((reason, capfirst(reason)) for reason in self.reasons)
        return format_html(WHY, id=id_, answers=radio_row(name, id_, options, value or "", what="the reason"))


class SideEffectChoice(forms.Widget):
    """None of these, the same as the day before, or something new; each says what it fills."""

    template_name = "journal/widgets/side_effects.html"
    use_fieldset = True

    def __init__(self, cells: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self.cells = cells

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "cells": self.cells, "chosen": value or ""}
