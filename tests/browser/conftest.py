"""One site and one browser for all browser tests; a test fails on any console error or foreign request."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser import everything
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.days import PLACE
from tests.browser.people import made, signed_in
from tests.browser.site import environment, free_port, running_site

expect.set_options(timeout=30_000)  # a machine may be busy: what is expected comes at some time
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": AXE_TAGS, "resultTypes": ["violations"]}  # what passes need not be told in full
TOO_WIDE = """() => [[document.documentElement.scrollWidth, innerWidth], ...[...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + .5)
    .map(one => `${one.outerHTML.slice(0, 90)} to ${one.getBoundingClientRect().right}`)]"""
MISSING = "no Chromium on this machine (looked at CHROMIUM and PATH): browser tests are left out"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest, so that no process is left alone with it in the end."""
    items.sort(key=lambda item: item.path.name != "test_every_page.py")


@pytest.fixture(scope="session")
def site_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the site, for an operator's commands."""
    return environment(tmp_path_factory.mktemp("site"), free_port())


@pytest.fixture(scope="session")
def site(site_env: dict[str, str]) -> Iterator[str]:
    """The address of a fresh site without any user."""
    with running_site(Path(site_env["DATA_DIR"]), env=site_env) as (address, _):
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    path = chromium_path()
    if path is None:
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def people(site: str, site_env: dict[str, str]) -> dict[str, str]:
    """The session keys of patients with a diary, by name (tests/browser/people.py)."""
    return made(site_env)


@pytest.fixture(scope="session")
def cast(site: str, site_env: dict[str, str]) -> everything.People:
    """People with rows of every kind (tests/browser/everything.py)."""
    return everything.made(site_env)


class Watch:
    """What a page must not do: write errors to the console, or ask another host for anything."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watch every page of a context, policy violations included."""
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", lambda request: self._own(request.url))
        return context

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.text} {message.location.get('url', '')}")

    def _own(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != self.host:
            self.faults.append(f"foreign request: {url}")


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    """Fails the test when a watched page misbehaved."""
    watched = Watch(site)
    yield watched
    assert watched.faults == []


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[NewContext]:
    """Open watched contexts; all are closed after the test."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, scheme: str = "light", **options: object) -> BrowserContext:
        viewport = {"width": width, "height": 800}
        # Without motion: nothing is looked at while it moves or changes its colour.
        usual = {"locale": "en-GB", "timezone_id": PLACE, "reduced_motion": "reduce"}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **usual | options)  # type: ignore[arg-type]
        contexts.append(watch.over(context))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page_of(site: str, new_context: NewContext, people: dict[str, str]) -> Callable[..., Page]:
    """Open a page on which a patient is signed in; the options are those of a new context."""

    def open_page(name: str, width: int = 360, **options: object) -> Page:
        return signed_in(new_context(width, **options), site, people[name]).new_page()

    return open_page


def sign_up(page: Page, site: str, email: str) -> None:
    """Sign up as a new patient and land on set-up."""
    page.goto(f"{site}/accounts/signup/")
    page.fill("[name=email]", email)
    page.fill("[name=password1]", "correct horse battery staple")
    page.fill("[name=password2]", "correct horse battery staple")
    page.fill("[name=name]", "Robin Example")
    page.check("[name=consent]")
    page.check("[name=adult]")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{site}/journal/set-up/")


def assert_accessible(page: Page, watch: Watch) -> None:
    """Fail on any finding of axe, and on a page that scrolls sideways.

    What axe itself writes to the console (it tries inline styles) is not the page's fault.
    """
    page.wait_for_load_state()
    page.evaluate("0")
    before = len(watch.faults)
    report = Axe().run(page, options=AXE_OPTIONS).response
    found = [(finding["id"], [node["html"][:160] for node in finding["nodes"]]) for finding in report["violations"]]
    del watch.faults[before:]
    assert (page.url, found) == (page.url, [])
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        raise AssertionError(f"{page.url} scrolls sideways: {page.evaluate(TOO_WIDE)}")
