"""One run on one database: both sites side by side, every case in turn, round after round."""

import os
import platform
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.bench import cases, latency, pdf, servers
from tests.bench.bars import missed_pages
from tests.bench.cases import Case
from tests.bench.servers import BARE, SITE, Place, Server


@dataclass(frozen=True)
class Extent:
    """How much is measured. batch: seconds of processor time and requests at which a batch ends.

    pages: only these beside the bare ones, and no cold start; all where none is named.
    """

    sizes: dict[str, list[int]]
    pages: tuple[str, ...] = ()
    rounds: int = 5
    batch: tuple[float, int] = (0.25, 25)
    seconds: float = 2
    starts: int = 5


FULL = Extent(cases.SIZES)
SMOKE = Extent({"100": [20, 8], "10,000": [40, 8]}, rounds=1, batch=(0.02, 3), seconds=0, starts=1)


def measure(extent: Extent, database_url: str = "") -> dict[str, Any]:
    """Return everything measured on SQLite, or on the PostgreSQL server of an address."""
    with tempfile.TemporaryDirectory(prefix="ldn-bench-") as name:
        folder = Path(name)
        bare, site = (_prepare(each, folder, database_url) for each in (BARE, SITE))
        seeded = {BARE: bare.inside("seed-bare", 1000), SITE: site.inside("seed-site", extent.sizes)}
        with ExitStack() as stack:
            started = [stack.enter_context(servers.running(place)) for place in (bare, site)]
            ours = cases.site_cases(started[1], seeded[SITE])
            chosen = [case for case in ours if not extent.pages or case.page in extent.pages]
            every = cases.bare_cases(started[0], seeded[BARE]) + chosen
            result = _measure_running(extent, started, every, folder)
            if not extent.pages:
                result["pdf"] = _pdf(extent, every)
        if not extent.pages:
            result["cold"] = _cold_starts(extent.starts, bare, site)
        return {"machine": machine(), "versions": versions(database_url), **result}


def _measure_running(extent: Extent, started: list[Server], every: list[Case], folder: Path) -> dict[str, Any]:
    for case in every:
        case.send(2 * servers.WORKERS)
    rows = {case.name: {"page": case.page, "size": case.size, "bare": case.bare} for case in every}
    for name, spent in _cpu(extent, every).items():
        rows[name]["cpu"] = statistics.median(spent)
    for case in every:
        answer = case.last
        rows[case.name] |= {"bytes": len(answer.body), "plain": len(answer.plain)}
        rows[case.name]["latency"] = _latency(case, extent.seconds, folder) if extent.seconds else {}
    memory = {server.place.name: server.memory() for server in started}
    _count_statements(started, every, rows)
    return {"cases": rows, "memory": memory, "profiles": _profiles(every, rows), "latency_tool": latency.tool()}


def _pdf(extent: Extent, every: list[Case]) -> dict[str, Any]:
    by_page = {case.page: case for case in reversed(every)}  # of the smallest size
    return pdf.measure_pdf(by_page["report, 90 days"], by_page["today"], 2 * extent.rounds)


def _latency(case: Case, seconds: float, folder: Path) -> dict[str, dict[str, float]]:
    """Return latency by number of clients; a case with a wrong answer is told, and has none on the page."""
    try:
        return {str(count): latency.latency(case, count, seconds, folder) for count in latency.CLIENTS}
    except RuntimeError as error:
        sys.stderr.write(f"No latency: {error}\n")
        return {}


def _cpu(extent: Extent, every: list[Case]) -> dict[str, list[float]]:
    """Return the processor time of a request in ms by case, one number a round: all cases take turns."""
    spent: dict[str, list[float]] = {case.name: [] for case in every}
    for _ in range(extent.rounds):
        for case in every:
            began, sent = case.server.cpu(), 0
            while sent < extent.batch[1] and case.server.cpu() - began < extent.batch[0]:
                sent += case.send(1)
            spent[case.name].append(1000 * (case.server.cpu() - began) / sent)
    return spent


def _count_statements(started: list[Server], every: list[Case], rows: dict[str, Any]) -> None:
    for server in started:
        own = [case for case in every if case.server is server]
        counts = server.place.inside("statements", [case.described(2) for case in own])
        for case, count in zip(own, counts, strict=True):
            rows[case.name]["statements"] = count


def _profiles(every: list[Case], rows: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return where the time goes, by area, of each page that misses its bar."""
    by_name = {case.name: case for case in every}
    return {
        name: by_name[name].server.place.inside("profile", by_name[name].described(8)) for name in missed_pages(rows)
    }


def _cold_starts(count: int, bare: Place, site: Place) -> dict[str, dict[str, float]]:
    """Return the medians of wall and processor seconds of a start, the two sites taking turns."""
    found: dict[str, list[dict[str, float]]] = {BARE: [], SITE: []}
    for _ in range(count):
        for place in (bare, site):
            found[place.name].append(servers.cold_start(place))
    return {
        name: {kind: statistics.median(each[kind] for each in starts) for kind in ("wall", "cpu")}
        for name, starts in found.items()
    }


def _prepare(name: str, folder: Path, database_url: str) -> Place:
    return servers.prepare(name, folder / name, own_database(database_url, name.replace(".", "_")))


def own_database(database_url: str, name: str) -> str:
    """Make a database of the given name on a PostgreSQL server, anew, and return its address."""
    if not database_url:
        return ""
    server = database_url.rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS bench_{name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE bench_{name}")
    return f"{server}/bench_{name}"


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), ":")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    return {
        "processor": cpu.split(":", 1)[1].strip() or platform.machine(),
        "cores": os.cpu_count(),
        "memory": f"{memory:.0f} GB",
        "load": round(os.getloadavg()[0], 1),
    }


def versions(database_url: str) -> dict[str, str]:
    """Return the versions that matter."""
    import sqlite3

    import django
    import gunicorn

    found = {"Python": platform.python_version(), "Django": django.__version__, "gunicorn": gunicorn.__version__}
    if not database_url:
        return found | {"SQLite": sqlite3.sqlite_version}
    with psycopg.connect(f"{database_url.rsplit('/', 1)[0]}/postgres") as connection:
        version = connection.execute("SHOW server_version").fetchone()
    return found | {"PostgreSQL": str(version[0]).split()[0] if version else "?"}
