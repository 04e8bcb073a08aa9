"""The app never says that you are fine, never praises, never claims: no text anywhere holds such words."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import ROOT, Source, python_sources, template_sources

FORBIDDEN = (
    *("you are fine", "you're fine", "you are safe", "you are ok", "all is well", "all clear"),
    *("nothing found", "nothing was found", "no warning signs", "no danger signs", "no red flags", "nothing to worry"),
    *("significant", "ldn works", "ldn helps", "is helping", "is working for you", "responder", "proven to"),
    *("well done", "great job", "good job", "nice work", "congratulations", "keep it up", "keep going", "proud of"),
    *("streak", "you missed a day", "don't forget", "do not forget", "in a row!", "perfect week", "badge earned"),
    *("4.50 mg", "you should increase", "you should lower", "increase your dose", "lower your dose"),
)
PATTERN = re.compile("|".join(rf"\b{re.escape(phrase)}" for phrase in FORBIDDEN), re.IGNORECASE)
# "It works" is said of links and of the site, never of a medicine: each place, by the words around it.
WORKS = re.compile(r"\bit works\b[^.<{]{0,40}", re.IGNORECASE)
WORKS_OF_A_LINK = ("it works until", "it works once")

OF_A_SEARCH = ("templates/journal/search.html: Nothing found",)  # in the patient's own notes


def texts(source: Source) -> Iterator[str]:
    """Yield what a file may say to somebody: a template whole, but comments; of Python the texts, but docstrings."""
    if not source.name.endswith(".py"):
        yield re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|^\s*//.*?$", "", source.text, flags=re.S | re.M)
        return
    nodes = list(ast.walk(source.tree))
    bodies = [node.body for node in nodes if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def says(source: Source) -> list[str]:
    """Return the forbidden words that a file may say."""
    return [
        f"{source.name}: {found.group()}"
        for text in texts(source)
        for found in [*PATTERN.finditer(" ".join(text.split())), *WORKS.finditer(" ".join(text.split()))]
        if not found.group().lower().startswith(WORKS_OF_A_LINK)
    ]


def everything() -> list[Source]:
    """Return every file with words for people: templates, code, our own scripts."""
    scripts = [Source(str(path.relative_to(ROOT)), path.read_text()) for path in sorted(ROOT.glob("static/js/*.js"))]
    return [
        *template_sources(),
        *python_sources("accounts", "journal", "reports", "education", "ldn_tracker"),
        *scripts,
    ]


def test_no_text_says_that_you_are_fine_praises_or_claims():
    found = [each for source in everything() for each in says(source)]
    assert [each for each in found if each not in OF_A_SEARCH] == []


def test_templates_code_and_scripts_are_all_looked_at():
    names = {source.name for source in everything()}
    assert {"templates/journal/day.html", "journal/red_flags.py", "static/js/insights.js"} <= names


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_each_forbidden_phrase_is_seen_in_template_code_and_script(phrase):
    shouted = f"Hello. {phrase.capitalize()}, friend"
    for source in (
        Source("templates/x.html", f"<p>{shouted}</p>"),
        Source("journal/x.py", f"TEXT = {shouted!r}"),
        Source("static/js/x.js", f"say({shouted!r})"),
    ):
        assert says(source) != [], source.name


# Where figures are shown, nothing claims a cause, in no form of words.
# A link "works until" a day; the templates about links alone are not read.
CLAIMS = re.compile(r"\bsignificant|\bworks\b(?! until)|\bcaused\b|\byou should\b", re.IGNORECASE)
OF_FIGURES = re.compile(
    r"templates/(journal/(insights|_since|_comparisons|_counted|_nights|_by_step|_episodes|_baseline|_panels|_day_table"
    r"|_overall_list|_fading|_marked_days|_compared|_headline|_tried|_key)|reports/(?!_state|shares|revoke|made))|journal/(comparisons|figures)/|journal/insights_page|journal/tried|journal/templatetags/(comp|fig)"
)


def claims(source: Source) -> list[str]:
    """Return the words of a claim that a file with figures may say; names inside a template's tags are no words."""
    return [
        f"{source.name}: {found.group()}"
        for text in texts(source)
        for found in CLAIMS.finditer(" ".join(re.sub(r"\{%.*?%\}", "", text).split()))
    ]


def figures() -> list[Source]:
    """Return every file whose words stand beside figures: the insights page, reports and comparisons."""
    return [source for source in everything() if OF_FIGURES.match(source.name)]


def test_no_sentence_beside_a_figure_claims_a_cause():
    assert [each for source in figures() for each in claims(source)] == []


def test_insights_reports_and_verdicts_are_all_read():
    names = {source.name for source in figures()}
    pages = ("insights", "_comparisons", "_compared", "_headline", "_tried", "_key")
    assert {f"templates/journal/{name}.html" for name in pages} <= names
    assert {"journal/comparisons/wording.py", "journal/comparisons/missing.py"} <= names
    assert any(name.startswith("templates/reports/") for name in names)


@pytest.mark.parametrize("claim", ["a significant change", "this dose works", "it was caused by", "You should stop"])
def test_each_claim_is_seen(claim):
    assert len(claims(Source("templates/reports/x.html", f"<p>{claim}</p>"))) == 1
    assert len(claims(Source("journal/comparisons/x.py", f"TEXT = {claim!r}"))) == 1


def test_words_broken_over_lines_or_inside_other_texts_are_seen():
    assert says(Source("templates/x.html", "<p>You\n  are fine</p>")) == ["templates/x.html: You are fine"]
    assert says(Source("journal/x.py", 'def f():\n    return f"{1} well done"')) == ["journal/x.py: well done"]
    assert says(Source("templates/x.html", "<p>LDN: it works for most</p>")) == ["templates/x.html: it works for most"]


def test_comments_and_docstrings_are_nobodys_words():
    assert says(Source("templates/x.html", "{# no streaks #}<p>Saved.</p>")) == []
    assert says(Source("journal/x.py", '"""No streaks."""\n\n\ndef f():\n    """Well done."""')) == []
