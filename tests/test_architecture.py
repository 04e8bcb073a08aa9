"""How the code base is built; for each rule a mistake that it finds."""

import inspect
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client, RequestFactory

from tests.architecture import (
    PACKAGES,
    PURE,
    ROOT,
    UNSCOPED,
    Source,
    functions,
    guessable,
    impurities,
    inline_code,
    long_functions,
    module_of,
    must_be_pure,
    named_for_nothing,
    private_imports,
    python_sources,
    says_pure,
    signals,
    template_sources,
    too_long,
    unsafe_html,
    unscoped_queries,
    wrong_direction,
)
from tests.site_map import places

CODE = python_sources(*PACKAGES)
TEMPLATES = template_sources()
PURE_MODULES = {module_of(source) for source in CODE if says_pure(source)}

Rule = Callable[[Source], list[str]]


def broken(rule: Rule, sources: list[Source]) -> list[str]:
    return [found for source in sources for found in rule(source)]


def only_pure_imports(source: Source) -> list[str]:
    return impurities(source, PURE_MODULES)


def at_most_300_lines(source: Source) -> list[str]:
    return too_long(source, 300)


def at_most_150_lines(source: Source) -> list[str]:
    return too_long(source, 150)


RULES_OF_CODE: list[Rule] = [
    wrong_direction,
    unscoped_queries,
    at_most_300_lines,
    long_functions,
    only_pure_imports,
    guessable,
    unsafe_html,
    private_imports,
    signals,
    named_for_nothing,
]


@pytest.mark.parametrize("rule", RULES_OF_CODE, ids=lambda rule: rule.__name__)
def test_code_keeps_the_rule(rule: Rule) -> None:
    assert broken(rule, CODE) == []


@pytest.mark.parametrize("rule", [at_most_150_lines, inline_code, unsafe_html], ids=lambda rule: rule.__name__)
def test_templates_keep_the_rule(rule: Rule) -> None:
    assert broken(rule, TEMPLATES) == []


def test_test_files_have_at_most_600_lines() -> None:
    assert [found for source in python_sources("tests") for found in too_long(source, 600)] == []


def test_each_unscoped_query_on_the_list_is_there_and_is_needed() -> None:
    by_name = {source.name: source for source in CODE}
    for name, function in UNSCOPED:
        assert function in [found.name for found in functions(by_name[name])]


def test_each_pure_module_on_the_list_is_there() -> None:
    assert [name for name in PURE if not (ROOT / name).exists()] == []


