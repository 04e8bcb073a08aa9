"""The same request with and without everybody else's rows: nothing of it may depend on them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from tests.permissions.checks import Told, comparable, difference
from tests.permissions.plan import Planner
from tests.permissions.probes import Probe
from tests.permissions.sending import Site
from tests.records import owner_paths, snapshot

LOOKERS = ("A", "B", "C", "newcomer", "live")
EMPTIED = ("journal", "reports", "mfa", "usersessions")
Alone = dict[Probe, Told]


def candidates(planner: Planner) -> list[Probe]:
    """Return what everybody asks about their own rows, by GET and by every form."""
    found = {
        (probe.visitor, probe.method, probe.address, probe.data): probe
        for probe in planner.probes()
        if probe.visitor in LOOKERS
        and probe.why in ("verb", "assigned")
        and probe.method in ("GET", "POST")
        and probe.data == (probe.data if probe.like is None else probe.like)
        and not probe.strange_ids
        and not probe.names_strange_link
    }
    return list(found.values())


def answers_alone(site: Site, probes: Iterable[Probe]) -> Alone:
    """Return what each would be answered if nobody else had any row."""
    found: Alone = {}
    by_visitor: dict[str, list[Probe]] = {}
    for probe in probes:
        by_visitor.setdefault(probe.visitor, []).append(probe)
    for visitor, theirs in by_visitor.items():
        with only(site, visitor):
            found |= {probe: comparable(probe, site.ask(probe)) for probe in theirs}
    return found


@contextmanager
def only(site: Site, visitor: str) -> Iterator[None]:
    """Empty everybody else's journal; the people stay, so that no id is another."""
    kept = site.cast.people["A" if visitor == "live" else visitor]
    before = site.before
    with transaction.atomic():
        for model, path in owner_paths().items():
            if model._meta.app_label in EMPTIED:
                model._base_manager.exclude(**{path: kept.pk}).delete()
        site.before = snapshot()
        yield
        transaction.set_rollback(True)
    site.before = before


def interference(told: Told, alone: Told) -> str:
    """Return how an answer depends on the rows of others, or ""."""
    return "" if told == alone else f"depends on the rows of others: {difference(alone, told)}"
