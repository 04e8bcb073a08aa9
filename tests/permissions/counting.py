"""Say at the end of a run how many requests the permission matrix sent, whichever process sent them."""

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Add the line, when there was any."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    sent = [value for report in reports for name, value in report.user_properties if name == "requests"]
    if sent:
        terminalreporter.write_line(f"Permission matrix: {sum(sent):,} requests in {len(sent)} parts.")
