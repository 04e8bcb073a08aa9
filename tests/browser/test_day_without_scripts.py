"""The whole day in a browser that runs no script."""

import re

from playwright.sync_api import expect

from tests.browser.days import past_day, rating, save, taken


def test_a_whole_day_without_scripts(site, page_of):
    page = page_of("no script", 360, java_script_enabled=False)
    address = f"{site}/journal/{past_day(0)}/"
    page.goto(address)
    expect(page.get_by_text("kept on this device")).to_have_count(0)
    taken(page).check()
    rating(page, "Widespread pain", "6").check()
    rating(page, "Sleep quality", "3").check()
    rating(page, "Headache", "Moderate").check()
    page.get_by_role("radio", name=re.compile("^None of")).check()
    page.locator("summary", has_text=re.compile("^More")).click()
    rating(page, "Mood", "5").check()
    page.get_by_label("Note").fill("a long walk")
    assert page.url == address
    save(page)
    said = page.get_by_role("status").first
    for word in ("4.5 mg", "widespread pain 6", "sleep quality 3", "mood 5", "headache moderate", "a note"):
        expect(said).to_contain_text(word)
    page.get_by_role("button", name="Undo").click()
    expect(taken(page)).not_to_be_checked()
    page.reload()
    expect(rating(page, "Headache", "Moderate")).not_to_be_checked()


def test_a_dose_alone_without_scripts(site, page_of):
    page = page_of("no script", 360, java_script_enabled=False)
    page.goto(f"{site}/journal/{past_day(1)}/")
    taken(page).check()
    page.get_by_role("button", name="Save dose only").click()
    expect(page.get_by_role("status").first).to_contain_text("4.5 mg")


def test_what_an_alarm_sign_says_needs_neither_script_nor_saving(site, page_of):
    page = page_of("no script", 360, java_script_enabled=False)
    page.goto(f"{site}/journal/{past_day(2)}/")
    page.locator("summary", has_text=re.compile("^More")).click()
    first = page.locator(".alarm-card").first
    expect(first).to_be_hidden()
    page.locator("[name=alarms]").first.check()
    expect(first).to_be_visible()


def test_a_refused_day_keeps_everything_without_scripts(site, page_of, watch):
    page = page_of("no script", 360, java_script_enabled=False)
    page.goto(f"{site}/journal/{past_day(3)}/")
    page.get_by_role("radio", name=re.compile("^Other time")).first.check()
    page.get_by_label(re.compile("^How much")).first.fill("45")
    rating(page, "Widespread pain", "6").check()
    page.get_by_role("button", name=re.compile("^Save this day$")).click()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_label(re.compile("^How much")).first).to_have_value("45")
    expect(rating(page, "Widespread pain", "6")).to_be_checked()
    watch.faults = [fault for fault in watch.faults if "status of 422" not in fault]
