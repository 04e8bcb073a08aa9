"""The check-in of one day: doses, ratings and a note, whatever the patient has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from accounts.texts import TextField
from journal import catalogue
from journal.day_state import DayState, DoseEntry
from journal.forms.alarms import NOTE_HELP, alarm_fields, alarms_at_first, nothing_to_keep, ticked_alarms
from journal.forms.doses import DoseSlot
from journal.forms.fields import RatingField
from journal.forms.side_effects import (
    CHANGED_BEFORE,
    NEW,
    NONE,
    SAME,
    NewEffect,
    SideEffects,
    and_list,
    lower_first,
    read_new_effect,
    side_effect_fields,
)
from journal.models import Item
from journal.models.items import Group

NOTE_LENGTH = 2000
WEEK_NOW = "This entry is for the whole week now, not for one day. Look at your answers, then save again."
DAY_NOW = "This entry is for this one day now, not for the week. Look at your answers, then save again."
NIGHTS = {"today": "last night", "day": "the night before", "week": "these nights"}

DoseFields = tuple[DoseSlot, list[BoundField]]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a form says: the day as wanted, a side effect that is new, and what was said about the night before."""

    version: int
    wanted: DayState
    new_effect: NewEffect | None = None
    night: tuple[DoseEntry, ...] = ()


