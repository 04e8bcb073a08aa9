"""Turn skipped tests into failures where leaving them out would hide something.

FAIL_ON_SKIP names the kinds that must run: `postgresql` and `nginx` (tests with that mark) and `browser`
(everything in tests/browser). Markers `postgresql` and `sqlite` skip a test on the other database, `nginx`
one where that program is missing. On PostgreSQL a test that touches no database is left out: it ran on SQLite.
"""

import os
import shutil
from collections.abc import Generator

import pytest
from django.db import connection


def must_run(item: pytest.Item) -> bool:
    """Return whether skipping this test is a failure in this run."""
    kinds = os.environ.get("FAIL_ON_SKIP", "").split()
    marked = any(item.get_closest_marker(kind) for kind in ("postgresql", "nginx") if kind in kinds)
    return marked or ("browser" in kinds and item.path.parent.name == "browser")


def nginx() -> str | None:
    """Return where nginx is; Debian keeps it off the PATH of ordinary accounts."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def touches_a_database(item: pytest.Item) -> bool:
    """Return whether a test asks for a database, by a fixture or a mark, or starts a site of its own."""
    asked = {"db", "transactional_db", "live_server", "django_db_setup", "django_db_blocker"}
    return bool(asked & {*getattr(item, "fixturenames", ())}) or bool(item.get_closest_marker("django_db"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what touches a database: the rest cannot differ."""
    if connection.vendor != "postgresql":
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        own_site = item.path.parent.name in ("browser", "operation")
        (kept if own_site or touches_a_database(item) else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


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
