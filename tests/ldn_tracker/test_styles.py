"""Every class that a style sheet of ours styles stands in a template, in code or in a script."""

import re
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from tests.test_words import everything

SHEETS = settings.BASE_DIR / "static" / "css"
OTHERS = [Path(str(files(package))) for package in ("django.contrib.admin", "crispy_bootstrap5", "crispy_forms")]
# Put together in Python: the number of a series of the report, the level of a dose.
COMPOSED = re.compile(r"c-d[1-3]|dose-[bt][0-3]")


def classes_of(css: str) -> set[str]:
    """Return the classes that selectors name."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", css, flags=re.DOTALL)
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", selectors))


def words() -> set[str]:
    """Return every word of what makes our pages."""
    texts = [source.text for source in everything()]
    texts += [path.read_text() for folder in OTHERS for kind in ("*.html", "*.py") for path in folder.rglob(kind)]
    return {word for text in texts for word in re.findall(r"[A-Za-z_][\w-]*", text)}


def test_no_class_is_styled_that_no_page_has() -> None:
    styled = {name for path in SHEETS.glob("*.css") for name in classes_of(path.read_text())}
    unused = {name for name in styled - words() if not COMPOSED.fullmatch(name)}
    assert (len(styled) > 200, sorted(unused)) == (True, [])


def test_a_class_is_found_in_any_selector() -> None:
    css = "/* .no */ a.one, .two > p::before { margin: .5rem } @media print { .three:not(.four) { color: red } }"
    assert classes_of(css) == {"one", "two", "three", "four"}
