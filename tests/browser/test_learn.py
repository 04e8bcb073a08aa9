"""The education section in a real browser: every page by axe, words explained without scripts, an editor's whole day."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_accessible, sign_up
from tests.browser.site import manage
from tests.browser.test_admin import PASSWORD, set_up_second_step, sign_in
from tests.browser.test_weight import transferred

FIXED = ("", "glossary/", "sources/", "claims/", "search/?q=headaches", "search/?q=unicorn")
WEIGHT = 40 * 1024
LOOKS = [(1280, "light"), (320, "dark")]


@pytest.fixture(scope="module", autouse=True)
def content(site, site_env):
    manage(site_env, "load_education")


def topics(page: Page, site: str) -> list[str]:
    page.goto(f"{site}/learn/")
    return [link.get_attribute("href") for link in page.locator(".topic-list a").all()]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_no_wider_than_the_screen(site, new_context, watch, width, scheme):
    page = new_context(width, scheme).new_page()
    addresses = topics(page, site)
    assert len(addresses) >= 20
    for address in [*addresses[:: 1 if width > 320 else 5], *(f"/learn/{each}" for each in FIXED)]:
        page.goto(site + address)
        assert_accessible(page, watch)
    for address in addresses if width == 320 else ():
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_topic_is_light_on_a_first_visit(site, new_context):
    page = new_context().new_page()
    heavy = {}
    for address in topics(page, site):
        context = new_context()
        size = transferred(context.new_page(), site + address)
        context.close()
        if size > WEIGHT:
            heavy[address] = size
    assert heavy == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_is_explained_where_it_stands_by_keyboard_and_without_scripts(site, new_context, watch, scripts):
    page = new_context(360, java_script_enabled=scripts).new_page()
    page.goto(f"{site}/learn/dose/")
    word = page.get_by_role("button", name="titration")
    meaning = page.get_by_text("Reaching the right dose in small steps")
    expect(meaning).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    box = meaning.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
    if scripts:
        assert_accessible(page, watch)
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_a_label_leads_to_its_claim_and_paper_holds_all_that_is_said(site, new_context):
    page = new_context().new_page()
    page.goto(f"{site}/learn/sleep/")
    page.get_by_role("link", name="Early evidence").first.click()
    page.wait_for_url(re.compile(r"/learn/claims/#F\d\d$"))
    page.emulate_media(media="print")
    page.goto(f"{site}/learn/headache/")
    expect(page.locator(".claim-safety").first).to_be_visible()
    expect(page.locator(".site-tools")).to_be_hidden()


def test_a_patient_goes_from_the_diary_to_a_topic_and_back_with_its_item(site, new_context, watch):
    page = new_context().new_page()
    sign_up(page, site, "reader@example.test")
    page.goto(f"{site}/learn/headache/")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Learn")).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_role("link", name="Add “Headache” to your diary").click()
    expect(page.locator("[name=built_in]")).to_have_value("Headache")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Headache is on your list now.")).to_be_visible()
    page.goto(f"{site}/journal/")
    rating = page.get_by_role("group", name="Headache").first
    rating.get_by_role("radio", name=re.compile("Moderate", re.IGNORECASE)).check(force=True)
    page.get_by_role("button", name=re.compile("^Save")).click()
    page.wait_for_url(re.compile("saved="))
    page.locator(".to-read").get_by_role("link", name="Headache").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Headache")
    assert_accessible(page, watch)


def becomes_editor(page, site, site_env, watch):
    """Take an invitation, choose a password, set up the second step."""
    email = "edith@example.test"
    link = manage(site_env, "make_editor", email).splitlines()[0]
    page.goto(link)
    page.get_by_role("button", name="Open the invitation").click()
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    sign_in(page, email)
    set_up_second_step(page, site, watch)


def writes_and_previews(page, site, watch):
    """Write into a topic and see it on the real page before anything is saved, and as it goes on."""
    page.goto(f"{site}/admin/education/topic/")
    assert_accessible(page, watch)
    page.get_by_role("link", name="Questions to ask").click()
    assert_accessible(page, watch)
    body = page.locator("[name=body]").input_value()
    page.fill("[name=body]", f"{body}\n\nA [placebo]{{term=placebo-effect}} of Edith.")

    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    preview = opened.value
    expect(preview.get_by_text("Preview. Nothing of this is saved.")).to_be_visible()
    expect(preview.get_by_text("of Edith.")).to_be_visible()
    assert_accessible(preview, watch)
    page.fill("[name=body]", f"{body}\n\nWords of Edith's day.")
    expect(preview.get_by_text("Words of Edith's day.")).to_be_visible()


def sends_for_review(page, reader, address, watch):
    """Leave it for review: readers do not get it."""
    page.select_option("[name=state]", "review")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    watch.faults.clear()
    assert reader.goto(address).status == 404
    watch.faults = [fault for fault in watch.faults if "status of 404" not in fault]


def publishes_with_a_review(page, reader, address, watch):
    """Publish with the reviewer's name and, asked for it, the date: readers get it at once."""
    page.fill("[name=reviewed_by]", "Dr. Robin Example")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("A review has a name and a date.")).to_be_visible()
    watch.faults = [fault for fault in watch.faults if "status of 422" not in fault]
    assert_accessible(page, watch)
    expect(page.locator("[name=body]")).to_have_value(re.compile("Words of Edith's day."))
    page.fill("[name=reviewed_on]", "2026-11-20")
    page.select_option("[name=state]", "published")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    reader.goto(address)
    expect(reader.get_by_text("Words of Edith's day.")).to_be_visible()
    expect(reader.get_by_text("Reviewed by Dr. Robin Example")).to_be_visible()


def puts_the_first_back(page, reader, address, watch):
    """See what changed, and put the first revision back."""
    page.get_by_role("link", name="History").click()
    expect(page.locator("ins", has_text="Words of Edith's day.").first).to_be_visible()
    assert_accessible(page, watch)
    page.get_by_role("button", name=re.compile("^Put this one back")).last.click()
    expect(page.get_by_text("Put back.")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_text("Words of Edith's day.")).to_have_count(0)
    expect(reader.get_by_text("Not reviewed by a clinician yet.")).to_be_visible()


def looks_at_the_rest(page, site, watch):
    """Open what there is beside topics: the report, a claim with its sources, a new picture."""
    page.goto(f"{site}/admin/education/topic/report/")
    assert_accessible(page, watch)
    page.goto(f"{site}/admin/education/claim/")
    assert_accessible(page, watch)
    page.get_by_role("link", name="F25").first.click()
    page.fill("#id_sources_input", "Croop")
    expect(
        page.locator("#id_sources_from option", has_text="Croop").or_(page.locator("#id_sources_to option"))
    ).not_to_have_count(0)
    assert_accessible(page, watch)
    page.goto(f"{site}/admin/education/picture/add/")
    assert_accessible(page, watch)


def test_an_editors_whole_day(site, site_env, new_context, watch):
    page, reader, address = new_context().new_page(), new_context().new_page(), f"{site}/learn/questions-to-ask/"
    becomes_editor(page, site, site_env, watch)
    writes_and_previews(page, site, watch)
    sends_for_review(page, reader, address, watch)
    publishes_with_a_review(page, reader, address, watch)
    puts_the_first_back(page, reader, address, watch)
    looks_at_the_rest(page, site, watch)
