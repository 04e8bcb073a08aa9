"""What was typed and not saved stays on the device, is said to be there, and goes when it should."""

import itertools
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import assert_accessible
from tests.browser.days import SAVE, past_day, rating, save, taken
from tests.browser.people import signed_in

BACK = "What you typed before is back. It is not saved yet."
OLDER = "You typed this before, and other answers were saved since."
OFFLINE = "Not saved: the site cannot be reached."


@pytest.fixture
def context(site, new_context, people) -> BrowserContext:
    return signed_in(new_context(360), site, people["drafts"])


@pytest.fixture
def page(context) -> Page:
    return context.new_page()


def kept(page: Page) -> list[str]:
    """Return the keys of the drafts on this device."""
    return page.evaluate("Object.keys(localStorage)")


def chosen(page: Page) -> list[str]:
    return page.locator("main form input[type=radio]:checked").evaluate_all("all => all.map(one => one.value)")


DAYS = itertools.count()


def empty(page: Page, site: str) -> None:
    """Open a day that nobody has touched."""
    page.goto(f"{site}/journal/{past_day(next(DAYS))}/")


def pain(page: Page, value: int) -> Locator:
    return rating(page, "Widespread pain", str(value))


def type_a_little(page: Page) -> None:
    taken(page).check()
    pain(page, 7).check()
    page.locator("summary", has_text="More").click()
    page.get_by_label("Note").fill("café <b>")


def test_a_draft_survives_a_reload_and_can_be_thrown_away(page, site, watch):
    empty(page, site)
    assert (kept(page), chosen(page)) == ([], [])
    type_a_little(page)
    page.reload()
    expect(page.get_by_text(BACK)).to_be_visible()
    assert chosen(page) == ["usual", "7"]
    expect(page.get_by_label("Note")).to_have_value("café <b>")
    assert_accessible(page, watch)
    page.get_by_role("button", name="Throw it away").click()
    assert (kept(page), chosen(page)) == ([], [])
    page.reload()
    assert (page.get_by_text(BACK).count(), chosen(page)) == (0, [])


def test_a_draft_survives_a_dead_battery(page, site, context, new_context):
    """A browser that is killed and started again has what its profile held, and no page."""
    empty(page, site)
    type_a_little(page)
    address = page.url
    profile = context.storage_state()
    page.close()
    again = new_context(360, storage_state=profile).new_page()
    again.goto(address)
    expect(again.get_by_text(BACK)).to_be_visible()
    assert chosen(again) == ["usual", "7"]


def test_a_saved_draft_is_gone(page, site):
    empty(page, site)
    type_a_little(page)
    assert len(kept(page)) == 1
    save(page)
    assert kept(page) == []
    page.goto(page.url.partition("?")[0])
    assert (page.get_by_text(BACK).count(), chosen(page)) == (0, ["usual", "7"])


def test_a_draft_over_newer_answers_says_so_and_waits_for_a_yes(page, site, page_of):
    empty(page, site)
    pain(page, 8).check()
    elsewhere = page_of("drafts")  # another device
    elsewhere.goto(page.url)
    pain(elsewhere, 3).check()
    taken(elsewhere).check()
    save(elsewhere)
    page.reload()
    expect(page.get_by_text(OLDER)).to_be_visible()
    assert chosen(page) == ["usual", "3"]
    page.get_by_role("button", name="Bring it back").click()
    assert chosen(page) == ["usual", "8"]
    save(page)
    assert (kept(page), chosen(page)) == ([], ["usual", "8"])


def test_a_refused_form_keeps_its_draft(page, site, watch):
    empty(page, site)
    page.get_by_role("radio", name=re.compile("^Other time")).check()
    page.get_by_label(re.compile("^How much")).first.fill("45")
    address = page.url
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text(re.compile("A typing slip")).first).to_be_visible()
    watch.faults = [fault for fault in watch.faults if "status of 422" not in fault]
    page.goto(address)
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.get_by_label(re.compile("^How much")).first).to_have_value("45")


def test_a_lost_connection_keeps_the_form_and_says_so(page, site, context, watch):
    empty(page, site)
    type_a_little(page)
    context.set_offline(True)
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("alert").filter(has_text=OFFLINE)).to_be_focused()
    assert (chosen(page), len(kept(page))) == (["usual", "7"], 1)
    assert_accessible(page, watch)
    context.set_offline(False)
    save(page)
    assert (kept(page), chosen(page)) == ([], ["usual", "7"])


