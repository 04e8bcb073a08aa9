"""What Chart.js really draws on insights: the marks, and black ink on paper whatever the theme."""

from datetime import timedelta

from playwright.sync_api import Page, expect

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
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
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


BUBBLE = """(canvas) => {
    const chart = Chart.getChart(canvas), box = canvas.getBoundingClientRect(), { x, y, width, height } = chart.tooltip;
    return { shown: chart.tooltip.opacity > 0, title: chart.tooltip.title?.[0] ?? "",
             x: box.x + x + width / 2, y: box.y + y + height / 2, left: box.x + x, right: box.x + x + width };
}"""


def bubble(page: Page) -> dict[str, object]:
    """Return the bubble over the first rated item: whether it is there, its day, and where its middle is."""
    return page.locator("#chart-0").evaluate(BUBBLE)


def test_a_bubble_goes_with_escape_and_stays_under_the_pointer(site, page_of):
    page = page_of("paper", 1280)
    page.goto(f"{site}/journal/insights/?range=180")
    drawn(page)
    panel = page.locator("#chart-0")
    panel.scroll_into_view_if_needed()
    box = panel.bounding_box()
    yesterday = box["x"] + box["width"] - 8, box["y"] + 10
    page.mouse.move(*yesterday)
    before = bubble(page)
    assert before["shown"]
    page.mouse.move(before["right"] - 4, before["y"], steps=12)
    page.mouse.move(before["left"] + 4, before["y"], steps=12)  # nearer to the day a month before
    assert bubble(page) == before
    page.mouse.move(before["left"] - 8, before["y"])
    assert bubble(page)["title"] != before["title"]
    page.mouse.move(*yesterday)
    page.keyboard.press("Escape")
    assert not bubble(page)["shown"]
    page.mouse.move(yesterday[0] - 1, yesterday[1])
    assert bubble(page)["title"] == before["title"]
    page.mouse.move(2, 2)
    assert not bubble(page)["shown"]


SHIFT = """() => {
    window.shift = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
        .observe({ type: "layout-shift", buffered: true });
}"""


def test_the_picture_has_its_room_before_it_is_drawn(site, page_of):
    page = page_of("paper", 360)
    page.route("**/*.js", lambda route: (page.wait_for_timeout(700), route.continue_()))
    page.add_init_script(f"({SHIFT})()")
    page.goto(f"{site}/journal/insights/")
    drawn(page)
    page.wait_for_timeout(200)
    assert page.evaluate("window.shift") < 0.1


def test_without_scripts_there_is_no_empty_picture(site, page_of):
    page = page_of("paper", java_script_enabled=False)
    page.goto(f"{site}/journal/insights/")
    assert not page.locator("#panels").is_visible()
    assert page.locator("#day-table table").is_visible()
