"""Since the last visit, as the report says it: the same figures and verdicts as on the insights page."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from accounts.models import User
from journal.by_step import load_record
from journal.comparisons.wording import sentences
from journal.insights_page import since_of
from journal.models import Rating, Visit
from reports.text_form import text_form
from reports.then_now import NOT_BEGUN, NOTHING, TOO_EARLY
from tests import factories
from tests.reports.links import link, open_report
from tests.reports.test_report import NOW, TODAY, ago, report_of


@pytest.fixture
def steady(alice: User) -> User:
    """Sixty days on one dose, a visit thirty days ago; pain falls after it, headache comes."""
    ldn = factories.ldn(alice)
    factories.step(ldn, ago(80), 4500)
    pain, energy = factories.target(alice), factories.target(alice, "Energy", 2, lower_is_better=False)
    headache, nausea = factories.side_effect(alice), factories.side_effect(alice, "Nausea")
    for days in range(60, 0, -1):
        later = days <= 30
        ratings = {pain: (3 if later else 7) + days % 2, energy: 5, headache: int(later), nausea: 0 if later else 2}
        factories.check_in(alice, ago(days), ratings)
    Visit.objects.create(patient=alice, day=ago(30))
    return alice


def test_block_says_what_the_insights_page_says(steady: User):
    back = report_of(steady).since
    record = load_record(steady, today=TODAY)
    since = since_of(record, TODAY, show_differences=True)
    assert since is not None
    assert since.headline is not None
    assert back.headline == sentences(since.headline)[0]
    assert [(line.name, line.values, line.words, line.hedged) for line in back.lines] == [
        ("Widespread pain", "7.5 (14 days) → 3.5 (14 days)", "", False),
        ("Energy", "5 (14 days) → 5 (14 days)", "the same median", True),
    ]
    assert back.effects == (("new", "Headache, none (0) → mild (1)"), ("gone", "Nausea, moderate (2) → none (0)"))
    assert (back.title, back.steps) == ("Since the visit on 22 Oct 2026", ())
    assert back.windows == ("then 8 to 21 Oct 2026, 14 of 14 days logged → now 7 to 20 Nov 2026, 14 of 14")


def test_differences_switched_off_leave_the_figures_alone(steady: User, settings):
    settings.SHOW_DIFFERENCES = False
    back = report_of(steady).since
    assert (back.headline, back.effects, back.effects_said) == ("", (), False)
    assert [(line.values, line.words) for line in back.lines] == [
        ("7.5 (14 days) → 3.5 (14 days)", ""),
        ("5 (14 days) → 5 (14 days)", ""),
    ]


def test_item_that_is_not_shared_is_not_compared(steady: User):
    back = report_of(steady, items=steady.items.filter(name="Energy")).since
    assert ([line.name for line in back.lines], back.headline, back.effects) == (["Energy"], "", ())


def test_dose_changes_between_are_named_with_reason_and_doubt(steady: User):
    ldn = steady.medicines.get()
    factories.step(ldn, ago(20), 3000, kind="decrease", reason="sleep")
    factories.step(ldn, ago(10), 1500, kind="decrease", confirmed=False)
    report = report_of(steady)
    assert report.since.steps == (
        "3 mg from 1 Nov 2026 (decrease; sleep)",
        "1.5 mg from 11 Nov 2026 (decrease; planned, not said whether it happened)",
    )
    assert report.now.unanswered == "Planned, and not said whether it happened: 1.5 mg from 11 Nov 2026."


def test_too_few_days_say_so_and_compare_nothing(alice: User):
    factories.check_in(alice, ago(3), {factories.target(alice): 4})
    Visit.objects.create(patient=alice, day=ago(30))
    back = report_of(alice).since
    assert (back.none, back.lines) == ("Too few entries to compare: it needs 7 logged days then and 7 now.", ())


@pytest.mark.parametrize(
    ("visit", "words"),
    [(None, "No earlier visit is written down, nor any day before"), (1, "Too early to compare")],
)
def test_nothing_to_compare_says_why(alice: User, visit: int | None, words: str):
    factories.step(factories.ldn(alice), ago(40))
    if visit:
        Visit.objects.create(patient=alice, day=ago(visit))
    assert report_of(alice).since.none.startswith(words)


def test_days_before_a_step_that_is_planned_are_not_denied(alice: User):
    step = factories.step(factories.ldn(alice), ago(-1), confirmed=False)
    assert report_of(alice).since.none == NOT_BEGUN
    factories.check_in(alice, ago(20), {factories.target(alice): 4})
    assert report_of(alice).since.none == NOT_BEGUN
    step.day = TODAY
    step.save()
    assert report_of(alice).since.none == TOO_EARLY


def test_visit_after_the_days_of_the_report_is_not_denied(alice: User):
    factories.step(factories.ldn(alice), ago(40))
    Visit.objects.create(patient=alice, day=ago(2))
    days = {"period": "dates", "first_day": ago(30), "last_day": ago(10)}
    assert report_of(alice, **days).since.none == NOTHING


@pytest.mark.parametrize(
    ("visit", "begun", "words"),
    [
        (8, 40, "Too early to compare: it needs 14 days since the visit, and there are 8."),
        (13, 40, "Too early to compare: it needs 14 days since the visit, and there are 13."),
        (14, 40, "Too few entries to compare: it needs 7 logged days then and 7 now."),
        (None, 40, "Too few days to compare: it needs 7 before the first dose step, and the diary has 5."),
        (None, 1, "Too early to compare: it needs 7 whole days since the first dose step, and there is 1."),
        (None, 6, "Too early to compare: it needs 7 whole days since the first dose step, and there are 6."),
        (None, 7, "Too few entries to compare: it needs 7 logged days then and 7 now."),
    ],
)
def test_windows_that_hold_no_seven_days_ask_for_days_not_entries(
    alice: User, visit: int | None, begun: int, words: str
):
    factories.check_in(alice, ago(45), {factories.target(alice): 4})
    factories.step(factories.ldn(alice), ago(begun))
    if visit:
        Visit.objects.create(patient=alice, day=ago(visit))
    assert report_of(alice).since.none == words


def test_report_about_days_gone_by_looks_back_from_its_last_day(steady: User):
    back = report_of(steady, period="dates", first_day=ago(60), last_day=ago(5)).since
    assert "→ now 4 to 16 Nov 2026, 13 of 13; both shorter" in back.windows


def test_side_effects_stand_with_how_they_are_now(steady: User):
    courses = dict(report_of(steady).courses)
    assert list(courses) == ["Still there", "Gone"]
    assert courses["Gone"] == "Nausea, rated none on 22 Oct 2026"
    assert courses["Still there"].startswith("Headache since 22 Oct 2026, day")
    later = dict(report_of(steady, NOW + timedelta(days=20)).courses)
    assert list(later) == ["Not known if still there", "Gone"]


def test_side_effects_stand_with_how_they_were_on_the_last_day_of_the_report(steady: User):
    found = dict(report_of(steady, period="dates", first_day=ago(60), last_day=ago(5)).courses)
    assert found["There on 16 Nov 2026"].startswith("Headache since 22 Oct 2026, day")
    later = report_of(steady, NOW + timedelta(days=20), period="dates", first_day=ago(60), last_day=ago(-10)).courses
    assert [title for title, _ in later] == ["Not known if there on 1 Dec 2026", "Gone"]


def test_side_effect_that_comes_and_goes_is_neither_gone_nor_begun(steady: User):
    rate(steady, "Nausea", {1: 0, **{days: 1 + (days == 30) for days in range(2, 34, 2)}})
    rate(steady, "Headache", {**dict.fromkeys(range(60), 0), 1: 1, 2: 1, 9: 3, 10: 1})
    assert report_of(steady).courses == (
        (
            "On some days",
            "Headache, 4 of 60 rated days of this step, worst severe (3), last 20 Nov 2026; "
            "Nausea, 45 of 60 rated days of this step, worst moderate (2), last 19 Nov 2026",
        ),
    )
    # A week without a day with it, and a week of nothing but such days, are what they seem.
    rate(steady, "Nausea", dict.fromkeys(range(1, 8), 0))
    rate(steady, "Headache", dict.fromkeys(range(1, 9), 1))
    assert report_of(steady).courses == (
        ("Still there", "Headache since 11 Nov 2026, day 71 of 4.5 mg, worst severe (3), 10 days with it"),
        ("Gone", "Nausea, rated none on 14 Nov 2026"),
    )


def test_side_effect_of_the_days_before_a_new_step_is_told_of_them(steady: User):
    factories.step(steady.medicines.get(), ago(2), 3000, kind="decrease")
    rate(steady, "Headache", dict.fromkeys((1, 2), 0))
    assert report_of(steady).courses[0] == (
        "On some days",
        "Headache, 28 of 58 rated days of 4.5 mg, worst mild (1), last 18 Nov 2026",
    )


def block(patient: User, **fields) -> str:
    """Return the words of the block as the recipient reads them."""
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(patient, **fields).token).text
    found = re.search(r'<section aria-labelledby="h-since">.*?</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()).replace(" :", ":")


def rate(patient: User, name: str, values: dict[int, int]) -> None:
    for days, value in values.items():
        Rating.objects.filter(check_in__patient=patient, item__name=name, check_in__day=ago(days)).update(value=value)


def test_side_effect_between_the_windows_is_not_passed_over(steady: User):
    dreams = factories.side_effect(steady, "Vivid dreams")
    for row in steady.check_ins.all():
        days = (TODAY - row.day).days
        Rating.objects.create(check_in=row, item=dreams, value=2 if days in (21, 20, 18, 17, 16) else 0)
    rate(steady, "Headache", dict.fromkeys(range(60), 0))
    rate(steady, "Nausea", dict.fromkeys(range(1, 61), 0))
    assert (
        "Side effects: Of those included and rated, by the worst day of each window none is new, worse, gone or unknown. "
        "Between the two, and in neither as strong: Vivid dreams on 5 days, 31 Oct to 5 Nov 2026, worst moderate (2). Dose changes: none."
    ) in block(steady)
    assert "Between the two" not in block(steady, items=steady.items.exclude(name="Vivid dreams"))


@pytest.mark.parametrize("names", [["Widespread pain"], ["Widespread pain", "Rash"]])
def test_no_side_effect_that_is_included_and_rated_is_no_word_that_none_is_new(steady: User, names: list[str]):
    factories.side_effect(steady, "Rash")
    items = steady.items.filter(name__in=names)
    assert "Side effects: None that is included was rated in either window. Dose changes: none." in block(
        steady, items=items
    )
    text = " ".join(text_form(report_of(steady, items=items)).split())
    assert "Side effects: None that is included was rated in either window." in text
    assert "none is new" not in text


def test_lines_are_sentences_of_medians_and_none_is_firmer_than_the_headline(steady: User):
    rate(steady, "Widespread pain", {days: 5 + days % 3 for days in range(1, 61)})
    rate(steady, "Energy", dict.fromkeys(range(1, 15), 3))
    words = block(steady)
    assert (
        "Widespread pain (lower is better): median 6 (14 days) → 6 (14 days). No clear change from a mean of" in words
    )
    assert (
        "Energy (higher is better): median 5 (14 days) → 3 (14 days). Lower, towards worse; no range is reckoned for it."
    ) in words
    assert re.findall("which is (?:worse|better)", words) == []


def test_headline_that_changed_says_so_after_its_medians(steady: User):
    assert (
        "Widespread pain (lower is better): median 7.5 (14 days) → 3.5 (14 days). Widespread pain went from a mean of 7.5 "
        "(then) to 3.5 (now): 4 points lower, which is better. Likely range:"
    ) in block(steady)


def test_means_beside_medians_are_explained(steady: User):
    with time_machine.travel(NOW, tick=False):
        page = open_report(link(steady).token).text
    assert "A likely range is about the means (the averages) then and now" in page
