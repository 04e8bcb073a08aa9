"""What the day page says after a save, and what another screen saved against what is typed here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from journal.alarm_signs import ALARM_SIGNS
from journal.amounts import format_amount
from journal.day_page import DayPage
from journal.day_records import LoadedDay
from journal.day_state import DayState, DoseEntry
from journal.forms.side_effects import has_none, lower_first
from journal.models import Item, Medicine
from journal.models.items import Group
from journal.scales import value_words

STATUS = {"taken": "", "late": ", late", "missed": "missed", "skipped": "skipped on purpose"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What to say right after a save, and what undo takes back: versions of the day and the day before, `new` item."""

    words: str
    version: int | None
    night: int | None
    new: int | None = None


def after_save(page: DayPage, parameters: Mapping[str, str]) -> Said | None:
    """Return what to say right after saving: the address says which versions were saved."""
    version = page.loaded.version if _names(parameters.get("saved"), page.loaded) else None
    night = page.before.version if _names(parameters.get("night"), page.before) else None
    if version is None and night is None:
        return None
    said = [*(night_words(page) if night else []), *(_saved_words(page) if version else [])]
    new = next((item for item in page.items if str(item.pk) == parameters.get("new")), None)
    fact = f" {page.fact[:1].upper()}{page.fact[1:]}." if page.fact else ""
    words = f"Saved: {', '.join(said)}.{fact}" if said else "Cleared. Nothing is saved for this day now."
    rests = f" {new.name} is not asked about: it rests on your list." if new and new.resting else ""
    return Said(words=words + rests, version=version, night=night, new=new.pk if new else None)


def _names(version: str | None, loaded: LoadedDay) -> bool:
    return loaded.check_in is not None and version == str(loaded.version)


def _saved_words(page: DayPage) -> list[str]:
    return state_words(page.items, {dose.medicine_id: dose.medicine for dose in page.loaded.doses}, page.loaded.state)


def night_words(page: DayPage) -> list[str]:
    """Return the LDN doses of the night before in words."""
    ldn = {step.medicine_id for step in page.all_steps if step.medicine.is_ldn}
    return [f"last night {dose_words(dose)}" for dose in page.before.state.doses if dose.medicine_id in ldn]


def state_words(items: Sequence[Item], medicines: Mapping[int, Medicine], state: DayState) -> list[str]:
    """Return everything a day holds, LDN first: "4.5 mg at 20:00", "pain 4", "no side effects", "a note".

    What belongs to an item or a medicine that is gone is left out.
    """
    known = [(medicines[dose.medicine_id], dose) for dose in state.doses if dose.medicine_id in medicines]
    known.sort(key=lambda each: not each[0].is_ldn)
    doses = [dose_words(dose) if medicine.is_ldn else f"{medicine} {dose_words(dose)}" for medicine, dose in known]
    rated = [
        f"{lower_first(item.name)} {value_words(state.ratings[item.pk], item.low, item.high).lower()}"
        for item in items
        if item.pk in state.ratings and item.group != Group.SIDE_EFFECT
    ]
    note = ["a note"] if state.note else []
    count = len(state.alarms)
    alarms = [f"{count} alarm sign{'s' if count > 1 else ''}"] if count else []
    return [*doses, *rated, *_effect_words(items, state.ratings), *note, *alarms]


def _effect_words(items: Iterable[Item], ratings: Mapping[int, int]) -> list[str]:
    effects = [item for item in items if item.group == Group.SIDE_EFFECT]
    some = [item for item in effects if item.pk in ratings and not (has_none(item) and ratings[item.pk] == 0)]
    none = [item for item in effects if item.pk in ratings and item not in some]
    every = {item.pk for item in effects if not item.resting} <= ratings.keys()
    words = [f"{lower_first(item.name)} {value_words(ratings[item.pk], item.low, item.high).lower()}" for item in some]
    if none and every:
        return [*words, "no other side effects"] if some else ["no side effects"]
    return [*words, *(f"{lower_first(item.name)} none" for item in none)]


def dose_words(dose: DoseEntry) -> str:
    """Return a dose in words: "4.5 mg at 20:00, late", "dose missed (forgot)"."""
    if dose.amount is None:
        return f"dose {STATUS[dose.status]}" + (f" ({dose.reason})" if dose.reason else "")
    at = f" at {dose.time:%H:%M}" if dose.time else ""
    return f"{format_amount(dose.amount)} {dose.unit}{at}{STATUS[dose.status]}"


def differences(page: DayPage, wanted: DayState) -> list[tuple[str, str, str]]:
    """Return what another screen saved against what is typed here: (what, saved, typed)."""
    saved, rows = page.loaded.state, []
    for item in page.items:
        there, here = saved.ratings.get(item.pk), wanted.ratings.get(item.pk)
        if there != here:
            rows.append((item.name, _value(item, there), _value(item, here)))
    if saved.note != wanted.note:
        rows.append(("Note", saved.note or "nothing", wanted.note or "nothing"))
    if saved.alarms != wanted.alarms:
        rows.append(("Alarm signs", _alarms(saved), _alarms(wanted)))
    if set(saved.doses) != set(wanted.doses):
        rows.append(("Doses", _doses(saved.doses), _doses(wanted.doses)))
    return rows


def night_differences(page: DayPage, night: Iterable[DoseEntry]) -> list[tuple[str, str, str]]:
    """Return the doses of the night before that another screen said something else about."""
    said = {dose.key: dose for dose in page.before.state.doses}
    return [
        ("Last night's dose", _doses([said[dose.key]]), _doses([dose]))
        for dose in night
        if dose.key in said and said[dose.key] != dose
    ]


def _value(item: Item, value: int | None) -> str:
    return "no answer" if value is None else value_words(value, item.low, item.high)


def _alarms(state: DayState) -> str:
    return "; ".join(sign.words for sign in ALARM_SIGNS if sign.slug in state.alarms) or "none ticked"


def _doses(doses: Iterable[DoseEntry]) -> str:
    words = [
        dose.status if dose.amount is None else f"{dose.status}, {format_amount(dose.amount)} {dose.unit}"
        for dose in doses
    ]
    return "; ".join(words) or "no answer"
