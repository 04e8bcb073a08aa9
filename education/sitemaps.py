"""What search engines may list: topics that a clinician has reviewed."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from education.models import Topic
from education.topics import reviewed


class ReviewedTopics(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    """The published topics with a review of what they tell now."""

    protocol = "https" if settings.SITE.https else "http"

    def items(self) -> "list[Topic]":
        return reviewed()

    def location(self, item: Topic) -> str:
        return reverse("learn:topic", args=[item.slug])

    def lastmod(self, item: Topic) -> date | None:
        return item.reviewed_on


SITEMAPS: dict[str, Any] = {"topics": ReviewedTopics}
