"""What the insights page says of what was tried, of the headline by step, and how long it is."""

import pytest
from django.urls import reverse

from journal.models import Event, Rating
from journal.record import load_record
from journal.tried import MOST_TRIED, load_happened
from tests import factories
from tests.journal.test_insights_comparisons import TODAY, URL, ago, diary, on_the_30th, section
from tests.statements import count_statements

__all__ = ["diary", "on_the_30th"]


def tried(patient, days, text="Dose earlier in the day", against="Headache"):
    item = patient.items.get(name=against) if against else None
    return Event.objects.create(patient=patient, day=ago(days), kind="strategy", text=text, against=item)


def test_each_thing_tried_has_its_counts_before_and_after_and_no_verdict(diary, alice_client):
    tried(diary, 40)
    Rating.objects.filter(check_in__day=ago(30), item__name="Headache").update(value=3)
    told, counted = section(alice_client, "h-tried").split(" How was this counted? ")
    assert told == (
        "What was tried Counts of the 14 days before and the 14 that began with it. Whether it helped is not said: other "
        "things may have changed in these days too. Tried 14 days before From then on Dose earlier in the day from 21 May "
        "2026, against Headache. The dose changed in these days too: 3 mg from 26 May 2026 with it 0 of 14 days worst none "
        "(0); logged 14 of 14 with it 9 of 14 days worst severe (3); logged 14 of 14 This shows when things changed, not "
        "why."
    )
    assert counted.startswith("Before: the 14 days that end on the day before it began.")


def test_days_that_are_not_over_and_a_target_and_nothing_are_told_as_they_are(diary, alice_client):
    tried(diary, 3, "Early nights", "Brain fog")
    tried(diary, 20, "A walk", None)
    told = section(alice_client, "h-tried")
    assert (
        "Early nights from 27 Jun 2026, against Brain fog median 5, n 14 worst 6; logged 14 of 14 median 5, n 4 worst 6; "
        "logged 4 of 4; day 4 of 14 A walk from 10 Jun 2026 Not said what it is against, so nothing is counted."
    ) in told


def test_days_without_a_rating_are_said_not_to_be_rated(diary, alice_client):
    tried(diary, 89)
    assert "not rated logged 0 of 14" not in section(alice_client, "h-tried")
    Rating.objects.filter(item__name="Headache", check_in__day__lt=ago(70)).delete()
    assert "not rated logged 1 of 14 not rated logged 14 of 14" in section(alice_client, "h-tried")


def test_without_anything_tried_and_before_its_day_there_is_no_such_part(diary, alice_client):
    Event.objects.create(patient=diary, day=ago(5), kind="stress", text="Moving house")
    tried(diary, -3)
    assert section(alice_client, "h-tried") == ""


def test_another_patients_strategies_are_not_there(diary, alice_client, charlie):
    factories.side_effect(charlie)
    tried(charlie, 10, "Charlie's own")
    assert "Charlie" not in alice_client.get(URL).content.decode()


def test_what_was_tried_before_the_range_is_counted_and_not_marked(diary, alice_client):
    tried(diary, 60)
    page = alice_client.get(f"{URL}?range=30")
    assert [each.words for each in page.context["tried"]] == ["Dose earlier in the day"]
    assert page.context["marks"] == ()


def test_the_newest_are_shown_and_the_rest_are_a_link_away(diary, alice_client):
    for days in range(MOST_TRIED + 2):
        tried(diary, 20 + days, f"Number {days}")
    told = section(alice_client, "h-tried")
    assert told.count("against Headache") == MOST_TRIED
    assert ("Number 0 " in told, f"Number {MOST_TRIED} " in told) == (True, False)
    assert f"Only the newest {MOST_TRIED} stand here. All events and visits" in told
    assert reverse("journal:events") in alice_client.get(URL).content.decode()


def test_marks_are_the_newest_of_the_range_whatever_was_tried_before(diary):
    for days in range(60, 89):
        tried(diary, days, f"Number {days}")
    for days in range(30):
        Event.objects.create(patient=diary, day=ago(days), kind="stress", text=f"Stress {days}")
    with count_statements() as statements:
        found = load_happened(load_record(diary), ago(20), TODAY, TODAY)
    assert [mark.day for mark in found.marks] == [ago(days) for days in range(20, -1, -1)]
    assert (found.earlier_marks, found.more_tried, len(found.tried)) == (False, True, MOST_TRIED)
    assert sum("journal_event" in sql and "UNION" in sql and '"text"' in sql for sql in statements) == 1
    every = load_happened(load_record(diary), ago(89), TODAY, TODAY)
    assert (len(every.marks), every.marks[0].day, every.earlier_marks) == (26, ago(25), True)


def test_strategies_cost_no_statement(diary, alice_client):
    def count():
        alice_client.get(URL)
        with count_statements() as statements:
            alice_client.get(URL)
        return len(statements)

    before = count()
    for days in range(30):
        tried(diary, days)
    assert count() == before <= 10


def test_the_headline_has_spread_days_at_its_level_and_its_largest_shift(diary, alice_client):
    told, counted = section(alice_client, "h-headline").split(" How was this counted? ")
    assert told == (
        "Widespread pain, step by step The headline target, lower is better. The first days of a step count like every "
        "other. Dose step Mean Spread Worst Days at 7 or worse Before LDN n 20 7.0 0.8 8 14 of 20 1.5 mg n 35 7.0 0.8 8 25 "
        "of 35 3 mg n 36 4.0 0.8 5 0 of 36 Largest shift seen around 26 May 2026: a mean of 7.0 on the 55 rated days "
        "before, and of 4.0 on the 36 from then on. In every diary one day comes out first, also where nothing changed. It "
        "proves nothing, and does not say why."
    )
    assert "7 is the middle value of Before LDN, 1 to 20 Apr 2026: " in counted


def test_the_shift_goes_where_differences_are_switched_off(diary, alice_client, settings):
    settings.SHOW_DIFFERENCES = False
    told = section(alice_client, "h-headline")
    assert ("Days at 7 or worse" in told, "shift" in told) == (True, False)


@pytest.mark.parametrize("steps", [2, 6])
def test_only_the_present_step_stands_open(diary, alice_client, steps):
    for number in range(steps - 2):
        factories.step(diary.medicines.get(), ago(34 - 2 * number), 3100 + 100 * number, kind="increase")
    html = alice_client.get(URL).content.decode()
    part = html.split('aria-labelledby="h-steps"')[1].split("</section>")[0]
    assert part.count('<div class="compared">') == 2  # against the baseline and the step before
    assert part.count('<details class="fold compared-earlier">') == steps - 1


def test_the_key_draws_each_mark_beside_its_words(diary, alice_client):
    tried(diary, 10)
    html = alice_client.get(URL).content.decode()
    key = html.split('<ul class="key key-marks">')[1].split("</ul>")[0]
    entries = [each for each in key.split("<li>") if each.strip()]
    assert len(entries) == 9
    assert [each for each in entries if "<svg" not in each or "<span" not in each] == []
