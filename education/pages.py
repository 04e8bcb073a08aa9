"""What the pages show, loaded in a handful of statements however much there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.safestring import SafeString

from education import labels
from education.editions import edition_of
from education.kinds import lines
from education.markdown import Known, Told, html, mentions
from education.models import Claim, Source, Term, Topic, Wording


@dataclass(frozen=True, kw_only=True)
class TopicPage:
    """A topic as it is read. wordings: safe wordings of the claims told that the text itself does not hold.

    edition: the digest of all that the page tells.
    """

    topic: Topic
    edition: str
    body: SafeString
    wordings: Sequence[Wording]
    sources: Sequence[Source]

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician's review is recorded, and is of this text."""
        return bool(self.topic.reviewed_by) and self.topic.reviewed_edition == self.edition

    @property
    def summary(self) -> list[str]:
        """What the topic says, in three lines."""
        return lines(self.topic.summary)

    @property
    def known(self) -> list[str]:
        """What we know."""
        return lines(self.topic.known)

    @property
    def not_known(self) -> list[str]:
        """What we do not know."""
        return lines(self.topic.not_known)

    @property
    def items(self) -> list[str]:
        """The diary items that the topic is about."""
        return lines(self.topic.items)

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Each label with what it means."""
        return labels.LEGEND


def topic_page(topic: Topic, chosen: Iterable[Wording] | None = None) -> TopicPage:
    """Return a topic as it is read, in four statements; `chosen`: its wordings where it is not saved."""
    named = mentions(topic.body)
    claims = list(Claim.objects.filter(number__in=named.facts).prefetch_related("sources"))
    wanted = Q(facts__number__in=named.facts) | Q(number__in=named.wordings)
    wanted |= Q(topics=topic) if chosen is None else Q(pk__in=[each.pk for each in chosen])
    wordings = list(Wording.objects.filter(wanted).distinct())
    terms = list(Term.objects.filter(slug__in=named.terms)) if named.terms else []
    known = Known(
        claims={each.number: Told(label=each.label, note=each.note if each.warning else "") for each in claims},
        terms={term.slug: term.meaning for term in terms},
        wordings={each.number: each.text for each in wordings},
    )
    said = {told.note for told in known.claims.values()}
    sources = {source.pk: source for claim in claims for source in claim.sources.all()}
    return TopicPage(
        topic=topic,
        edition=edition_of(topic, claims, wordings, terms),
        body=html(topic.body, known),
        wordings=[each for each in wordings if each.number not in named.wordings and each.text not in said],
        sources=sorted(sources.values(), key=lambda source: (source.order, source.key)),
    )


def claims_by_section() -> list[tuple[str, list[Claim]]]:
    """Return every claim with its sources and wordings, in the sections of the article; three statements."""
    claims = Claim.objects.prefetch_related("sources", "wordings").defer("words")
    return [(section, list(each)) for section, each in groupby(claims, key=lambda claim: claim.section)]


def all_sources() -> list[Source]:
    """Return every source."""
    return list(Source.objects.all())


def all_terms() -> list[Term]:
    """Return the glossary."""
    return list(Term.objects.defer("words"))
