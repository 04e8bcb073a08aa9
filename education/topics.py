"""Which topics there are for readers."""

from collections.abc import Mapping

from education.kinds import lines
from education.models import Topic, TopicQuerySet


def published() -> TopicQuerySet:
    """Return the topics that everybody may read, in order; without their text."""
    return Topic.objects.published().defer("body", "words")


def find(slug: str) -> Topic | None:
    """Return a published topic, or None."""
    return Topic.objects.published().defer("words").filter(slug=slug).first()


def items_by_slug() -> Mapping[str, list[str]]:
    """Return by slug of each published topic the names of the diary items it is about; one statement."""
    return {slug: lines(items) for slug, items in published().values_list("slug", "items")}


def all_reviewed() -> bool:
    """Return whether every published topic has a clinician's review, and there is one."""
    reviews = [bool(name) for name in published().values_list("reviewed_by", flat=True)]
    return bool(reviews) and all(reviews)
