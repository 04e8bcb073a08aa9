"""Turn skipped tests into failures where leaving them out would hide something.

FAIL_ON_SKIP names the kinds that must run: `postgresql` (tests with that mark) and `browser`
(everything in tests/browser). Markers `postgresql` and `sqlite` skip a test on the other database.
"""

import os
from collections.abc import Generator

import pytest
from django.db import connection


def must_run(item: pytest.Item) -> bool:
    """Return whether skipping this test is a failure in this run."""
    kinds = os.environ.get("FAIL_ON_SKIP", "").split()
    return ("postgresql" in kinds and item.get_closest_marker("postgresql") is not None) or (
        "browser" in kinds and item.path.parent.name == "browser"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that is for the other database."""
    for vendor in ("postgresql", "sqlite"):
        if item.get_closest_marker(vendor) and connection.vendor != vendor:
            pytest.skip(f"needs {vendor}")


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
