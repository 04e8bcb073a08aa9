"""The whole day by keyboard alone: order, what has the focus is in sight, digits, undo without a clock."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.days import SAVE, past_day, rating, save, taken

MOST_STOPS = 250
# What has the focus, as a person sees it: a radio button lies invisibly over its label.
# The browser scrolls after the key: so a few frames later, once it has come to rest.
FOCUS = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(done));
    for (let still = 0, last = scrollY; still < 4; still = scrollY === last ? still + 1 : 0, last = scrollY) await frame();
    const on = document.activeElement, bar = document.querySelector('.save-bar');
    if (on === document.body) return null;
    const box = (on.labels?.[0]?.parentElement.contains(on) && on.type === 'radio' ? on.labels[0] : on).getBoundingClientRect();
    const over = bar.getBoundingClientRect(), inBar = bar.contains(on), sticks = getComputedStyle(bar).position === 'sticky';
    const ring = [on, on.nextElementSibling, on.labels?.[0]].some(each => each && getComputedStyle(each).outlineStyle !== 'none');
    return {
        what: (on.id || on.name || on.textContent.trim().slice(0, 30) || on.tagName),
        covered: sticks && !inBar && box.bottom > over.top + 0.5 && box.top < over.bottom - 0.5
            && box.right > over.left && box.left < over.right,
        outside: box.bottom <= 0 || box.top >= innerHeight || box.width === 0,
        ring,
    };
}"""


def tab_to(page: Page, locator) -> None:
    """Press Tab until something has the focus; it must come."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if locator.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {locator}")


def stops(page: Page) -> list[dict]:
    """Press Tab through the whole page, from its beginning; return every stop."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    found: list[dict] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None or (found and at["what"] == found[0]["what"]):
            return found
        found.append(at)
    raise AssertionError("Tab never comes to the end of the page")


def test_a_whole_day_by_keyboard_alone(site, page_of):
    page = page_of("keyboard", 1280)
    address = f"{site}/journal/{past_day(0)}/"
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip-link")
    page.keyboard.press("Enter")
    tab_to(page, taken(page))
    page.keyboard.press("Space")
    tab_to(page, rating(page, "Widespread pain", "0"))
    page.keyboard.press("1")
    page.keyboard.press("0")
    tab_to(page, rating(page, "Sleep quality", "0"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("radio", name=re.compile("^None of these")))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    more = page.locator("summary", has_text=re.compile("^More"))
    tab_to(page, more)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Note"))
    page.keyboard.type("slept in")
    assert page.url.partition("#")[0] == address  # nothing was sent by moving about
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab")
        if page.get_by_role("button", name=SAVE).evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    said = page.get_by_role("status").first
    expect(said).to_contain_text("Saved")
    for word in ("4.5 mg", "widespread pain 10", "sleep quality 2", "no side effects", "a note"):
        expect(said).to_contain_text(word)
    tab_to(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(taken(page)).not_to_be_checked()


def test_enter_in_an_answer_saves_the_whole_day(site, page_of):
    """The first button of a form is the one that Enter presses: it must not be the one for the dose alone."""
    page = page_of("keyboard", 1280)
    page.goto(f"{site}/journal/{past_day(1)}/")
    rating(page, "Widespread pain", "4").check()
    rating(page, "Widespread pain", "4").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("widespread pain 4")


@pytest.mark.parametrize(("width", "text"), [(360, "100%"), (1280, "100%"), (360, "200%"), (1280, "200%")])
def test_the_save_bar_never_covers_what_has_the_focus(site, page_of, width, text):
    page = page_of("keyboard", width)
    page.goto(f"{site}/journal/{past_day(2)}/")
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = stops(page)
    assert len(found) > 30
    assert [at["what"] for at in found if at["covered"]] == []
    assert [at["what"] for at in found if at["outside"]] == []
    assert [at["what"] for at in found if not at["ring"]] == []


def test_a_bar_that_covers_the_focus_would_be_found(site, page_of):
    page = page_of("keyboard", 360)
    page.goto(f"{site}/journal/{past_day(2)}/")
    page.evaluate(
        """() => { document.documentElement.style.scrollPadding = '0';
            document.querySelector('.save-bar').style.minHeight = '60vh'; }"""
    )
    assert any(at["covered"] for at in stops(page))


def test_digits_choose_only_in_the_scale_that_has_the_focus(site, page_of):
    page = page_of("scales", 1280)
    page.goto(f"{site}/journal/{past_day(0)}/")
    page.locator("summary", has_text=re.compile("^More")).click()
    checked = "all => all.filter(one => one.checked).map(one => `${one.closest('fieldset').querySelector('.seg-name')?.textContent} ${one.value}`)"

    def chosen() -> list[str]:
        return page.locator("main form input[type=radio]").evaluate_all(checked)

    for outside in (page.get_by_role("button", name=SAVE), page.get_by_label("Note"), taken(page)):
        outside.focus()
        page.keyboard.press("7")
        assert chosen() == []
    rating(page, "Widespread pain", "0").focus()
    for keys, value in (("7", "7"), ("10", "10"), ("0", "0"), ("1", "1")):
        page.wait_for_timeout(1600)  # as somebody who comes back to it
        page.keyboard.type(keys)
        assert chosen() == [f"Widespread pain {value}"]
    page.keyboard.press("Control+5")
    page.keyboard.press("x")
    assert chosen() == ["Widespread pain 1"]
    rating(page, "Outlook", "-3").focus()
    for keys, value in (("2", "-2"), ("-3", "-3"), ("0", "0")):
        page.keyboard.type(keys)
        assert chosen() == ["Widespread pain 1", f"Outlook {value}"]
    page.get_by_role("textbox", name=re.compile("^Steps in hundreds")).fill("100")
    save(page)
    page.locator("summary", has_text=re.compile("^More")).click()
    assert chosen() == ["Widespread pain 1", "Outlook 0"]
    expect(page.get_by_role("textbox", name=re.compile("^Steps in hundreds"))).to_have_value("100")


def test_undo_waits_as_long_as_it_takes(site, page_of):
    page = page_of("keyboard", 360)
    page.clock.install()
    page.goto(f"{site}/journal/{past_day(3)}/")
    rating(page, "Widespread pain", "4").check()
    save(page)
    page.clock.run_for(48 * 60 * 60 * 1000)
    page.get_by_role("button", name="Undo").click()
    expect(rating(page, "Widespread pain", "4")).not_to_be_checked()
