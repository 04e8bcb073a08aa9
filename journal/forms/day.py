"""The check-in of one day: doses, ratings and a note, whatever the patient has."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from accounts.texts import TextField
from journal import catalogue
from journal.amounts import format_amount
from journal.day_state import DayState, DoseEntry
from journal.forms.fields import AmountField, ClockField, DoseChoice, RatingField
from journal.models import Item, Medicine
from journal.models.items import Group
from journal.models.medicines import MG, DoseStatus
from journal.plan import PlannedDose

NOTE_LENGTH = 2000
ALARMING_AMOUNT = 10_000
TAGS = dict.fromkeys(catalogue.ABOUT_THE_NIGHT, "last night")


class DoseSlot:
    """The fields of one dose: as usual, or what was different; planned, already recorded, or both."""

    def __init__(self, medicine: Medicine, number: int, plan: PlannedDose | None, entry: DoseEntry | None) -> None:
        self.medicine, self.number, self.plan, self.entry = medicine, number, plan, entry
        self.name = f"dose_{medicine.pk}_{number}"
        self.unit = plan.step.unit if plan else entry.unit if entry else MG

    def fields(self) -> dict[str, forms.Field]:
        """Return the fields, by name; nothing is chosen beforehand but what was saved before."""
        title = f"{self.medicine.name}, dose {self.number}" if self.number > 1 else self.medicine.name
        choices = [(value, value) for value in ("usual", "other", "missed", "skipped")]
        usual = self.plan.words if self.plan else ""
        dose = forms.ChoiceField(
            choices=choices if self.plan else choices[1:],
            required=False,
            label=title,
            error_messages={"invalid_choice": "Choose one of the answers, or leave it open."},
        )
        dose.widget = DoseChoice(f"{title}: your dose", usual)
        return {
            self.name: dose,
            f"{self.name}_amount": AmountField(required=False, label=f"How much, in {self.unit}"),
            f"{self.name}_time": ClockField(required=False, label="At what time"),
            f"{self.name}_late": forms.BooleanField(required=False, label="I took it late"),
            f"{self.name}_reason": TextField(
                required=False,
                max_length=300,
                label="Why, if you like",
                help_text="For example: cost, could not get it, side effects, procedure, forgot.",
            ),
            f"{self.name}_sure": forms.BooleanField(required=False, label="Yes, that is what I took"),
        }

    def initial(self) -> dict[str, Any]:
        """Return what was saved before, or only the usual amount for "other"."""
        if self.entry is None:
            return {f"{self.name}_amount": self.plan.step.amount if self.plan else None}
        taken = self.entry.status in (DoseStatus.TAKEN, DoseStatus.LATE)
        choice = "usual" if self.entry == self.usual() else "other" if taken else self.entry.status
        return {
            self.name: choice,
            f"{self.name}_amount": self.entry.amount if taken else self.plan and self.plan.step.amount,
            f"{self.name}_time": self.entry.time,
            f"{self.name}_late": self.entry.status == DoseStatus.LATE,
            f"{self.name}_reason": self.entry.reason,
        }

    def usual(self) -> DoseEntry | None:
        """Return what one tap records."""
        if self.plan is None:
            return None
        return self._entry(DoseStatus.TAKEN, self.plan.step.amount, self.plan.hour, "")

    def read(self, data: dict[str, Any]) -> DoseEntry | None:
        """Return what was said about this dose, None when nothing was."""
        choice, reason = data.get(self.name), data.get(f"{self.name}_reason") or ""
        if choice == "usual":
            return self.usual()
        if choice == "other":
            status = DoseStatus.LATE if data.get(f"{self.name}_late") else DoseStatus.TAKEN
            return self._entry(status, data.get(f"{self.name}_amount"), data.get(f"{self.name}_time"), reason)
        return self._entry(DoseStatus(choice), None, None, reason) if choice else None

    def doubt(self, data: dict[str, Any]) -> str:
        """Return what to say about the amount of "other": missing, none at all, or far from the plan."""
        amount = data.get(f"{self.name}_amount")
        if data.get(self.name) != "other":
            return ""
        if amount is None:
            return "Write how much you took."
        if amount == 0 and not (self.entry and self.entry.amount == 0):
            return "To say that you took none, choose missed or skipped."
        if data.get(f"{self.name}_sure") or not self._far_from_plan(amount):
            return ""
        return f"A typing slip, or did you take {format_amount(amount)} {self.unit}? If so, tick the box below."

    def _far_from_plan(self, amount: int) -> bool:
        planned = self.plan.step.amount if self.plan else None
        alarming = self.medicine.is_ldn and self.unit == MG and amount > ALARMING_AMOUNT
        return alarming or (planned is not None and amount >= 3 * planned)

    def _entry(self, status: DoseStatus, amount: int | None, at: time | None, reason: str) -> DoseEntry:
        return DoseEntry(
            medicine_id=self.medicine.pk,
            number=self.number,
            status=status.value,
            time=at,
            amount=amount,
            unit=self.unit,
            reason=reason,
        )


DoseFields = tuple[DoseSlot, list[BoundField]]


class DayForm(forms.Form):
    """Everything that can be said about one day. What is left open stays open."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    note = TextField(
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Note",
        help_text="For yourself. It is left out of what you share.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        items: Sequence[Item],
        slots: Sequence[DoseSlot],
        state: DayState,
        version: int,
    ) -> None:
        self.items, self.slots, self.state = items, slots, state
        initial: dict[str, Any] = {"note": state.note, "version": version}
        for slot in slots:
            initial |= slot.initial()
        initial |= {f"item_{item}": value for item, value in state.ratings.items()}
        super().__init__(data, initial=initial)
        for slot in slots:
            self.fields |= slot.fields()
        for item in items:
            self.fields[f"item_{item.pk}"] = RatingField(item, TAGS.get(item.name, ""))

    def clean(self) -> dict[str, Any]:
        """Ask about amounts that are missing or look like a slip, and refuse an empty save."""
        data = super().clean() or self.cleaned_data
        for slot in self.slots:
            name = f"{slot.name}_amount"
            if name not in self.errors and (doubt := slot.doubt(data)):
                self.add_error(name, doubt)
        if not self.errors and self.wanted().empty and self.state.empty:
            raise forms.ValidationError("Nothing is chosen yet. Choose at least one answer, then save.")
        return data

    def wanted(self) -> DayState:
        """Return the day as the patient wants it; items that are not on this page keep their answer."""
        shown = {item.pk for item in self.items}
        kept = {item: value for item, value in self.state.ratings.items() if item not in shown}
        given = {item.pk: self.cleaned_data.get(f"item_{item.pk}") for item in self.items}
        entries = [slot.read(self.cleaned_data) for slot in self.slots]
        return DayState(
            ratings=kept | {item: value for item, value in given.items() if value is not None},
            note=self.cleaned_data.get("note", ""),
            weekly=self.state.weekly,
            doses=tuple(entry for entry in entries if entry is not None),
        )

    def first_doses(self) -> list[DoseFields]:
        """Return the doses in sight, with their fields: the LDN medicine's, or else the first one's."""
        first = self.slots[0].medicine.pk if self.slots else None
        return [self._dose(slot) for slot in self.slots if slot.medicine.pk == first]

    def more_doses(self) -> list[DoseFields]:
        """Return the doses under "More": those of every other medicine."""
        first = self.slots[0].medicine.pk if self.slots else None
        return [self._dose(slot) for slot in self.slots if slot.medicine.pk != first]

    def _dose(self, slot: DoseSlot) -> DoseFields:
        return slot, [self[name] for name in slot.fields()]

    def first_ratings(self) -> list[BoundField]:
        """Return the ratings in sight: headline target, sleep, then the side effects."""
        chosen = [item for item in self.items if item.is_headline or item.name == "Sleep quality"]
        return [self[f"item_{item.pk}"] for item in [*chosen, *self._of(Group.SIDE_EFFECT)]]

    def more_ratings(self) -> list[BoundField]:
        """Return the ratings under "More": everything else, in the patient's order."""
        first = {field.name for field in self.first_ratings()}
        return [self[f"item_{item.pk}"] for item in self.items if f"item_{item.pk}" not in first]

    def _of(self, group: Group) -> list[Item]:
        return [item for item in self.items if item.group == group]
