"""Every address, role, verb and id: nobody reads or changes what is somebody else's, and the table says what is so.

The plan is worked out from the URLconf and from the forms on the pages, so that a new page and a new
form are in it on the day they are written; docs/permissions.md says what must come of it.
"""

import heapq
from collections.abc import Iterator
from itertools import islice

import pytest
from django.db import connection

from tests.permissions import WHOLE, table
from tests.permissions.alone import answers_alone, candidates, interference
from tests.permissions.checks import Checks, comparable
from tests.permissions.plan import Planner
from tests.permissions.probes import Probe
from tests.permissions.sending import Site
from tests.site_map import Place

SHARDS = 8  # of about the same number of requests, for the processes to share
# `make proof` sends every request of the plan, one half on each database; every day it is each eighth and each twelfth.
FEWEST = {"sqlite": 50_000, "postgresql": 50_000} if WHOLE else {"sqlite": 13_000, "postgresql": 8_500}
STEP = {"sqlite": (0, 2), "postgresql": (1, 2)} if WHOLE else {"sqlite": (0, 8), "postgresql": (1, 12)}
EVERY = {"sqlite": 1, "postgresql": 1 if WHOLE else 3}  # of what is asked with and without the rows of others
SHOWN = 25
_counts: dict[str, int] = {}


def counted(planner: Planner) -> dict[str, int]:
    """Return how many requests each address gets, counted once in a process."""
    if not _counts:
        _counts.update((place.name, sum(1 for _ in chosen(planner, place))) for place in planner.walked.places)
    return _counts


def chosen(planner: Planner, place: Place) -> Iterator[Probe]:
    """Return the requests to one address that are sent on this database."""
    first, step = STEP[connection.vendor]
    return islice(planner.of_place(place), first, None, step)


def shards(planner: Planner) -> list[list[Place]]:
    """Return the addresses in parts of about the same number of requests."""
    parts: list[tuple[int, int, list[Place]]] = [(0, number, []) for number in range(SHARDS)]
    counts = counted(planner)
    for place in sorted(planner.walked.places, key=lambda place: (-counts[place.name], place.name)):
        count, number, part = parts[0]
        heapq.heapreplace(parts, (count + counts[place.name], number, [*part, place]))
    return [part for _, _, part in sorted(parts, key=lambda each: each[1])]


@pytest.mark.parametrize("shard", range(SHARDS))
def test_nobody_reads_or_changes_what_is_somebody_elses(world, shard, record_property):
    planned, found, rules = 0, [], table.load()
    with Site(world.cast).open() as site:
        for place in shards(world.planner)[shard]:
            checks = Checks(rules)
            for probe in chosen(world.planner, place):
                found += checks.complaints(probe, site.ask(probe))
                planned += 1
        assert not site.slipped()
    record_property("requests", site.sent)
    if found:
        pytest.fail("\n".join([f"{len(found)} findings, such as", *found[:SHOWN]]))
    assert site.sent >= planned > FEWEST[connection.vendor] / SHARDS / 3


def test_plan_has_as_many_requests_as_promised(world):
    planner = world.planner
    assert sum(counted(planner).values()) >= FEWEST[connection.vendor]
    planned = {table.pattern_of(place) for part in shards(planner) for place in part}
    assert planned == {row.address for row in table.load().rows.values()}


def test_no_answer_depends_on_the_rows_of_others(world, record_property):
    with Site(world.cast).open() as site:
        probes = candidates(world.planner)[:: EVERY[connection.vendor]]
        alone = answers_alone(site, probes)
        lines = [(probe, interference(comparable(probe, site.ask(probe)), alone[probe])) for probe in probes]
    record_property("requests", site.sent)
    assert [(probe.visitor, probe.method, probe.address, line) for probe, line in lines if line][:SHOWN] == []
    assert len(probes) > 300 / EVERY[connection.vendor]
