import base64
import hashlib
import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template
from django.test import override_settings

from ldn_tracker.templatetags.scripts import integrity
from tests.browser.site import ROOT

TEMPLATES = ROOT / "templates"


def sha384(content):
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def test_a_script_tag_names_the_digest_of_its_file():
    content = (ROOT / "static/js/copy.js").read_bytes()
    html = Template('{% load scripts %}{% script "js/copy.js" %}').render(Context())
    assert html == f'<script src="/static/js/copy.js" integrity="{sha384(content)}" type=module></script>'


def test_a_deferred_script_is_no_module():
    html = Template('{% load scripts %}{% script "js/copy.js" "defer" %}').render(Context())
    assert html.endswith(" defer></script>")


def test_the_digest_is_that_of_the_file_as_it_is_served(tmp_path):
    (tmp_path / "a.0123.js").write_bytes(b"served")
    (tmp_path / "staticfiles.json").write_text(
        '{"paths": {"a.js": "a.0123.js"}, "version": "1.1", "hash": "x"}', encoding="utf-8"
    )
    backend = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, DEBUG=False, STORAGES={"staticfiles": backend, "default": backend}):
        assert (staticfiles_storage.url("a.js"), integrity("a.js")) == ("/static/a.0123.js", sha384(b"served"))


def test_an_unknown_script_is_an_error():
    with pytest.raises(FileNotFoundError):
        integrity("js/none.js")


def bare_scripts(html):
    return re.findall(r"<script(?![^>]*application/json)[^>]*>", html)


def test_no_template_writes_a_script_tag_of_its_own():
    found = {path.name: bare_scripts(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    assert {name: tags for name, tags in found.items() if tags} == {}


def test_a_bare_script_tag_would_be_found():
    assert bare_scripts('<p><script src="/static/x.js" defer></script>') == ['<script src="/static/x.js" defer>']