class DayForm(forms.Form):
    """Everything that can be said about one day. What is left open stays open."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    weekly = forms.BooleanField(required=False, widget=forms.HiddenInput)
    note = TextField(
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Note",
        help_text=NOTE_HELP,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[Item],
        slots: Sequence[DoseSlot],
        night_slots: Sequence[DoseSlot] = (),
        effects: SideEffects | None = None,
        state: DayState,
        version: int,
    ) -> None:
        self.items, self.slots, self.night_slots, self.state = items, slots, night_slots, state
        self.effects = effects or SideEffects()
        initial: dict[str, Any] = {"note": state.note, "version": version, "weekly": state.weekly}
        initial |= alarms_at_first(state.alarms)
        initial |= {f"item_{item}": value for item, value in state.ratings.items()}
        for slot in (*slots, *night_slots):
            initial |= slot.initial()
        super().__init__(data, initial=initial)
        self.fields |= alarm_fields()
        self.dose_names: dict[str, list[str]] = {}
        for slot in (*night_slots, *slots):
            fields = slot.fields()
            self.fields |= fields
            self.dose_names[slot.name] = [name for name, field in fields.items() if not field.widget.is_hidden]
        night = NIGHTS[self.effects.period]
        for item in items:
            self.fields[f"item_{item.pk}"] = RatingField(item, night if item.name in catalogue.ABOUT_THE_NIGHT else "")
        self.fields |= side_effect_fields(self.effects, self.answered_effects(), self.is_bound)

    def answered_effects(self) -> Mapping[int, int]:
        """Return the side effects that are answered one by one, as typed or as saved; the values do not count."""
        return {item.pk: 0 for item in self.effects.items if self[f"item_{item.pk}"].value() not in (None, "")}

    def clean(self) -> dict[str, Any]:
        """Ask about doubtful doses and half of a side effect, and refuse an empty save."""
        data = super().clean() or self.cleaned_data
        self._check_rhythm(data["weekly"])
        for slot in (*self.night_slots, *self.slots):
            for name, doubt in slot.doubts(data).items():
                if name not in self.errors:
                    self.add_error(name, doubt)
        self._check_side_effects(data)
        if not self.errors and self._says_nothing():
            raise forms.ValidationError(nothing_to_keep(data))
        return data

    def _check_rhythm(self, weekly: bool) -> None:
        """Refuse what was answered about a day and would be kept for a week, or the reverse."""
        if weekly == self.state.weekly:
            return
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["weekly"] = "on" if self.state.weekly else ""
        self.data = data  # the page asks again, about what it is about now
        raise forms.ValidationError(WEEK_NOW if self.state.weekly else DAY_NOW)

    def _check_side_effects(self, data: dict[str, Any]) -> None:
        self.new_effect, wrong = read_new_effect(self.effects, data)
        for name, what in wrong.items():
            if name not in self.errors:
                self.add_error(name, what)
        choice, before = data.get("side_effects"), data.get("before")
        if choice == SAME and before not in (None, self.effects.before_version):
            self.add_error("side_effects", CHANGED_BEFORE)
        if choice == NEW and not (self.new_effect or self.errors or self._rated_effect(data)):
            self.add_error("new_effect", "Which side effect is it?")

    def _rated_effect(self, data: dict[str, Any]) -> bool:
        """Return whether a side effect is rated that was not before; a second press finds what the first one saved."""
        saved = self.state.ratings if data.get("version") == self.initial["version"] else {}
        answers = ((item.pk, data.get(f"item_{item.pk}")) for item in self.effects.items)
        return any(value is not None and value != saved.get(pk) for pk, value in answers)

    def _says_nothing(self) -> bool:
        answers = self.answers()
        return answers.wanted.empty and self.state.empty and not (answers.new_effect or answers.night)

    def answers(self) -> Answers:
        """Return everything the form says."""
        return Answers(
            version=self.cleaned_data.get("version") or 0,
            wanted=self.wanted(),
            new_effect=self.new_effect,
            night=_said(self.night_slots, self.cleaned_data),
        )

    def wanted(self) -> DayState:
        """Return the day as the patient wants it; items that are not on this page keep their answer."""
        shown = {item.pk for item in self.items}
        kept = {item: value for item, value in self.state.ratings.items() if item not in shown}
        answers = {item.pk: self.cleaned_data.get(f"item_{item.pk}") for item in self.items}
        given = {item: value for item, value in answers.items() if value is not None}
        return replace(
            self.state,
            ratings=kept | self._filled(given) | given,
            note=self.cleaned_data.get("note", ""),
            alarms=ticked_alarms(self.cleaned_data, self.state.alarms),
            doses=_said(self.slots, self.cleaned_data),
        )

    def _filled(self, given: Mapping[int, int]) -> dict[int, int]:
        filled = self.effects.filled(self.cleaned_data.get("side_effects") or "", given)
        asked = self.cleaned_data.get("asked")
        return {item: value for item, value in filled.items() if not asked or str(item) in asked.split(",")}

    def night_doses(self) -> list[DoseFields]:
        """Return the doses of the day before that are asked about first."""
        return [self._dose(slot) for slot in self.night_slots]

    def first_doses(self) -> list[DoseFields]:
        """Return the doses in sight, with their fields: the LDN medicine's, or else the first one's."""
        first = self.slots[0].medicine.pk if self.slots else None
        return [self._dose(slot) for slot in self.slots if slot.medicine.pk == first and not slot.unplanned]

    def unplanned_doses(self) -> list[DoseFields]:
        """Return what asks about a dose that was taken though none was planned."""
        return [self._dose(slot) for slot in self.slots if slot.unplanned]

    def more_doses(self) -> list[DoseFields]:
        """Return the doses under "More": those of every other medicine."""
        first = self.slots[0].medicine.pk if self.slots else None
        return [self._dose(slot) for slot in self.slots if slot.medicine.pk != first and not slot.unplanned]

    def doses_said(self) -> bool:
        """Return whether anything stands or is typed about the doses in sight, so that they open."""
        return any(fields[0].value() or fields[0].errors for _, fields in self.first_doses())

    def _dose(self, slot: DoseSlot) -> DoseFields:
        return slot, [self[name] for name in self.dose_names[slot.name]]

    def first_ratings(self) -> list[BoundField]:
        """Return the ratings in sight: headline target, then sleep."""
        headline = [item for item in self.items if item.is_headline]
        sleep = [item for item in self.items if item.name == catalogue.SLEEP]
        return [self[f"item_{item.pk}"] for item in [*headline, *sleep]]

    def open_effects(self) -> list[BoundField]:
        """Return the side effects that stand open."""
        return [self[f"item_{item.pk}"] for item in self.effects.items if item.pk in self.effects.open_ids]

    def folded_effects(self) -> list[BoundField]:
        """Return the other side effects that are asked about."""
        return [self[f"item_{item.pk}"] for item in self.effects.items if item.pk not in self.effects.open_ids]

    def fills(self) -> list[str]:
        """Return, before saving, what each choice fills in."""
        answered = self.answered_effects()
        nothing, same = (self.effects.filled(choice, answered) for choice in (NONE, SAME))
        names = [lower_first(item.name) for item in self.effects.items if item.pk in nothing]
        said = [f"“None” saves {and_list(names)} as none."] if names else []
        said += [f"“Same” saves {'; '.join(self.effects.names(same))}."] if same else []
        return said

    def more_ratings(self) -> list[BoundField]:
        """Return the ratings under "More": everything else, in the patient's order."""
        first = {field.name for field in self.first_ratings()}
        others = [item for item in self.items if item.group != Group.SIDE_EFFECT]
        return [self[f"item_{item.pk}"] for item in others if f"item_{item.pk}" not in first]


def _said(slots: Sequence[DoseSlot], data: dict[str, Any]) -> tuple[DoseEntry, ...]:
    entries = [slot.read(data) for slot in slots]
    return tuple(entry for entry in entries if entry is not None)