def test_a_site_that_does_not_answer_keeps_the_form_and_says_so(page, site, watch):
    empty(page, site)
    type_a_little(page)
    page.route("**/healthz/live", lambda route: route.abort())
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("alert").filter(has_text=OFFLINE)).to_be_visible()
    assert chosen(page) == ["usual", "7"]
    watch.faults = [fault for fault in watch.faults if "ERR_FAILED" not in fault]


def test_signing_out_leaves_no_draft_on_the_device(page_of, site):
    page = page_of("signs out")
    empty(page, site)
    type_a_little(page)
    page.locator("#sign-out button").click()
    page.wait_for_url(f"{site}/")
    assert kept(page) == []


@pytest.mark.parametrize("way", ["the script", "the header"])
def test_each_way_of_wiping_at_sign_out_is_enough(page_of, site, way):
    page = page_of(way)
    empty(page, site)
    type_a_little(page)
    if way == "the script":
        page.route("**/accounts/logout/", lambda route: route.fulfill(status=204))
    else:
        page.evaluate("document.querySelector('#sign-out').removeAttribute('data-leaving')")
    page.locator("#sign-out button").click()
    if way == "the header":
        page.wait_for_url(f"{site}/")
    assert kept(page) == []


def test_the_draft_of_another_person_is_wiped_and_never_shown(page, site, context, people):
    empty(page, site)
    type_a_little(page)
    address, before = page.url, kept(page)
    context.clear_cookies()  # the sign-in ended by itself: the draft waits for its owner
    page.goto(f"{site}/accounts/login/")
    assert kept(page) == before
    signed_in(context, site, people["other"])
    page.goto(f"{site}/journal/history/")
    assert kept(page) == []
    page.goto(address)
    assert (page.get_by_text(BACK).count(), chosen(page)) == (0, [])


KEPT = "What you typed is still kept on this device: sign in, and it comes back"


def test_a_save_that_meets_an_ended_sign_in_loses_nothing_and_says_so(page, site, context, people, watch):
    empty(page, site)
    type_a_little(page)
    address = page.url
    context.clear_cookies(name="session")
    page.get_by_role("button", name=SAVE).click()
    page.wait_for_url(re.compile("/accounts/login/"))
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert_accessible(page, watch)
    (back,) = parse_qs(urlsplit(page.url).query)["next"]
    assert f"{site}{back}" == address
    signed_in(context, site, people["drafts"])
    page.goto(address)
    expect(page.get_by_text(BACK)).to_be_visible()
    assert chosen(page) == ["usual", "7"]
    expect(page.get_by_label("Note")).to_have_value("café <b>")
    save(page)
    assert kept(page) == []
    context.clear_cookies(name="session")
    page.goto(f"{site}/accounts/login/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_hidden()


def test_sign_in_says_nothing_of_a_draft_that_was_never_sent(page, site, context):
    empty(page, site)
    type_a_little(page)
    context.clear_cookies(name="session")
    page.goto(f"{site}/accounts/login/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_hidden()


def test_drafts_can_be_switched_off(page, site):
    empty(page, site)
    type_a_little(page)
    assert len(kept(page)) == 1
    page.get_by_role("button", name="Do not keep it").click()
    assert kept(page) == []
    pain(page, 2).check()
    assert kept(page) == []
    page.reload()
    expect(page.get_by_text("What you type is not kept on this device.")).to_be_visible()
    assert chosen(page) == []
    page.get_by_role("button", name="Keep it").click()
    pain(page, 2).check()
    assert len(kept(page)) == 1


def test_a_draft_holds_the_answers_of_its_form_and_no_secret(page, site):
    empty(page, site)
    type_a_little(page)
    (key,) = kept(page)
    assert re.fullmatch(r"draft:[0-9a-f]{16}:\d{4}-\d\d-\d\d:0", key)
    draft = page.evaluate("key => JSON.parse(localStorage[key])", key)
    assert sorted(draft) == ["answers", "at", "sent", "taps"]
    assert [name for name in draft["answers"] if not re.fullmatch(r"note|dose_\d+_1|item_\d+", name)] == []
    assert sorted(value for values in draft["answers"].values() for value in values) == ["7", "café <b>", "usual"]
    page.goto(f"{site}/accounts/password/change/")
    page.locator("input[type=password]").first.fill("correct horse battery staple")
    assert kept(page) == [key]


def test_an_old_draft_goes_by_itself(page, site):
    empty(page, site)
    type_a_little(page)
    page.evaluate(
        """days => { for (const key of Object.keys(localStorage)) {
            const draft = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({ ...draft, at: draft.at - days * 86400000 }); } }""",
        15,
    )
    page.reload()
    assert (kept(page), chosen(page)) == ([], [])
