from journal.figures.days import NOTHING, SHIFT
from journal.figures.doses import DoseDay
from journal.figures.series import DoseBar, Point, Series, WeekMean
from tests.journal.figures.made import HEADACHE, PAIN, jan, off, phases, step, timeline_of, week_means

PHASES = phases(step(5, "start", 1.5), step(12, mg=3), off(20), step(25, "restart", 4.5), end=31)


def points(*days, value=4):
    return [Point(jan(day), value) for day in days]


def timeline(first=1, last=31, doses=None, items=(), ratings=None):
    return timeline_of(jan(first), jan(last), PHASES, doses or {}, items, ratings or {})


def test_dose_bars_are_the_phases_darker_as_the_dose_rises():
    assert timeline().bars == (
        DoseBar("Before LDN", jan(1), jan(4), None, 0, False, False, None),
        DoseBar("1.5 mg", jan(5), jan(11), 1500, 1, True, True, jan(11)),
        DoseBar("3 mg", jan(12), jan(19), 3000, 2, True, True, jan(18)),
        DoseBar("Paused", jan(20), jan(24), None, 0, True, True, jan(24)),
        DoseBar("4.5 mg", jan(25), jan(31), 4500, 3, True, True, jan(31)),
    )


def test_dose_bars_are_clipped_to_the_period():
    assert timeline(15, 22).bars == (
        DoseBar("3 mg", jan(15), jan(19), 3000, 2, True, False, jan(18)),
        DoseBar("Paused", jan(20), jan(22), None, 0, True, True, jan(22)),
    )
    assert timeline(19, 19).bars == (DoseBar("3 mg", jan(19), jan(19), 3000, 2, True, False, None),)


def test_a_change_and_its_first_days_are_there_only_where_they_lie_in_the_period():
    periods = [(1, 31), (1, 4), (8, 11), (19, 19), (31, 31)]
    seen = [(made.has_change, made.has_wash_in) for made in (timeline(*period) for period in periods)]
    assert seen == [(True, True), (False, False), (False, True), (False, False), (False, True)]


def test_a_single_dose_is_the_darkest_and_many_doses_share_three_greys():
    one = timeline_of(jan(1), jan(31), phases(step(1, "start", 3)), {}, [], {})
    many = timeline_of(jan(1), jan(31), phases(*(step(day, mg=day) for day in range(1, 8))), {}, [], {})
    assert [bar.level for bar in one.bars] == [3]
    assert [bar.level for bar in many.bars] == [1, 1, 2, 2, 2, 3, 3]


def test_doses_not_taken_are_listed_by_day_within_the_period():
    doses = {
        jan(6): DoseDay(missed=1),
        jan(7): DoseDay(skipped=1),
        jan(8): DoseDay(taken=1),
        jan(12): DoseDay(missed=1),
        jan(21): DoseDay(missed=1),
    }
    made = timeline(7, 22, doses)
    assert made.missed == (jan(12), jan(21))
    assert made.skipped == (jan(7),)
    assert made.not_recorded == tuple(jan(day) for day in (9, 10, 11, 13, 14, 15, 16, 17, 18, 19))


def test_an_item_has_a_series_only_with_ratings_and_in_the_order_given():
    rated = {HEADACHE.id: points(3), PAIN.id: points(1, 2)}
    made = timeline(items=[PAIN, HEADACHE], ratings=rated)
    four = 4 + SHIFT
    assert made.series == (
        Series(PAIN, bytes([four, four, *[NOTHING] * 29]), tuple(points(1, 2)), (), 2),
        Series(HEADACHE, bytes([NOTHING, NOTHING, four, *[NOTHING] * 28]), tuple(points(3)), (), 1),
    )
    assert timeline(items=[PAIN]).series == ()


def test_the_period_counts_both_ends():
    made = timeline(15, 22)
    assert (made.days, made.dates_text) == (8, "15 to 22 Jan 2026")


def test_weeks_count_from_the_dose_change():
    rated = [*points(5, 6), Point(jan(11), 7), *points(12, 13, 14, value=2)]
    assert week_means(rated, PHASES) == (
        (WeekMean(jan(5), jan(11), jan(8), 5.0, 3),),
        (WeekMean(jan(12), jan(18), jan(15), 2.0, 3),),
    )


def test_a_week_with_two_ratings_has_no_mean_and_breaks_the_line():
    made = phases(step(1, "start"))
    rated = points(1, 2, 3, 8, 9, 15, 16, 17, 22, 23, 24)
    assert [[(week.first_day, week.n) for week in run] for run in week_means(rated, made)] == [
        [(jan(1), 3)],
        [(jan(15), 3), (jan(22), 3)],
    ]


def test_a_short_last_week_ends_with_its_phase_and_is_drawn_at_its_middle():
    made = phases(step(1, "start"), step(11), first_entry=None)
    ((week,),) = week_means(points(8, 9, 10), made)
    assert (week.first_day, week.last_day, week.middle_day) == (jan(8), jan(10), jan(9))


def test_days_outside_every_phase_have_no_week():
    assert week_means(points(1, 2, 3), phases(step(5, "start"), first_entry=None)) == ()
