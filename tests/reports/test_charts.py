"""The drawn time line: what is where."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from journal.figures.doses import DoseDay
from journal.figures.phases import Phase, Step
from journal.figures.ratings import RatedItem
from journal.figures.series import LONG_DAYS, Point, Timeline
from reports import charts, drawing
from reports.drawing import NARROW, WIDE, Axis, Drawing, Path, Words
from tests.journal.figures.made import timeline_of

START = date(2026, 1, 1)
PAIN = RatedItem(1, "Pain", "target", 0, 10, True, 1)
FOG = RatedItem(2, "Fog", "target", 0, 10, True, 2)


def day(number: int) -> date:
    """Return the day with a number, 0 for the first."""
    return START + timedelta(days=number)


def phase(number: int, first: int, last: int, amount: int | None = None, kind: str = "start") -> Phase:
    if not number:
        return Phase(0, "Before LDN", day(first), day(last))
    text = "" if amount is None else f"{amount / 1000:g} mg"
    step = Step(day(first), kind, kind, amount, text, "", int(amount is not None), "")
    return Phase(number, step.label, day(first), day(last), (step,))


PHASES = [phase(0, 0, 19), phase(1, 20, 39, 1500), phase(2, 40, 59, 4500), phase(3, 60, 69, None, "pause")]


def timeline(points: dict[int, list[Point]] | None = None, days: int = 97, **doses: list[int]) -> Timeline:
    said = {day(number): DoseDay(**{kind: 1}) for kind, numbers in doses.items() for number in numbers}
    return timeline_of(START, day(days - 1), PHASES, said, [PAIN, FOG], points or {})


def paths(drawn: Drawing, kind: str) -> list[str]:
    return [path.d for path in drawn.paths if path.kind == kind]


def words(drawn: Drawing, kind: str | None = None) -> list[tuple[float, str]]:
    return [(round(each.x, 1), each.text) for each in drawn.words if kind in (None, each.kind)]


def taken(*without: int) -> list[int]:
    return [number for number in range(20, 60) if number not in without]


def test_dose_bars_rise_with_the_dose_and_carry_their_names():
    doses, _ = charts.draw(timeline(taken=taken()), [], WIDE)
    assert paths(doses, "dose-b1") == ["M162.4 33h100.4v8h-100.4z"]
    assert paths(doses, "dose-b3") == ["M262.8 17h100.4v24h-100.4z"]
    assert paths(doses, "c-axis") == ["M62 41H162.4", "M363.2 41H413.4"]
    assert words(doses, "c-mid") == [(112.2, "Before LDN"), (212.6, "1.5 mg"), (388.3, "Paused")]
    assert words(doses, "dose-t dose-t3") == [(313.0, "4.5 mg")]
    assert words(doses, "c-end") == [(56.0, "not taken")]


@pytest.mark.parametrize(("last", "text"), [(3, []), (6, ["4.5"]), (9, ["4.5 mg"])])
def test_name_that_does_not_fit_is_shortened_then_left_out(last: int, text: list[str]):
    phases = [phase(1, 0, last, 4500)]
    drawn = charts.draw(timeline_of(START, day(96), phases, {}, [], {}), [], WIDE)[0]
    assert [each for _, each in words(drawn) if each != "not taken"] == text


def test_missed_skipped_and_not_recorded_are_three_marks():
    doses = charts.draw(timeline(taken=taken(20, 21, 22, 30, 31, 33), missed=[30, 31], skipped=[33]), [], WIDE)[0]
    assert paths(doses, "c-x") == ["M213 45.4l4.2 5.2m0-5.2l-4.2 5.2M218 45.4l4.2 5.2m0-5.2l-4.2 5.2"]
    assert paths(doses, "c-skip") == ["M227.8 48a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0z"]
    assert paths(doses, "c-unsaid") == ["M163.2 48H176.7"]
    assert doses.title == (
        "Dose steps: Before LDN 1 to 20 Jan 2026; 1.5 mg 21 Jan to 9 Feb 2026; 4.5 mg 10 Feb to 1 Mar 2026; "
        "Paused 2 to 11 Mar 2026. Days: 2 with a dose missed, 1 with a dose skipped, 3 with a dose not recorded."
    )


def test_everything_taken_draws_no_mark():
    doses = charts.draw(timeline(taken=taken()), [], WIDE)[0]
    assert {path.kind for path in doses.paths} == {"c-axis", "dose-b1", "dose-b3"}


def test_days_are_dots_in_one_path_and_gaps_stay_gaps():
    points = {1: [Point(day(number), value) for number, value in ((0, 0), (1, 10), (50, 5))]}
    pain = charts.draw(timeline(points, taken=taken()), [], WIDE)[1]
    assert paths(pain, "c-dots") == ["M64.5 31h.01M69.5 5h.01M315.5 18h.01"]
    assert paths(pain, "c-mean") == paths(pain, "c-mark") == []
    assert pain.title == "Pain, 1 Jan to 7 Apr 2026: 3 entries, too few for weekly averages; lower is better."
    assert words(pain) == [(56.0, "10 worst"), (56.0, "0 none")]


def test_weekly_line_is_broken_at_a_step_and_where_a_week_has_too_few():
    numbers = [*range(14), *range(20, 27), *range(34, 37), *range(40, 43)]
    pain = charts.draw(timeline({1: [Point(day(number), 5) for number in numbers]}, taken=taken()), [], WIDE)[1]
    assert paths(pain, "c-mean") == ["M79.6 18L114.7 18"]
    assert len(re.findall("M", paths(pain, "c-mark")[0])) == 5
    assert pain.title == ("Pain, 1 Jan to 7 Apr 2026: 27 entries, weekly averages from 5.0 to 5.0; lower is better.")


def test_steps_wash_in_and_events_stand_in_every_panel():
    points = {1: [Point(day(3), 5)], 2: [Point(day(3), 5)]}
    doses, pain, fog, _ = charts.draw(timeline(points, taken=taken()), [day(50), day(51)], WIDE)
    for panel in (pain, fog):
        assert paths(panel, "c-step") == ["M162.4 5V31M262.8 5V31M363.2 5V31"]
        assert paths(panel, "c-band")[0].startswith("M162.4 5h35.1v26h-35.1zM262.8 5")
        assert paths(panel, "c-wash")[0].startswith("M162.4 29.6H197.6M262.8 29.6H298")
        assert paths(panel, "c-event-line") == ["M315.5 5V31M320.6 5V31"]
    assert words(doses, "c-letter") == [(315.5, "a"), (330.5, "b")]
    assert (pain.kind, fog.kind) == ("c-d1", "c-d2")


def test_at_most_twelve_events_are_drawn():
    doses = charts.draw(timeline(), [day(number) for number in range(15)], WIDE)[0]
    assert "".join(text for _, text in words(doses, "c-letter")) == "abcdefghijkl"


def test_letters_never_overlap_nor_leave_the_drawing():
    doses = charts.draw(timeline(), [day(0), day(0), *[day(96)] * 3], NARROW)[0]
    assert words(doses, "c-letter") == [(5.7, "a"), (20.7, "b"), (288.5, "c"), (303.5, "d"), (318.5, "e")]


def test_scale_below_zero_and_upside_down_is_never_flipped():
    own = RatedItem(3, "Own", "other", -3, 3, False)
    drawn = timeline_of(START, day(96), PHASES, {}, [own], {3: [Point(day(0), -3), Point(day(1), 3)]})
    panel = charts.draw(drawn, [], WIDE)[1]
    assert paths(panel, "c-dots") == ["M64.5 31h.01M69.5 5h.01"]
    assert [text for _, text in words(panel)] == ["3 best", "-3 worst"]


def test_narrow_drawing_has_its_words_above_and_below_the_plot():
    points = {1: [Point(day(0), 0)]}
    doses, pain, days = charts.draw(timeline(points), [], NARROW)
    assert {each.width for each in (doses, pain, days)} == {330}
    assert [(each.kind, each.x, each.text) for each in pain.words] == [
        ("c-start", 4, "10 worst"),
        ("c-start", 4, "0 none"),
    ]
    assert words(doses, "c-end") == []


def test_ten_years_stay_small():
    points = {1: [Point(day(number), number * 7 % 11) for number in range(3650)]}
    drawn = charts.draw(timeline_of(START, day(3649), [phase(0, 0, 3649)], {}, [PAIN], points), [], WIDE)
    assert sum(len(path.d) for each in drawn for path in each.paths) < 60_000
    assert sum(len(each.paths) + len(each.words) for each in drawn) < 40
    (dots,) = paths(drawn[1], "c-dots")
    assert re.fullmatch(r"(M\d+ [\d.]+h(\d+|\.01))+", dots)


def test_touching_days_of_a_long_axis_become_a_line():
    points = {1: [Point(day(number), 5) for number in range(400)] + [Point(day(440), 5)]}
    drawn = charts.draw(timeline_of(START, day(449), [phase(0, 0, 449)], {}, [PAIN], points), [], WIDE)
    assert paths(drawn[1], "c-dots") == ["M63 18h431M539 18h.01"]
    assert (paths(drawn[1], "c-mark"), paths(drawn[1], "c-dots-mean")) == ([], [])


def test_a_long_axis_marks_only_a_mean_that_no_line_joins():
    points = {1: [Point(day(number), 5) for number in [*range(400), 441, 442, 443]]}
    drawn = charts.draw(timeline_of(START, day(449), [phase(0, 0, 449)], {}, [PAIN], points), [], WIDE)
    assert paths(drawn[1], "c-mean")[0].count("M") == 1
    assert paths(drawn[1], "c-dots-mean") == ["M543 18h.01"]


@given(st.integers(LONG_DAYS + 1, 12_000), st.sampled_from([WIDE, NARROW]))
def test_each_day_of_a_long_axis_lies_in_the_unit_of_its_middle(days: int, layout: drawing.Layout):
    axis = Axis(layout, START, days)
    found = [(offset, x) for x, begin, end in axis.units for offset in range(begin, end)]
    assert [offset for offset, _ in found] == list(range(days))
    for offset, x in found:
        assert abs(axis.edge(offset, 0.5) - x) <= 0.5 + 1e-9


# The axis


def labels(days: int, layout: drawing.Layout = WIDE, first: date = START) -> list[str]:
    return [each.text for each in drawing.draw_days(Axis(layout, first, days)).words]


@pytest.mark.parametrize(
    ("days", "wide", "narrow"),
    [
        (1, ["1 Jan"], ["1 Jan"]),
        (28, ["1 Jan", "8 Jan", "15 Jan", "22 Jan", "28 Jan"], ["1 Jan", "15 Jan", "28 Jan"]),
        (84, ["1 Jan", "1 Feb", "1 Mar", "25 Mar"], ["1 Jan", "1 Feb", "1 Mar", "25 Mar"]),
        (
            730,
            ["Jan 2026", "Apr 2026", "Jul 2026", "Oct 2026", "Jan 2027", "Apr 2027", "31 Dec 2027"],
            ["Jan 2026", "Jan 2027", "31 Dec 2027"],
        ),
    ],
)
def test_days_are_named_where_there_is_room(days: int, wide: list[str], narrow: list[str]):
    assert (labels(days), labels(days, NARROW)) == (wide, narrow)


def test_decades_are_named_by_some_of_their_years():
    assert labels(36_500, first=date(1930, 1, 1))[-1] == "6 Dec 2029"
    assert 3 <= len(labels(36_500, first=date(1930, 1, 1))) <= 11


def test_axis_that_begins_within_a_month_is_marked_at_the_next():
    drawn = drawing.draw_days(Axis(WIDE, date(2026, 1, 31), 60))
    assert [each.text for each in drawn.words] == ["1 Feb", "1 Mar", "31 Mar"]
    assert drawn.title == "Days from 31 Jan to 31 Mar 2026"


@pytest.mark.parametrize(("value", "text"), [(3, "3"), (3.04, "3"), (3.05, "3.0"), (3.16, "3.2"), (-0.01, "0")])
def test_number_has_at_most_one_decimal(value: float, text: str):
    assert drawing.number(value) == text.removesuffix(".0")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([3], [(3, 3)]), ([1, 2, 3, 5, 7, 8], [(1, 3), (5, 5), (7, 8)])],
)
def test_spans_are_unbroken_runs(numbers: list[int], expected: list[tuple[int, int]]):
    assert list(drawing.spans(numbers)) == expected


def test_drawing_is_plain_data():
    assert Drawing("t", "k", 1, 2, (Path("a", "M0 0"),), (Words("b", 1, 2, "x"),)) == Drawing(
        "t", "k", 1, 2, (Path("a", "M0 0"),), (Words("b", 1, 2, "x"),)
    )


@pytest.mark.parametrize(("first", "is_drawn"), [(0, True), (26, True), (27, False)])
def test_key_names_the_first_days_of_a_step_only_where_some_are_drawn(first: int, is_drawn: bool):
    made = timeline_of(day(first), day(39), PHASES, {}, [], {})
    key = render_to_string("reports/_key.html", {"report": SimpleNamespace(timeline=made)})
    assert ("first 7 days of a step" in key) == is_drawn
