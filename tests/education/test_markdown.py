"""Markdown of editors: what they can write, and that nothing else gets through."""

import re
from html.parser import HTMLParser

import pytest

from education import labels
from education.markdown import Known, Told, html, mentions

KNOWN = Known(
    claims={
        "F01": Told(label="solid", note=""),
        "F02": Told(label="other_dose", note="Not at this dose."),
        "F03": Told(label="mixed", note="Not at this dose."),
        "F07": Told(label="context", note=""),
    },
    terms={"placebo": 'A "dummy" <treatment>'},
    wordings={"H1": "Never < start"},
)
ALLOWED = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "code", "em", "strong", "div"),
    *("a", "span", "img", "button", "table", "thead", "tbody", "tr", "th", "td", "svg", "use"),
}


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_words_lists_tables_and_links_of_ours_are_shown():
    page = html(
        "# Big\n\nA *b* **c** [d](/learn/claims/) [e](https://doi.org/10.1/x).\n\n- f\n\n| g |\n|---|\n| h |\n", KNOWN
    )
    assert page.startswith("<h2>Big</h2>")
    assert "<em>b</em> <strong>c</strong>" in page
    assert '<a href="/learn/claims/">d</a> <a href="https://doi.org/10.1/x">e</a>' in page
    assert "<li>f</li>" in page
    assert '<div class="table-wrap" tabindex="0" role="region" aria-label="Table"><table class="table">' in page


def test_a_claim_has_its_id_label_and_a_way_to_what_it_rests_on():
    page = html("[Told **so**.]{fact=F01}", KNOWN)
    assert page == (
        '<p><span class="told" data-fact="F01" data-label="solid">Told <strong>so</strong>.'
        ' <a class="grade-link" href="/learn/claims/#F01"><span class="grade grade-solid">'
        '<svg viewBox="0 0 20 16" aria-hidden="true" focusable="false"><use href="#grade-solid"/></svg>'
        "Well supported</span></a></span></p>\n"
    )


def test_background_has_its_label_in_an_attribute_alone():
    assert html("[So it is.]{fact=F07}", KNOWN) == (
        '<p><span class="told" data-fact="F07" data-label="context">So it is.</span></p>\n'
    )


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("- ", ""), ("## ", ""), ("> ", ""), ("1. ", ""), ("| a |\n|---|\n| ", " |")]
)
def test_a_note_stands_in_the_block_that_tells_its_claim_wherever_that_is(before, after):
    page = html(f"{before}[One.]{{fact=F02}} [Two.]{{fact=F03}} [Three.]{{fact=F01}}{after}\n\nOther.", KNOWN)
    notes = re.findall(
        r'<span class="claim-safety" data-note-of="([^"]+)"><strong>Stay safe.</strong> (.*?)</span>', page
    )
    assert notes == [("F02 F03", "Not at this dose.")]
    assert page.index("claim-safety") < page.index("Other.")
    block = re.search(r"<(p|li|h2|td)>(?:(?!</\1>).)*F02(?:(?!</\1>).)*claim-safety", page, re.S)
    assert block, page


def test_a_term_is_explained_where_it_stands_each_time_under_an_id_of_its_own():
    page = html("A [placebo]{term=placebo}, a [Placebo]{term=placebo}.", KNOWN)
    assert re.findall(r'popovertarget="([^"]+)">(\w+)<', page) == [("term-1", "placebo"), ("term-2", "Placebo")]
    assert re.findall(r'id="([^"]+)" popover="">([^<]*)<', page) == [
        ("term-1", 'A "dummy" &lt;treatment&gt;'),
        ("term-2", 'A "dummy" &lt;treatment&gt;'),
    ]


def test_a_term_inside_a_claim_is_both():
    page = html("[With a [placebo]{term=placebo} too.]{fact=F01}", KNOWN)
    assert re.search(r'data-fact="F01"[^>]*>With a <button.*placebo</button>.* too\. <a class="grade-link"', page)


def test_a_safe_wording_stands_where_it_is_placed_and_nowhere_in_a_sentence():
    assert html("{{ H1 }}", KNOWN) == ('<p><span class="safe-wording" data-wording="H1">Never &lt; start</span></p>\n')
    assert html("In {{ H1 }} words", KNOWN) == "<p>In {{ H1 }} words</p>\n"


