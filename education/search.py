"""Look for words in topics, claims and the glossary: case, accents, plurals and ae or oe make no difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from education.folding import asked, stems
from education.models import Claim, Term
from education.topics import published

MOST_FOUND = 30
LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class Find:
    """A place that has the words: what kind, its title and address, and what it says; label: a claim's, else ""."""

    kind: str
    title: str
    address: str
    says: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Finds:
    """What a search came to; more: whether there are others that are not shown."""

    shown: Sequence[Find]
    more: bool


def search(query: str) -> Finds | None:
    """Return where every word of a query stands, topics first, then words of the glossary, then claims.

    Three statements; None for a query without a word.
    """
    wanted = asked(query[:LONGEST])
    if not wanted:
        return None
    found = [*_topics(wanted), *_terms(wanted), *_claims(wanted)]
    return Finds(shown=found[:MOST_FOUND], more=len(found) > MOST_FOUND)


def _holding(rows: "QuerySet[Any]", wanted: list[str]) -> "QuerySet[Any]":
    for stem in wanted:
        rows = rows.filter(words__contains=f" {stem}")  # the beginning of a word is enough
    return rows.defer("words")[: MOST_FOUND + 1]


def _topics(wanted: list[str]) -> list[Find]:
    rows = sorted(_holding(published(), wanted), key=lambda topic: not set(wanted) <= set(stems(topic.title)))
    return [
        Find(kind="Topic", title=row.title, address=reverse("learn:topic", args=[row.slug]), says=row.first_line)
        for row in rows
    ]


def _terms(wanted: list[str]) -> list[Find]:
    page = reverse("learn:glossary")
    rows = _holding(Term.objects.all(), wanted)
    return [Find(kind="Word", title=row.term, address=f"{page}#{row.slug}", says=row.meaning) for row in rows]


def _claims(wanted: list[str]) -> list[Find]:
    page = reverse("learn:claims")
    rows = _holding(Claim.objects.all(), wanted)
    return [
        Find(
            kind="Claim",
            title=row.wording,
            address=f"{page}#{row.number}",
            says=row.note if row.warning else row.evidence,
            label=row.label,
        )
        for row in rows
    ]
