"""Which requests run which function: a hole can only be seen by those that run its code."""

import sys
from collections.abc import Iterable
from types import CodeType

from journal import prepared
from tests.permissions.mutants import Mutant, codes, live_function
from tests.permissions.probes import Probe
from tests.permissions.sending import Site

TOOL = 3  # none of the numbers that debuggers, profilers and coverage take


def which_run(site: Site, probes: Iterable[Probe], holes: Iterable[Mutant]) -> dict[Mutant, list[Probe]]:
    """Return for each hole the requests that run its function."""
    watched = {hole: list(codes(live_function(hole).__code__)) for hole in holes}
    seen: set[CodeType] = set()
    events = sys.monitoring.events.PY_START
    sys.monitoring.use_tool_id(TOOL, "permissions")
    sys.monitoring.register_callback(TOOL, events, lambda code, offset: seen.add(code))
    try:
        for code in {code for each in watched.values() for code in each}:
            sys.monitoring.set_local_events(TOOL, code, events)
        ran: dict[Mutant, list[Probe]] = {hole: [] for hole in watched}
        for probe in probes:
            seen.clear()
            prepared.forget()  # so that each request makes its statements itself
            site.ask(probe)
            for hole, its in watched.items():
                if seen.intersection(its):
                    ran[hole].append(probe)
    finally:
        for code in {code for each in watched.values() for code in each}:
            sys.monitoring.set_local_events(TOOL, code, 0)
        sys.monitoring.free_tool_id(TOOL)
    return ran
