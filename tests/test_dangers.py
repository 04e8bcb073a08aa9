"""What the code must never do; each rule is fed its mistake, and what is allowed."""

from collections.abc import Callable

import pytest

from tests.architecture import PACKAGES, ROOT, Source, python_sources
from tests.dangers import (
    DECODED_TWICE_ALLOWED,
    JSON_ALLOWED,
    OUTSIDE_ALLOWED,
    PATTERN_ALLOWED,
    SQL_ALLOWED,
    decodes_twice,
    patterns_from_text,
    reaches_out,
    runs_text,
    sign_in_doors,
    sql_from_text,
    unsafe_script,
    weak_crypto,
)

Rule = Callable[[Source], list[str]]
CODE = python_sources(*PACKAGES)
SCRIPTS = [Source(f"static/js/{path.name}", path.read_text()) for path in sorted((ROOT / "static" / "js").glob("*.js"))]
RULES: list[Rule] = [runs_text, reaches_out, weak_crypto, sql_from_text, patterns_from_text, decodes_twice]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_code_does_nothing_of_the_kind(rule: Rule) -> None:
    assert [bad for source in CODE for bad in rule(source)] == []


def test_scripts_write_text_and_send_and_keep_only_what_is_named() -> None:
    assert len(SCRIPTS) >= 3
    assert [bad for source in SCRIPTS for bad in unsafe_script(source)] == []


MISTAKES: list[tuple[Rule, str, list[str]]] = [
    (runs_text, "eval(x)", ["a.py:1 calls eval"]),
    (runs_text, "exec('x')", ["a.py:1 calls exec"]),
    (runs_text, "os.system('ls')", ["a.py:1 calls system"]),
    (runs_text, "run(x, shell=True)", ["a.py:1 starts a shell"]),
    (runs_text, "import pickle", ["a.py imports pickle"]),
    (runs_text, "from yaml import load", ["a.py imports yaml"]),
    (runs_text, "import lxml.etree", ["a.py imports lxml"]),
    (runs_text, "from xml.sax import parse", ["a.py imports xml"]),
    (runs_text, "re.compile('x')", []),
    (reaches_out, "import urllib.request", ["a.py imports urllib.request"]),
    (reaches_out, "from urllib import request", ["a.py imports urllib.request"]),
    (reaches_out, "import requests", ["a.py imports requests"]),
    (reaches_out, "from socket import create_connection", ["a.py imports socket"]),
    (reaches_out, "import subprocess", ["a.py imports subprocess"]),
    (reaches_out, "from urllib.parse import urlsplit", []),
    (weak_crypto, "hashlib.md5(x)", ["a.py:1 uses md5"]),
    (weak_crypto, "hashlib.sha1(x)", ["a.py:1 uses sha1"]),
    (weak_crypto, "hashlib.new(name)", ["a.py:1 uses new"]),
    (weak_crypto, "hmac.digest(k, x, 'sha1')", ["a.py:1 uses digest"]),
    (weak_crypto, "hmac.digest(k, x, 'sha256')", []),
    (weak_crypto, "import random", ["a.py imports random"]),
    (weak_crypto, "from uuid import uuid4", ["a.py imports uuid", "a.py imports uuid4"]),
    (sql_from_text, "Item.objects.raw(x)", ["a.py:1 gives raw what is not a constant"]),
    (sql_from_text, "rows.extra(where=x)", ["a.py:1 gives extra what is not a constant"]),
    (sql_from_text, "rows.order_by(request.GET['by'])", ["a.py:1 gives order_by what is not a constant"]),
    (sql_from_text, "rows.annotate(**names)", ["a.py:1 gives annotate what is not a constant"]),
    (sql_from_text, "cursor.execute(f'DROP TABLE {x}')", ["a.py:1 gives execute what is not a constant"]),
    (sql_from_text, "cursor.execute('SELECT %s', [x])\nrows.order_by('day', F('x').desc())", []),
    (patterns_from_text, "re.search(text, 'x')", ["a.py:1 makes a pattern by re.search"]),
    (patterns_from_text, "Template(text)", ["a.py:1 makes a template by Template"]),
    (patterns_from_text, "engine.from_string(text)", ["a.py:1 makes a template by from_string"]),
    (patterns_from_text, "text.format(user)", ["a.py:1 formats what is not a constant"]),
    (patterns_from_text, "re.compile('x')\n'{}'.format(x)\nBLOCK.format(x=1)", []),
    (decodes_twice, "from urllib.parse import unquote", ["a.py uses unquote"]),
    (decodes_twice, "html.unescape(x)", ["a.py uses unescape"]),
    (decodes_twice, "json.loads(x)", ["a.py:1 reads JSON"]),
    (unsafe_script, "x.innerHTML = y", ["a.py:1 writes HTML"]),
    (unsafe_script, "x.insertAdjacentHTML('beforeend', y)", ["a.py:1 writes HTML"]),
    (unsafe_script, "eval (x)", ["a.py:1 runs text"]),
    (unsafe_script, "new Function(x)", ["a.py:1 runs text"]),
    (unsafe_script, "setTimeout('x()', 1)", ["a.py:1 runs text"]),
    (unsafe_script, "localStorage.x = y", ["a.py:1 keeps something"]),
    (unsafe_script, "fetch(x)", ["a.py:1 sends something"]),
    (unsafe_script, "x = 'https://cdn.example'", ["a.py:1 names another host"]),
    (unsafe_script, "x.textContent = y; setTimeout(hide, 1)", []),
]


@pytest.mark.parametrize(("rule", "text", "found"), MISTAKES)
def test_rule_finds_the_mistake_and_only_that(rule: Rule, text: str, found: list[str]) -> None:
    assert rule(Source("a.py", text)) == found


def test_each_rule_has_a_mistake_that_proves_it() -> None:
    assert {*RULES, unsafe_script} == {rule for rule, _, found in MISTAKES if found}


def test_what_is_allowed_is_still_there_and_needed() -> None:
    text = {source.name: source.text for source in CODE}
    for table in (OUTSIDE_ALLOWED, SQL_ALLOWED, PATTERN_ALLOWED, DECODED_TWICE_ALLOWED):
        assert [(name, what) for name, what in table if what not in text[name]] == []
    assert [name for name in JSON_ALLOWED if not any(source.startswith(name) for source in text)] == []


def test_these_functions_sign_somebody_in_and_no_other() -> None:
    """ASVS 6.1.3: each door into an account is known; allauth's own pages all lead through its adapter."""
    assert {door for source in CODE for door in sign_in_doors(source)} == {"accounts/adapter.py:login"}


def test_another_door_would_be_found() -> None:
    assert sign_in_doors(Source("a.py", "def f(request):\n    auth.login(request, user)")) == {"a.py:f"}
