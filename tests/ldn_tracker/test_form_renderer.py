"""Inputs are Django's own to the letter, written without its templates."""

import datetime

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html
from django.utils.safestring import SafeString

from ldn_tracker import form_renderer
from ldn_tracker.form_renderer import KINDS, WRITERS, FormRenderer

DANGEROUS = "\"><script>alert('1')</script>&{0}"
CHOICES = (("", "None"), ("Group & co", (("a", "A <b>"), (DANGEROUS, DANGEROUS))), (3, "C"), (None, "N"))
WIDGETS = {
    "checkbox": forms.CheckboxInput,
    "date": forms.DateInput,
    "email": forms.EmailInput,
    "file": forms.FileInput,
    "hidden": forms.HiddenInput,
    "number": forms.NumberInput,
    "password": lambda attrs: forms.PasswordInput(attrs, render_value=True),
    "search": forms.SearchInput,
    "tel": forms.TelInput,
    "text": forms.TextInput,
    "textarea": forms.Textarea,
    "time": forms.TimeInput,
    "url": forms.URLInput,
    "select": lambda attrs: forms.Select(attrs, CHOICES),
    "select of several": lambda attrs: forms.SelectMultiple(attrs, CHOICES),
}
VALUES = [None, "", "a", DANGEROUS, 3, True, datetime.date(2026, 11, 27), datetime.time(20, 5), SafeString("a&amp;b")]
ATTRS = [
    {},
    {"id": "id_x", "class": "a b", "maxlength": 1200, "required": True, "disabled": False, "placeholder": " "},
    {"data-x": DANGEROUS, DANGEROUS: "x", "aria-label": SafeString("a&amp;b"), "title": None, "rows": 0},
]


@pytest.mark.parametrize("attrs", ATTRS)
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("kind", WIDGETS)
def test_each_is_what_djangos_template_writes(kind, value, attrs):
    def written(renderer):
        return WIDGETS[kind](attrs).render(DANGEROUS, value, {"id": "id_x"}, renderer)

    ours, djangos = written(FormRenderer()), written(TemplatesSetting())
    if kind.startswith("select"):  # Django's has line breaks between the options
        assert parse_html(ours) == parse_html(djangos)
    else:
        assert ours == djangos


def test_every_kind_that_is_written_here_is_compared(monkeypatch):
    assert {kind.split()[0] for kind in WIDGETS} == {*KINDS, "textarea", "select"}
    assert len(WRITERS) == len(KINDS) + 2
    monkeypatch.setattr(form_renderer, "_attributes", lambda attrs: iter(()))
    with pytest.raises(AssertionError):
        test_each_is_what_djangos_template_writes("text", "a", ATTRS[1])


def test_forms_use_it_and_leave_the_rest_to_templates():
    form = type("Form", (forms.Form,), {"a": forms.CharField(), "b": forms.ChoiceField(widget=forms.RadioSelect)})()
    assert isinstance(form.renderer, FormRenderer)
    assert "<label for=" in str(form)
