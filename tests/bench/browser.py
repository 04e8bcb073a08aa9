"""What a slow phone sees: Chromium with a quarter of the processor on a line of 1.6 Mbit/s and 150 ms."""

import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from tests.bench import cases, measure, servers
from tests.bench.cases import Case
from tests.browser.chromium import ARGUMENTS, chromium_path

SLOWDOWN = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
VISITS = 3
SIZES = {"100": [100, 8], "10 years x 20": [3650, 20]}
WATCH = """() => {
  window.seen = { lcp: 0, shift: 0, tasks: [] };
  new PerformanceObserver((list) => { window.seen.lcp = list.getEntries().at(-1).startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.seen.shift += e.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.seen.tasks.push(e.duration); })
    .observe({ type: "longtask", buffered: true });
}"""


def measure_pages(every: list[Case], visits: int = VISITS) -> dict[str, dict[str, float]]:
    """Return the figures of each page by name, the median of a few first visits with an empty cache."""
    found: dict[str, dict[str, float]] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for case in every:
            seen = []
            for _ in range(visits):
                context = chromium.new_context(**PHONE)
                context.add_cookies(
                    [{"name": n, "value": v, "url": case.server.address} for n, v in case.visitor.cookies.items()]
                )
                seen.append(_visit(context, f"{case.server.address}{case.path}"))
                context.close()
            found[case.name] = {kind: statistics.median(each[kind] for each in seen) for kind in seen[0]}
        chromium.close()
    return found


def _visit(context: BrowserContext, address: str) -> dict[str, float]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(f"({WATCH})()")
    answer = page.goto(address, wait_until="networkidle", timeout=120_000)
    assert answer is not None and answer.status == 200, address
    for _ in range(60):  # the pages' policy forbids the eval that wait_for_function needs
        page.wait_for_timeout(1000)
        if page.evaluate("window.seen.lcp") > 0:
            break
    seen: dict[str, Any] = page.evaluate("window.seen")
    return {
        "lcp": seen["lcp"],
        "shift": seen["shift"],
        "long": len(seen["tasks"]),
        "blocked": sum(duration - 50 for duration in seen["tasks"]),
        "bytes": sum(sizes),
        "requests": len(sizes),
    }


def measure_all(sizes: dict[str, list[int]] = SIZES, visits: int = VISITS) -> dict[str, Any]:
    """Start both sites on SQLite and visit their pages."""
    with tempfile.TemporaryDirectory(prefix="ldn-bench-") as name:
        bare, site = (servers.prepare(each, Path(name) / each) for each in (servers.BARE, servers.SITE))
        seeded = {bare.name: bare.inside("seed-bare", 100), site.name: site.inside("seed-site", sizes)}
        with servers.running(bare) as one, servers.running(site) as other:
            every = cases.bare_cases(one, seeded[bare.name]) + cases.site_cases(other, seeded[site.name])
            pages = measure_pages([case for case in every if not case.is_save], visits)
        return {"machine": measure.machine(), "pages": pages}


def measure_or_say() -> dict[str, Any]:
    """Return the figures, or why there are none."""
    return measure_all() if chromium_path() else {"missing": "no Chromium on this machine"}
