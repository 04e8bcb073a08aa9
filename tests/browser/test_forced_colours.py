"""Charts in forced colours: each line and mark is drawn in another colour than its ground, and told apart by shape."""

import pytest

from tests.browser.people import signed_in
from tests.browser.site import manage
from tests.browser.test_chart import drawn

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
# Of each panel: the shape and the dash of its line, its colours, and how much of the picture is not ground.
PANELS = """() => Object.values(Chart.instances).filter(chart => chart.config.type === "line").slice(1).map(chart => {
    const [days, means] = chart.data.datasets, canvas = chart.canvas;
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let inked = 0;
    for (let place = 3; place < pixels.length; place += 4) inked += pixels[place] > 128;
    return { look: [means.pointStyle, ...means.borderDash].join(" "), same: days.pointStyle === means.pointStyle,
             colours: [days.borderColor, means.borderColor], inked: inked / (pixels.length / 4),
             smaller: days.pointRadius < means.pointRadius };
})"""
DOSES = """() => Object.values(Chart.instances)[0].data.datasets
    .filter(set => set.pointStyle).map(set => [set.label, set.pointStyle, set.pointBorderColor])"""
KEY = (
    """all => all.map(one => { const style = getComputedStyle(one); return [style.stroke, style.strokeDasharray]; })"""
)
# Of each kind of stroke in a report's charts: its class, colour, ground and width.
STROKES = """() => { const seen = new Map();
    for (const one of document.querySelectorAll(".chart .c-mean, .chart .c-mark, .chart .c-dots, .chart .c-axis, "
        + ".chart .c-event-line, .chart .c-unsaid, .chart .c-skip")) {
        if (!one.checkVisibility()) continue;
        const style = getComputedStyle(one), name = one.getAttribute("class");
        seen.set(`${name} ${one.closest("svg").getAttribute("class")}`,
            { name, stroke: style.stroke, fill: style.fill, width: parseFloat(style.strokeWidth), seen: style.opacity });
    }
    return [...seen.values()]; }"""
HIDE = """() => document.querySelectorAll(".chart .c-mean").forEach(one => { one.style.stroke = "Canvas"; })"""
GROUND = "getComputedStyle(document.body).backgroundColor"


MAKE = """
import sys
from django.utils import timezone
from tests.browser.people import _session
from tests.typical import typical_patient
sys.stdout.write(_session(typical_patient("forced@example.test", timezone.now())))
"""


@pytest.fixture(scope="module")
def session_key(site, site_env) -> str:
    """The session of a patient with three targets and ninety days."""
    return manage(site_env, "shell", "--no-imports", "-c", MAKE).splitlines()[-1]


@pytest.fixture
def insights(site, new_context, session_key):
    """Open the insights page in forced colours."""

    def open_page(scheme, width=1280):
        context = new_context(width, scheme=scheme, forced_colors="active")
        page = signed_in(context, site, session_key).new_page()
        page.goto(f"{site}/journal/insights/")
        drawn(page)
        return page

    return open_page


@SCHEMES
def test_panels_and_key_of_insights_are_told_apart_without_colour(insights, scheme):
    page = insights(scheme)
    panels = page.evaluate(PANELS)
    assert len(panels) == len({panel["look"] for panel in panels}) == 3
    for panel in panels:
        assert (panel["same"], panel["smaller"]) == (True, True)  # a day is told from a mean by its size
        assert len(set(panel["colours"])) == 1
        assert 0.005 < panel["inked"] < 0.5  # something is drawn, and it is no block
    doses = page.evaluate(DOSES)
    assert [label for label, *_ in doses] == ["missed", "skipped", "not recorded"]
    assert len({shape for _, shape, _ in doses}) == 3
    strokes = page.locator(".key-marks .k").evaluate_all(KEY)
    assert len(strokes) >= 8
    assert [stroke for stroke, _ in strokes if stroke in (page.evaluate(GROUND), "none")] == []
    assert len({dash for _, dash in strokes}) >= 2


@SCHEMES
@pytest.mark.parametrize("width", [360, 1280])
def test_charts_of_a_report_are_told_from_their_ground(site, new_context, scheme, width):
    page = new_context(width, scheme=scheme, forced_colors="active").new_page()
    page.goto(f"{site}/prescribers/example/")
    strokes, ground = page.evaluate(STROKES), page.evaluate(GROUND)
    assert {"c-mean", "c-dots", "c-mark", "c-axis"} <= {each["name"] for each in strokes}
    assert [each for each in strokes if ground in lines(each)] == []
    wide = {each["name"]: each["width"] for each in strokes}
    assert wide["c-dots"] != wide["c-mean"]  # a day is a dot, a week a line
    assert {each["seen"] for each in strokes if each["name"] == "c-dots"} == {"1"}


def lines(each):
    """Return the colours that a shape is seen by: its stroke, or of a filled mark what fills it."""
    return {each["fill"] if each["name"] == "c-mark" else each["stroke"]}


def test_a_line_in_the_colour_of_its_ground_would_be_found(site, new_context):
    page = new_context(forced_colors="active").new_page()
    page.goto(f"{site}/prescribers/example/")
    page.evaluate(HIDE)
    ground = page.evaluate(GROUND)
    assert [each["name"] for each in page.evaluate(STROKES) if ground in lines(each)] != []