def test_names_that_stand_for_nothing_are_plain_words():
    assert html("[a]{fact=F99} [b]{term=no} {{ 7*7 }}", KNOWN) == "<p><span>a</span> <span>b</span> {{ 7*7 }}</p>\n"


def test_mentions_are_each_name_once_in_order():
    text = "[a]{fact=F02} [b [c]{term=placebo}]{fact=F01} [d]{fact=F02}\n\n{{ H1 }}\n\n[e](/learn/x/) ![f](/learn/images/g/)"
    named = mentions(text)
    assert (named.facts, named.terms, named.wordings) == (("F02", "F01"), ("placebo",), ("H1",))
    assert named.addresses == ("/learn/x/", "/learn/images/g/")


def test_pictures_are_ours_alone():
    page = html(
        "![a *cat*](/learn/images/abc123/) ![b](https://evil.test/x.png) ![c](//evil.test/x) ![d](/x.png)", KNOWN
    )
    assert re.findall(r"<img [^>]*>", page) == ['<img src="/learn/images/abc123/" alt="a cat">']
    assert "evil.test" not in re.sub(r">[^<]*<", "><", page)
    assert " b " in page


def test_every_label_has_a_drawing_and_a_meaning():
    assert {label for label, _, _ in labels.LEGEND} == set(labels.TITLES) == set(labels.MEANINGS)
    from tests.architecture import ROOT

    drawings = (ROOT / "templates/education/_drawings.html").read_text()
    assert set(re.findall(r'<symbol id="grade-(\w+)"', drawings)) == set(labels.TITLES)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\\x01javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](http://plain.test/)",
    "[x](//evil.test/)",
    "[x](/\\evil.test/)",
    "[x](https:/\\evil.test)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://evil.test/track.png)",
    "![x](/learn/images/../../journal/)",
    '![x](/learn/images/a/ "onerror=alert(1)")',
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.test/ "a\\" onmouseover=\\"alert(1)")',
    "[x]{fact=F01 onclick=alert(1)}",
    '[x]{fact="F01\\" onclick=\\"alert(1)"}',
    "[x]{.btn #main style=color:red}",
    "[x]{term=<script>}",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "<!-- --><style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<form action=https://evil.test><input name=password>",
    "<base href=https://evil.test>",
    "<span class=grade-solid popover id=x>",
    "[a](https://x.test){onclick=alert(1)}",
    "# x {onclick=alert(1)}",
    "```html onclick=1\n<script>alert(1)</script>\n```",
    "| a | b |\n|:-:|--:|\n| <script>alert(1)</script> | ![x](javascript:1) |",
    "{{ H1 }}<script>alert(1)</script>",
    "\0<script\0>alert(1)</script>",
    "[" * 500 + "x" + "](javascript:1)" * 500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:30].encode("unicode_escape").decode())
def test_nothing_that_runs_or_leads_astray_gets_through(text):
    page = html(text, KNOWN)
    for tag, attributes in Elements(page).found:
        assert tag in ALLOWED
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc", "action")]
        for name in ("href", "src"):
            assert re.match(r"(https://[\w.]|mailto:|/(?![/\\])|#)", attributes.get(name, "#")), page
        if tag == "img":
            assert re.fullmatch(r"/learn/images/[\w-]+/", attributes["src"])
        if "class" in attributes:
            assert set(attributes["class"].split()) <= {
                *("told", "grade", "grade-link", "grade-solid", "term", "term-meaning", "table", "table-wrap"),
                *("safe-wording", "claim-safety"),
            }


def test_the_second_wall_stands_without_the_first(monkeypatch):
    """Were raw HTML read, nh3 would still take out what runs."""
    from education import markdown

    reader = markdown._reader.__wrapped__()
    reader.options["html"] = True
    reader.enable(["html_block", "html_inline"])
    reader.validateLink = lambda address: True
    monkeypatch.setattr(markdown, "_reader", lambda: reader)
    for text in HOSTILE:
        page = html(text, KNOWN)
        for tag, attributes in Elements(page).found:
            assert tag in ALLOWED, text
            assert not [name for name in attributes if name.startswith("on") or name == "style"], text
            assert re.match(r"(https://[\w.]|mailto:|/(?![/\\])|#)", attributes.get("href", "#")), text
            assert re.match(r"/learn/images/[\w-]+/\Z|#", attributes.get("src", "#")), text
