"""The coverage gate: at least 95 % of the branches of each app, from the last run's data file.

`python -m tests.branch_coverage` prints one line an app and exits 1 when one is below.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coverage import Coverage

APPS = ("accounts", "journal", "reports", "education")
LOWEST = 95.0


def branches_by_app(report: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Return (covered, all) branches of each app in a JSON report of coverage.py."""
    counts = dict.fromkeys(APPS, (0, 0))
    for name, file in report["files"].items():
        app, summary = Path(name).parts[0], file["summary"]
        if app in counts:
            covered, every = counts[app]
            counts[app] = (covered + summary["covered_branches"], every + summary["num_branches"])
    return counts


def too_low(counts: Mapping[str, tuple[int, int]]) -> list[str]:
    """Return the apps below the gate; one without any measured branch was not measured at all."""
    return [app for app, (covered, every) in counts.items() if not every or 100 * covered / every < LOWEST]


def main() -> int:
    """Print the figures, and what is missing where the gate is not met."""
    coverage = Coverage()
    coverage.load()
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        coverage.json_report(outfile=file.name)
        counts = branches_by_app(json.loads(Path(file.name).read_text()))
    for app, (covered, every) in counts.items():
        share = 100 * covered / max(every, 1)
        sys.stdout.write(f"{app}: {covered} of {every} branches, {share:.1f} % ({LOWEST:.0f} wanted)\n")
    if low := too_low(counts):
        coverage.report(include=[f"{app}/*" for app in low])
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