MISTAKES: list[tuple[Rule, str, str, list[str]]] = [
    (wrong_direction, "accounts/a.py", "from journal.models import Item", ["accounts/a.py imports journal"]),
    (wrong_direction, "journal/a.py", "def f():\n    import reports.tokens", ["journal/a.py imports reports"]),
    (wrong_direction, "education/a.py", "from accounts import models", ["education/a.py imports accounts"]),
    (wrong_direction, "journal/a.py", "from ldn_tracker import schema\nfrom accounts import days", []),
    (unscoped_queries, "journal/views/a.py", "x = Item.objects.get(pk=1)", ["journal/views/a.py:1 uses .objects"]),
    (unscoped_queries, "journal/views.py", "x = Item._default_manager", ["journal/views.py:1 uses ._default_manager"]),
    (
        unscoped_queries,
        "reports/share_views.py",
        "x = get_object_or_404(Share, pk=1)",
        ["reports/share_views.py:1 looks up Share without its owner"],
    ),
    (
        unscoped_queries,
        "journal/views/a.py",
        "x = shortcuts.get_list_or_404(models.Item)",
        ["journal/views/a.py:1 looks up Item without its owner"],
    ),
    (unscoped_queries, "journal/views/a.py", "x = get_object_or_404(request.user.items, pk=1)", []),
    (unscoped_queries, "reports/load.py", "x = Share.objects.all()", ["reports/load.py:1 uses .objects"]),
    (unscoped_queries, "reports/tokens.py", "def find_share():\n    return Share.objects.first()", []),
    (
        unscoped_queries,
        "reports/tokens.py",
        "def other():\n    return Share.objects.first()",
        ["reports/tokens.py:2 uses .objects"],
    ),
    (at_most_300_lines, "journal/a.py", "x = 1\n" * 301, ["journal/a.py has 301 lines, more than 300"]),
    (at_most_300_lines, "journal/a.py", "x = 1\n" * 300, []),
    (at_most_150_lines, "templates/a.html", "<p>\n" * 151, ["templates/a.html has 151 lines, more than 150"]),
    (long_functions, "journal/a.py", "def f():\n" + "    x = 1\n" * 40, ["journal/a.py:1 f has 41 lines"]),
    (long_functions, "journal/a.py", "def f():\n" + "    x = 1\n" * 39, []),
    (long_functions, "journal/views.py", "def f():\n" + "    x = 1\n" * 21, ["journal/views.py:1 f has 22 lines"]),
    (long_functions, "journal/views.py", 'def f():\n    """Do."""\n' + "    x = 1\n" * 20, []),
    (only_pure_imports, "a/b.py", '"""Add. Pure."""\nimport django.db', ["a/b.py imports django.db"]),
    (
        only_pure_imports,
        "a/b.py",
        '"""Add. Pure."""\nfrom journal.models import Item',
        ["a/b.py imports journal.models"],
    ),
    (
        only_pure_imports,
        "a/b.py",
        '"""Add. Pure."""\nfrom datetime import date\nx = date.today()',
        ["a/b.py:3 reads the clock"],
    ),
    (only_pure_imports, "a/b.py", '"""Add. Pure."""\nfrom journal.amounts import Amount', []),
    (only_pure_imports, "journal/figures/a.py", '"""Add."""', ["journal/figures/a.py must say Pure"]),
    (only_pure_imports, "journal/a.py", '"""Load."""\nimport django', []),
    (guessable, "reports/tokens.py", "from random import choice", ["reports/tokens.py imports random"]),
    (guessable, "reports/tokens.py", "import uuid", ["reports/tokens.py imports uuid"]),
    (guessable, "journal/synthetic/a.py", "import random", []),
    (
        unsafe_html,
        "journal/a.py",
        "from django.utils.safestring import mark_safe",
        ["journal/a.py uses mark_safe"],
    ),
    (unsafe_html, "journal/a.py", 'fill_escaped([text], ["a"])', ["journal/a.py uses fill_escaped"]),
    (unsafe_html, "journal/templatetags/figures.py", 'fill_escaped(["<td>{}</td>"], ["a"])', []),
    (
        unsafe_html,
        "education/markdown/more.py",
        "from django.utils.safestring import mark_safe",
        ["education/markdown/more.py uses mark_safe"],
    ),
    (unsafe_html, "education/markdown.py", "from django.utils.safestring import mark_safe", []),
    (unsafe_html, "journal/a.py", "x = safestring.SafeString('')", ["journal/a.py uses SafeString"]),
    (unsafe_html, "journal/a.py", "def f() -> SafeString:\n    return format_html('<b>{}</b>', 1)", []),
    (unsafe_html, "templates/a.html", "{{ x|safe }}", ["templates/a.html uses |safe"]),
    (unsafe_html, "templates/a.html", "{% autoescape off %}", ["templates/a.html uses autoescape off"]),
    (unsafe_html, "templates/a.txt", "{% autoescape off %}", []),
    (inline_code, "templates/a.html", "<script>x()</script>", ["templates/a.html has an inline script"]),
    (inline_code, "templates/a.html", "<style>", ["templates/a.html has an inline style sheet"]),
    (inline_code, "templates/a.html", '<p class="x"\n style="y">', ["templates/a.html has a style attribute"]),
    (inline_code, "templates/a.html", '<a onclick="x()">', ["templates/a.html has an event handler"]),
    (inline_code, "templates/a.html", '<a href="javascript:x">', ["templates/a.html has a javascript address"]),
    (inline_code, "templates/a.html", '<script src="x" defer></script>', []),
    (private_imports, "journal/a.py", "from journal.day import _save", ["journal/a.py imports journal.day._save"]),
    (
        signals,
        "journal/a.py",
        "from django.db.models.signals import post_save",
        ["journal/a.py imports django.db.models.signals"],
    ),
    (signals, "journal/apps.py", "from django.db.models.signals import post_migrate", []),
    (signals, "journal/a.py", "from django.dispatch import receiver", ["journal/a.py imports django.dispatch"]),
    (named_for_nothing, "journal/utils.py", "", ["journal/utils.py is named utils"]),
    (named_for_nothing, "journal/helpers/a.py", "", ["journal/helpers/a.py is named helpers"]),
]


