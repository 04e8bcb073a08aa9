"""A long select is Django's own, written in one piece."""

import re

import pytest
from django import forms
from django.test.html import parse_html

from accounts.form_fields import CountryField, TimeZoneField
from accounts.long_select import LongSelect

CHOICES = (("", "None"), ("Group & co", (("a", "A <b>"), ('"b"', "B"))), ("c", "C"))


@pytest.mark.parametrize("value", ["", None, "a", '"b"', "c", "unknown", "<script>"])
@pytest.mark.parametrize("attrs", [None, {"id": "id_x", "class": "select", "required": True, "aria-invalid": "true"}])
def test_it_is_djangos_select_to_the_element(value, attrs):
    ours, djangos = (kind(attrs={"autocomplete": "off"}, choices=CHOICES) for kind in (LongSelect, forms.Select))
    assert parse_html(ours.render("x", value, attrs)) == parse_html(djangos.render("x", value, attrs))


@pytest.mark.parametrize(("field", "value"), [(TimeZoneField, "Europe/London"), (CountryField, "GB")])
def test_the_long_lists_are_written_so_and_choose_what_was_given(field, value):
    form = type("Form", (forms.Form,), {"a": field()})({"a": value})
    html = str(form["a"])
    assert isinstance(form.fields["a"].widget, LongSelect)
    assert re.findall(r'<option value="([^"]*)" selected>', html) == [value]
    assert html.count("<option") > 200
