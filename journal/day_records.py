"""Load one journal day, and save it: one check-in a day, no answer overwritten unseen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.days import latest_day_on_earth
from accounts.fields import sealed_bytes
from accounts.models import User
from journal.day_state import DayState, DoseEntry, from_json, to_json
from journal.models import CheckIn, DayVersion, Dose, Rating


class StaleDay(Exception):
    """The day was saved elsewhere since it was opened; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class LoadedDay:
    """A day as the database holds it; version 0 means that it was never saved."""

    check_in: CheckIn | None
    doses: tuple[Dose, ...]
    state: DayState

    @property
    def version(self) -> int:
        """How often this day was saved."""
        return self.check_in.version if self.check_in else 0


def load_day(patient: User, day: date) -> LoadedDay:
    """Return what the patient's day holds now."""
    check_in = patient.check_ins.filter(day=day).first()
    doses = (
        patient.doses.filter(day=day).select_related("medicine").order_by("medicine__position", "medicine_id", "number")
    )
    ratings = dict(check_in.ratings.values_list("item_id", "value")) if check_in else {}
    return loaded_day(check_in, ratings, doses)


def loaded_day(check_in: CheckIn | None, ratings: Mapping[int, int], doses: Iterable[Dose]) -> LoadedDay:
    """Return a day put together from its rows."""
    rows = tuple(doses)
    state = DayState(
        ratings=ratings,
        note=check_in.note if check_in else "",
        weekly=check_in.weekly if check_in else False,
        doses=tuple(dose_entry(dose) for dose in rows),
        alarms=tuple(check_in.alarms.split()) if check_in else (),
    )
    return LoadedDay(check_in=check_in, doses=rows, state=state)


def is_recorded_ahead(patient: User, day: date, now: datetime) -> bool:
    """Return whether a day still to come here holds a record: it was lived before flying over the date line."""
    if day > latest_day_on_earth(now):
        return False
    return patient.check_ins.filter(day=day).exists() or patient.doses.filter(day=day).exists()


def dose_entry(dose: Dose) -> DoseEntry:
    """Return a dose row as plain values."""
    return DoseEntry(
        medicine_id=dose.medicine_id,
        number=dose.number,
        status=dose.status,
        time=dose.time,
        amount=dose.amount,
        unit=dose.unit,
        reason=dose.reason,
    )


def save_day(*, patient: User, loaded: LoadedDay, day: date, wanted: DayState, version: int, today: date) -> int:
    """Make the day hold `wanted`, keep what it held before as history, and return its version now.

    `version` is what the page was opened with. Saving the same answers twice is one save; other
    answers from an older page raise StaleDay. `today` is the patient's journal day now.
    """
    with transaction.atomic():
        return write_day(patient=patient, loaded=loaded, day=day, wanted=wanted, version=version, today=today)


def write_day(*, patient: User, loaded: LoadedDay, day: date, wanted: DayState, version: int, today: date) -> int:
    """Do as save_day does, in a transaction of the caller's that StaleDay takes back."""
    if same_answers(loaded.state, wanted) and loaded.check_in:
        return loaded.version
    if loaded.version != version:
        raise StaleDay
    check_in = _claim(patient, loaded, day, wanted, today)
    _save_ratings(check_in, loaded.state.ratings, wanted.ratings)
    _save_doses(patient, day, loaded.doses, wanted.doses)
    return loaded.version + 1


def undo_day(*, patient: User, day: date, version: int, today: date) -> int:
    """Bring back what the day held before its last save; raise StaleDay if it was saved again since."""
    with transaction.atomic():
        loaded = load_day(patient, day)
        if loaded.version != version or not loaded.check_in:
            raise StaleDay
        before = patient.day_versions.filter(day=day, version=version - 1).first()
        wanted = from_json(before.state) if before else DayState()
        wanted = _without_gone_rows(patient, wanted)
        saved = save_day(patient=patient, loaded=loaded, day=day, wanted=wanted, version=version, today=today)
        # What comes back is as old as it was.
        patient.check_ins.filter(day=day).update(entered_day=loaded.check_in.entered_day)
        return saved


def _without_gone_rows(patient: User, state: DayState) -> DayState:
    """Leave out ratings and doses whose item or medicine was deleted since, and ratings off their item's scale now."""
    scales = {item.pk: range(item.low, item.high + 1) for item in patient.items.all()}
    medicines = set(patient.medicines.values_list("pk", flat=True))
    ratings = {item: value for item, value in state.ratings.items() if value in scales.get(item, ())}
    doses = tuple(dose for dose in state.doses if dose.medicine_id in medicines)
    return replace(state, ratings=ratings, doses=doses)


def same_answers(one: DayState, other: DayState) -> bool:
    """Return whether two states of a day say the same, whatever the order of doses."""
    return replace(one, doses=_ordered(one.doses)) == replace(other, doses=_ordered(other.doses))


def _ordered(doses: Collection[DoseEntry]) -> tuple[DoseEntry, ...]:
    return tuple(sorted(doses, key=lambda dose: dose.key))


def _claim(patient: User, loaded: LoadedDay, day: date, wanted: DayState, today: date) -> CheckIn:
    """Insert the check-in or raise its version in one conditional statement: of two tabs, one wins."""
    check_in = loaded.check_in or CheckIn(patient=patient, day=day, entered_day=today)
    # A day that held a dose alone is entered when it is first rated.
    entered_day = today if wanted.logged and not loaded.state.logged else check_in.entered_day
    check_in.note, check_in.weekly, check_in.alarms = wanted.note, wanted.weekly, " ".join(wanted.alarms)
    if loaded.check_in is None:
        _insert(check_in)
    else:
        unchanged = patient.check_ins.filter(pk=check_in.pk, version=loaded.version)
        sealed = {name: sealed_bytes(check_in, name) for name in ("note", "alarms")}
        changes = {"version": loaded.version + 1, "weekly": wanted.weekly, **sealed}
        if not unchanged.update(entered_day=entered_day, **changes):
            raise StaleDay
    if loaded.check_in or not loaded.state.empty:
        DayVersion.objects.create(patient=patient, day=day, version=loaded.version, state=to_json(loaded.state))
    return check_in


def _insert(check_in: CheckIn) -> None:
    try:
        check_in.save(force_insert=True)
    except IntegrityError:
        raise StaleDay from None


def _save_ratings(check_in: CheckIn, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    if gone := before.keys() - after.keys():
        check_in.ratings.filter(item_id__in=gone).delete()
    changed = [
        Rating(check_in=check_in, item_id=item, value=value)
        for item, value in after.items()
        if before.get(item) != value
    ]
    Rating.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["check_in", "item"], update_fields=["value"]
    )


def _save_doses(patient: User, day: date, old: Collection[Dose], new: Collection[DoseEntry]) -> None:
    """Delete what is said no more; change and add the rest in one statement."""
    kept = {dose_entry(dose) for dose in old} & set(new)
    ids = {(dose.medicine_id, dose.number): dose.pk for dose in old}
    if gone := [pk for key, pk in ids.items() if key not in {entry.key for entry in new}]:
        patient.doses.filter(pk__in=gone).delete()
    said = ("time", "amount", "unit", "status", "reason")
    rows = [
        Dose(
            **({"id": ids[entry.key]} if entry.key in ids else {}),
            patient=patient,
            medicine_id=entry.medicine_id,
            day=day,
            number=entry.number,
            **{name: getattr(entry, name) for name in said},
        )
        for entry in new
        if entry not in kept
    ]
    Dose.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=said)
