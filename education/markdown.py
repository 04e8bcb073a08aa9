"""Markdown of editors as HTML: read by a library, claims and terms put in by us, cleaned by nh3.

The only place where text becomes HTML without a template. Raw HTML is never read; what editors can write is
words, lists, tables, links to https and to our own pages, and pictures that were uploaded here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from education import labels

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PICTURES = "/learn/images/"
_WORDING = re.compile(r"\{\{ ?([A-Z]\d{1,3}) ?\}\}")
_ADDRESS = re.compile(r"https://[^\s/\\][^\s\\]*|mailto:[^\s]+|/(?![/\\])[^\s\\]*|#[^\s]*")
_PICTURE = re.compile(r"/learn/images/[\w-]{1,40}/")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a claim brings to the sentence that tells it; note: "" where it has none."""

    label: str
    note: str


@dataclass(frozen=True)
class Mentions:
    """What a text names: claims and terms in its sentences, safe wordings that it places, addresses it leads to.

    mute: the addresses of pictures without words.
    """

    facts: tuple[str, ...]
    terms: tuple[str, ...]
    wordings: tuple[str, ...]
    addresses: tuple[str, ...]
    mute: tuple[str, ...]


@dataclass
class Known:
    """What the names in a text stand for."""

    claims: Mapping[str, Told] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, str] = field(default_factory=dict)


def _leads_rightly(url: str) -> bool:
    return bool(_ADDRESS.fullmatch(url))


# The libraries are imported when a text is first read: most pages have none, and they are 70 modules.
@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_plugin

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.use(attrs_plugin, after=(), spans=True, allowed=["fact", "term"])
    reader.validateLink = _leads_rightly  # type: ignore[method-assign]
    return reader


@lru_cache(maxsize=64)
def mentions(text: str) -> Mentions:
    """Return what a text names, each once, in the order it is named."""
    facts: dict[str, None] = {}
    terms: dict[str, None] = {}
    wordings: dict[str, None] = {}
    addresses: dict[str, None] = {}
    mute: dict[str, None] = {}
    for token in _reader().parse(text):
        if placed := _placed(token):
            wordings[placed] = None
        for child in token.children or ():
            for name, found in (("fact", facts), ("term", terms), ("href", addresses), ("src", addresses)):
                if name in child.attrs:
                    found[str(child.attrs[name])] = None
            if child.type == "image" and not child.content.strip():
                mute[str(child.attrs["src"])] = None
    return Mentions(tuple(facts), tuple(terms), tuple(wordings), tuple(addresses), tuple(mute))


def _placed(token: "Token") -> str:
    """Return the safe wording that a paragraph is nothing but a place for, or ""."""
    found = _WORDING.fullmatch(token.content.strip()) if token.type == "inline" else None
    return found[1] if found else ""


def html(text: str, known: Known) -> SafeString:
    """Return a text as HTML, each claim with its label and its note, each term with what it means."""
    reader, writer = _reader(), _Writer(known)
    tokens = [each for token in reader.parse(text) for each in writer.block(token)]
    cleaned = _cleaner()(reader.renderer.render(tokens, reader.options, {}))
    for label in labels.TITLES:
        opening = f'<span class="grade grade-{label}">'
        cleaned = cleaned.replace(opening, opening + icon(label))
    return mark_safe(cleaned)  # noqa: S308  # cleaned on the line above; the icons are our own


def icon(label: str) -> SafeString:
    """Return the drawing of a label; its lines are in the legend of the page."""
    drawn = f'<svg viewBox="0 0 20 16" aria-hidden="true" focusable="false"><use href="#grade-{escape(label)}"/></svg>'
    return mark_safe(drawn)  # noqa: S308  # a label is one of ours


class _Writer:
    """Turns the spans of one text into claims and terms."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.terms = 0

    def block(self, token: "Token") -> Iterator["Token"]:
        """Yield what stands for a block's token."""
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            token.tag = "h2"  # the page has its h1
        if token.type == "table_open":
            token.attrSet("class", "table")
            yield _raw('<div class="table-wrap" tabindex="0" role="region" aria-label="Table">', block=True)
        if placed := _placed(token):
            words = self.known.wordings.get(placed, "")
            token.children = [_raw(f'<span class="safe-wording" data-wording="{placed}">{escape(words)}</span>')]
        elif token.type == "inline":
            token.children = list(self._inline(token.children or []))
        yield token
        if token.type == "table_close":
            yield _raw("</div>", block=True)

    def _inline(self, children: list["Token"]) -> Iterator["Token"]:
        """Yield the tokens of a sentence; what goes with its claims comes at the end, each note once."""
        ends: list[str] = []
        notes: dict[str, list[str]] = {}
        for child in children:
            if child.type == "span_open":
                start, end = self._span(child, notes)
                ends.append(end)
                yield _raw(start)
            elif child.type == "span_close":
                yield _raw(ends.pop())
            elif child.type == "image" and not _PICTURE.fullmatch(str(child.attrs.get("src", ""))):
                yield _raw(escape(child.content))
            else:
                yield child
        for note, facts in notes.items():
            yield _raw(
                f' <span class="claim-safety" data-note-of="{escape(" ".join(facts))}">'
                f"<strong>Stay safe.</strong> {escape(note)}</span>"
            )

    def _span(self, span: "Token", notes: dict[str, list[str]]) -> tuple[str, str]:
        """Return how a span begins and ends, and keep the note that goes with it."""
        fact, term = str(span.attrs.get("fact", "")), str(span.attrs.get("term", ""))
        if fact in self.known.claims:
            told = self.known.claims[fact]
            if told.note and fact not in notes.setdefault(told.note, []):
                notes[told.note].append(fact)
            return (
                f'<span class="told" data-fact="{escape(fact)}" data-label="{told.label}">',
                f"{_badge(fact, told)}</span>",
            )
        if term in self.known.terms:
            self.terms += 1
            meant = (
                f'<span class="term-meaning" id="term-{self.terms}" popover="">{escape(self.known.terms[term])}</span>'
            )
            return f'<button class="term" type="button" popovertarget="term-{self.terms}">', f"</button>{meant}"
        return "<span>", "</span>"


def _badge(fact: str, told: Told) -> str:
    """Return the label beside a sentence; where there is nothing to grade it would only be in the way."""
    if told.label == labels.CONTEXT:
        return ""
    title = labels.TITLES[told.label]
    words = f'<span class="grade grade-{told.label}">{title}</span>'
    return f' <a class="grade-link" href="/learn/claims/#{escape(fact)}">{words}</a>'


def _raw(words: str, *, block: bool = False) -> "Token":
    from markdown_it.token import Token

    return Token("html_block" if block else "html_inline", "", 0, content=words)


_BLOCKS = ("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "code", "em", "strong", "div")
_TAGS = {*_BLOCKS, "a", "span", "img", "button", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {
    "a": {"href", "class", "title"},
    "img": {"src", "alt", "title"},
    "span": {"class", "id", "popover", "data-fact", "data-label", "data-note-of", "data-wording"},
    "button": {"class", "type", "popovertarget"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "table": {"class"},
    "ol": {"start"},
}


def _kept(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None for an address that leads where ours do not."""
    if name == "href":
        return value if _ADDRESS.fullmatch(value) else None
    return value if name != "src" or _PICTURE.fullmatch(value) else None


@cache
def _cleaner() -> Callable[[str], str]:
    import nh3

    cleaner = nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"https", "mailto"},
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    clean: Callable[[str], str] = cleaner.clean
    return clean
