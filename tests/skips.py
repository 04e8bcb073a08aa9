"""Turn skipped tests into failures where leaving them out would hide something.

FAIL_ON_SKIP names the kinds that must run: `postgresql` and `nginx` (tests with that mark) and `browser`
(everything in tests/browser). Markers `postgresql` and `sqlite` skip a test on the other database, `nginx`
one where that program is missing. On PostgreSQL a test that touches no database is left out: it ran on SQLite,
and would do the same here. How many these are is said at the end.
"""

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest
from django.db import connection

LEFT_OUT = pytest.StashKey[int]()


def must_run(item: pytest.Item) -> bool:
    """Return whether skipping this test is a failure in this run."""
    kinds = os.environ.get("FAIL_ON_SKIP", "").split()
    marked = any(item.get_closest_marker(kind) for kind in ("postgresql", "nginx") if kind in kinds)
    return marked or ("browser" in kinds and item.path.parent.name == "browser")


def nginx() -> str | None:
    """Return where nginx is; Debian keeps it off the PATH of ordinary accounts."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def touches_a_database(item: pytest.Item) -> bool:
    """Return whether a test may: pytest-django refuses it to one that asks by none of these.

    (`django_db_blocker` says nothing: pytest-django asks for it on behalf of every test.)
    """
    asked = {"db", "transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    return bool(asked) or any(item.get_closest_marker(name) for name in ("django_db", "postgresql"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what touches a database or starts a site of its own: the rest cannot differ."""
    if connection.vendor != "postgresql":
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        own_site = item.path.parent.name in ("browser", "operation")
        (kept if own_site or touches_a_database(item) else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out)
    items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one how many were left out; each of several collects them all."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear it."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say it."""
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{count:,} tests touch no database, and are left out on PostgreSQL.")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that is for the other database or needs what is not there."""
    for vendor in ("postgresql", "sqlite"):
        if item.get_closest_marker(vendor) and connection.vendor != vendor:
            pytest.skip(f"needs {vendor}")
    if item.get_closest_marker("nginx") and nginx() is None:
        pytest.skip("needs nginx")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a skipped test that must run as failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and must_run(item):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but FAIL_ON_SKIP says that it must run: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Report a skipped module of browser tests as failed."""
    report = yield
    if report.skipped and "browser" in os.environ.get("FAIL_ON_SKIP", "").split():
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, but FAIL_ON_SKIP says that it must run."
    return report
