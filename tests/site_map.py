"""Every address of the site, found by walking the URLconf: a new page is in it on the day it is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User

LEFT_OUT = ("admin:",)  # Django's own pages, for staff only
Pair = tuple[str, str]  # the name of a place and a kind of rows


@dataclass(frozen=True, kw_only=True)
class Place:
    """An address pattern: its name with namespaces, the names of its arguments, its view."""

    name: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    def address(self, values: Iterable[Any]) -> str:
        """Return the address with these arguments."""
        return reverse(self.name, kwargs=dict(zip(self.arguments, values, strict=True)))


def places(left_out: tuple[str, ...] = LEFT_OUT) -> list[Place]:
    """Return every named address pattern; of two with one name the first, which is the one that answers."""
    found: dict[str, Place] = {}
    for place in _walk(get_resolver(), "", ()):
        if not place.name.startswith(left_out):
            found.setdefault(place.name, place)
    return list(found.values())


def _walk(resolver: URLResolver, namespace: str, before: tuple[str, ...]) -> Iterator[Place]:
    for entry in resolver.url_patterns:
        arguments = (*before, *_arguments(entry.pattern))
        if isinstance(entry, URLPattern):
            if entry.name:
                yield Place(name=namespace + entry.name, arguments=arguments, view=entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, arguments)


def _arguments(pattern: Any) -> tuple[str, ...]:
    return tuple(getattr(pattern, "converters", None) or pattern.regex.groupindex)


def own_ids(patient: User) -> dict[str, list[int]]:
    """Return the ids of the patient's own rows by kind, all that User is related to."""
    relations = [field for field in User._meta.related_objects if field.one_to_many]
    return {
        field.related_model._meta.label: list(
            field.related_model._base_manager.filter(**{field.field.name: patient})
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for field in relations
    }


def addresses_of(client: Client, patient: User | None, *, day: date, token: str) -> dict[str, str]:
    """Return one address for each place, by name; one that is never anything but 404 is there all the same."""
    found = known_addresses(client, patient, day=day, token=token, rows_a_kind=1)
    return {name: addresses[0] for name, addresses in found.items() if addresses}


def known_addresses(
    client: Client, patient: User | None, *, day: date, token: str, rows_a_kind: int, never: set[Pair] | None = None
) -> dict[str, list[str]]:
    """Return every address of each place that `client` can reach, by name.

    An id is that of one of the patient's own rows, of the first so many of each kind; a day is `day`;
    whatever else an address holds is `token`. Where all of them are 404, the last one is given.

    `never` keeps which kinds of rows were found at no address of a place. They are not asked about again: to be
    given again only for the same person with the same rows, made anew.
    """
    own = own_ids(patient).items() if patient else ()
    ids = [(kind, str(each)) for kind, rows in own for each in rows[:rows_a_kind]]
    values = [("day", day), *ids, ("token", token)]
    return {place.name: _known(client, place, values, set() if never is None else never) for place in places()}


def _known(client: Client, place: Place, values: list[tuple[str, Any]], never: set[Pair]) -> list[str]:
    if not place.arguments:
        return [place.address([])]
    tried = [(kind, address) for kind, value in values if (address := _address(place, value))]
    asked = [each for each in tried if (place.name, each[0]) not in never]
    found = [each for each in asked if client.get(each[1]).status_code != 404]
    never |= {(place.name, kind) for kind, _ in asked} - {(place.name, kind) for kind, _ in found}
    return [address for _, address in found or tried[-1:]]


def _address(place: Place, value: Any) -> str:
    try:
        return place.address([value] * len(place.arguments))
    except (NoReverseMatch, AttributeError):
        return ""  # this value does not fit the address
