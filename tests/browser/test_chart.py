"""What Chart.js really draws on insights: the marks, and black ink on paper whatever the theme."""

from datetime import timedelta

from playwright.sync_api import Page

from tests.browser.days import today

DRAWN = """() => Object.values(Chart.instances).map(chart => ({
    types: Object.values(chart.options.plugins.annotation.annotations).map(each => each.type),
    letters: Object.values(chart.options.plugins.annotation.annotations).filter(each => each.type === "label")
        .map(each => each.content),
    events: (chart.data.datasets.find(set => set.label === "Events and visits")?.data ?? []).map(point => point.label),
    ink: chart.options.scales.x.border.color,
}))"""


def drawn(page: Page) -> list[dict[str, object]]:
    """Return what each chart holds, the doses first."""
    page.wait_for_function("window.Chart && Object.keys(Chart.instances).length > 0")
    return page.evaluate(DRAWN)


def test_an_event_is_lettered_over_the_doses_and_a_line_through_every_panel(site, page_of):
    page = page_of("chart", scheme="dark")
    page.goto(f"{site}/journal/insights/")
    before = drawn(page)
    assert [chart["letters"] for chart in before] == [[]] * len(before)
    page.goto(f"{site}/journal/events/")
    page.get_by_role("link", name="Add an event").click()
    form = page.locator("form:has([name=kind])").first
    form.locator("[name=day]").fill((today() - timedelta(days=9)).isoformat())
    form.get_by_label("stress").first.check()
    form.locator("button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto(f"{site}/journal/insights/")
    after = drawn(page)
    assert [chart["letters"] for chart in after] == [["a"]] + [[]] * (len(before) - 1)
    assert [chart["events"] for chart in after] == [["a: stress"]] + [[]] * (len(before) - 1)
    lines = [[chart["types"].count("line") for chart in charts] for charts in (before, after)]
    assert lines[1] == [count + 1 for count in lines[0]]


def test_paper_is_drawn_in_black_and_the_screen_again_after_it(site, page_of):
    page = page_of("paper", 1280, scheme="dark")
    page.goto(f"{site}/journal/insights/")
    screen = drawn(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = drawn(page)
    assert not {chart["ink"] for chart in paper} & {chart["ink"] for chart in screen}
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert drawn(page) == screen
