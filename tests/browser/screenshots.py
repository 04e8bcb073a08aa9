"""Write a picture of each page, with the demo patient's data, to docs/screenshots: `make screenshots`.

`python -m tests.browser.screenshots learn made` takes the pages of these names alone.
"""

import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.site import ROOT, environment, free_port, manage, running_site

FOLDER = ROOT / "docs" / "screenshots"
LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
PUBLIC = {
    "home": "/",
    "help": "/help/",
    "privacy": "/privacy/",
    "prescribers": "/prescribers/",
    "learn": "/learn/",
    "learn-topic": "/learn/sleep/",
    "learn-claims": "/learn/claims/",
    "sign-up": "/accounts/signup/",
}
SIGNED_IN = {
    "today": "/journal/",
    "history": "/journal/history/",
    "insights": "/journal/insights/",
    "medicines": "/journal/medicines/",
    "items": "/journal/items/",
    "events": "/journal/events/",
    "import": "/journal/import/",
    "export": "/journal/export/",
    "share": "/reports/new/",
    "links": "/reports/",
    "profile": "/accounts/profile/",
}


def main() -> int:
    """Take every picture; return 1 with a plain sentence where there is no Chromium."""
    path = chromium_path()
    if path is None:
        sys.stderr.write("No Chromium on this machine (looked at CHROMIUM and PATH).\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as stack:
        env = environment(Path(folder), free_port())
        site, said = stack.enter_context(running_site(Path(folder), demo=True, env=env))
        manage(env, "load_education")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for width, scheme in LOOKS:
            take(browser, site, said, width, scheme)
        browser.close()
    return 0


def take(browser: Browser, site: str, said: str, width: int, scheme: str) -> None:
    """Take the pictures of one width and colour scheme."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name, address in wanted(PUBLIC).items():
        picture(page, site + address, f"{name}-{width}-{scheme}")
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login]", found(r"\S+@\S+", said))
    page.fill("[name=password]", found(r"[Pp]assword:?\s+(\S+)", said))
    page.click("main form button[type=submit]")
    for name, address in wanted(SIGNED_IN).items():
        picture(page, site + address, f"{name}-{width}-{scheme}")
    for flow in wanted({"today": today, "made": made}).values():
        flow(page, site, f"{width}-{scheme}")
    if wanted(["report"]):
        report(page, found(r"http\S+/r/\S+", said), f"{width}-{scheme}")
    context.close()


def wanted[Names: (dict[str, Any], list[str])](names: Names) -> Names:
    """Return those that were asked for; all of them where none was."""
    asked = sys.argv[1:]
    if isinstance(names, dict):
        return {name: what for name, what in names.items() if name in (asked or names)}
    return [name for name in names if name in (asked or names)]


def made(page: Page, site: str, suffix: str) -> None:
    """Take what a prepared visit comes to: the link, its QR code, paper, text."""
    page.goto(f"{site}/reports/new/")
    page.fill("[name=label]", "Visit on Tuesday")
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_load_state("networkidle")
    shot(page, f"made-{suffix}")


def today(page: Page, site: str, suffix: str) -> None:
    """Take today with everything open and answered, brought back as a draft, and right after saving and undo."""
    page.goto(f"{site}/journal/")
    page.get_by_role("radio", name=re.compile("^Taken (as usual|just now)")).first.check()
    page.locator(".seg:not(.seg-words):not(.seg-three) .seg-row input[value='4']").first.check()
    page.get_by_role("radio", name=re.compile("^(Same as|None of)")).first.check()
    shot(page, f"today-chosen-{suffix}")
    page.reload()
    shot(page, f"today-draft-{suffix}")
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    page.locator("[name=alarms]").first.check()
    shot(page, f"today-more-{suffix}")
    page.locator("[name=alarms]").first.uncheck()
    page.get_by_role("button", name=re.compile("^Save (today|this)")).click()
    page.get_by_role("button", name="Undo").wait_for()
    shot(page, f"today-saved-{suffix}")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state("networkidle")
    shot(page, f"today-undone-{suffix}")


def report(page: Page, link: str, suffix: str) -> None:
    """Take the gate and the report behind it."""
    picture(page, link, f"gate-{suffix}")
    page.get_by_role("button", name="Open the report").click()
    picture(page, link, f"report-{suffix}")


def picture(page: Page, address: str, name: str) -> None:
    """Go to an address and take it."""
    page.goto(address, wait_until="networkidle")
    shot(page, name)


def shot(page: Page, name: str) -> None:
    """Take the page as it is, the whole of it, with sticky bars where they rest."""
    size = page.viewport_size or {"width": 1280, "height": 800}
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    page.wait_for_timeout(150)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
    page.set_viewport_size(size)


def found(pattern: str, text: str) -> str:
    """Return the pattern's first match in what the demo command printed."""
    match = re.search(pattern, text)
    assert match, f"the demo command did not print {pattern}"
    return match[match.lastindex or 0]


if __name__ == "__main__":
    sys.exit(main())
