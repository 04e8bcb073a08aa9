"""A rating is a fieldset of real radio buttons; a long scale is one box for a number."""

import re

import pytest
from django import forms
from django.utils.html import escape

from journal.forms.fields import MOST_CELLS, RatingField, WhyChoice
from journal.forms.radios import _radios
from journal.models import Item


class Form(forms.Form):
    """One item to rate."""

    def __init__(self, low: int, high: int, data: dict[str, str] | None = None, value: int | None = None) -> None:
        super().__init__(data, initial={"item": value})
        self.fields["item"] = RatingField(Item(name="Outlook", group="other", low=low, high=high))


def inputs(form: Form) -> list[tuple[str, str, bool]]:
    """Return the kind and value of each input, and whether it is chosen."""
    tags = re.findall(r"<input[^>]*>", str(form["item"]))
    return [(_attribute(tag, "type"), _attribute(tag, "value"), " checked" in tag) for tag in tags]


def _attribute(tag: str, name: str) -> str:
    return re.findall(rf' {name}="([^"]*)"', tag)[0]


@pytest.mark.parametrize(("low", "high"), [(0, 10), (-3, 0), (0, 3), (0, 1), (0, MOST_CELLS - 1)])
def test_each_value_is_a_radio_and_the_last_one_clears(low: int, high: int) -> None:
    values = [*(str(number) for number in range(low, high + 1)), ""]

    assert inputs(Form(low, high)) == [("radio", value, False) for value in values]
    assert inputs(Form(low, high, value=low)) == [("radio", value, value == str(low)) for value in values]


@pytest.mark.parametrize(("low", "high"), [(0, 100), (-50, 50), (0, MOST_CELLS)])
def test_a_long_scale_is_a_box_that_holds_what_was_saved(low: int, high: int) -> None:
    assert inputs(Form(low, high)) == [("text", "", False)]
    assert inputs(Form(low, high, value=42 if high > 42 else 7)) == [("text", "42" if high > 42 else "7", False)]


@pytest.mark.parametrize(("typed", "read"), [("45", 45), ("0", 0), ("", None)])
def test_a_number_in_the_box_is_read(typed: str, read: int | None) -> None:
    form = Form(0, 100, {"item": typed})

    assert form.is_valid()
    assert form.cleaned_data == {"item": read}


@pytest.mark.parametrize("typed", ["101", "-1", "4.5", "x", "0x1"])
def test_what_is_no_number_of_the_scale_is_refused_and_kept(typed: str) -> None:
    form = Form(0, 100, {"item": typed})

    assert form.errors == {"item": ["Choose a number from 0 to 100, or leave it open."]}
    assert inputs(form) == [("text", typed, False)]


HOSTILE = "<b>\"'&{name}{0}"


def test_a_name_is_written_as_it_was_typed_and_never_as_html() -> None:
    form = Form(0, 10)
    form.fields["item"] = RatingField(Item(name=HOSTILE, group="other", low=0, high=10), tag=HOSTILE)
    html = str(form["item"])

    assert html.count(escape(HOSTILE)) == 3  # the legend, its tag, and what "Clear" clears
    assert ("<b>" in html, html.count("<input")) == (False, 12)


def test_every_radio_has_its_label_and_the_fieldset_its_name() -> None:
    for widget in (str(Form(0, 3)["item"]), WhyChoice(("forgot", "cost")).render("why", None, {"id": "id_why"})):
        ids = re.findall(r'<input[^>]* id="([^"]*)"', widget)
        assert ids == re.findall(r'<label[^>]* for="([^"]*)"', widget)
        assert len(set(ids)) == len(ids) > 2
        assert re.search(r'^<fieldset class="seg[^>]*><legend><span class="seg-top"><span class="seg-name">\w', widget)


def test_what_was_typed_chooses_nothing_and_is_not_kept_in_memory() -> None:
    str(Form(0, 10)["item"])
    before = _radios.cache_info().currsize

    assert inputs(Form(0, 10, {"item": HOSTILE})) == inputs(Form(0, 10))
    assert _radios.cache_info().currsize == before
