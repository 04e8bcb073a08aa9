"""The fields of one dose of a day: as usual, or what was different."""

from datetime import time
from typing import Any

from django import forms

from accounts.texts import TextField
from journal.amounts import format_amount
from journal.day_state import DoseEntry
from journal.forms.fields import AmountField, ClockField, DoseChoice, WhyChoice
from journal.models import Medicine
from journal.models.medicines import MG, DoseStatus
from journal.plan import PlannedDose

ALARMING_AMOUNT = 10_000
REASON_LENGTH = 300
WHYS = ("forgot", "side effects", "could not get it", "cost", "procedure")
TAKEN = (DoseStatus.TAKEN, DoseStatus.LATE)


class DoseSlot:
    """The fields of one dose: as usual, or what was different; planned, already recorded, or both."""

    def __init__(
        self,
        medicine: Medicine,
        number: int,
        plan: PlannedDose | None,
        entry: DoseEntry | None,
        prefix: str = "dose",
    ) -> None:
        self.medicine, self.number, self.plan, self.entry = medicine, number, plan, entry
        self.name = f"{prefix}_{medicine.pk}_{number}"
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
        why = forms.ChoiceField(
            choices=[(word, word) for word in WHYS],
            required=False,
            label="Why, if you like",
            error_messages={"invalid_choice": "Choose one of the reasons, or write your own."},
        )
        why.widget = WhyChoice(WHYS)
        return {
            self.name: dose,
            f"{self.name}_why": why,
            f"{self.name}_amount": AmountField(required=False, label=f"How much, in {self.unit}"),
            f"{self.name}_time": ClockField(required=False, label="At what time"),
            f"{self.name}_late": forms.BooleanField(required=False, label="I took it late"),
            f"{self.name}_reason": TextField(required=False, max_length=REASON_LENGTH, label="In your own words"),
            f"{self.name}_sure": forms.BooleanField(required=False, label="Yes, that is what I took"),
        }

    def initial(self) -> dict[str, Any]:
        """Return what was saved before, or only the usual amount for "other"."""
        if self.entry is None:
            return {f"{self.name}_amount": self.plan.step.amount if self.plan else None}
        taken = self.entry.status in TAKEN
        choice = "usual" if self.entry == self.usual() else "other" if taken else self.entry.status
        why, words = ("", self.entry.reason) if taken else split_reason(self.entry.reason)
        return {
            self.name: choice,
            f"{self.name}_why": why,
            f"{self.name}_amount": self.entry.amount if taken else self.plan and self.plan.step.amount,
            f"{self.name}_time": self.entry.time,
            f"{self.name}_late": self.entry.status == DoseStatus.LATE,
            f"{self.name}_reason": words,
        }

    def usual(self) -> DoseEntry | None:
        """Return what one tap records."""
        if self.plan is None:
            return None
        return self._entry(DoseStatus.TAKEN, self.plan.step.amount, self.plan.hour, "")

    def read(self, data: dict[str, Any]) -> DoseEntry | None:
        """Return what was said about this dose, None when nothing was."""
        choice, words = data.get(self.name), data.get(f"{self.name}_reason") or ""
        if choice == "usual":
            return self.usual()
        if choice == "other":
            status = DoseStatus.LATE if data.get(f"{self.name}_late") else DoseStatus.TAKEN
            return self._entry(status, data.get(f"{self.name}_amount"), data.get(f"{self.name}_time"), words)
        reason = join_reason(data.get(f"{self.name}_why") or "", words)
        return self._entry(DoseStatus(choice), None, None, reason) if choice else None

    def doubts(self, data: dict[str, Any]) -> dict[str, str]:
        """Return what to ask about, by field: an amount that is missing, none or far from the plan, a long reason."""
        amount, reason = self._amount_doubt(data), self.read(data) if data.get(self.name) != "other" else None
        too_long = reason is not None and len(reason.reason) > REASON_LENGTH
        found = {"amount": amount, "reason": f"Write it in at most {REASON_LENGTH} characters." if too_long else ""}
        return {f"{self.name}_{field}": doubt for field, doubt in found.items() if doubt}

    def _amount_doubt(self, data: dict[str, Any]) -> str:
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


def join_reason(why: str, words: str) -> str:
    """Return a ready reason and the patient's own words as one text: "cost: the insurer refused"."""
    return f"{why}: {words}" if why and words else why or words


def split_reason(reason: str) -> tuple[str, str]:
    """Return the ready reason that a text starts with, or "", and the rest."""
    why, colon, words = reason.partition(": ")
    return (why, words) if why in WHYS and (words or not colon) else ("", reason)
