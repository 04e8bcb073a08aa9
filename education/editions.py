"""Which edition of a page a clinician's review is of: the digest of all that the page tells.

A review is of words that were read. Whichever of them changes, and by whatever way, the page is another edition,
and the review no longer stands for it. Nothing of this is kept beside the words: it is told from them each time.
"""

import json
from collections.abc import Iterable

from django.db.models import Prefetch

from education.kinds import CLAIM, SOURCE, TERM, TOPIC, WORDING, Kind, digest_of, entry_of
from education.markdown import Mentions, mentions
from education.models import Claim, Content, Term, Topic, Wording

_REVIEW = {"reviewed_by", "reviewed_on", "reviewed_edition", "review_due"}
_NOT_TOLD = {
    "topic": {*_REVIEW, "order", "state", "wordings"},
    "claim": {"section"},
    "wording": {"facts"},
    "term": {"also"},
}


def edition_of(topic: Topic, claims: Iterable[Claim], wordings: Iterable[Wording], terms: Iterable[Term]) -> str:
    """Return the digest of a page: its topic, the claims told with their sources, the wordings and words shown."""
    claims = list(claims)
    sources = {source.pk: source for claim in claims for source in claim.sources.all()}
    told = [
        *(_told(TOPIC, [topic]), _told(CLAIM, claims), _told(SOURCE, sources.values())),
        *(_told(WORDING, wordings), _told(TERM, terms)),
    ]
    return digest_of(json.dumps(told))


def _told(kind: Kind, rows: Iterable[Content]) -> list[str]:
    """Return the words of rows, in an order that the database does not choose."""
    left_out = _NOT_TOLD.get(kind.name, set())
    return sorted(json.dumps(entry_of(kind, row, left_out), sort_keys=True) for row in rows)


def standing(topics: Iterable[Topic]) -> set[int]:
    """Return the numbers of the topics whose review is of what they tell now.

    Six statements, however many there are; none where no topic has a review.
    """
    reviewed = [topic for topic in topics if topic.reviewed_by]
    if not reviewed:
        return set()
    claims = list(Claim.objects.defer("words").prefetch_related("sources"))
    facts, of_topics = Prefetch("facts", Claim.objects.only("number")), Prefetch("topics", Topic.objects.only("pk"))
    wordings = list(Wording.objects.prefetch_related(facts, of_topics))
    terms = list(Term.objects.defer("words"))
    return {topic.pk for topic in reviewed if topic.reviewed_edition == _edition(topic, claims, wordings, terms)}


def _edition(topic: Topic, claims: list[Claim], wordings: list[Wording], terms: list[Term]) -> str:
    named = mentions(topic.body)
    return edition_of(
        topic,
        (claim for claim in claims if claim.number in named.facts),
        (wording for wording in wordings if _is_shown(wording, topic, named)),
        (term for term in terms if term.slug in named.terms),
    )


def _is_shown(wording: Wording, topic: Topic, named: Mentions) -> bool:
    facts = {claim.number for claim in wording.facts.all()}
    return wording.number in named.wordings or not facts.isdisjoint(named.facts) or topic in wording.topics.all()
