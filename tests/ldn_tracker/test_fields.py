"""Form fields as crispy-forms draws them with our templates."""

import re
from typing import Any

from crispy_forms.bootstrap import AppendedText, InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.template import engines
from django.template.loader import get_template
from django.test.html import parse_html


class ShareForm(forms.Form):
    hidden = forms.IntegerField(widget=forms.HiddenInput)
    label = forms.CharField(max_length=5, help_text="The recipient sees it too.")
    note = forms.CharField(required=False)
    amount = forms.CharField(label="Amount", required=False)
    zone = forms.ChoiceField(choices=[("a", "London"), ("b", "Paris")])
    life = forms.ChoiceField(
        choices=[("7", "7 days"), ("30", "30 days")], widget=forms.RadioSelect, help_text="Then the link ends."
    )
    adult = forms.BooleanField(label="I am an adult")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "hidden", "label", "note", AppendedText("amount", "mg"), "zone", InlineRadios("life"), "adult"
        )

    def clean(self) -> None:
        raise forms.ValidationError("The two do not fit together.")


def drawn(form: forms.Form, source: str = "{% load crispy_forms_tags %}{% crispy form %}") -> str:
    return engines["django"].from_string(source).render({"form": form})


def one(form: forms.Form, name: str) -> Any:
    return parse_html(drawn(form[name], "{% load crispy_forms_tags %}{{ form|as_crispy_field }}"))


def test_our_templates_are_the_ones_that_crispy_finds() -> None:
    ours = ["field.html", "errors.html", "layout/group.html", "layout/help_text.html", "layout/radioselect_inline.html"]

    for name in ours:
        assert "site-packages" not in get_template(f"bootstrap5/{name}").origin.name


def test_a_text_field_ties_help_and_error_to_its_input() -> None:
    assert one(ShareForm({"label": "too long"}), "label") == parse_html("""
        <div id="div_id_label" class="field is-invalid">
          <label for="id_label" class="form-label">Label <span class="field-need">required</span></label>
          <div class="form-text" id="id_label_helptext">The recipient sees it too.</div>
          <div class="invalid-feedback" id="id_label_error"><p><span class="visually-hidden">Error: </span>Ensure this
            value has at most 5 characters (it has 8).</p></div>
          <input type="text" name="label" value="too long" maxlength="5" class="textinput form-control" required
            aria-invalid="true" aria-describedby="id_label_helptext id_label_error" id="id_label">
        </div>""")


def test_a_field_that_may_stay_empty_is_not_called_required() -> None:
    assert one(ShareForm(), "note") == parse_html("""
        <div id="div_id_note" class="field"><label for="id_note" class="form-label">Note</label>
        <input type="text" name="note" class="textinput form-control" id="id_note"></div>""")


def test_radios_are_a_fieldset_whose_legend_is_the_question() -> None:
    assert one(ShareForm({"life": "8"}), "life") == parse_html("""
        <fieldset id="div_id_life" class="field is-invalid" aria-describedby="id_life_helptext id_life_error">
          <legend>Life <span class="field-need">required</span></legend>
          <div class="form-text" id="id_life_helptext">Then the link ends.</div>
          <div class="invalid-feedback" id="id_life_error"><p><span class="visually-hidden">Error: </span>Select a
            valid choice. 8 is not one of the available choices.</p></div>
          <div class="choices">
            <div class="form-check form-check-block"><input type="radio" class="form-check-input" name="life" value="7"
              id="id_life_0" required aria-invalid="true"><label for="id_life_0" class="form-check-label">7 days</label>
            </div>
            <div class="form-check form-check-block"><input type="radio" class="form-check-input" name="life" value="30"
              id="id_life_1" required aria-invalid="true">
              <label for="id_life_1" class="form-check-label">30 days</label></div>
          </div>
        </fieldset>""")


def test_a_tick_stands_before_its_label_and_its_error_after() -> None:
    assert one(ShareForm({}), "adult") == parse_html("""
        <div id="div_id_adult" class="field form-check form-check-block is-invalid">
          <input type="checkbox" name="adult" class="checkboxinput form-check-input" required aria-invalid="true"
            aria-describedby="id_adult_error" id="id_adult">
          <label for="id_adult" class="form-check-label">I am an adult <span class="field-need">required</span></label>
          <div class="invalid-feedback" id="id_adult_error"><p><span class="visually-hidden">Error: </span>This field
            is required.</p></div>
        </div>""")


def test_a_hidden_field_is_drawn_bare() -> None:
    assert one(ShareForm(), "hidden") == parse_html('<input type="hidden" name="hidden" id="id_hidden">')


def test_a_whole_form_draws_each_field_once_and_nothing_inline() -> None:
    page = drawn(ShareForm({}))

    assert re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page) == [
        "hidden",
        "label",
        "note",
        "amount",
        "zone",
        "life",
        "life",
        "adult",
    ]
    assert '<span class="input-group-text">mg</span>' in page
    assert 'class="choice-row"' in page
    assert re.findall(r"\sstyle=|\son\w+=|asteriskField", page) == []


def test_each_described_by_points_at_something_on_the_page() -> None:
    page = drawn(ShareForm({"label": "too long"}))

    wanted = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    assert wanted <= set(re.findall(r'\sid="([^"]+)"', page))


def test_the_summary_lists_each_error_once_and_links_to_its_field() -> None:
    form = ShareForm({"label": "ok", "hidden": "x", "zone": "a"})
    page = engines["django"].get_template("_error_summary.html").render({"form": form})

    assert re.findall(r"<li>(.*?)</li>", page) == [
        "The two do not fit together.",
        "Enter a whole number.",
        '<a href="#id_life_0">Life: This field is required.</a>',
        '<a href="#id_adult">I am an adult: This field is required.</a>',
    ]
    assert re.findall(r'href="#([^"]+)"', page) == ["id_life_0", "id_adult"]
    assert all(f'id="{name}"' in drawn(form) for name in ("id_life_0", "id_adult"))


def test_there_is_no_summary_without_errors() -> None:
    assert engines["django"].get_template("_error_summary.html").render({"form": ShareForm()}).strip() == ""
