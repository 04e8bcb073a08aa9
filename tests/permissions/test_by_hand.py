"""Look-ups that no plan of requests can show up, each with a story of two people that does.

Alice is asked about; Bob has rows that must make no difference. With the owner dropped from the look-up the
story ends otherwise, which is tried each time.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import MultipleObjectsReturned
from django.db import transaction
from django.test import Client

from accounts.models import User
from journal import look_back
from journal.actions import follow_undo, watch_effect
from journal.diary_settings import standing_of
from journal.dose_days import load_taken_at
from journal.forms.pause import PauseForm
from journal.gaps import answer_gap, undo_gap
from journal.interchange.present import event_row
from journal.interchange.rows import DiarySettings
from journal.interchange.saving import _complete_events, _save_diary
from journal.look_back import look_over_everything
from journal.medicine_card import medicine_card
from journal.models import Diary, Notice, Reminders
from journal.notice_cards import open_cards
from journal.pauses import NO_PAUSE, find_dry_run, say_no_pause
from journal.prepared import Unowned
from journal.recent_days import load_days_to_save
from journal.reminders.feed import calendar_of
from journal.rules.spans import Rule
from journal.start import load_baseline
from journal.strategy_days import days_around
from reports.beside import load_written
from reports.models import Share
from reports.periods import Period
from tests import factories
from tests.permissions import mutants

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # a hole in the code is one on either database
STORIES: dict[str, Callable[[User, User], bool]] = {}
Story = Callable[[User, User], bool]


def shows_up(*names: str) -> Callable[[Story], Story]:
    """Register a story for the look-ups of these names; it returns whether all is as it should be."""

    def register(story: Story) -> Story:
        STORIES.update(dict.fromkeys(names, story))
        return story

    return register


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@shows_up("journal/actions.py watch_effect: patient.items.filter(name_key=name_key(name)).first()")
def new_side_effect_is_ones_own(alice: User, bob: User) -> bool:
    factories.side_effect(bob, "Dizziness")
    return watch_effect(patient=alice, name="Dizziness").patient_id == alice.pk


def _signed_in(somebody: User) -> Client:
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _is_welcomed_back(alice: User) -> bool:
    factories.step(factories.ldn(alice), ago(60))
    factories.check_in(alice, ago(30), {factories.target(alice): 5})
    return _signed_in(alice).get("/journal/").context["gap"].first == ago(29)


@shows_up(
    "journal/gaps.py _last_said: patient.check_ins.said()",
    "journal/gaps.py _last_said: User.objects.filter(pk=patient.pk).annotate(logged=logged, d",
)
def gap_is_there_though_another_wrote(alice: User, bob: User) -> bool:
    factories.check_in(bob, ago(15), {factories.target(bob): 5})
    return _is_welcomed_back(alice)


@shows_up("journal/gaps.py _last_said: patient.doses")
def gap_is_there_though_another_took_a_dose(alice: User, bob: User) -> bool:
    factories.dose(factories.ldn(bob), ago(15))
    return _is_welcomed_back(alice)


@shows_up("journal/gaps.py answer_gap: Diary.objects.update_or_create(patient=patient, defaults={'g")
def answer_about_a_gap_is_ones_own(alice: User, bob: User) -> bool:
    for who in (alice, bob):
        factories.diary(who)
    answer_gap(patient=alice, first=ago(9), last=ago(1), answer="unknown", today=TODAY)
    return [Diary.objects.get(patient=who).gap_answered_until for who in (alice, bob)] == [ago(1), None]


@shows_up("journal/gaps.py undo_gap: Diary.objects.update_or_create(patient=patient, defaults={'g")
def answer_taken_back_is_ones_own(alice: User, bob: User) -> bool:
    for who in (alice, bob):
        factories.diary(who)
    undo_gap(patient=alice, first=ago(9), last=ago(1), answer="unknown", today=TODAY)
    return [Diary.objects.get(patient=who).gap_answered_until for who in (alice, bob)] == [ago(10), None]


@shows_up("journal/diary_settings.py standing_of: User.objects.filter(pk=patient.pk).values_list(*names, Subqu")
def standing_is_ones_own(alice: User, bob: User) -> bool:
    factories.diary(alice, weekly=True)
    factories.diary(bob)
    return not standing_of(bob).weekly


@shows_up("journal/interchange/saving.py _save_diary: Diary.objects.filter(patient=patient).first()")
def file_brings_ones_own_settings(alice: User, bob: User) -> bool:
    for who in (alice, bob):
        factories.diary(who)
    _save_diary(bob, DiarySettings(weekly=True))
    return [Diary.objects.get(patient=who).weekly for who in (alice, bob)] == [False, True]


@shows_up(
    "journal/interchange/saving.py _complete_events: patient.events.filter(kind=words.STRATEGY).select_related('a"
)
def file_completes_ones_own_strategy(alice: User, bob: User) -> bool:
    for who in (bob, alice):
        who.events.create(day=ago(3), kind="strategy", text="Walk")
    event = alice.events.get()
    said = replace(event_row(event), strategy="food")
    with suppress(LookupError):
        _complete_events(alice, SimpleNamespace(events={said: event_row(event)}), {})  # type: ignore[arg-type]
    return (bob.events.get().strategy, alice.events.get().strategy) == ("", "food")


@shows_up("journal/look_back.py _load: patient.doses.filter(Q(medicine__is_ldn=True), day__lte=toda")
def doses_of_another_are_not_missed(alice: User, bob: User) -> bool:
    factories.step(factories.ldn(alice), ago(60))
    theirs = factories.ldn(bob)
    for days in range(1, 10):
        factories.dose(theirs, ago(days), "missed")
    look_over_everything(alice, TODAY)
    return not alice.notices.filter(rule=Rule.MISSED).exists()


@shows_up("journal/look_back.py _load: patient.notices.values_list(Value('notice'), F('rule'), F('s")
def told_to_another_is_not_told_yet(alice: User, bob: User) -> bool:
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(60))
    for days in range(1, 10):
        factories.dose(medicine, ago(days), "missed")
    bob.notices.create(rule=Rule.MISSED, since=ago(30), told_on=ago(1))
    bob.notices.create(rule=Rule.MISSED, since=ago(9), told_on=ago(1))
    bob.notices.create(rule=Rule.MISSED, since=ago(5), told_on=ago(1))
    look_over_everything(alice, TODAY)
    return alice.notices.filter(rule=Rule.MISSED).exists()


@shows_up("journal/notice_cards.py open_cards: patient.notices.filter(closed_at=None).order_by('since')")
def card_is_about_ones_own_days(alice: User, bob: User) -> bool:
    bob.notices.create(rule=Rule.MISSED, since=ago(9), told_on=ago(1))
    return open_cards(alice, []) == []


@shows_up("journal/views/notices.py close: request.user.notices.filter(rule=notice.rule, subject=notice")
def card_put_away_is_ones_own(alice: User, bob: User) -> bool:
    his, hers = (who.notices.create(rule=Rule.MISSED, since=ago(9), told_on=ago(1)) for who in (bob, alice))
    _signed_in(alice).post(f"/journal/notices/{hers.pk}/close/")
    return [Notice.objects.get(pk=one.pk).closed_at is None for one in (his, hers)] == [True, False]


@shows_up("journal/start.py load_baseline: patient.check_ins.logged().filter(Q(day__lt=first) if begun ")
def days_of_another_are_no_baseline(alice: User, bob: User) -> bool:
    factories.ldn(alice)
    factories.check_in(bob, ago(3), {factories.target(bob): 5}, note="so-so")
    baseline = load_baseline(alice, TODAY)
    return baseline is not None and baseline.days == 0


@shows_up("journal/days_said.py days_said: patient.check_ins.said()")
def calendar_asks_though_another_wrote(alice: User, bob: User) -> bool:
    factories.check_in(bob, TODAY, {factories.target(bob): 5})
    return b"20261121T200000Z" in calendar_of(Reminders.objects.create(patient=alice, hour=20), NOW)


@shows_up("journal/days_said.py days_said: patient.doses.all()")
def calendar_asks_though_another_took_a_dose(alice: User, bob: User) -> bool:
    factories.dose(factories.ldn(bob), TODAY)
    return b"20261121T200000Z" in calendar_of(Reminders.objects.create(patient=alice, hour=20), NOW)


@shows_up("journal/strategy_days.py _steps: patient.dose_steps.filter(medicine__is_ldn=True, day__range=")
def step_of_another_is_not_beside_ones_strategy(alice: User, bob: User) -> bool:
    factories.step(factories.ldn(alice), ago(90))
    factories.step(factories.ldn(bob), ago(21))
    event = alice.events.create(day=ago(20), kind="strategy", text="Walk", against=factories.target(alice))
    _, steps = days_around(alice, event, TODAY)
    return list(steps) == []


@shows_up("journal/forms/pause.py PauseForm.__init__: medicine.steps.all()")
def step_of_another_is_not_among_the_days_of_ones_pause(alice: User, bob: User) -> bool:
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(60))
    factories.step(factories.ldn(bob), ago(15))
    typed = {"first": str(ago(20)), "again": str(ago(10)), "why": "cost"}
    return PauseForm(typed, medicine=medicine, run=None, today=TODAY).is_valid()


@shows_up(
    "journal/pauses.py find_dry_run: medicine.doses.exclude(status__in=NOT_TAKEN)",
    "journal/pauses.py find_dry_run: medicine.steps.all()",
)
def doses_and_steps_of_another_end_no_days_without_a_dose(alice: User, bob: User) -> bool:
    mine, theirs = factories.ldn(alice), factories.ldn(bob)
    for medicine, begun, taken in ((mine, 60, 20), (theirs, 10, 5)):
        factories.step(medicine, ago(begun))
        factories.dose(medicine, ago(taken))
    run = find_dry_run(mine, TODAY)
    return run is not None and (run.first, run.last) == (ago(19), ago(1))


@shows_up("journal/pauses.py say_no_pause: Notice.objects.get_or_create(patient=patient, rule=NO_PAUSE,")
def the_no_of_another_is_not_ones_own(alice: User, bob: User) -> bool:
    medicine = factories.ldn(alice)
    factories.step(medicine, ago(60))
    factories.dose(medicine, ago(20))
    told = {"rule": NO_PAUSE, "subject": str(medicine.pk), "since": ago(19), "told_on": TODAY}
    Notice.objects.create(patient=bob, **told)
    say_no_pause(patient=alice, medicine=medicine, today=TODAY, now=NOW)
    return alice.notices.filter(rule=NO_PAUSE).count() == 1


@shows_up("journal/actions.py follow_undo: patient.items.filter(pk=pk, group=Group.SIDE_EFFECT).first()")
def side_effect_of_another_does_not_rest(alice: User, bob: User) -> bool:
    theirs = factories.side_effect(bob)
    return not follow_undo(patient=alice, pk=theirs.pk, day=TODAY) and not bob.items.get().resting


@shows_up("journal/actions.py follow_undo: item.ratings.filter(check_in__day__gte=day).exists()")
def side_effect_rests_though_another_answers(alice: User, bob: User) -> bool:
    own = factories.side_effect(alice)
    factories.check_in(bob, TODAY, {factories.side_effect(bob): 1})
    follow_undo(patient=alice, pk=own.pk, day=TODAY)
    return alice.items.get().resting


@shows_up("journal/look_back.py _told_lately: patient.notices.filter(matters).order_by()")
def told_to_another_lately_is_not_told_yet(alice: User, bob: User) -> bool:
    bob.notices.create(rule=Rule.MISSED, since=ago(9), told_on=ago(1))
    return look_back._told_lately(alice, ago(30)) == []


@shows_up("journal/look_back.py _doses_lately: patient.doses.filter(medicine__is_ldn=True, day__range=(firs")
def doses_that_another_said_lately_are_not_ones_own(alice: User, bob: User) -> bool:
    factories.dose(factories.ldn(bob), ago(1), "missed")
    return look_back._doses_lately(alice, TODAY) == []


@shows_up("journal/medicine_card.py medicine_card: patient.medicines.filter(is_ldn=True).first()")
def prescriber_on_the_card_is_ones_own(alice: User, bob: User) -> bool:
    factories.ldn(bob, prescriber="Dr Bob")
    return medicine_card(alice, NOW).prescriber == ""


@shows_up("journal/recent_days.py load_days_to_save: patient.check_ins.order_by('day').values('day')")
def beginning_of_a_diary_is_ones_own(alice: User, bob: User) -> bool:
    factories.check_in(alice, ago(50))
    factories.check_in(bob, ago(90))
    _, read = load_days_to_save(alice, TODAY, 1, first=ago(3), today=TODAY, beginning=1)
    return [each.day for each in read] == [ago(50)]


@shows_up("journal/dose_days.py _days_by_hour: patient.doses.filter(medicine_id=medicine, status__in=(DoseS")
def hours_are_asked_for_through_their_owner(alice: User, bob: User) -> bool:
    medicine = factories.ldn(alice)
    factories.dose(medicine, ago(1), time=time(21))
    return load_taken_at(alice, medicine.pk, ago(2), TODAY) == {ago(1): time(21)}


@shows_up("reports/beside.py _ticked_or_noted: patient.check_ins.filter(day__range=(first, last)).order_by(")
def notes_on_a_report_are_ones_own(alice: User, bob: User) -> bool:
    for who in (alice, bob):
        factories.check_in(who, ago(1), note=f"a note by {who.email}")
    written = load_written(Share(patient=alice, includes_notes=True), Period(first=ago(2), last=TODAY))
    return [each.text for each in written.notes] == [f"a note by {alice.email}"]


@pytest.mark.parametrize("name", STORIES)
def test_a_look_up_without_its_owner_ends_the_story_otherwise(name: str, alice: User, charlie: User) -> None:
    (hole,) = (hole for hole in mutants.find() if hole.name == name)

    def told() -> bool:
        with transaction.atomic(), suppress(LookupError, MultipleObjectsReturned, Diary.DoesNotExist, Unowned):
            right = STORIES[name](alice, charlie)
            transaction.set_rollback(True)
            return right
        return False

    with time_machine.travel(NOW, tick=False):
        assert told()
        with mutants.planted(hole):
            assert not told()
