"""What is not right with the content as a whole: for the form that publishes, and for the report of editors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import formats

from education.editions import standing
from education.markdown import PICTURES, Mentions, mentions
from education.models import OFFICIAL, Claim, Picture, Source, Term, Topic, Wording

ARTICLES = ("doi.org", "pubmed.ncbi.nlm.nih.gov")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What editors should look at: each list is empty where all is in order. due: topics with the reason in words."""

    due: list[tuple[Topic, str]]
    broken: list[tuple[Topic, str]]
    untold: list[Claim]
    without_source: list[Claim]
    unused_sources: list[Source]
    unused_terms: list[Term]


def refused_for_readers(body: str) -> list[str]:
    """Return what keeps a text from being published: names that stand for nothing, claims without a source."""
    named = mentions(body)
    claims = {claim.number: claim for claim in Claim.objects.filter(number__in=named.facts).prefetch_related("sources")}
    terms = set(Term.objects.filter(slug__in=named.terms).values_list("slug", flat=True))
    wordings = set(Wording.objects.filter(number__in=named.wordings).values_list("number", flat=True))
    bare = [number for number, claim in claims.items() if not (_says_why(claim) or claim.sources.all())]
    return [
        *(f"There is no claim {each}." for each in named.facts if each not in claims),
        *(f"There is no word {each} in the glossary." for each in named.terms if each not in terms),
        *(f"There is no safe wording {each}." for each in named.wordings if each not in wordings),
        *(f"Claim {each} names no source, and does not say that none is needed or was found." for each in bare),
        *(f"The picture {each} needs words for who cannot see it: ![words]({each})." for each in named.mute),
        *(f"The address {each} leads nowhere." for each in broken_addresses(named, _published())),
    ]


def _says_why(claim: Claim) -> bool:
    return claim.no_source_needed or claim.no_source_found


def tells_published(number: str) -> bool:
    """Return whether a published topic tells a claim."""
    bodies = Topic.objects.published().filter(body__contains=number).values_list("body", flat=True)
    return any(number in mentions(body).facts for body in bodies)


def broken_addresses(named: Mentions, published: set[str]) -> Iterator[str]:
    """Yield what a text leads to and is not there, or is neither ours, an article's number nor an official site."""
    return (address for address in named.addresses if not _leads_somewhere(address, published))


def _leads_somewhere(address: str, published: set[str]) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return host.removeprefix("www.") in (*OFFICIAL, *ARTICLES)
    return not address.startswith("/") or _is_there(parts.path, published)


def _is_there(path: str, published: set[str]) -> bool:
    if path.startswith(PICTURES):
        return Picture.objects.filter(name=path.removeprefix(PICTURES).strip("/")).exists()
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.view_name != "learn:topic" or match.kwargs["slug"] in published


def _published() -> set[str]:
    return set(Topic.objects.published().values_list("slug", flat=True))


def report(today: date) -> Report:
    """Look through everything."""
    topics = list(Topic.objects.all())
    named = {topic.pk: mentions(topic.body) for topic in topics}
    published = _published()
    told = {fact for topic in topics if topic.is_published for fact in named[topic.pk].facts}
    terms = {term for each in named.values() for term in each.terms}
    return Report(
        due=list(_due([topic for topic in topics if topic.is_published], today)),
        broken=[(topic, each) for topic in topics for each in broken_addresses(named[topic.pk], published)],
        untold=_but(Claim.objects.all(), told),
        without_source=list(Claim.objects.filter(sources=None, no_source_needed=False, no_source_found=False)),
        unused_sources=list(Source.objects.filter(Q(claims=None))),
        unused_terms=[term for term in Term.objects.all() if term.slug not in terms],
    )


def _due(topics: list[Topic], today: date) -> Iterator[tuple[Topic, str]]:
    kept = standing(topics)
    for topic in topics:
        if topic.reviewed_on and topic.pk not in kept:
            yield topic, f"changed since the review of {formats.date_format(topic.reviewed_on, 'j M Y')}"
        elif topic.review_due is None:
            yield topic, "no day is set"
        elif topic.review_due <= today:
            yield topic, formats.date_format(topic.review_due, "j M Y")


def _but(claims: Iterable[Claim], told: set[str]) -> list[Claim]:
    return [claim for claim in claims if claim.number not in told]
