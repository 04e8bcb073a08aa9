"""Which topics there are for readers."""

from collections.abc import Mapping

from education.editions import standing
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


def reviewed() -> list[Topic]:
    """Return the published topics with a clinician's review that is of what they tell now."""
    found = list(Topic.objects.published().exclude(reviewed_by="").defer("words"))
    kept = standing(found)
    return [topic for topic in found if topic.pk in kept]


def all_reviewed() -> bool:
    """Return whether every published topic has such a review, and there is one."""
    names = list(published().values_list("reviewed_by", flat=True))
    return bool(names) and all(names) and len(reviewed()) == len(names)
