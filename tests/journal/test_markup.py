"""Texts that are escaped as one are escaped as in a template."""

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from journal.markup import fill_escaped

TEXTS = ["<b>&amp;", "a \"b\" 'c'", "{0} {}", "\ud83e", "4.5 mg ½ 😀", "", "]]>"]


def test_values_are_escaped_as_in_a_template() -> None:
    drawn = fill_escaped(["<td>{}</td>"] * len(TEXTS), TEXTS)
    template = Template("{% for text in texts %}{% if not forloop.first %}\n{% endif %}<td>{{ text }}</td>{% endfor %}")
    assert drawn == template.render(Context({"texts": TEXTS}))
    assert isinstance(drawn, SafeString)


def test_nothing_is_nothing() -> None:
    assert fill_escaped([], []) == ""
    assert fill_escaped(["<tr></tr>", "<tr></tr>"], []) == "<tr></tr>\n<tr></tr>"


def test_a_text_that_would_move_the_others_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        fill_escaped(["<td>{}</td><td>{}</td>"], ["one\0other", "third"])
    with pytest.raises(IndexError):
        fill_escaped(["<td>{}</td><td>{}</td>"], ["one"])
