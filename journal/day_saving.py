"""Save what one day's page said: the day, the dose of the night before, a side effect that is new; all or nothing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from journal import actions, look_back
from journal.day_page import DayPage
from journal.day_records import StaleDay, same_answers, undo_day, write_day
from journal.day_state import DayState, DoseEntry
from journal.day_words import differences, night_differences
from journal.forms.day import Answers
from journal.names import name_key
from journal.recent_days import ReadDay


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The versions that a save made: of the day, and of the day before; None where nothing was to be saved.

    new: the side effect that is asked about since this save.
    """

    version: int | None = None
    night: int | None = None
    new: int | None = None

    @property
    def query(self) -> str:
        """What the address says of it."""
        parts = {"saved": self.version, "night": self.night, "new": self.new}
        return "&".join(f"{name}={version}" for name, version in parts.items() if version is not None)


@transaction.atomic
def save_answers(*, page: DayPage, answers: Answers) -> Saved:
    """Save everything, or raise StaleDay with nothing written.

    The order is the same for everyone, so that two saves never wait for each other: the patient's items,
    the day before, the day.
    """
    wanted, new = answers.wanted, None
    if answers.new_effect:
        item = actions.watch_effect(patient=page.patient, name=answers.new_effect.name)
        new = None if any(each.pk == item.pk and not each.resting for each in page.items) else item.pk
        wanted = replace(wanted, ratings={**wanted.ratings, item.pk: answers.new_effect.value})
    night = _save_night(page, answers.night) if answers.night else None
    untouched = answers.version == page.loaded.version and same_answers(wanted, page.loaded.state)
    if night is not None and untouched:
        _look_back(page, page.loaded.state, [DayState(doses=tuple(answers.night))])
        return Saved(night=night)
    version = write_day(
        patient=page.patient,
        loaded=page.loaded,
        day=page.day,
        wanted=wanted,
        version=answers.version,
        today=page.today,
    )
    _look_back(page, wanted, (page.loaded.state, wanted, DayState(doses=tuple(answers.night))))
    return Saved(version=version, night=night, new=new)


def _look_back(page: DayPage, saved: DayState, states: Collection[DayState]) -> None:
    """Tell what a rule over days finds now."""
    others = (each for each in page.read if each.day != page.day)
    look_back.after_save(
        page.patient,
        items=page.items,
        steps=page.all_steps,
        day=page.day,
        today=page.today,
        days=[*others, ReadDay.of(page.day, saved)],
        states=states,
    )


def _save_night(page: DayPage, night: Iterable[DoseEntry]) -> int:
    """Add the doses of the night before to their own day; what was said about one there already stands."""
    said = {dose.key: dose for dose in page.before.state.doses}
    if any(said.get(dose.key, dose) != dose for dose in night):
        raise StaleDay
    new = tuple(dose for dose in night if dose.key not in said)
    return write_day(
        patient=page.patient,
        loaded=page.before,
        day=page.day_before,
        wanted=replace(page.before.state, doses=(*page.before.state.doses, *new)),
        version=page.before.version,
        today=page.today,
    )


def conflicts(page: DayPage, answers: Answers) -> list[tuple[str, str, str]]:
    """Return what was saved elsewhere against what is wanted here: (what, saved, wanted)."""
    return [*night_differences(page, answers.night), *differences(page, _with_new_effect(page, answers))]


def _with_new_effect(page: DayPage, answers: Answers) -> DayState:
    new = answers.new_effect
    known = next((item for item in page.items if new and item.name_key == name_key(new.name)), None)
    if not new or not known:
        return answers.wanted
    return replace(answers.wanted, ratings={**answers.wanted.ratings, known.pk: new.value})


@transaction.atomic
def undo_save(*, patient: User, day: date, saved: Saved, today: date) -> Saved:
    """Take back one save, whole: the day's own answers and the dose of the night before that came with them."""
    night = saved.night
    if night is not None:
        night = undo_day(patient=patient, day=day - timedelta(days=1), version=night, today=today)
    version = saved.version
    if version is not None:
        version = undo_day(patient=patient, day=day, version=version, today=today)
    known = saved.new is not None and actions.follow_undo(patient=patient, pk=saved.new, day=day)
    look_back.look_over_everything(patient, today)
    return Saved(version=version, night=night, new=saved.new if known else None)
