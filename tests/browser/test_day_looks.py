"""The day's page on a small phone, with large text, in forced colours, in the dark, without motion."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.conftest import assert_accessible
from tests.browser.days import past_day, rating, taken
from tests.browser.people import signed_in

LEAST = 44
CHOICES = ".seg-row .form-check-label, .dose-choice label, .save-bar .btn, .dose-only .btn, summary"
# The spacing that WCAG 1.4.12 names, on everything.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""


def open_all(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    # The arrow of a card that opens turns: while it turns, its corners reach out.
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")


def small(page: Page, at_least: int) -> list[str]:
    """Return the choices that are smaller than a finger, "Clear" apart: it has 24 px and a twin on each answer."""
    return page.locator(CHOICES).evaluate_all(
        """(all, least) => all.filter(one => one.checkVisibility() && !one.closest('.seg-skip'))
            .map(one => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, box]) => box.width < least - .01 || box.height < least - .01)
            .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)""",
        at_least,
    )


def rows(page: Page, item: str) -> list[int]:
    """Return how many answers stand in each row of a scale."""
    tops = (
        page.get_by_role("group", name=re.compile(f"^{item}"))
        .locator(".form-check:not(.seg-skip)")
        .evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().top))")
    )
    return [tops.count(top) for top in dict.fromkeys(tops)]


def outside(page: Page) -> list[str]:
    """Return what reaches out of the window or is cut by what it stands in."""
    return page.locator("body *").evaluate_all(
        """all => all.filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.table-wrap, svg, .visually-hidden'))
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || (one.scrollWidth > one.clientWidth + 1
                && ['LABEL', 'BUTTON', 'SUMMARY', 'LEGEND'].includes(one.tagName)))
            .map(one => one.outerHTML.slice(0, 120))"""
    )


@pytest.mark.parametrize(("width", "wanted"), [(320, [6, 5]), (360, [6, 5]), (1280, [11])])
def test_every_choice_is_large_enough_on_the_smallest_phone(site, page_of, watch, width, wanted):
    page = page_of("narrow", width)
    open_all(page, f"{site}/journal/{past_day(0)}/")
    assert small(page, LEAST) == []
    assert rows(page, "Widespread pain") == wanted
    assert outside(page) == []
    assert_accessible(page, watch)


def test_a_choice_that_is_too_small_would_be_found(site, page_of):
    page = page_of("narrow", 320)
    open_all(page, f"{site}/journal/{past_day(0)}/")
    assert any(found.startswith("10: ") for found in small(page, 200))


@pytest.mark.parametrize("width", [360])
def test_the_day_fits_a_small_phone_at_twice_the_text_size(site, page_of, people, watch, browser, width):
    """The reader's own text size, as the browser's settings set it: media queries know of it."""
    large = browser.browser_type.launch(
        executable_path=chromium_path(), args=[*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    )
    try:
        context = watch.over(large.new_context(viewport={"width": width, "height": 640}))
        page = signed_in(context, site, people["narrow"]).new_page()
        open_all(page, f"{site}/journal/{past_day(0)}/")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert (outside(page), small(page, LEAST)) == ([], [])
        assert_accessible(page, watch)
        for value in range(11):
            answer = rating(page, "Widespread pain", str(value))
            answer.check()
            assert answer.is_checked()
    finally:
        large.close()


def test_the_day_takes_wider_text_spacing(site, page_of, watch):
    page = page_of("narrow", 360)
    open_all(page, f"{site}/journal/{past_day(0)}/")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    sheet = session.send("CSS.createStyleSheet", {"frameId": frame})["styleSheetId"]
    session.send("CSS.setStyleSheetText", {"styleSheetId": sheet, "text": SPACING})
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert outside(page) == []


LOOK = """one => { const style = getComputedStyle(one); return {
    weight: style.fontWeight, line: style.boxShadow !== 'none' || style.textDecorationLine !== 'none',
    ground: style.backgroundColor, words: style.color, edge: style.borderTopColor }; }"""


@pytest.mark.parametrize(
    ("scheme", "forced"), [("light", "none"), ("dark", "none"), ("light", "active"), ("dark", "active")]
)
def test_what_is_chosen_shows_without_colour(site, page_of, watch, scheme, forced):
    page = page_of("narrow", 360, scheme=scheme, forced_colors=forced)
    page.goto(f"{site}/journal/{past_day(0)}/")
    rating(page, "Widespread pain", "4").check()
    taken(page).check()
    page.mouse.move(0, 0)
    for chosen, other in (("input[value='4']:checked + label", "input[value='5'] + label"),):
        on, off = (page.locator(f".seg {one}").first.evaluate(LOOK) for one in (chosen, other))
        assert int(on["weight"]) > int(off["weight"])
        assert (on["line"], off["line"]) == (True, False)
        assert on["ground"] != off["ground"]
        assert on["words"] not in (on["ground"], off["words"])
    tick = page.locator(".dose-choice .tap-ring svg").first
    assert tick.evaluate("one => getComputedStyle(one).visibility") == "visible"
    if forced == "none":
        assert_accessible(page, watch)


def test_nothing_moves_when_reduced_motion_is_asked_for(site, page_of):
    page = page_of("narrow", 360, reduced_motion="reduce")
    open_all(page, f"{site}/journal/{past_day(0)}/")
    moving = page.locator("*").evaluate_all(
        """all => all.filter(one => { const style = getComputedStyle(one);
            return style.animationName !== 'none' || style.scrollBehavior === 'smooth'
                || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0); }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert moving == []
