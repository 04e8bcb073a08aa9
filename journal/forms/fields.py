"""Fields and widgets of the journal: an exact amount, a rating scale, the one-tap dose."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from journal.amounts import BadAmount, format_amount, parse_amount
from journal.models import Item
from journal.models.medicines import HOURS
from journal.scales import scale_words, value_words

MOST_CELLS = 21


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


class RatingScale(forms.Widget):
    """A whole scale as one fieldset of radios; nothing is chosen until the patient chooses.

    A scale of more than 21 values is one box for a number: a hundred buttons are no choice.
    """

    template_name = "journal/widgets/rating.html"
    use_fieldset = True

    def __init__(self, item: Item, tag: str, first: int) -> None:
        super().__init__()
        self.item, self.tag, self.first = item, tag, first

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        item, chosen = self.item, "" if value is None else str(value)
        long = item.high - item.low >= MOST_CELLS
        cells = [
            (number, str(number), value_words(number, item.low, item.high), str(number) == chosen)
            for number in range(self.first, item.high + 1)
            if not long
        ]
        words = (item.low, item.high) in ((0, 3), (0, 1))
        return {
            **super().get_context(name, value, attrs),
            "item": item,
            "tag": self.tag,
            "cells": cells,
            "chosen": chosen,
            "words": words,
            "direction": "" if words else scale_words(item.low, item.high, item.lower_is_better),
        }


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
    """Four radios, the first says exactly what one tap records; fewer while the usual hour lies ahead."""

    template_name = "journal/widgets/dose.html"
    use_fieldset = True

    def __init__(self, legend: str, usual: str, ahead: DoseAhead | None = None) -> None:
        super().__init__()
        self.legend, self.usual, self.ahead = legend, usual, ahead

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {
            **super().get_context(name, value, attrs),
            "legend": self.legend,
            "usual": self.usual,
            "ahead": self.ahead,
            "chosen": value or "",
        }


class WhyChoice(forms.Widget):
    """The ready reasons for a dose that was not taken, one tap each; none is chosen beforehand."""

    template_name = "journal/widgets/why.html"
    use_fieldset = True

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__()
        self.reasons = reasons

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "reasons": self.reasons, "chosen": value or ""}


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
