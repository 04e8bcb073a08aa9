"""Danger signs, opioids and shared answers in words."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from journal.models import Event, Visit
from reports import dangers
from reports.text_form import text_form
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


def taken(day: date, words: str = "") -> dangers.OpioidEvent:
    return dangers.OpioidEvent(day=day, taken=True, words=words)


@pytest.mark.parametrize(
    ("events", "medicines", "answered", "said"),
    [
        ([], [("Vitamin D", "")], "", ()),
        ([taken(DAY, "codeine")], [], "", ("taken 8 Nov 2026 (codeine)",)),
        ([taken(DAY)], [("Tramadol 50", "")], "", ("on the list: Tramadol 50", "taken 8 Nov 2026")),
        (
            [],
            [("Codeine", "stopped since 1 Nov 2026"), ("Vitamin D", "paused since 1 Nov 2026"), ("Tramadol", "")],
            "",
            ("on the list: Codeine (stopped since 1 Nov 2026), Tramadol",),
        ),
        (
            [dangers.OpioidEvent(day=DAY, taken=False, words="")],
            [],
            "yes",
            (
                "named in an event 8 Nov 2026",
                "“Any opioid in the last 14 days, patch or cough syrup included?” yes",
            ),
        ),
    ],
)
def test_opioids_are_events_names_on_the_list_and_the_answer(
    events: list, medicines: list[tuple[str, str]], answered: str, said
):
    assert dangers.opioids_said(events, medicines, answered) == said


def test_many_opioid_days_are_counted():
    events = [taken(DAY + timedelta(days=number)) for number in range(5)]
    assert dangers.opioids_said(events, []) == ("taken 5 times, last 10 Nov 2026, 11 Nov 2026, 12 Nov 2026",)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("opioid", "two co-codamol"),
        ("medicine_started", "Tramadol 50 mg"),
        ("medicine_stopped", "Tramadol 50 mg"),
        ("procedure", "knee, they give me oxycodone"),
        ("strategy", "codeine at night"),
        ("other", "tramadoll from a friend"),
    ],
)
@pytest.mark.parametrize("shared", [True, False])
def test_event_that_shows_the_opioid_card_is_on_the_report(alice: User, kind: str, text: str, shared: bool):
    Event.objects.create(patient=alice, day=ago(9), kind=kind, text=text)
    report = report_of(alice, includes_events=shared)
    assert "12 Nov 2026" in report.dangers.opioids_text
    assert "none entered" not in report.dangers.opioids_text
    assert (text in report.dangers.opioids_text) == shared


def test_opioid_named_for_a_day_to_come_is_on_the_report(alice: User):
    Event.objects.create(patient=alice, day=ago(-5), kind="procedure", text="knee, with morphine")
    assert report_of(alice).dangers.opioids == (
        "named in an event planned for 26 Nov 2026 (procedure planned, knee, with morphine)",
    )


@pytest.mark.parametrize("shared", [True, False])
def test_opioid_that_was_stopped_is_on_the_list_with_its_day(alice: User, shared: bool):
    codeine = factories.ldn(alice, name="Co-codamol", is_ldn=False)
    factories.step(codeine, ago(90), 30000)
    stop = factories.step(codeine, ago(60), None, kind="stop", hours="")
    factories.step(codeine, ago(-5), 30000, kind="restart", confirmed=False)
    said = "on the list: Co-codamol (stopped since 22 Sep 2026)"
    factories.step(factories.ldn(alice, position=1), ago(20))
    report = report_of(alice, includes_medicines=shared)
    assert report.dangers.opioids == (said,)
    assert f"OPIOIDS: {said}." in text_form(report)
    stop.confirmed = False
    stop.save()
    assert report_of(alice, includes_medicines=shared).dangers.opioids == (
        f"{said[:-1]}; planned, not said whether it happened)",
    )
    assert report_of(
        alice, includes_medicines=shared, period="dates", first_day=ago(80), last_day=ago(61)
    ).dangers.opioids == ("on the list: Co-codamol",)


def test_yes_to_the_question_about_opioids_is_on_every_report(alice: User):
    factories.diary(alice, safety_answers='{"opioids":true}', safety_answered_on=ago(9))
    assert report_of(alice, includes_safety=False).dangers.opioids == (
        "“Any opioid in the last 14 days, patch or cough syrup included?” yes, 12 Nov 2026",
    )


def test_no_to_the_question_about_opioids_names_none(alice: User):
    factories.diary(alice, safety_answers='{"opioids":false,"liver_kidney":true}', safety_answered_on=ago(9))
    Event.objects.create(patient=alice, day=ago(9), kind="medicine_started", text="Vitamin D")
    Visit.objects.create(patient=alice, day=ago(3), text="about the tramadol")
    assert report_of(alice).dangers.opioids_text == "none entered in these days; not entered is not absent."


def test_opioid_that_is_itself_the_medicine_of_the_report_is_named(alice: User):
    factories.step(factories.ldn(alice, name="Tramadol", is_ldn=False), ago(3), 50000)
    assert report_of(alice).dangers.opioids == ("on the list: Tramadol",)


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
    assert ([sign.days for sign in report.dangers.ticked], report.dangers.opioids_text) == (
        ["18 Nov 2026"],
        "none entered in these days; not entered is not absent.",
    )
    assert ago(0) == TODAY
