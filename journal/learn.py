"""Where the education section has a page for something in the diary: a link only where a topic is published.

The journal does not import that section: settings name what to ask.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.module_loading import import_string

from journal.forms.side_effects import has_none
from journal.models import Item
from journal.models.items import Group
from journal.names import name_key


@dataclass(frozen=True)
class Page:
    """A topic about an item of the diary."""

    item: str
    address: str


class Library:
    """The topics that are published now, asked for in one statement once somebody wants to know."""

    @cached_property
    def _items(self) -> Mapping[str, list[str]]:
        ask: Callable[[], Mapping[str, list[str]]] = import_string(settings.LEARN_TOPICS)
        return ask()

    def address(self, slug: str) -> str:
        """Return "/learn/<slug>/", or "" where no such topic is published."""
        return f"/learn/{slug}/" if slug in self._items else ""

    def pages_about(self, names: Iterable[str]) -> list[Page]:
        """Return for each named item the topic that is most about it, if there is one; no statement without a name.

        That is the one about the fewest items, the first of them where several are.
        """
        wanted = list(names)
        if not wanted:
            return []
        topics: dict[str, str] = {}
        for slug, items in sorted(self._items.items(), key=lambda topic: len(topic[1])):
            for item in items:
                topics.setdefault(name_key(item), slug)
        found = ((name, topics.get(name_key(name), "")) for name in wanted)
        return [Page(item=name, address=self.address(slug)) for name, slug in found if slug]


def felt(items: Iterable[Item], ratings: Mapping[int, int]) -> list[str]:
    """Return the names of the side effects that a day says are there, in the patient's order."""
    watched = [item for item in items if item.group == Group.SIDE_EFFECT and has_none(item)]
    return [item.name for item in watched if ratings.get(item.pk, 0) > 0]
