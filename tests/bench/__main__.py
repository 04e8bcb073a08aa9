"""`python -m tests.bench measure FILE`, `... browser FILE`, `... write FOLDER`: see bin/bench.

`... only PAGE` measures the processor time of one page, "save" say, and prints it; no page is written.
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from tests.bench import browser, measure, page

ROOT = Path(__file__).resolve().parent.parent.parent


def main(task: str, where: str) -> None:
    """Measure into a JSON file, or write docs/performance.md from a folder of them."""
    path = Path(where)
    if task == "measure":
        path.write_text(json.dumps(measure.measure(measure.FULL, os.environ.get("TEST_DATABASE_URL", ""))))
    elif task == "browser":
        path.write_text(json.dumps(browser.measure_or_say()))
    elif task == "only":
        extent = replace(measure.FULL, pages=(where,), seconds=0)
        run = measure.measure(extent, os.environ.get("TEST_DATABASE_URL", ""))
        sys.stdout.write("\n".join(page.costs(run)))
    else:
        text = page.write({each.stem: json.loads(each.read_text()) for each in sorted(path.glob("*.json"))})
        (ROOT / "docs" / "performance.md").write_text(text)
        sys.stdout.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
