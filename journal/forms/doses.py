"""The fields of one dose of a day: as usual, or what was different."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from accounts.days import LEEWAY, DayNow
from accounts.texts import TextField
from journal.amounts import format_amount
from journal.day_state import DoseEntry
from journal.forms.fields import AmountField, ClockField, DoseAhead, DoseChoice, MinutesAgo, WhyChoice
from journal.models import Medicine
from journal.models.medicines import MG, DoseStatus
from journal.plan import PlannedDose, dose_words

ALARMING_AMOUNT = 10_000
REASON_LENGTH = 300
WHYS = ("forgot", "side effects", "could not get it", "cost", "procedure")
ONE_DAY = timedelta(days=1)
TAKEN = (DoseStatus.TAKEN, DoseStatus.LATE)
USUAL, NOW, OTHER = "usual", "now", "other"
CHOICES = (USUAL, NOW, OTHER, DoseStatus.MISSED.value, DoseStatus.SKIPPED.value)
NOT_COME = "{:%H:%M} has not come yet. "


class DoseSlot:
    """The fields of one dose: as usual, or what was different; planned, already recorded, or both.

    `now` is the dose's day as it is now; None for a day gone by. While the usual hour lies ahead, nobody can have
    taken the dose at it or missed it: one tap says instead that it was taken just now.
    """

    def __init__(
        self,
        medicine: Medicine,
        number: int,
        plan: PlannedDose | None,
        entry: DoseEntry | None,
        prefix: str = "dose",
        now: DayNow | None = None,
    ) -> None:
        self.medicine, self.number, self.plan, self.entry, self.now = medicine, number, plan, entry, now
        self.name = f"{prefix}_{medicine.pk}_{number}"
        self.unit = plan.step.unit if plan else entry.unit if entry else MG

    @property
    def unplanned(self) -> bool:
        """Whether no dose is planned and none recorded: one can only have been taken all the same."""
        return self.plan is None and self.entry is None

    def fields(self) -> dict[str, forms.Field]:
        """Return the fields, by name; nothing is chosen beforehand but what was saved before."""
        title = f"{self.medicine.name}, dose {self.number}" if self.number > 1 else self.medicine.name
        choices = CHOICES if self.plan else (OTHER,) if self.unplanned else CHOICES[2:]
        dose = forms.ChoiceField(
            choices=[(value, value) for value in choices],
            required=False,
            label=title,
            error_messages={"invalid_choice": "Choose one of the answers, or leave it open."},
        )
        usual = self.plan.words if self.plan else ""
        dose.widget = DoseChoice(f"{title}: your dose", usual, self._ahead(), unplanned=self.unplanned)
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
            f"{self.name}_ago": MinutesAgo(required=False),
        }

    def initial(self) -> dict[str, Any]:
        """Return what was saved before, or only the usual amount for "other"."""
        if self.entry is None:
            return {f"{self.name}_amount": self.plan.step.amount if self.plan else None}
        taken = self.entry.status in TAKEN
        choice = USUAL if self.entry == self.usual() else OTHER if taken else self.entry.status
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
        if choice == USUAL:
            return self.usual()
        if choice == NOW:
            return self._just_now(data.get(f"{self.name}_ago") or 0)
        if choice == OTHER:
            status = DoseStatus.LATE if data.get(f"{self.name}_late") else DoseStatus.TAKEN
            return self._entry(status, data.get(f"{self.name}_amount"), data.get(f"{self.name}_time"), words)
        reason = join_reason(data.get(f"{self.name}_why") or "", words)
        return self._entry(DoseStatus(choice), None, None, reason) if choice else None

    def doubts(self, data: dict[str, Any]) -> dict[str, str]:
        """Return what to ask about, by field: a time ahead, no amount or one far from the plan, a long reason."""
        amount, said = self._amount_doubt(data), self.read(data)
        too_long = said is not None and said.status not in TAKEN and len(said.reason) > REASON_LENGTH
        found = {
            "": self._choice_doubt(data.get(self.name), said),
            "_amount": amount,
            "_time": self._time_doubt(data.get(self.name), said),
            "_reason": f"Write it in at most {REASON_LENGTH} characters." if too_long else "",
        }
        return {f"{self.name}{field}": doubt for field, doubt in found.items() if doubt}

    def _hour_ahead(self) -> time | None:
        """Return the usual hour where it has not come yet."""
        hour = self.plan.hour if self.plan else None
        return None if self.now is None or hour is None or self.now.has_come(hour) else hour

    def _ahead(self) -> DoseAhead | None:
        hour = self._hour_ahead()
        if self.plan is None or self.now is None or hour is None:
            return None
        return DoseAhead(dose=dose_words(self.plan.step), hour=hour, is_today=self.now.is_today)

    def _just_now(self, minutes_ago: int) -> DoseEntry | None:
        """Return the planned amount at the time it was tapped; what was said some minutes ago is said again."""
        if self.plan is None or self.now is None:
            return None
        # Where the clock is set back over the day's start, its time would be of the night after.
        then = self.now.minutes_ago(minutes_ago)
        at = then.clock if then.has_come(then.clock) else None
        wanted = self._entry(DoseStatus.TAKEN, self.plan.step.amount, at, "")
        again = self.entry is not None and wanted == replace(self.entry, time=at) and _close(self.entry.time, at)
        return self.entry if again else wanted

    def _choice_doubt(self, choice: Any, said: DoseEntry | None) -> str:
        """Return what is wrong with a choice now; what stands already stays."""
        hour = self._hour_ahead()
        if choice == NOW and (self.now is None or not self.now.is_today):
            return "That day is over. Choose when it was taken."
        if hour is None or choice not in (USUAL, DoseStatus.MISSED) or self._stands(said):
            return ""
        ways = "taken just now, at another time" if choice == USUAL else "to be skipped"
        return f"{NOT_COME.format(hour)}Until then a dose is {ways}, or left open."

    def _time_doubt(self, choice: Any, said: DoseEntry | None) -> str:
        if choice != OTHER or said is None or said.time is None or self.now is None or self._stands(said):
            return ""
        return "" if self.now.has_come(said.time) else f"{NOT_COME.format(said.time)}When did you take it?"

    def _stands(self, said: DoseEntry | None) -> bool:
        """Return whether the record says so already, at the same time."""
        if said is None or self.entry is None or said.time != self.entry.time:
            return False
        return said.status == self.entry.status or {said.status, self.entry.status} <= set(TAKEN)

    def _amount_doubt(self, data: dict[str, Any]) -> str:
        amount = data.get(f"{self.name}_amount")
        if data.get(self.name) != OTHER:
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


def _close(one: time | None, other: time | None) -> bool:
    """Return whether two times are within the same few minutes."""
    if one is None or other is None:
        return one == other
    apart = datetime.combine(date.min, max(one, other)) - datetime.combine(date.min, min(one, other))
    return min(apart, ONE_DAY - apart) <= LEEWAY


def join_reason(why: str, words: str) -> str:
    """Return a ready reason and the patient's own words as one text: "cost: the insurer refused"."""
    return f"{why}: {words}" if why and words else why or words


def split_reason(reason: str) -> tuple[str, str]:
    """Return the ready reason that a text starts with, or "", and the rest."""
    why, colon, words = reason.partition(": ")
    return (why, words) if why in WHYS and (words or not colon) else ("", reason)