@pytest.mark.parametrize(("rule", "name", "text", "found"), MISTAKES)
def test_rule_finds_the_mistake_and_only_that(rule: Rule, name: str, text: str, found: list[str]) -> None:
    assert rule(Source(name, text)) == found


def test_each_rule_has_a_mistake_that_proves_it() -> None:
    proved = {rule for rule, _, _, found in MISTAKES if found}
    assert {*RULES_OF_CODE, at_most_150_lines, inline_code} <= proved


def test_every_pure_module_says_so_itself() -> None:
    assert [source.name for source in CODE if must_be_pure(source) and source.text and not says_pure(source)] == []


PUBLIC = {
    "home",
    "help",
    "privacy",
    "prescribers",
    *("learn:index", "learn:topic", "learn:claims", "learn:glossary", "learn:sources", "learn:search"),
    *("learn:picture", "learn:sitemap"),
    "example",
    "live",
    "ready",
    "accounts:closed",
    "accounts:invitation",  # the token is the authority
    "accounts:sign_out",
    "accounts:passkey_challenge",
    "accounts:second_step",
    "accounts:sign_in_by_passkey",
    "account_confirm_login_code",  # allauth's; signing in by code is off, and it leads to the sign-in page
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "share:pdf",
    "share:report",
    "share:text",
    "share:close",
    "share:dead",
    "reminders:calendar",  # the secret is the authority
    "reminders:unsubscribe",  # the sealed word is the authority
}


def test_these_addresses_are_public_and_no_other() -> None:
    assert {place.name for place in places() if not getattr(place.view, "login_required", True)} == PUBLIC


def test_these_addresses_take_a_post_from_anywhere_and_no_other() -> None:
    exempt = {place.name for place in places() if getattr(place.view, "csrf_exempt", False)}
    assert exempt == {"share:report", "share:close", "share:dead", "reminders:unsubscribe"}


VALUES = {"day": date(2026, 11, 22), "pk": 1, "token": "x" * 43, "key": "x", "uidb36": "x", "slug": "x", "name": "x"}
VERBS = ["FOO", "TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT"]


@pytest.mark.parametrize("method", VERBS)
def test_every_view_of_ours_states_its_methods(rf: RequestFactory, method: str) -> None:
    ours = [place for place in places() if inspect.unwrap(place.view).__module__.split(".")[0] in PACKAGES]
    refused = {
        place.name: place.view(rf.generic(method, "/"), **{name: VALUES[name] for name in place.arguments}).status_code
        for place in ours
    }
    assert {name: status for name, status in refused.items() if status != 405} == {}
    assert len(refused) > 35


@pytest.mark.parametrize("method", VERBS)
def test_no_address_answers_a_verb_that_it_does_not_have(alice_client: Client, method: str) -> None:
    for place in places():
        address = place.address(VALUES[name] for name in place.arguments)
        assert (place.name, alice_client.generic(method, address).status_code) == (place.name, 405)
