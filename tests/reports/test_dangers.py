"""Danger signs, opioids and shared answers in words."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from journal.models import Event
from reports import dangers
from tests import factories
from tests.reports.test_report import TODAY, ago, report_of

DAY = date(2026, 11, 8)


def test_ticked_signs_come_with_their_days_emergencies_first():
    ticks = {DAY + timedelta(days=number): ("fluids",) for number in range(4)}
    ticks[DAY] = ("fluids", "sudden")
    found = [(sign.days, sign.is_emergency) for sign in dangers.ticked_signs(ticks, self_harm=False)]
    assert found == [("8 Nov 2026", True), ("4 days, 8 to 11 Nov 2026", False)]


def test_self_harm_is_left_out_unless_shared_and_makes_no_sentence_untrue():
    ticks = {DAY: ("self_harm",)}
    hidden, shown = (dangers.ticked_signs(ticks, self_harm=shared) for shared in (False, True))
    assert (hidden, [sign.words for sign in shown]) == ((), ["Thoughts of suicide or self-harm"])
    assert (
        dangers.rest_text(hidden, 58)
        == "Of the signs included, none was ticked on 58 logged days; not ticked is not absent."
    )
    assert dangers.rest_text(shown, 1).startswith("Of the signs included, no other was ticked on 1 logged day;")


@pytest.mark.parametrize(
    ("events", "medicines", "words"),
    [
        ([], ["Vitamin D"], "none entered; not entered is not absent."),
        ([(DAY, "codeine")], [], "taken 8 Nov 2026 (codeine)."),
        ([(DAY, "")], ["Tramadol 50"], "taken 8 Nov 2026; on the list: Tramadol 50."),
    ],
)
def test_opioids_are_events_and_names_on_the_list(events: list, medicines: list[str], words: str):
    assert dangers.opioids_text(events, medicines) == words


def test_many_opioid_days_are_counted():
    events = [(DAY + timedelta(days=number), "") for number in range(5)]
    assert dangers.opioids_text(events, []) == "taken 5 times, the last, 10 Nov 2026, 11 Nov 2026, 12 Nov 2026."


def test_answers_say_what_was_not_answered():
    assert dangers.answers_text({"pregnant": False}) == (
        "Hepatitis, liver or kidney disease? not answered.",
        "Pregnant, trying, or breastfeeding? no.",
    )


def test_report_says_the_answers_only_where_they_are_shared(alice: User):
    factories.diary(alice, safety_answers='{"liver_kidney":true}')
    assert (report_of(alice).dangers.answers, report_of(alice, includes_safety=True).dangers.answers[0]) == (
        (),
        "Hepatitis, liver or kidney disease? yes.",
    )


def test_ticks_outside_the_period_are_not_on_the_report(alice: User):
    factories.check_in(alice, ago(100), alarms="sudden")
    factories.check_in(alice, ago(3), alarms="liver")
    Event.objects.create(patient=alice, day=ago(100), kind="opioid", text="long ago")
    report = report_of(alice)
    assert ([sign.days for sign in report.dangers.ticked], report.dangers.opioids) == (
        ["18 Nov 2026"],
        "none entered; not entered is not absent.",
    )
    assert ago(0) == TODAY
