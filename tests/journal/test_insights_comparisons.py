"""What the insights page says about change, with a diary of a baseline and two dose steps."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
import time_machine

from journal.models import CheckIn, Dose, DoseStep, Rating
from journal.record import load_record
from tests import factories
from tests.statements import count_statements

URL = "/journal/insights/"
TODAY = date(2026, 6, 30)
WIGGLE = [1, -1, 0, 1, 0, -1, 0]


@pytest.fixture(autouse=True)
def on_the_30th():
    with time_machine.travel("2026-06-30T12:00:00Z", tick=False):
        yield


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def diary(alice):
    """Pain 7 before LDN, 7 on 1.5 mg, 4 on 3 mg; doses in the evening, then in the morning; a visit 40 days ago."""
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(70), 1500, kind="start")
    factories.step(medicine, ago(35), 3000, kind="increase")
    pain, fog = factories.target(alice), factories.target(alice, "Brain fog", 2)
    sleep = alice.items.create(name="Sleep quality", group="wellbeing", lower_is_better=False)
    headache = factories.side_effect(alice)
    dates = [ago(days) for days in range(90, -1, -1)]
    days = CheckIn.objects.bulk_create(CheckIn(patient=alice, day=day, entered_day=day) for day in dates)
    ratings = []
    for number, made in enumerate(days):
        late = made.day >= ago(35)
        values = {
            pain: (4 if late else 7) + WIGGLE[number % 7],
            fog: 5 + WIGGLE[number % 7],
            sleep: 6 if late else 5,
            headache: int(late),
        }
        ratings += [Rating(check_in=made, item=item, value=value) for item, value in values.items()]
    Rating.objects.bulk_create(ratings)
    Dose.objects.bulk_create(
        Dose(patient=alice, medicine=medicine, day=day, status="taken", amount=1500, time=time(8 if late else 21))
        for day in dates
        if day >= ago(70)
        for late in [day >= ago(35)]
    )
    alice.visits.create(day=ago(40), text="Check-up")
    return alice


def section(client, name: str) -> str:
    """Return the words of one section, "" where it is not on the page."""
    html = client.get(URL).content.decode()
    found = re.search(rf'<section class="card[^"]*" aria-labelledby="{name}">(.*?)</section>', html, re.S)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", found[1]).split())) if found else ""


RANGE = (
    "The likely range: the mean of the later days minus the mean of the earlier ones, and on either side of it what days "
    "vary by chance. Days that follow each other are alike, so that each side counts as fewer days than it has. With a "
    "week or more between the two sides, days are also taken to vary more than one side alone shows. If nothing "
    "had changed, such a range would leave out zero in fewer than one of ten diaries. That is one range: with six ranges, "
    "at least one does so in about one of four diaries."
)
PUBLISHED = (
    "Published studies of pain that fell: about 1 point or 15 % was the least that people noticed, and about 2 points or "
    "30 to 33 % was “much better”. It depends on where it began: from 5 to 7, about 2 points. This fall is as large as "
    "all three."
)


def test_since_the_last_visit_is_told(diary, alice_client):
    told, counted = section(alice_client, "h-since").split(" How was this counted? ")
    assert told == (
        "Since the visit on 21 May 2026 Then: 7 to 20 May 2026, logged on 14 of 14 days. Now: 16 to 29 Jun 2026, logged on "
        "14 of 14 days. Widespread pain (lower is better): 7 (n 14, 6 to 8) → 4 (n 14, 3 to 5): lower, towards better "
        "Brain fog (lower is better): 5 (n 14, 4 to 6) → 5 (n 14, 4 to 6): the same median Sleep quality (higher is "
        "better): 5 (n 14, 5 to 5) → 6 (n 14, 6 to 6): higher, towards better Medians of two weeks go up and down by chance. Only the headline target can have a likely range. Widespread pain went from a mean of 7 "
        f"(then) to 4 (now): 3 points lower, which is better. Likely range: 2.3 to 3.7 points lower. {PUBLISHED} This "
        "shows when things changed, not why. Side effects then and now New : Headache, none (0) → mild (1) Dose changes "
        "between: 3 mg from 26 May 2026."
    )
    assert RANGE in counted


def test_without_a_visit_the_days_before_the_first_step_are_then(diary, alice_client):
    diary.visits.all().delete()
    assert section(alice_client, "h-since").startswith(
        "Since the days before the first dose step Then: 7 to 20 Apr 2026, logged on 14 of 14 days. Now: 16 to 29 Jun 2026, "
    )


def test_without_a_visit_and_without_days_before_nothing_is_compared(alice, alice_client):
    pain = factories.target(alice)
    factories.check_in(alice, ago(3), {pain: 4})
    assert (section(alice_client, "h-since"), section(alice_client, "h-steps")) == ("", "")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "Since the visit on 21 May 2026 Then: "),
        (1, "Since the visit on 29 Jun 2026 Too early to compare: there is no whole day on either side yet."),
        (
            2,
            "Since the visit on 28 Jun 2026 Then: 27 Jun 2026, logged on 1 of 1 days. Now: 29 Jun 2026, logged on 1 of 1 days. "
            "That is shorter than the usual 14 days, so that the two do not overlap. Too few entries to compare: it needs 7 "
            "logged days then and 7 now.",
        ),
        (-1, "Since the visit on 21 May 2026 Then: "),
    ],
)
def test_last_visit_is_one_before_today(diary, alice_client, days, told):
    diary.visits.create(day=ago(days), text="Check-up")
    assert section(alice_client, "h-since").startswith(told)


def test_dose_steps_stand_side_by_side(diary, alice_client):
    words = section(alice_client, "h-steps")
    assert [
        words.count(title) for title in ("3 mg against Before LDN", "3 mg against 1.5 mg", "1.5 mg against Before LDN")
    ] == [
        1,
        1,
        1,
    ]
    present, earlier = words.split(" 1.5 mg against Before LDN")
    assert earlier.startswith(": Widespread pain, no clear change Widespread pain No clear change from a mean of 7 ")
    assert present.split("3 mg against 1.5 mg ")[1] == (
        "Widespread pain went from a mean of 7 (1.5 mg) to 4 (3 mg): 3 points lower, which is better. Likely range: 2.6 to "
        f"3.4 points lower. {PUBLISHED} On 100 of 100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 "
        "mg”, on 0 worse (ties count half to each; 50 would be no difference). This shows when things changed, not why. Other targets: Brain "
        "fog, better on 50, worse on 50 of 100 day-to-day comparisons Brain fog : On 50 of "
        "100 day-to-day comparisons a day of “3 mg” was better than a day of “1.5 mg”, on 50 worse (ties count half to each; 50 would "
        "be no difference). It is not the headline target, so there is no likely range. How was this counted? 1.5 mg: "
        "28 Apr to 25 May 2026, 28 days; its first 7 days left out. 3 mg: 2 to 30 Jun 2026, 29 days; its first 7 days left "
        "out. Widespread pain was rated on 28 of the first and 29 of the second of these days. A comparison needs 14 rated "
        "days and half of the days on either side, and ten days of both together with the day after rated too; entries for a week, four and half of the weeks. "
        f"{RANGE} Day-to-day "
        "comparisons: every day of the one is set beside every day of the other, and the better ones are counted, of 100."
    )


def test_first_days_count_where_nothing_is_compared(alice, alice_client):
    medicine, pain = factories.ldn(alice), factories.target(alice)
    factories.step(medicine, ago(11), 1500, kind="start")
    factories.step(medicine, ago(3), 3000, kind="increase")
    for days in range(11, -1, -1):
        factories.check_in(alice, ago(days), {pain: 5 if days <= 3 else 7})
    words = section(alice_client, "h-steps").split(" How was")[0]
    assert words.endswith(
        "Not enough entries yet for a comparison. 1.5 mg: 1 of 1 day logged; 14 are needed, and this phase is over. 3 mg: "
        "no day after its first ones, 14 more needed. All days, the first on a dose counted too: 1.5 mg: 7 (n 8, 7 to 7). 3 mg: 5 "
        "(n 4, 5 to 5)."
    )


def test_operator_can_switch_differences_off(diary, alice_client, settings):
    settings.SHOW_DIFFERENCES = False
    assert section(alice_client, "h-steps") == (
        "Dose steps side by side Differences are switched off on this site. The counts by dose step are below."
    )
    told = section(alice_client, "h-since").split(" How was this counted? ")[0]
    assert told == (
        "Since the visit on 21 May 2026 Then: 7 to 20 May 2026, logged on 14 of 14 days. Now: 16 to 29 Jun 2026, logged on "
        "14 of 14 days. Widespread pain (lower is better): 7 (n 14, 6 to 8) → 4 (n 14, 3 to 5) Brain fog (lower is better): "
        "5 (n 14, 4 to 6) → 5 (n 14, 4 to 6) Sleep quality (higher is better): 5 (n 14, 5 to 5) → 6 (n 14, 6 to 6) Dose "
        "changes between: 3 mg from 26 May 2026."
    )


def test_nights_are_told_by_the_hour_of_the_dose(diary, alice_client):
    assert section(alice_client, "h-nights").split(" How was this counted? ")[0] == (
        "Nights by the hour of the dose Sleep quality (higher is better): after a dose in the evening 5 (n 35, 5 to 6); in "
        "the morning 6 (n 35, 6 to 6); 20 not known This shows how nights were, not why. Other things may have changed "
        "along with the hour."
    )


def test_nights_after_doses_at_one_time_of_day_are_not_compared(diary, alice_client):
    diary.doses.update(time=time(21))
    assert section(alice_client, "h-nights") == ""


def test_days_beside_empty_ones_are_told_when_they_differ(diary, alice_client):
    assert "empty day" not in section(alice_client, "h-steps")
    for days in range(4, 60, 8):
        diary.check_ins.filter(day=ago(days)).delete()
        Rating.objects.filter(check_in__day__in=(ago(days - 1), ago(days + 1)), item__target_rank=1).update(value=10)
    told = section(alice_client, "h-steps")
    assert "beside an empty day than on the other" in told
    assert "the figures cannot show that. How was this counted? An empty day is one without an answer" in told


def test_days_rated_every_second_day_have_counts_and_no_range(diary, alice_client):
    diary.check_ins.filter(day__in=[ago(days) for days in range(1, 91, 2)]).delete()
    told = section(alice_client, "h-steps")
    assert (
        "Widespread pain No likely range: too few rated days follow each other to tell how alike days are (0 pairs of days; "
        "it needs 10)."
    ) in told
    assert "1.5 mg: 7 (n 14, 6 to 8). 3 mg: 4 (n 15, 3 to 5)." in told
    assert "1.5 mg against Before LDN: Widespread pain, not enough entries yet" in told


@pytest.mark.parametrize("confirmed", [True, False])
def test_step_that_nobody_said_happened_is_marked_wherever_it_is_named(diary, alice_client, confirmed):
    DoseStep.objects.filter(amount=3000).update(confirmed=confirmed)
    planned = "Planned, and not said whether it happened: 3 mg from 26 May 2026."
    assert section(alice_client, "h-steps").count(planned) == (0 if confirmed else 2)
    said = "3 mg from 26 May 2026." if confirmed else "3 mg from 26 May 2026 (planned, not said whether it happened)."
    assert f"Dose changes between: {said}" in section(alice_client, "h-since")
    by_step = unescape(alice_client.get(URL).content.decode()).split(">Reason for the step<")[1]
    assert by_step.count("; planned, not said whether it happened") == (not confirmed)


def weekly_diary(patient, weeks_before: int, weeks_after: int) -> None:
    """Give one entry a week before a step of 3 mg, and one a week after its first week."""
    factories.step(factories.ldn(patient), ago(63), 3000, kind="start")
    pain = factories.target(patient)
    for number in range(weeks_before):
        factories.check_in(patient, ago(70 + 7 * number), {pain: 7}, weekly=True)
    for number in range(weeks_after):
        factories.check_in(patient, ago(49 - 7 * number), {pain: 4}, weekly=True)


def test_entries_for_a_week_are_compared_without_a_range(alice, alice_client):
    weekly_diary(alice, 4, 4)
    words = section(alice_client, "h-steps").split(" How was")[0]
    assert words.endswith(
        "Widespread pain Entered by the week: medians and ranges are shown, without a likely range. Before LDN: 7 (n 4, 4 "
        "for a week, 7 to 7). 3 mg: 4 (n 4, 4 for a week, 4 to 4)."
    )
    assert section(alice_client, "h-since").split(" How was")[0] == (
        "Since the days before the first dose step Then: 14 to 27 Apr 2026, logged on 2 of 14 days. Now: 16 to 29 Jun 2026, "
        "logged on 0 of 14 days. Too few entries to compare: it needs 7 logged days then and 7 now. Of entries for a week, "
        "14 days hold two; dose steps below are compared from four on. Dose changes between: 3 mg from 28 Apr 2026."
    )


def test_three_entries_for_a_week_are_too_few(alice, alice_client):
    weekly_diary(alice, 3, 4)
    words = section(alice_client, "h-steps").split(" How was")[0]
    assert words.endswith(
        "Widespread pain Not enough entries yet for a comparison. Before LDN: 3 of 3 weeks logged; 4 are needed, and this "
        "phase is over. Before LDN: 7 (n 3, 3 for a week, 7 to 7). 3 mg: 4 (n 4, 4 for a week, 4 to 4)."
    )


def test_entries_for_a_week_leave_no_empty_days_to_warn_of(diary, alice_client):
    for days in range(4, 60, 8):
        diary.check_ins.filter(day=ago(days)).delete()
        Rating.objects.filter(check_in__day__in=(ago(days - 1), ago(days + 1)), item__target_rank=1).update(value=10)
    diary.check_ins.filter(day=ago(80)).update(weekly=True)
    assert "empty day" not in section(alice_client, "h-steps")


def test_hours_of_doses_are_read_only_where_nights_were_rated(diary, alice_client):
    def dose_hours() -> int:
        alice_client.get(URL)
        with count_statements() as statements:
            alice_client.get(URL)
        return sum('"journal_dose"."time"' in sql for sql in statements)

    assert dose_hours() == 1
    diary.items.filter(name="Sleep quality").delete()
    assert dose_hours() == 0


COUNTED = [
    *("the chart's weekly means", "since the visit", "baseline", "3 mg and the baseline", "3 mg and 1.5 mg"),
    *("1.5 mg and the baseline", "the headline by step", "side effects", "side effects by days", "nights", "by step"),
]


def test_doses_and_the_table_by_step_say_how_they_were_counted(diary, alice_client):
    words = section(alice_client, "h-doses").split("How were the doses counted? ")[1]
    assert words.startswith(
        "From 26 May to 30 Jun 2026, 36 days. Planned: the days times the doses a day of the step; "
    )
    html = alice_client.get(URL).content.decode()
    assert html.count("<summary>How was this counted?</summary>") == len(COUNTED)


@pytest.mark.parametrize(("visits", "last"), [((), None), ((0,), None), ((1,), 1), ((30, 3, 0, -5), 3), ((-5,), None)])
def test_last_visit_of_the_record_is_the_latest_before_today(alice, visits, last):
    for days in visits:
        alice.visits.create(day=ago(days), text="Check-up")
    factories.check_in(alice, ago(50), {factories.target(alice): 4})
    assert load_record(alice).last_visit == (None if last is None else ago(last))


def test_side_effect_between_the_two_windows_is_named(diary, alice_client):
    day = diary.check_ins.get(day=ago(30))
    Rating.objects.filter(check_in=day, item__name="Headache").update(value=3)
    told = section(alice_client, "h-since")
    assert (
        "Between the two, and in neither as strong: Headache on 21 days, 26 May 2026 to 15 Jun 2026, worst severe"
        in told
    )
